#include "viewer/ui/app.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "diff/difference.hpp"
#include "scenario/read_scenario.hpp"
#include "viewer/document/file_kind.hpp"
#include "viewer/document/model_of_log.hpp"
#include "viewer/ui/panels.hpp"

namespace linetwin::viewer {
namespace {

constexpr double kLookEvery = 0.5;  // seconds, at files
void name_elements(Pane& p) {
  p.element_of.clear();
  for (std::size_t e = 0; e < p.player->model().elements.size(); ++e)
    p.element_of.emplace(p.player->model().elements[e].name, static_cast<ElementId>(e));
}

}  // namespace

App::App(AppOptions options)
    : language(options.language),
      options_(std::move(options)),
      live_(options_.threads),
      recent_(options_.recent_file),
      models_(options_.models_folder),
      scenarios_(options_.scenarios_folder) {}

App::~App() = default;

// ---- files

bool App::open(const std::string& path) {
  end_comparison();
  scenario_.reset();
  case_names_.clear();
  chosen_case_ = 0;
  seek_.reset();
  clock_.pause();
  selected_.clear();
  panes_.clear();
  live_.clear(0);
  live_.clear(1);
  panes_.push_back(std::make_unique<Pane>(0));
  Pane& first = *panes_.front();
  ++openings_;
  const FileKind kind = kind_of_file(path);
  const bool good = kind == FileKind::Trace      ? open_log(path)
                    : kind == FileKind::Scenario ? open_scenario(path)
                                                 : first.document.open(path);
  if (good || std::filesystem::exists(path)) recent_.add(path);
  follow(first);
  return good;
}

bool App::open_scenario(const std::string& path) {
  Pane& first = *panes_.front();
  scenario_ = std::make_unique<ScenarioRead>(read_scenario_file(path));
  if (scenario_->diagnostics.has_errors()) {
    scenario_->diagnostics.sort();
    tell(first, render(scenario_->diagnostics, scenario_->sources), true);
    const std::string model = scenario_->scenario.model_file;
    scenario_.reset();
    if (!model.empty()) first.document.open(model);
    return false;
  }
  const Design design(scenario_->scenario);
  // a list to choose from, not a table of a million
  constexpr std::size_t kMostListed = 5000;
  for (std::size_t i = 0; i < std::min(design.size(), kMostListed); ++i)
    case_names_.push_back(design.at(i).name);
  return first.document.open(scenario_->scenario.model_file);
}

bool App::choose_case(std::size_t number) {
  Pane* first = pane();
  if (!first || !scenario_ || number >= case_names_.size()) return false;
  const Case one = Design(scenario_->scenario).at(number);
  if (!first->document.take_case(one.changes)) {
    tell(*first, first->document.refusal(), true);
    return false;
  }
  chosen_case_ = number;
  follow(*first);
  return true;
}

// As its model has it where that lies about, else as far as the log tells.
bool App::open_log(const std::string& path) {
  Pane& first = *panes_.front();
  first.log_path = path;
  EventLogRead read = read_event_log_file(path);
  if (!read.log) {
    tell(first, read.error, true);
    return false;
  }
  const std::string cut = read.log->cut.empty() ? "" : fmt::format("{}: {}", path, read.log->cut);
  std::optional<LineOfLog> line;
  if (const auto model = model_of_log(path, *read.log, {options_.models_folder}))
    line = line_of_log(*read.log, model);
  std::string error;
  if (!line) line = line_of_log(*read.log, std::filesystem::path(path).stem().string(), error);
  if (!line) {
    tell(first, fmt::format("{}: error: {}\n", path, error), true);
    return false;
  }
  first.player = std::make_unique<TracePlayer>(std::move(*read.log), std::move(*line));
  name_elements(first);
  first.placement = place(first.player->model());
  first.player->look(first.placement, first.frame);
  if (!cut.empty()) tell(first, cut, true);
  return true;
}

void App::ask_to_open(const std::string& path) {
  if (Pane* first = pane(); first && first->document.changed()) {
    wanted_path_ = path;
    question_ = Question::Unsaved;
    return;
  }
  open(path);
}

void App::ask_to_quit() {
  wanted_path_.clear();
  if (Pane* first = pane(); first && first->document.changed())
    question_ = Question::Unsaved;
  else
    done_ = true;
}

void App::answer_unsaved(bool save_first) {
  Pane& first = *pane();
  question_ = Question::None;
  if (save_first) {
    save();
    if (first.document.changed()) return;  // which was answered by another question, or refused
  }
  if (wanted_path_.empty())
    done_ = true;
  else
    open(std::exchange(wanted_path_, {}));
}

void App::save() {
  Pane* first = pane();
  if (!first || !first->document.line()) return;
  if (first->document.path().empty()) return ask(Question::SaveAs);
  if (first->document.changed_on_disk()) {
    first->file_torn = true;
    return;
  }
  if (first->document.save())
    tell(*first, say("saved_to", language, {first->document.path()}), false);
  else
    tell(*first, first->document.refusal(), true);
}

void App::keep_mine(Pane& p) {
  p.file_torn = false;
  if (p.document.save())
    tell(p, say("saved_to", language, {p.document.path()}), false);
  else
    tell(p, p.document.refusal(), true);
}

void App::take_theirs(Pane& p) {
  if (!p.log_path.empty()) {
    open(std::string(p.log_path));
    return;
  }
  p.file_torn = false;
  if (!p.document.reload()) return;
  p.opened.reset();  // what the file says now is what changes are held against
  p.revision = 0;
  follow(p);
}

bool App::compare_with(const std::string& path) {
  Pane* first = pane();
  if (!first || !first->document.line()) return false;
  end_comparison();
  panes_.push_back(std::make_unique<Pane>(2));
  Pane& other = *panes_.back();
  const bool good = path.empty()
                        ? other.document.open_text(first->document.path(), first->document.file_text(),
                                                   first->document.folder())
                        : other.document.open(path);
  follow(other);
  if (!good && !other.document.line()) {
    tell(*first, other.document.errors(), true);
    end_comparison();
    return false;
  }
  chart = ChartTab::Differences;
  go_to(first->player->now());
  return good;
}

void App::end_comparison() {
  if (panes_.size() < 2) return;
  panes_.pop_back();
  find_differences();
  live_.clear(2);
  live_.clear(3);
  if (chart == ChartTab::Differences) chart = ChartTab::Gantt;
  fit();
}

void App::find_differences() {
  difference_sentences_.clear();
  different_elements_.clear();
  const Pane* other = second();
  if (!other) return;
  // the older text stands at the right when it is the line as it was
  const auto trees = [](const Document& d) {
    Sources sources;
    Diagnostics ignored;
    const int source = sources.add("model", d.text());
    return parse_document(sources, source, d.text(), ignored);
  };
  const std::optional<Node> here = trees(panes_.front()->document), there = trees(other->document);
  if (!here || !there) return;
  for (const Difference& d : differences(*there, *here)) {
    if (d.kind == Difference::Kind::Words) continue;
    difference_sentences_.push_back(d.sentence);
    if (!d.element.empty()) different_elements_.push_back(d.element);
  }
}

// ---- the line that the documents describe now

void App::follow(Pane& p) {
  if (!p.document.line() || p.revision == p.document.revision()) return;
  p.revision = p.document.revision();
  restart(p);
  find_differences();
  const auto& line = p.document.line();
  if (!p.opened) {
    p.opened = line;
    live_.clear(p.after_slot);
    if (options_.replications) live_.ask(p.before_slot, line, p.document.options());
  } else if (options_.replications) {
    if (line->hash == p.opened->hash) {
      p.opened = line;  // what was changed is undone
      live_.clear(p.after_slot);
    } else {
      live_.ask(p.after_slot, line, p.document.options());
    }
  }
}

// A changed line begins anew, and goes to where the old one was.
void App::restart(Pane& p) {
  const Time was = p.player ? p.player->now() : 0;
  p.player = std::make_unique<Player>(p.document.line(), p.document.options());
  name_elements(p);
  p.capacity = capacity(*p.document.line());
  p.placement = place(*p.document.line());
  p.dragged = kNone;
  p.player->look(p.placement, p.frame);
  if (was > 0 && !seek_) seek_ = was;
}

bool App::change(const std::vector<Edit>& edits) {
  Pane* first = pane();
  if (!first || !first->document.line()) return false;
  if (!first->document.change(edits)) {
    tell(*first, first->document.refusal(), true);
    return false;
  }
  first->message.clear();
  follow(*first);
  return true;
}

bool App::move_element(ElementId element, drawing::Point centre) {
  Pane* first = pane();
  if (!first || !first->document.line()) return false;
  const LineModel& model = first->player->model();
  std::vector<Document::Moved> moved;
  // one place alone would throw a line that lays itself out into disorder: the others stay where they were
  // seen
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const bool this_one = static_cast<ElementId>(e) == element;
    if (!this_one && (!first->placement.automatic || model.elements[e].spot)) continue;
    const drawing::Point at = this_one ? centre : first->placement.elements[e].centre;
    moved.push_back({model.elements[e].name, at.x, at.y});
  }
  if (!first->document.move(moved)) {
    tell(*first, first->document.refusal(), true);
    return false;
  }
  follow(*first);
  return true;
}

