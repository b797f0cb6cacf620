#include "batch/executor.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace linetwin {
namespace {

using LinePointer = std::shared_ptr<const CaseLine>;

// The lines of the cases used last. A line is made by the first thread that wants it; others wait for it.
class Lines {
 public:
  Lines(const LineMaker& make, std::size_t most) : make_(make), most_(std::max<std::size_t>(most, 1)) {}

  LinePointer of(std::int64_t id) {
    std::promise<LinePointer> made;
    std::shared_future<LinePointer> line;
    bool mine = false;
    {
      const std::lock_guard lock(guard_);
      if (const auto found = kept_.find(id); found != kept_.end()) {
        order_.splice(order_.end(), order_, found->second.place);
        line = found->second.line;
      } else {
        mine = true;
        line = made.get_future().share();
        order_.push_back(id);
        kept_[id] = {line, std::prev(order_.end())};
        if (kept_.size() > most_) {
          kept_.erase(order_.front());
          order_.pop_front();
        }
      }
    }
    if (mine) {
      try {
        made.set_value(make_(id));
      } catch (...) {
        made.set_exception(std::current_exception());
      }
    }
    return line.get();
  }

 private:
  struct Kept {
    std::shared_future<LinePointer> line;
    std::list<std::int64_t>::iterator place;
  };
  const LineMaker& make_;
  std::size_t most_;
  std::mutex guard_;
  std::map<std::int64_t, Kept> kept_;
  std::list<std::int64_t> order_;  // used last at the end
};

class Execution {
 public:
  Execution(WorkPlan& plan, const LineMaker& line_of, const Worker& worker, const ExecutorAsk& ask)
      : plan_(plan), lines_(line_of, ask.lines_kept), worker_(worker), ask_(ask) {
    tell();
  }

  void run_thread() {
    while (const std::optional<Job> job = next()) {
      try {
        run_job(*job);
      } catch (...) {
        const std::lock_guard lock(guard_);
        if (!failure_) failure_ = std::current_exception();
        ended_ = true;
        changed_.notify_all();
      }
    }
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  bool stopped() const { return ended_ || (ask_.stop && ask_.stop->load(std::memory_order_relaxed)); }

  std::optional<Job> next() {
    std::unique_lock lock(guard_);
    while (!stopped()) {
      if (std::optional<Job> job = plan_.next()) {
        ++running_;
        tell();
        return job;
      }
      if (running_ == 0) return std::nullopt;  // nothing will change any more
      // who asks to stop does not notify
      changed_.wait_for(lock, std::chrono::milliseconds(100));
    }
    return std::nullopt;
  }

  void run_job(const Job& job) {
    const auto began = std::chrono::steady_clock::now();
    const LinePointer line = lines_.of(job.case_id);
    RunRecord record;
    if (line->invalid.empty())
      record = run(line->model, worker_.options ? worker_.options(job, *line) : line->options,
                   static_cast<std::uint64_t>(job.replication), {ask_.stop, nullptr},
                   worker_.ask ? worker_.ask(job, *line) : RunAsk{});
    const bool interrupted = line->invalid.empty() && record.outcome == Outcome::Interrupted;
    Keep keep;
    if (!interrupted) {
      const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
      keep = worker_.measure(job, *line, record, spent.count());
    }
    const std::lock_guard lock(guard_);
    --running_;
    if (!interrupted && !ended_) {
      plan_.done(job, keep());
      if (ask_.progress) ++ask_.progress->ended;
    }
    tell();
    changed_.notify_all();
  }

  void tell() {
    if (ask_.progress)
      ask_.progress->all.store(ask_.progress->ended.load() + plan_.left() + running_,
                               std::memory_order_relaxed);
  }

  WorkPlan& plan_;
  Lines lines_;
  const Worker& worker_;
  const ExecutorAsk& ask_;
  std::mutex guard_;
  std::condition_variable changed_;
  int running_ = 0;
  std::atomic<bool> ended_{false};  // something was thrown
  std::exception_ptr failure_;
};

}  // namespace

void execute(WorkPlan& plan, const LineMaker& line_of, const Worker& worker, const ExecutorAsk& ask) {
  Execution execution(plan, line_of, worker, ask);
  int threads = ask.threads;
  if (threads <= 0) threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back([&execution] { execution.run_thread(); });
    execution.run_thread();
  }
  execution.rethrow();
}

}  // namespace linetwin
