// The tables (docs/results-database.md) and the head of the study in them.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdint>
#include <string>

#include "results/database.hpp"
#include "results/results.hpp"

namespace linetwin::results {

inline constexpr std::int64_t kApplication = 0x4C547752;  // "LTwR", SQLite's application_id
inline constexpr std::int64_t kSchemaVersion = 1;         // SQLite's user_version

// Columns of `replications`, in the order of ResultsReplication.
inline constexpr std::array<const char*, 6> kHeadline = {
    "throughput_per_h", "throughput_per_scheduled_h", "wip", "lead_time_s", "parts_out", "parts_scrapped"};

// Makes all tables and views. Inside a transaction of the caller's, as write_head is.
void create_schema(SQLite::Database& database);

// In place of the head that is there.
void write_head(SQLite::Database& database, const ResultsHead& head);
ResultsHead read_head(const DatabasePath& path, const SQLite::Database& database);

// Why replications of one study may not be put among those of the other; empty if they may.
std::string difference(const ResultsHead& there, const ResultsHead& now);

}  // namespace linetwin::results
