// Runs what a plan asks for, on threads.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "batch/work.hpp"
#include "model/line_model.hpp"
#include "sim/record.hpp"
#include "sim/run.hpp"

namespace linetwin {

// A case made ready to be run. One that is no line says why.
struct CaseLine {
  LineModel model;
  RunOptions options;
  std::string invalid;  // empty: it is a line
};

// What the executor is told by others and tells them.
struct ExecutorProgress {
  std::atomic<std::int64_t> ended{0};  // jobs of this session
  std::atomic<std::int64_t> all{0};    // jobs of this session in all, as far as it is known now
};

struct ExecutorAsk {
  int threads = 0;  // 0: one a core
  const std::atomic<bool>* stop = nullptr;
  ExecutorProgress* progress = nullptr;
  std::size_t lines_kept = 64;  // cases that are kept ready, those used last
};

// Makes the line of a case; called once for a case that is kept, on any thread, several at a time.
using LineMaker = std::function<std::shared_ptr<const CaseLine>(std::int64_t)>;
// Keeps a result: called for one job at a time, in no particular order. Gives the value that the plan looks
// at.
using Keep = std::function<std::optional<double>()>;
// What is to be run of a job; called on the thread that runs it, several at a time.
struct Worker {
  // The seed that its replication is run with.
  std::function<RunOptions(const Job&, const CaseLine&)> options{};
  // What the run is asked for besides its books.
  std::function<RunAsk(const Job&, const CaseLine&)> ask{};
  // Works out what is to be kept of it. The record of a case that is no line is empty.
  std::function<Keep(const Job&, const CaseLine&, const RunRecord&, double seconds)> measure{};
};

// Until the plan is finished, or `stop` is set: what runs then is interrupted and not kept. Throws what any
// of the functions or a run throws (std::bad_alloc), after all threads have ended.
void execute(WorkPlan& plan, const LineMaker& line_of, const Worker& worker, const ExecutorAsk& ask);

}  // namespace linetwin
