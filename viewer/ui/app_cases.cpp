// The scenario that is open, and the cases to choose from.
#include <algorithm>
#include <utility>

#include "read/read_tree.hpp"
#include "scenario/read_scenario.hpp"
#include "viewer/document/written_at.hpp"
#include "viewer/ui/app.hpp"

namespace linetwin::viewer {

bool App::open_scenario(const std::string& path) {
  scenario_path_ = path;
  const bool good = read_cases();
  return !scenario_model_.empty() && panes_.front()->document.open(scenario_model_) && good;
}

void App::close_scenario() {
  scenario_.reset();
  scenario_path_.clear();
  scenario_model_.clear();
  scenario_fault_.clear();
  scenario_is_other_ = false;
  case_names_.clear();
  forget_cases();
}

// The scenario as it is in its file now, and the names of its cases. One with errors, or on another model
// than the one that is open, leaves all as it was.
bool App::read_cases() {
  Pane& first = *panes_.front();
  scenario_seen_ = written_at(scenario_path_);
  auto read = std::make_unique<ScenarioRead>(read_scenario_file(scenario_path_));
  const bool open = first.document.line() != nullptr;
  if (open && read->scenario.model_file != scenario_model_) {
    scenario_is_other_ = !read->diagnostics.has_errors();
    if (scenario_is_other_) return false;
  }
  if (!open) scenario_model_ = read->scenario.model_file;
  if (read->diagnostics.has_errors()) {
    read->diagnostics.sort();
    scenario_fault_ = render(read->diagnostics, read->sources);
    tell(first, scenario_fault_, true);
    return false;
  }
  if (first.message == scenario_fault_) first.message.clear();
  scenario_ = std::move(read);
  case_names_.clear();
  const Design design(scenario_->scenario);
  // a list to choose from, not a table of a million
  constexpr std::size_t kMostListed = 5000;
  for (std::size_t i = 0; i < std::min(design.size(), kMostListed); ++i)
    case_names_.push_back(design.at(i).name);
  return true;
}

// The case of this name is chosen again, as it is now.
void App::read_cases_again(const std::string& shown) {
  const bool open = panes_.front()->document.line() != nullptr;
  if (!read_cases()) return;
  if (!open) scenario_is_other_ = true;  // and all of it is to be opened
  if (!open || shown.empty()) return;
  const auto same = std::find(case_names_.begin(), case_names_.end(), shown);
  if (same != case_names_.end()) {
    choose_case(static_cast<std::size_t>(same - case_names_.begin()));
    return;
  }
  // one that is only run with what is varied besides has no row of its own
  const std::vector<NamedCase>& cases = scenario_->scenario.cases;
  if (std::any_of(cases.begin(), cases.end(), [&](const NamedCase& c) { return c.name.value == shown; }))
    return;
  std::erase_if(case_of_text_, [&](const auto& entry) { return entry.second == shown; });
  see_case();
}

void App::see_case() {
  const auto known = panes_.empty() || case_of_text_.empty()
                         ? case_of_text_.end()
                         : case_of_text_.find(hash_text(panes_.front()->document.text()));
  shown_case_ = known == case_of_text_.end() ? "" : known->second;
}

void App::keep_as_case(const std::string& name) {
  case_of_text_[hash_text(panes_.front()->document.text())] = name;
  see_case();
}

void App::forget_cases() {
  case_of_text_.clear();
  shown_case_.clear();
}

bool App::model_has_case() const { return !case_names_.empty() && case_names_.front() == kAsIs; }

std::size_t App::chosen_case() const {
  if (panes_.empty()) return kNoCase;
  if (!shown_case_.empty()) {
    const auto same = std::find(case_names_.begin(), case_names_.end(), shown_case_);
    return same == case_names_.end() ? kNoCase : static_cast<std::size_t>(same - case_names_.begin());
  }
  return !panes_.front()->document.changed() && model_has_case() ? 0 : kNoCase;
}

bool App::unsaved() const {
  return !panes_.empty() && panes_.front()->document.changed() && shown_case_.empty();
}

bool App::choose_case(std::size_t number) {
  Pane* first = pane();
  if (!first || !scenario_ || (number != kNoCase && number >= case_names_.size())) return false;
  const bool lost = unsaved();
  const bool none = number == kNoCase;
  const std::vector<TreeChange> changes =
      none ? std::vector<TreeChange>() : Design(scenario_->scenario).at(number).changes;
  if (!first->document.take_case(changes)) {
    refuse(*first);
    return false;
  }
  if (!none && first->document.changed())
    case_of_text_[hash_text(first->document.text())] = case_names_[number];
  see_case();
  if (lost)
    tell(*first, say("undo_has_it", language), false);
  else if (first->message_is_refusal)
    first->message.clear();
  follow(*first);
  return true;
}

}  // namespace linetwin::viewer
