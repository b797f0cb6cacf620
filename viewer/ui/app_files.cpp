// Files: opened, saved, looked at while another program may change them.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenario/read_scenario.hpp"
#include "viewer/document/file_kind.hpp"
#include "viewer/document/model_of_log.hpp"
#include "viewer/document/written_at.hpp"
#include "viewer/ui/app.hpp"

namespace linetwin::viewer {
namespace {

constexpr double kLookEvery = 0.5;  // seconds, at files

}  // namespace

bool App::open(const std::string& path) {
  end_comparison();
  scenario_.reset();
  scenario_path_.clear();
  case_names_.clear();
  chosen_case_ = 0;
  question_ = Question::None;
  soon_ = Soon::Nothing;
  typing_ = {};
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
  if (kind == FileKind::Trace) first.log_path = path;
  const bool good = kind == FileKind::Trace      ? open_log(first)
                    : kind == FileKind::Scenario ? open_scenario(path)
                                                 : first.document.open(path);
  std::error_code error;
  if (good || std::filesystem::exists(path, error)) recent_.add(path);
  follow(first);
  return good;
}

bool App::open_scenario(const std::string& path) {
  Pane& first = *panes_.front();
  scenario_path_ = path;
  std::string model;
  const bool good = read_cases(first, model);
  const bool opened = !model.empty() && first.document.open(model);
  case_text_ = first.document.text();
  return good && opened;
}

// The scenario as it is in its file now, and the names of its cases. One with errors leaves all as it was,
// and a message.
bool App::read_cases(Pane& first, std::string& model) {
  scenario_seen_ = written_at(scenario_path_);
  auto read = std::make_unique<ScenarioRead>(read_scenario_file(scenario_path_));
  model = read->scenario.model_file;
  if (read->diagnostics.has_errors()) {
    read->diagnostics.sort();
    tell(first, render(read->diagnostics, read->sources), true);
    return false;
  }
  scenario_ = std::move(read);
  case_names_.clear();
  chosen_case_ = 0;
  const Design design(scenario_->scenario);
  // a list to choose from, not a table of a million
  constexpr std::size_t kMostListed = 5000;
  for (std::size_t i = 0; i < std::min(design.size(), kMostListed); ++i)
    case_names_.push_back(design.at(i).name);
  return true;
}

// The same of a scenario that is open. The case that was chosen is that of its name.
void App::read_cases_again(Pane& first) {
  const std::size_t chosen = chosen_case();
  const std::string name = chosen < case_names_.size() ? case_names_[chosen] : "";
  const std::string before = scenario_ ? scenario_->scenario.model_file : "";
  std::string model;
  if (!read_cases(first, model)) return;
  if (model != before) {
    open(std::string(scenario_path_));
    return;
  }
  first.message.clear();
  const auto same = std::find(case_names_.begin(), case_names_.end(), name);
  if (same != case_names_.end()) chosen_case_ = static_cast<std::size_t>(same - case_names_.begin());
  // which may say something else now
  if (chosen_case_ > 0 && !unsaved()) choose_case(chosen_case_);
}

std::size_t App::chosen_case() const {
  if (panes_.empty()) return kNoCase;
  const Document& document = panes_.front()->document;
  if (document.text() == case_text_) return chosen_case_;
  return document.changed() ? kNoCase : 0;
}

bool App::unsaved() const {
  if (panes_.empty() || !panes_.front()->document.changed()) return false;
  return !scenario_ || panes_.front()->document.text() != case_text_;
}

bool App::choose_case(std::size_t number) {
  Pane* first = pane();
  if (!first || !scenario_ || number >= case_names_.size()) return false;
  const bool lost = unsaved();
  const Case one = Design(scenario_->scenario).at(number);
  if (!first->document.take_case(one.changes)) {
    refuse(*first);
    return false;
  }
  chosen_case_ = number;
  case_text_ = first->document.text();
  if (lost)
    tell(*first, say("undo_has_it", language), false);
  else
    first->message.clear();
  follow(*first);
  return true;
}

// As its model has it where that lies about, else as far as the log tells.
bool App::open_log(Pane& pane) {
  const std::string& path = pane.log_path;
  pane.log_read = pane.log_seen = written_at(path);
  EventLogRead read = read_event_log_file(path);
  if (!read.log) {
    tell(pane, read.error, true);
    return false;
  }
  const std::string cut = read.log->cut.empty() ? "" : fmt::format("{}: {}", path, read.log->cut);
  std::optional<LineOfLog> line;
  if (const auto model = model_of_log(path, *read.log, {options_.models_folder}))
    line = line_of_log(*read.log, model);
  std::string error;
  if (!line) line = line_of_log(*read.log, std::filesystem::path(path).stem().string(), error);
  if (!line) {
    tell(pane, fmt::format("{}: error: {}\n", path, error), true);
    return false;
  }
  pane.player = std::make_unique<TracePlayer>(std::move(*read.log), std::move(*line));
  pane.name_elements();
  pane.placement = place(pane.player->model());
  pane.player->look(pane.placement, pane.frame);
  tell(pane, cut, !cut.empty());
  return true;
}

// At the moment that was seen, or where the log ends now. What cannot be read leaves the log as it was.
void App::reload_log(Pane& pane) {
  const Time was = pane.player ? pane.player->now() : 0;
  ++openings_;
  if (open_log(pane) && was > 0) go_to(was);
}

bool App::log_is_new(const Pane& pane) const {
  if (pane.log_path.empty()) return false;
  const FileTime now = written_at(pane.log_path);  // one that is gone has nothing new
  return now && now != pane.log_read;
}

// False after saying so.
bool App::is_there(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status file = std::filesystem::status(path, error);
  const bool folder = std::filesystem::is_directory(file);
  if (std::filesystem::exists(file) && !folder) return true;
  tell_error(say(folder ? "is_folder" : "no_such_file", language, {path}));
  return false;
}

void App::ask_to_open(const std::string& path) {
  if (path.empty() || (pane() && !is_there(path))) return;
  if (unsaved()) {
    wanted_path_ = path;
    question_ = Question::Unsaved;
    return;
  }
  open(std::string(path));
}

void App::ask_to_quit() {
  if (typing_.field != 0 && soon_ == Soon::Nothing) return soon(Soon::Quit);
  wanted_path_.clear();
  if (unsaved())
    question_ = Question::Unsaved;
  else
    done_ = true;
}

void App::soon(Soon what) {
  soon_ = what;
  // what was said before this is no refusal of what is typed now
  if (Pane* first = pane()) first->message.clear();
}

void App::do_it_now() {
  const Soon what = std::exchange(soon_, Soon::Nothing);
  const Pane* first = pane();
  if (first && first->message_is_error && !first->message.empty()) return;
  typing_ = {};
  switch (what) {
    case Soon::Nothing: break;
    case Soon::Save: save(); break;
    case Soon::Open: ask(Question::Open); break;
    case Soon::Quit: ask_to_quit(); break;
  }
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
    refuse(*first);
}

void App::keep_mine(Pane& p) {
  p.file_torn = false;
  if (p.document.save())
    tell(p, say("saved_to", language, {p.document.path()}), false);
  else
    refuse(p);
}

void App::take_theirs(Pane& p) {
  if (!p.log_path.empty()) return reload_log(p);
  p.file_torn = false;
  if (&p == pane() && !scenario_path_.empty()) {
    const std::uint64_t openings = openings_;
    read_cases_again(p);
    if (openings != openings_) return;  // all is read again, and `p` is gone
  }
  if (p.document.path().empty()) return;
  const bool lost = p.document.changed();
  if (!p.document.reload()) return;
  if (lost) tell(p, say("undo_has_it", language), false);
  case_text_ = p.document.text();
  chosen_case_ = 0;
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
  const bool good = path.empty() ? other.document.open_text(first->document.path(), first->opened_text,
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
  differences_.clear();
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
    if (!d.element.empty()) different_elements_.push_back(d.element);
    differences_.push_back(d);
  }
}

// The sentences are English. Values say the same in any language; what cannot be said by them is left as it
// is.
std::vector<std::string> App::difference_sentences() const {
  const auto sentence = [this](const Difference& d) {
    if (language == Language::English || (d.before.empty() && d.after.empty())) return d.sentence;
    if (d.before.empty()) return say("difference.added", language, {d.path, d.after});
    if (d.after.empty()) return say("difference.gone", language, {d.path, d.before});
    return say("difference.changed", language, {d.path, d.before, d.after});
  };
  std::vector<std::string> all;
  for (const Difference& d : differences_) all.push_back(sentence(d));
  return all;
}

void App::look_at_files(double real_seconds) {
  since_looked_ += real_seconds;
  if (since_looked_ < kLookEvery) return;
  since_looked_ = 0;
  if (!scenario_path_.empty() && !panes_.empty() && written_at(scenario_path_) != scenario_seen_)
    read_cases_again(*panes_.front());
  for (const auto& p : panes_) {
    if (log_is_new(*p)) {
      // only once nobody writes any more
      const FileTime seen = written_at(p->log_path);
      if (seen && seen == p->log_seen) reload_log(*p);
      p->log_seen = seen;
    }
    if (p->file_torn || !p->document.changed_on_disk()) continue;
    if (p->document.changed() && p->document.line())
      p->file_torn = true;
    else
      take_theirs(*p);
  }
}

}  // namespace linetwin::viewer
