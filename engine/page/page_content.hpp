// What was found about a line -> what the page shows.
#pragma once

#include <string>

#include "analysis/summary.hpp"
#include "batch/details.hpp"
#include "model/line_model.hpp"
#include "page/page.hpp"
#include "referee/referee.hpp"

namespace linetwin {

struct PageContext {
  std::string version;
  std::string command;  // as typed
  std::string date;
  Language language = Language::English;
};

// `details` and `referee` are of the same study as `summary`.
PageContent page_content(const LineModel& model, const Summary& summary, const Details& details,
                         const RefereeReport& referee, const PageContext& context);

}  // namespace linetwin
