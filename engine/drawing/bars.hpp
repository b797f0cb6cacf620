// Horizontal bars: shares of time, a waterfall of losses, gains with their intervals.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace linetwin::drawing {

inline constexpr double kChartWidth = 840;  // of every chart over the whole page

struct StackedBars {
  struct Row {
    std::string label;
    std::vector<double> shares;  // as `names`; what is not finite or negative counts as 0
    bool marked = false;         // its label is bold and has `mark` behind it, whatever its length
  };
  std::string title;
  std::string axis;  // its label
  std::string mark;
  std::vector<std::string> names;
  std::vector<std::string> colours;  // as `names`, "#rrggbb"
  std::vector<Row> rows;
};
// Each bar is as long as the others: shares are taken of their sum.
std::string stacked_bars(const StackedBars& chart);

struct Waterfall {
  struct Step {
    std::string label;
    double value = 0;    // of a total: from 0; else what it adds to where the one before ended
    bool total = false;  // a bar from 0
    std::string text;    // behind the bar
  };
  std::string title;
  std::string axis;
  std::vector<Step> steps;
  std::optional<double> target{};
  std::string target_text;
};
std::string waterfall(const Waterfall& chart);

struct GainBars {
  struct Row {
    std::string label;
    std::string detail;  // behind the label, never cut
    double value = 0;
    std::optional<double> half_width{};
    std::string text;  // the value with its unit
  };
  std::string title;
  std::string axis;
  std::vector<Row> rows;
};
// Those whose interval holds 0 are pale.
std::string gain_bars(const GainBars& chart);

}  // namespace linetwin::drawing
