// What an event log has counted of an element up to a moment.
#pragma once

#include <vector>

#include "viewer/scene/figures.hpp"
#include "viewer/scene/frame.hpp"

namespace linetwin::viewer {

// `frame` is what the log's player shows.
std::vector<LiveFigure> logged_figures(const LineModel& model, const Frame& frame, ElementId element);
// Parts that have gone into sinks which are no scrap bins.
std::int64_t logged_good(const LineModel& model, const Frame& frame);

}  // namespace linetwin::viewer
