// The scenario that is open, and the cases to choose from.
#include <algorithm>
#include <string_view>
#include <utility>

#include "scenario/read_scenario.hpp"
#include "viewer/document/written_at.hpp"
#include "viewer/ui/app.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::string_view kAsIs = "as-is";

}  // namespace

bool App::open_scenario(const std::string& path) {
  Pane& first = *panes_.front();
  scenario_path_ = path;
  const bool good = read_cases(first, scenario_model_);
  const bool opened = !scenario_model_.empty() && first.document.open(scenario_model_);
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

// The case that was chosen is chosen again, as it is now.
void App::read_cases_again() {
  Pane& first = *panes_.front();
  std::string model;
  if (!read_cases(first, model)) return;
  if (model != scenario_model_) {
    scenario_is_other_ = true;
    return;
  }
  const bool shown = first.document.text() == case_text_;
  const auto same = std::find(case_names_.begin(), case_names_.end(), case_name_);
  if (!case_name_.empty() && same == case_names_.end()) {
    // what is shown of it is in no scenario any more
    case_name_.clear();
    case_text_ = first.document.file_text();
  } else if (!case_name_.empty() && shown) {
    choose_case(static_cast<std::size_t>(same - case_names_.begin()));
  }
}

std::size_t App::chosen_case() const {
  if (panes_.empty()) return kNoCase;
  const Document& document = panes_.front()->document;
  // the model as it is has the name of a case only where nothing is varied
  const bool plain = !case_names_.empty() && case_names_.front() == kAsIs;
  if (!document.changed() && (case_name_.empty() || document.text() != case_text_))
    return plain ? 0 : kNoCase;
  if (document.text() != case_text_) return kNoCase;
  const auto same = std::find(case_names_.begin(), case_names_.end(), case_name_);
  return same == case_names_.end() ? kNoCase : static_cast<std::size_t>(same - case_names_.begin());
}

bool App::unsaved() const {
  if (panes_.empty() || !panes_.front()->document.changed()) return false;
  return !scenario_ || case_name_.empty() || panes_.front()->document.text() != case_text_;
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
  case_name_ = none ? "" : case_names_[number];
  case_text_ = first->document.text();
  if (lost)
    tell(*first, say("undo_has_it", language), false);
  else if (first->message_is_refusal)
    first->message.clear();
  follow(*first);
  return true;
}

}  // namespace linetwin::viewer
