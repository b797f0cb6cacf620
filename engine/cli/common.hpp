// What the verbs share: exit statuses, reading a model with its changes, styles.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/compile.hpp"
#include "read/read_model.hpp"
#include "report/text.hpp"
#include "results/results.hpp"

namespace linetwin::cli {

enum Status : int {
  kDone = 0,
  kFailed = 1,        // while running: a jam, an interruption, a disk that is full
  kBadInput = 2,      // the command line or a file that it names is wrong; nothing was run or written
  kNotFulfilled = 3,  // what was required is not so
  kNotToBeTold = 4,   // the interval does not say whether it is
};

struct Loaded {
  ReadResult read;  // the spec and its texts; diagnostics of reading and compiling
  LineModel model;
};

// Reads and compiles; errors go to standard error and then there is nothing. Warnings are left to the caller.
std::optional<Loaded> load(const std::string& path, const std::vector<std::string>& sets);

// Warnings as rendered for standard error, and in one line each for the JSON.
void print_warnings(const Loaded& loaded);
std::vector<std::string> warning_lines(const Loaded& loaded);

// "linetwin: error: message" on standard error.
void complain(const std::string& message, const std::string& hint = {});

// Says what is wrong with a results database; the status is that of a wrong command line, or of a failure.
int complain_of(const ResultsError& failure);

TextStyle style_for(int file_descriptor);

// Where results go, and what is asked of them; as typed.
struct OutputArguments {
  bool quiet = false;                // nothing but errors, and what goes to standard output by its own name
  std::string json;                  // a file, or "-"
  std::vector<std::string> require;  // "throughput_per_h >= 90"
};

// Writes to standard output; false when that failed (a closed pipe, a full disk).
bool print(const std::string& text);

// The text for people: not when quiet, and not where the JSON goes to standard output.
bool print(const std::string& text, const OutputArguments& out);

// How to study a line, as typed; empty: not given.
struct StudyArguments {
  std::string duration, warmup, replications, seed, threads, precision, most_replications;
};

struct RunArguments {
  std::string model;
  StudyArguments study;
  OutputArguments out;
  std::string csv, trace;
  bool details = false;
  std::vector<std::string> sets;
};
int run_verb(const RunArguments& arguments);

struct CheckArguments {
  std::string model;
  OutputArguments out;
  bool analytic = false;  // ask the referee, and simulate beside it
  std::vector<std::string> sets;
};
int check_verb(const CheckArguments& arguments);

struct ReportArguments {
  std::string model;
  OutputArguments out;
  StudyArguments study;
  std::string output = "report.html";
  std::string language;  // "en", "ko"; empty: en
  std::string command;   // as typed, for the page
  std::vector<std::string> sets;
};
int report_verb(const ReportArguments& arguments);

struct BatchArguments {
  std::string scenario;
  std::string output = "results.db";
  StudyArguments study;  // threads, replications, precision, most_replications
  std::string select, delta, confidence, budget;
  OutputArguments out;
};
int batch_verb(const BatchArguments& arguments);

struct CompareArguments {
  std::string results;
  OutputArguments out;
  std::string metric, against, csv;
  std::string output;    // a page; empty: none
  std::string language;  // "en", "ko"; empty: en
  std::string command;   // as typed, for the page
  bool minimise = false, maximise = false, all = false;
};
int compare_verb(const CompareArguments& arguments);

struct DiffArguments {
  std::string first, second;
  bool run = false;  // simulate what the differences bring
  std::string metric;
  StudyArguments study;
  OutputArguments out;
};
int diff_verb(const DiffArguments& arguments);

struct OptimiseArguments {
  std::string scenario;
  std::string evaluations, replications, delta, seed, threads;  // as typed; empty: not given
  OutputArguments out;
};
int optimise_verb(const OptimiseArguments& arguments);

struct TraceDiffArguments {
  std::string first, second;
  OutputArguments out;
};
int trace_diff_verb(const TraceDiffArguments& arguments);

}  // namespace linetwin::cli
