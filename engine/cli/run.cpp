#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "analysis/summary.hpp"
#include "base/quantity.hpp"
#include "batch/replications.hpp"
#include "cli/common.hpp"
#include "cli/progress.hpp"
#include "report/json.hpp"

namespace linetwin::cli {
namespace {

namespace fs = std::filesystem;

template <class T>
bool take(const char* option, const Parsed<T>& parsed, auto& into) {
  if (!parsed.value) {
    complain(fmt::format("{}: {}", option, parsed.message), parsed.hint);
    return false;
  }
  into = static_cast<std::decay_t<decltype(into)>>(*parsed.value);
  return true;
}

// The command line's values over those of the file; false when one is wrong.
bool override_options(const RunArguments& a, RunOptions& options, int& threads) {
  bool good = true;
  if (a.warmup == "auto") {
    complain("--warmup auto is part of the commands, but this version of linetwin does not find it",
             "write a time");
    good = false;
  } else if (!a.warmup.empty()) {
    good = take("--warmup", parse_time(a.warmup), options.warmup) && good;
  }
  if (!a.duration.empty()) good = take("--duration", parse_time(a.duration), options.duration) && good;
  if (!a.replications.empty())
    good = take("--replications", parse_count(a.replications, 1, 1'000'000), options.replications) && good;
  if (!a.seed.empty()) good = take("--seed", parse_seed(a.seed), options.seed) && good;
  if (!a.threads.empty()) good = take("--threads", parse_count(a.threads, 1, 1024), threads) && good;
  if (good && options.duration <= 0) {
    complain("a run of no duration");
    good = false;
  }
  if (good && options.warmup >= options.duration) {
    complain(fmt::format("the warm-up ({}) is not shorter than the run ({}): nothing is left to count",
                         time_text(seconds(options.warmup)), time_text(seconds(options.duration))),
             "make --duration longer, or --warmup shorter");
    good = false;
  }
  return good;
}

// The file appears whole or not at all: it is written beside its place and then moved there.
class JsonFile {
 public:
  explicit JsonFile(std::string path) : path_(std::move(path)), temporary_(path_ + ".part") {}
  ~JsonFile() {
    std::error_code ignored;
    if (!done_ && opened_ && !direct_) fs::remove(temporary_, ignored);
  }
  JsonFile(const JsonFile&) = delete;
  JsonFile& operator=(const JsonFile&) = delete;

  bool open() {
    std::error_code failure;
    const fs::file_status there = fs::status(path_, failure);
    if (fs::is_directory(there)) return false;
    // a device or a pipe is written as it is; only a file can be replaced
    direct_ = fs::exists(there) && !fs::is_regular_file(there);
    out_.open(direct_ ? path_ : temporary_, std::ios::binary | std::ios::trunc);
    opened_ = out_.is_open();
    return opened_;
  }
  bool write(const std::string& text) {
    out_ << text;
    out_.close();
    if (!out_) return false;
    done_ = direct_;
    if (direct_) return true;
    std::error_code failure;
    fs::rename(temporary_, path_, failure);
    done_ = !failure;
    return done_;
  }

 private:
  std::string path_;
  std::string temporary_;
  std::ofstream out_;
  bool opened_ = false;
  bool direct_ = false;
  bool done_ = false;
};

std::vector<std::pair<std::string, std::string>> given(const RunArguments& a) {
  std::vector<std::pair<std::string, std::string>> options;
  auto add = [&options](const char* name, const std::string& value) {
    if (!value.empty()) options.emplace_back(name, value);
  };
  add("duration", a.duration);
  add("warmup", a.warmup);
  add("replications", a.replications);
  add("seed", a.seed);
  for (const std::string& set : a.sets) add("set", set);
  return options;
}

std::vector<RunRecord> run_all(const LineModel& model, const RunOptions& options, int threads,
                               bool& stopped) {
  StopOnSignal stop;
  Progress progress(static_cast<std::size_t>(options.replications));
  std::vector<RunRecord> records;
  {
    const ProgressLine line(progress, options.replications, options.duration);
    ReplicationPlan plan;
    plan.threads = threads;
    plan.stop = stop.flag();
    plan.progress = &progress;
    records = run_replications(model, options, plan);
  }
  stopped = stop.stopped();
  return records;
}

}  // namespace

int run_verb(const RunArguments& arguments) {
  std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  Diagnostics later;  // the command line may mend what the file says of the warm-up
  RunOptions options = run_options(loaded->read.spec, later);
  int threads = 0;
  if (!override_options(arguments, options, threads)) return kBadInput;
  const bool to_stdout = arguments.json == "-";
  JsonFile file(arguments.json);
  if (!arguments.json.empty() && !to_stdout && !file.open()) {
    complain(fmt::format("cannot write {}", arguments.json));
    return kBadInput;
  }
  print_warnings(*loaded);

  bool stopped = false;
  const std::vector<RunRecord> records = run_all(loaded->model, options, threads, stopped);
  Summary summary = summarise(loaded->model, options, records);
  for (const std::string& warning : summary.warnings)
    std::fputs(("warning: " + warning + "\n").c_str(), stderr);
  const std::vector<std::string> earlier = warning_lines(*loaded);
  summary.warnings.insert(summary.warnings.begin(), earlier.begin(), earlier.end());
  const auto ended = static_cast<int>(summary.throughput_by_replication.size());
  if (stopped) {
    const std::string line =
        fmt::format("stopped: {} of {} replications finished\n", ended, options.replications);
    std::fputs(line.c_str(), stderr);
    if (ended == 0) return kFailed;
  }
  bool written = true;
  if (!arguments.json.empty()) {
    const std::string json = json_report(loaded->model, summary, {LINETWIN_VERSION, given(arguments)});
    written = to_stdout ? print(json) : file.write(json);
    if (!written) complain(fmt::format("cannot write {}", to_stdout ? "to standard output" : arguments.json));
  }
  if (!to_stdout) written = print(text_report(loaded->model, summary, style_for(STDOUT_FILENO))) && written;
  return written && summary.stuck.empty() && !stopped ? kDone : kFailed;
}

}  // namespace linetwin::cli
