// Results as CSV tables, for spreadsheets and scripts: one file a table, the first line names the columns.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/series.hpp"
#include "analysis/summary.hpp"
#include "batch/details.hpp"
#include "model/line_model.hpp"

namespace linetwin {

// Tables that only a study that was watched has.
inline const std::vector<std::string> kDetailTables = {"oee.csv", "losses.csv", "sensitivity.csv"};

// File name -> its text; with `details` those of a study that was watched, too. Times in seconds unless the
// column says otherwise; a number that does not exist is an empty cell. docs/results.md lists every table and
// column.
std::vector<std::pair<std::string, std::string>> csv_tables(const LineModel& model, const Summary& summary,
                                                            const Series& series,
                                                            const Details* details = nullptr);

}  // namespace linetwin
