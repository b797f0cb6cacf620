#include "viewer/ui/app.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "scenario/read_scenario.hpp"
#include "viewer/document/written_at.hpp"
#include "viewer/ui/panels.hpp"

namespace linetwin::viewer {
App::App(AppOptions options)
    : language(options.language),
      options_(std::move(options)),
      live_(options_.threads),
      recent_(options_.recent_file),
      models_(options_.models_folder),
      scenarios_(options_.scenarios_folder) {}

App::~App() = default;

// ---- the line that the documents describe now

void App::follow(Pane& p) {
  if (!p.document.line() || p.revision == p.document.revision()) return;
  p.revision = p.document.revision();
  if (&p == pane()) see_case();
  restart(p);
  find_differences();
  follow_live(p);
}

// The line as it was opened is asked for once, what became of it whenever it runs in another way.
void App::follow_live(Pane& p) {
  const auto& line = p.document.line();
  const std::uint64_t key = p.document.run_key();
  if (!p.opened) {
    p.opened = line;
    p.opened_text = p.document.text();
    p.opened_key = key;
    p.asked_key = 0;
    live_.clear(p.after_slot);
    if (options_.replications) live_.ask(p.before_slot, line, p.document.options(), key);
  } else if (key == p.opened_key) {
    p.opened = line;  // what was changed is undone, or is no matter of running
    p.asked_key = 0;
    live_.clear(p.after_slot);
  } else if (key != p.asked_key) {
    p.asked_key = key;
    if (options_.replications) live_.ask(p.after_slot, line, p.document.options(), key);
  }
}

void Pane::name_elements() {
  element_of.clear();
  for (std::size_t e = 0; e < player->model().elements.size(); ++e)
    element_of.emplace(player->model().elements[e].name, static_cast<ElementId>(e));
}

// A changed line begins anew, and goes to where the old one was. One whose elements only stand elsewhere goes
// on.
void App::restart(Pane& p) {
  // a move that is half done is given up
  const bool stays = p.dragged == kNone && p.line && same_places(*p.line, *p.document.line());
  p.line = p.document.line();
  if (!stays) p.placement = place(*p.line);
  p.dragged = kNone;
  if (!p.simulation() || p.played_key != p.document.run_key()) {
    const Time was = p.player ? p.player->now() : 0;
    p.player = std::make_unique<Player>(p.line, p.document.options());
    p.played_key = p.document.run_key();
    p.name_elements();
    p.capacity = capacity(*p.line);
    if (was > 0 && !seek_) seek_ = was;
  }
  p.player->look(p.placement, p.frame);
}

bool App::change(const std::vector<Edit>& edits) {
  Pane* first = pane();
  if (!first || !first->document.line()) return false;
  if (!first->document.change(edits)) {
    refuse(*first);
    return false;
  }
  first->message.clear();
  follow(*first);
  return true;
}

bool App::move_element(ElementId element, drawing::Point centre) {
  Pane* first = pane();
  if (!first || !first->document.line()) return false;
  const LineModel& model = *first->document.line();
  std::vector<Document::Moved> moved;
  // one place alone would throw a line that lays itself out into disorder: the others stay where they were
  // seen
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const bool this_one = static_cast<ElementId>(e) == element;
    if (!this_one && (!first->placement.automatic || model.elements[e].spot)) continue;
    const drawing::Point at = this_one ? centre : first->placement.elements[e].centre;
    const Box& box = first->placement.elements[e];
    // a line that lays itself out keeps the sizes that were seen, too
    std::optional<std::pair<double, double>> size;
    if (first->placement.automatic) size.emplace(box.width, box.depth);
    moved.push_back({model.elements[e].name, at.x, at.y, size});
  }
  if (!first->document.move(moved)) {
    refuse(*first);
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
  if (std::exchange(scenario_is_other_, false)) ask_to_open(std::string(scenario_path_));
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
  if (!scenario_path_.empty() && written_at(scenario_path_) != scenario_seen_) news = true;
  for (const auto& p : panes_)
    news = news || log_is_new(*p) || (!p->file_torn && p->document.changed_on_disk());
  return news;
}

// ---- dialogues

void App::ask(Question question) {
  const Pane* first = pane();
  const bool line = first && first->document.line();
  if (!line &&
      (question == Question::SaveAs || question == Question::SaveCase || question == Question::Compare))
    question = Question::None;
  question_ = question;
  if (question == Question::None || question == Question::Unsaved || question == Question::Overwrite) return;
  answer_path_ = first ? first->document.path() : std::string();
  if (question == Question::Open || question == Question::Compare)
    answer_path_ = options_.models_folder + "/";
  if (question == Question::SaveCase) {
    const std::string stem = std::filesystem::path(first->document.path()).stem().string();
    answer_path_ = scenario_ ? scenario_path_ : options_.scenarios_folder + "/" + stem + "-cases.yaml";
    answer_name_ = "case-1";
  }
}

void App::answer() {
  const Question asked = std::exchange(question_, Question::None);
  Pane* first = pane();
  if (asked == Question::Open) return ask_to_open(answer_path_);
  if (asked == Question::None || asked == Question::Unsaved || !first || !first->document.line()) return;
  std::error_code error;
  switch (asked) {
    case Question::Compare:
      if (is_there(answer_path_)) compare_with(answer_path_);
      return;
    case Question::SaveAs:
      if (answer_path_ == first->document.path()) return save();
      if (std::filesystem::is_regular_file(answer_path_, error)) return ask(Question::Overwrite);
      [[fallthrough]];
    case Question::Overwrite:
      if (!first->document.save_as(answer_path_)) break;
      first->file_torn = false;
      close_scenario();  // which is on the file of before
      follow(*first);
      return tell(*first, say("saved_to", language, {answer_path_}), false);
    case Question::SaveCase:
      if (!first->document.save_case(answer_path_, answer_name_)) break;
      if (answer_path_ == scenario_path_) keep_as_case(answer_name_);
      return tell(*first,
                  say(first->document.case_is_varied() ? "saved_case_varied" : "saved_case", language,
                      {answer_name_, answer_path_}),
                  false);
    case Question::Open:
    case Question::None:
    case Question::Unsaved: return;
  }
  tell(*first, first->document.refusal(), true);
  // with what was typed
  question_ = asked == Question::Overwrite ? Question::SaveAs : asked;
}

// ---- small things

void App::fit() {
  for (const auto& p : panes_) p->fit = true;
}

float App::text_scale() const {
  constexpr float kStep = 1.125f;
  const float scale = text_scale_ * std::pow(kStep, static_cast<float>(text_steps_));
  return std::clamp(scale, options_.least_text_scale, options_.most_text_scale);
}

void App::set_text_scale(float scale) {
  text_scale_ = scale;
  text_steps_ = 0;
}

void App::larger() {
  if (text_scale() < options_.most_text_scale) ++text_steps_;
}

void App::smaller() {
  if (text_scale() > options_.least_text_scale) --text_steps_;
}

void App::tell(Pane& p, std::string message, bool error) {
  p.message = std::move(message);
  p.message_is_error = error;
  p.message_is_refusal = false;
}

void App::refuse(Pane& p) {
  tell(p, p.document.refusal(), true);
  p.message_is_refusal = true;
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

std::string App::file_names() {
  std::string all;
  for (const auto* list : {&models_.files(), &scenarios_.files(), &recent_.paths()})
    for (const std::string& path : *list) all += path + "\n";
  return all;
}

std::string App::korean_name() const { return korean_ ? "한국어" : "Korean (no font)"; }

void App::korean_cannot_be_shown() {
  korean_ = false;
  language = Language::English;
}

}  // namespace linetwin::viewer
