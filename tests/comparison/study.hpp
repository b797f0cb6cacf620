// Databases whose truth is known, because the values in them were made up.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "comparison/comparison.hpp"
#include "comparison/comparison_text.hpp"
#include "support/program.hpp"

namespace linetwin::test {

// A study that is put together and then compared.
class Study {
 public:
  ResultsHead head;
  Study() {
    head.scenario = "study";
    head.model = "line";
    head.model_hash = "0123456789abcdef";
    head.design_hash = "fedcba9876543210";
    head.version = "0.1.0";
    head.objective = "throughput_per_h";
  }
  // A case with a throughput for each replication; NaN did not finish.
  ResultsCase& add(const std::string& name, const std::vector<double>& values, double cost = 0) {
    ResultsCase row;
    row.id = static_cast<std::int64_t>(cases_.size());
    row.name = name;
    row.base = name;
    row.cost = cost;
    if (name != "as-is") row.changes = "set a.b = " + std::to_string(row.id);
    cases_.push_back(row);
    values_.push_back(values);
    wips_.emplace_back();
    return cases_.back();
  }
  void wip(const std::vector<double>& values) { wips_.back() = values; }
  const std::string& write() {
    if (std::filesystem::exists(path_)) return path_;
    head.cases = static_cast<std::int64_t>(cases_.size());
    ResultsWriter writer(path_, head);
    for (std::size_t i = 0; i < cases_.size(); ++i)
      for (std::size_t r = 0; r < values_[i].size(); ++r) writer.add(cases_[i], row(i, r));
    return path_;
  }
  Comparison compare(const CompareAsk& ask = {}) {
    const ResultsReader reader(write());
    return compare_results(reader, ask);
  }
  std::string text(const CompareAsk& ask = {}) { return comparison_text(compare(ask), {false, true}); }
  const Folder& folder() const { return folder_; }

 private:
  ResultsReplication row(std::size_t i, std::size_t r) const {
    ResultsReplication one;
    one.case_id = cases_[i].id;
    one.replication = static_cast<std::int32_t>(r);
    one.outcome = "finished";
    if (std::isnan(values_[i][r])) {
      one.outcome = "jammed";
      one.message = "a waits for b\nb waits for a";
      return one;
    }
    one.throughput_per_h = values_[i][r];
    one.wip = r < wips_[i].size() ? wips_[i][r] : 10;
    one.parts_out = 1;
    one.bottleneck = "laser";
    return one;
  }
  Folder folder_;
  std::string path_ = folder_.file("r.db");
  std::vector<ResultsCase> cases_;
  std::vector<std::vector<double>> values_, wips_;
};

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// What the replications of all cases have in common, times a number.
inline std::vector<double> around(double mean) { return {mean - 2, mean + 1, mean + 3, mean - 2}; }

// Levels of the first factors, by their numbers.
inline void levels(ResultsCase& row, const std::string& base, const std::vector<double>& numbers) {
  row.base = base;
  for (std::size_t f = 0; f < numbers.size(); ++f)
    row.levels.push_back({static_cast<std::int64_t>(f), fmt::format("{}", numbers[f]), numbers[f]});
}

}  // namespace linetwin::test
