// Rows over time: what each machine does, or which station is the bottleneck.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace linetwin::drawing {

struct Gantt {
  struct Segment {
    double from = 0;
    double to = 0;
    std::size_t colour = 0;  // into `colours`
  };
  struct Row {
    std::string label;
    std::vector<Segment> segments;
  };
  std::string title;
  std::string x_label;
  bool hours = false;  // the unit of time
  double from = 0;
  double to = 1;
  std::vector<std::string> colours;
  std::vector<Row> rows;
  double row_height = 16;
  double least = 0.25;      // of a dot must be covered, or it stays empty
  std::vector<bool> faint;  // colours drawn half as high; empty: none
};

// The time is cut into dots, and each dot shows what took most of it: thousands of segments make no more.
std::string gantt(const Gantt& chart);

// What `gantt` shows of a row: runs of dots of one colour, from dot `begin` to before dot `end`. Dots with
// nothing have no run.
struct DotRun {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t colour = 0;
  bool operator==(const DotRun&) const = default;
};
std::vector<DotRun> dot_runs(const Gantt& chart, const Gantt::Row& row, std::size_t dots);

}  // namespace linetwin::drawing
