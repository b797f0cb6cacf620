// From a series of the page to its drawing.
#pragma once

#include <string>

#include "drawing/series.hpp"
#include "page/page_parts.hpp"

namespace linetwin {

// With its axis of time and the warm-up; what it shows is up to the caller.
drawing::SeriesChart chart_of(const PageSeries& series, const PageContent& content, const Speech& speech);
std::string series_legend(const PageSeries& series, bool target, const Speech& speech);

}  // namespace linetwin
