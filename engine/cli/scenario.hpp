// What the verbs that run scenarios have in common.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "campaign/run_batch.hpp"
#include "cli/common.hpp"

namespace linetwin::cli {

// Reads and checks; errors and, unless quiet, warnings go to standard error. Null where there is an error.
std::unique_ptr<ScenarioRead> load_scenario(const std::string& path, bool quiet);

// Threads, replications and precision as typed. Nothing, after a word on standard error, when one is wrong.
std::optional<BatchAsk> batch_ask(const StudyArguments& arguments);

// What is to be chosen and how, as typed: no selection where none was asked for. False, after a word on
// standard error, when something is wrong.
bool take_selection(const BatchArguments& arguments, BatchAsk& ask);

}  // namespace linetwin::cli
