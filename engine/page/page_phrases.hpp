// Texts of the page that depend on what was found, in each language; those that do not are in page_words.
#pragma once

#include <string>
#include <vector>

#include "analysis/oee.hpp"
#include "analysis/summary.hpp"
#include "batch/details.hpp"
#include "model/line_model.hpp"
#include "page/page.hpp"

namespace linetwin {

std::string throughput_text(Language language);
// "cycle time -10 %"
std::string parameter_text(const LineModel& model, const Improvement& improvement, double step,
                           Language language);
// "laser twice as fast: ..."
std::string relief_text(const std::string& station, Language language);
// Relieving the bottleneck brings nothing; the relieved line has the same bottleneck.
std::string no_relief_text(Language language);
std::string still_text(Language language);
// One for each kind of getting stuck: how many replications, when and where the first.
std::vector<std::string> stuck_texts(const LineModel& model, const Summary& summary, Language language);
std::string time_element_text(const TimeElement& element, Language language);
// What the figures rest on.
std::vector<std::string> assumption_texts(const LineModel& model, const Summary& summary,
                                          const Details& details, Language language);
// Variants, workers, vehicles, limits, sources that lost or kept out parts: those that there are.
std::vector<PageTable> resource_tables(const LineModel& model, const Summary& summary, Language language);

}  // namespace linetwin
