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
  close_scenario();
  question_ = Question::None;
  soon_ = Soon::Nothing;
  typing_ = typed_before_ = {};
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
  wanted_path_ = path;
  if (typing_.field != 0) return soon(Soon::Open);
  if (unsaved()) {
    question_ = Question::Unsaved;
    return;
  }
  open(std::exchange(wanted_path_, {}));
}

void App::ask_to_quit() {
  if (typing_.field != 0) return soon(Soon::Quit);
  wanted_path_.clear();
  if (unsaved())
    question_ = Question::Unsaved;
  else
    done_ = true;
}

void App::soon(Soon what) {
  soon_ = what;
  // what was refused before this is not what is typed now
  if (Pane* first = pane(); first && first->message_is_refusal) first->message.clear();
}

void App::do_it_now() {
  const Soon what = std::exchange(soon_, Soon::Nothing);
  const Pane* first = pane();
  if (first && first->message_is_refusal && !first->message.empty()) return;
  typing_ = {};
  switch (what) {
    case Soon::Nothing: break;
    case Soon::Save: save(); break;
    case Soon::Ask: ask(Question::Open); break;
    case Soon::Open: ask_to_open(std::string(wanted_path_)); break;
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
  // nobody means to write a case over the model when there is nothing else to save
  if (first->document.changed() && !unsaved())
    return tell(*first, say("case_is_shown", language, {shown_case_}), false);
  if (first->document.changed_on_disk()) {
    first->file_torn = true;
    return;
  }
  keep_mine(*first);
}

void App::keep_mine(Pane& p) {
  p.file_torn = false;
  if (!p.document.save()) return tell(p, p.document.refusal(), true);
  if (&p == pane()) forget_cases();  // which change what was in the file before
  follow(p);
  tell(p, say("saved_to", language, {p.document.path()}), false);
}

// What the file says now is what changes are held against.
void App::take_theirs(Pane& p) {
  if (!p.log_path.empty()) return reload_log(p);
  p.file_torn = false;
  const bool first = &p == pane();
  const bool lost = first ? unsaved() : p.document.changed();
  const std::string shown = first ? shown_case_ : "";
  if (!p.document.path().empty() && p.document.reload()) {
    p.opened.reset();
    p.revision = 0;
    if (first) forget_cases();  // which were of another text
    follow(p);
    if (lost) tell(p, say("undo_has_it", language), false);
  }
  if (first && !scenario_path_.empty()) read_cases_again(shown);
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
  if (!scenario_path_.empty() && written_at(scenario_path_) != scenario_seen_)
    read_cases_again(std::string(shown_case_));
  for (const auto& p : panes_) {
    if (log_is_new(*p)) {
      // only once nobody writes any more
      const FileTime seen = written_at(p->log_path);
      if (seen && seen == p->log_seen) reload_log(*p);
      p->log_seen = seen;
    }
    if (p->file_torn || !p->document.changed_on_disk()) continue;
    const bool mine = p.get() == pane() ? unsaved() : p->document.changed();
    if (mine && p->document.line())
      p->file_torn = true;
    else
      take_theirs(*p);
  }
}

}  // namespace linetwin::viewer