void App::undo() {
  if (Pane* first = pane(); first && first->document.undo()) {
    first->message.clear();
    follow(*first);
  }
}

void App::redo() {
  if (Pane* first = pane(); first && first->document.redo()) {
    first->message.clear();
    follow(*first);
  }
}

// ---- time

void App::go_to(Time t) {
  Time end = 0;
  for (const auto& p : panes_)
    if (p->player) end = std::max(end, p->player->end());
  seek_ = std::clamp<Time>(t, 0, end);
}

void App::step() {
  clock_.pause();
  Pane* first = pane();
  if (!first || !first->player) return;
  first->player->step();
  if (Pane* other = second(); other && other->player) seek_ = first->player->now();
}

void App::step_back() {
  clock_.pause();
  Pane* first = pane();
  if (!first || !first->player) return;
  first->player->go_to_event(first->player->event_before());
  if (Pane* other = second(); other && other->player) seek_ = first->player->now();
}

void App::advance(double real_seconds, Budget budget) {
  if (options_.watch_files) look_at_files(real_seconds);
  Pane* first = pane();
  if (!first || !first->player) return;
  Pane* other = second();
  const bool pair = other && other->player;
  if (seek_) {
    const bool there = pair ? together(*first->player, *other->player, *seek_, budget)
                            : first->player->go_to(*seek_, budget);
    if (there) seek_.reset();
  } else if (clock_.playing()) {
    clock_.advance(*first->player, real_seconds, pair ? budget / 2 : budget);
    if (pair) other->player->go_to(first->player->now(), budget / 2);
  }
  for (const auto& p : panes_)
    if (p->player) p->player->look(p->placement, p->frame);
}

