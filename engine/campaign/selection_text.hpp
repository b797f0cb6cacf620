// What a choice among cases has found, for people and for tools.
#pragma once

#include <string>

#include "batch/selection.hpp"
#include "campaign/campaign.hpp"
#include "report/json_figure.hpp"

namespace linetwin {

// The sentence that says which case is the best and how sure that is, who could not be told from it, and what
// the choice cost; ends with a newline.
std::string selection_text(const Campaign& campaign, const SelectionAsk& ask, const Selection& selection);

// {"method", "confidence", "delta", "best", "decided", "left", "let_go": {case: replications}, "excluded",
//  "replications", "probability"}; cases by name, null for what is not known.
Json selection_json(const Campaign& campaign, const SelectionAsk& ask, const Selection& selection);

}  // namespace linetwin
