// What both the writer and the reader ask of the tables.
#pragma once

#include <string>
#include <vector>

#include "results/database.hpp"
#include "results/results.hpp"

namespace linetwin::results {

// Headline figures, "cost", then those recorded.
std::vector<std::string> metric_names(const ResultsHead& head);

// SELECT of (case_id, replication, value) over all replications r, to which WHERE and ORDER BY may be added.
// Throws ResultsError, with what may have been meant, for a metric that is not there.
std::string select_metric(const DatabasePath& path, const ResultsHead& head, const std::string& metric);

// A metric of each replication of a case, in order.
ResultsValues values_of(const DatabasePath& path, const SQLite::Database& database, const ResultsHead& head,
                        std::int64_t case_id, const std::string& metric);

std::int64_t count_replications(const SQLite::Database& database);

}  // namespace linetwin::results