void App::look_at_files(double real_seconds) {
  since_looked_ += real_seconds;
  if (since_looked_ < kLookEvery) return;
  since_looked_ = 0;
  for (const auto& p : panes_) {
    if (p->file_torn || !p->document.changed_on_disk()) continue;
    if (p->document.changed() && p->document.line())
      p->file_torn = true;
    else
      take_theirs(*p);
  }
}

void App::draw() { Panels(*this).draw(); }

bool App::moving() const { return clock_.playing() || seek_.has_value(); }

bool App::settled() const { return !seek_ && !live_.busy(); }

bool App::stirred() {
  bool news = false;
  std::vector<std::shared_ptr<const Answer>> answers;
  for (std::size_t slot = 0; slot < Live::kSlots; ++slot) answers.push_back(live_.answer(slot));
  news = answers != seen_answers_;
  seen_answers_ = std::move(answers);
  if (!options_.watch_files) return news;
  for (const auto& p : panes_) news = news || (!p->file_torn && p->document.changed_on_disk());
  return news;
}

// ---- dialogues

void App::ask(Question question) {
  question_ = question;
  if (question == Question::None || question == Question::Unsaved) return;
  const Pane* first = pane();
  answer_path_ = first ? first->document.path() : std::string();
  if (question == Question::Open || question == Question::Compare)
    answer_path_ = options_.models_folder + "/";
  if (question == Question::SaveCase) {
    const std::string stem = std::filesystem::path(first->document.path()).stem().string();
    answer_path_ = options_.scenarios_folder + "/" + stem + "-cases.yaml";
    answer_name_ = "case-1";
  }
}

void App::answer() {
  const Question asked = std::exchange(question_, Question::None);
  Pane* first = pane();
  bool good = true;
  switch (asked) {
    case Question::Open: return ask_to_open(answer_path_);
    case Question::Compare: compare_with(answer_path_); return;
    case Question::SaveAs: good = first->document.save_as(answer_path_); break;
    case Question::SaveCase: good = first->document.save_case(answer_path_, answer_name_); break;
    case Question::None:
    case Question::Unsaved: return;
  }
  if (good)
    tell(*first, say("saved_to", language, {answer_path_}), false);
  else
    tell(*first, first->document.refusal(), true);
}

// ---- small things

void App::fit() {
  for (const auto& p : panes_) p->fit = true;
}

void App::tell(Pane& p, std::string message, bool error) {
  p.message = std::move(message);
  p.message_is_error = error;
}

void App::tell_error(const std::string& message) {
  if (Pane* first = pane()) tell(*first, message, true);
}

std::string App::title() const {
  if (panes_.empty()) return "linetwin";
  const Document& document = panes_.front()->document;
  if (const TracePlayer* log = panes_.front()->log())
    return say("log_of", language, {log->model().name, panes_.front()->log_path});
  if (!panes_.front()->log_path.empty()) return panes_.front()->log_path;
  const std::string name = document.line() ? document.line()->name : document.path();
  return panes_.size() < 2 || !panes_[1]->document.line() ? name
                                                          : name + " | " + panes_[1]->document.line()->name;
}

std::string App::texts() const {
  std::string all = korean_name();
  for (const Word& w : window_words()) all += say(w.key, language);
  for (const std::string_view key : word_keys()) all += word(key, language);
  for (const auto& p : panes_) {
    all += p->document.text() + p->document.path() + p->log_path;
    if (!p->log()) continue;
    const LineModel& model = p->player->model();
    all += model.name;
    for (const Element& element : model.elements) all += element.name;
    for (const std::string& variant : model.variants) all += variant;
    for (const PoolModel& pool : model.pools) all += pool.name;
    for (const FleetModel& fleet : model.fleets) all += fleet.name;
  }
  for (const std::string& name : case_names_) all += name;
  return all;
}

std::string App::korean_name() const { return korean_ ? "한국어" : "Korean (no font)"; }

void App::korean_cannot_be_shown() {
  korean_ = false;
  language = Language::English;
}

}  // namespace linetwin::viewer
