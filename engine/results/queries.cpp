#include "results/queries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostics.hpp"
#include "results/schema.hpp"

namespace linetwin::results {

std::vector<std::string> metric_names(const ResultsHead& head) {
  std::vector<std::string> names;
  names.reserve(kHeadline.size() + 1 + head.metrics.size());
  names.insert(names.end(), kHeadline.begin(), kHeadline.end());
  names.push_back("cost");
  names.insert(names.end(), head.metrics.begin(), head.metrics.end());
  return names;
}

std::string select_metric(const DatabasePath& path, const ResultsHead& head, const std::string& metric) {
  if (std::find(kHeadline.begin(), kHeadline.end(), metric) != kHeadline.end())
    return fmt::format("SELECT r.case_id, r.replication, r.{} FROM replications r", metric);
  if (metric == "cost")
    return "SELECT r.case_id, r.replication, c.cost FROM replications r LEFT JOIN cases c ON c.id = "
           "r.case_id";
  const auto found = std::find(head.metrics.begin(), head.metrics.end(), metric);
  if (found == head.metrics.end()) {
    std::string hint = did_you_mean(metric, metric_names(head));
    if (hint.empty()) hint = fmt::format("it has {}", fmt::join(metric_names(head), ", "));
    throw ResultsError(fmt::format("{}: no metric \"{}\" was recorded", path.typed, metric), hint);
  }
  return fmt::format(
      "SELECT r.case_id, r.replication, f.value FROM replications r LEFT JOIN figures f"
      " ON f.case_id = r.case_id AND f.replication = r.replication AND f.metric_id = {}",
      found - head.metrics.begin());
}

ResultsValues values_of(const DatabasePath& path, const SQLite::Database& database, const ResultsHead& head,
                        std::int64_t case_id, const std::string& metric) {
  const std::string select = select_metric(path, head, metric);
  return in_words(path, database, [&] {
    SQLite::Statement rows(database, select + " WHERE r.case_id = ? ORDER BY r.replication");
    rows.bind(1, case_id);
    ResultsValues values;
    while (rows.executeStep())
      values.emplace_back(static_cast<std::int32_t>(whole(rows, 1)), number(rows, 2));
    return values;
  });
}

std::int64_t count_replications(const SQLite::Database& database) {
  return one_number(database, "SELECT count(*) FROM replications");
}

}  // namespace linetwin::results
