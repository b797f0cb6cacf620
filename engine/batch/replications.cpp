#include "batch/replications.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <mutex>
#include <thread>

namespace linetwin {

std::vector<RunRecord> run_replications(const LineModel& model, const RunOptions& options,
                                        const ReplicationPlan& plan) {
  const auto count = static_cast<std::size_t>(options.replications);
  std::vector<RunRecord> records(count);
  std::atomic<bool> failed{false};
  std::mutex guard;
  std::exception_ptr failure;
  auto one = [&](std::size_t i) {
    if (failed || (plan.stop && plan.stop->load())) return;
    try {
      const std::size_t number = static_cast<std::size_t>(plan.first) + i;
      const RunWatch watch{plan.stop, plan.progress ? &plan.progress->reached(i) : nullptr};
      records[i] = run(model, options, number, watch, plan.ask ? plan.ask(number) : RunAsk{});
      if (plan.progress) {
        plan.progress->reached(i).store(options.duration, std::memory_order_relaxed);
        ++plan.progress->ended;
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      failure = std::current_exception();
      failed = true;
    }
  };
  int threads = plan.threads;
  if (threads <= 0) threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  threads = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(threads), count));
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) one(i);
  } else {
    boost::asio::thread_pool pool(static_cast<std::size_t>(threads));
    for (std::size_t i = 0; i < count; ++i) boost::asio::post(pool, [&one, i] { one(i); });
    pool.join();
  }
  if (failure) std::rethrow_exception(failure);
  return records;
}

}  // namespace linetwin
