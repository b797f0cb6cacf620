// The answer that stands beside the picture: replications of the line as it is now, run in the background
// while the window goes on.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "analysis/losses.hpp"
#include "analysis/summary.hpp"
#include "model/line_model.hpp"
#include "sim/record.hpp"

namespace linetwin::viewer {

// What is known of a line so far. Of one question it comes several times, each time over more replications.
struct Answer {
  std::shared_ptr<const LineModel> model;
  std::uint64_t key = 0;                   // as it was asked with
  RunOptions options;                      // with the warm-up that was found
  std::vector<RunRecord> records;          // by replication
  Summary summary;                         // jury and intervals
  std::optional<WaterfallFigures> losses;  // of the bottleneck
  std::int32_t losses_of = kNone;          // a station
  bool complete = false;                   // all replications that were asked for
};

// Asks and answers go by slots: 0 is the line as it was, 1 the line as it is, 2 and 3 those of a second
// model.
class Live {
 public:
  static constexpr std::size_t kSlots = 4;

  // On so many threads; 0: all cores but one, which draws.
  explicit Live(int threads = 0);
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // What the slot was asked before is given up. By the key the answer is known again.
  void ask(std::size_t slot, std::shared_ptr<const LineModel> model, const RunOptions& options,
           std::uint64_t key = 0);
  void clear(std::size_t slot);
  // The newest; null until there is one, and after another question. May be asked from the drawing thread.
  std::shared_ptr<const Answer> answer(std::size_t slot) const;
  // Whether something still runs or waits.
  bool busy() const;
  // Of the slot: replications that have ended, and how many were asked for.
  std::pair<int, int> progress(std::size_t slot) const;
  // Blocks until nothing runs any more (tests, pictures).
  void wait() const;

 private:
  struct Question {
    std::uint64_t number = 0;  // 0: none
    std::shared_ptr<const LineModel> model;
    RunOptions options;
    std::uint64_t key = 0;
  };
  struct Slot {
    Question question{};       // that waits
    std::uint64_t latest = 0;  // number of the newest question
    std::shared_ptr<const Answer> answer;
    int ended = 0;
    int asked_for = 0;
  };

  void work();
  std::optional<std::size_t> next_question(Question& question);
  void run(std::size_t slot, const Question& question);
  bool publish(std::size_t slot, const Question& question, std::shared_ptr<const Answer> answer);

  int threads_ = 1;
  mutable std::mutex guard_;
  mutable std::condition_variable changed_;
  std::array<Slot, kSlots> slots_;
  std::uint64_t last_number_ = 0;
  std::size_t running_ = kSlots;  // the slot that is worked on
  bool ends_ = false;
  std::atomic<bool> stop_{false};  // the run that is going on
  std::thread worker_;
};

// Throughput of `after` less that of `before`, per hour, over the replications that both have: the same
// random numbers, so pairs. Nothing with none.
std::optional<Figure> gain(const Answer& before, const Answer& after);

}  // namespace linetwin::viewer
