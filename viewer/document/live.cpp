#include "viewer/document/live.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "analysis/capacity.hpp"
#include "batch/replications.hpp"
#include "batch/study.hpp"

namespace linetwin::viewer {

Live::Live(int threads) : threads_(threads) {
  if (threads_ <= 0) threads_ = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
  worker_ = std::thread([this] { work(); });
}

Live::~Live() {
  {
    const std::lock_guard lock(guard_);
    ends_ = true;
    stop_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

void Live::ask(std::size_t slot, std::shared_ptr<const LineModel> model, const RunOptions& options,
               std::uint64_t key) {
  {
    const std::lock_guard lock(guard_);
    Slot& s = slots_.at(slot);
    s.latest = ++last_number_;
    s.question = {s.latest, std::move(model), options, key};
    s.answer.reset();
    s.ended = 0;
    s.asked_for = options.replications;
    if (running_ == slot) stop_ = true;
  }
  changed_.notify_all();
}

void Live::clear(std::size_t slot) {
  {
    const std::lock_guard lock(guard_);
    Slot& s = slots_.at(slot);
    s.latest = ++last_number_;
    s.question = {};
    s.answer.reset();
    s.ended = s.asked_for = 0;
    if (running_ == slot) stop_ = true;
  }
  changed_.notify_all();
}

std::shared_ptr<const Answer> Live::answer(std::size_t slot) const {
  const std::lock_guard lock(guard_);
  return slots_.at(slot).answer;
}

bool Live::busy() const {
  const std::lock_guard lock(guard_);
  return running_ != kSlots ||
         std::any_of(slots_.begin(), slots_.end(), [](const Slot& s) { return s.question.number != 0; });
}

std::pair<int, int> Live::progress(std::size_t slot) const {
  const std::lock_guard lock(guard_);
  return {slots_.at(slot).ended, slots_.at(slot).asked_for};
}

void Live::wait() const {
  std::unique_lock lock(guard_);
  changed_.wait(lock, [this] {
    return running_ == kSlots &&
           std::all_of(slots_.begin(), slots_.end(), [](const Slot& s) { return s.question.number == 0; });
  });
}

// The newest question first: it is what somebody has just changed.
std::optional<std::size_t> Live::next_question(Question& question) {
  std::size_t newest = kSlots;
  for (std::size_t i = 0; i < kSlots; ++i)
    if (slots_[i].question.number != 0 &&
        (newest == kSlots || slots_[i].question.number > slots_[newest].question.number))
      newest = i;
  if (newest == kSlots) return std::nullopt;
  question = std::exchange(slots_[newest].question, {});
  return newest;
}

void Live::work() {
  while (true) {
    Question question;
    std::size_t slot = kSlots;
    {
      std::unique_lock lock(guard_);
      std::optional<std::size_t> next;
      changed_.wait(lock, [&] { return ends_ || (next = next_question(question)); });
      if (ends_) return;
      slot = *next;
      running_ = slot;
      stop_ = false;
    }
    bool failed = false;
    try {
      run(slot, question);
    } catch (const std::exception&) {  // memory: the window goes on without an answer
      failed = true;
    }
    {
      const std::lock_guard lock(guard_);
      running_ = kSlots;
      if (failed && slots_[slot].latest == question.number) slots_[slot].asked_for = slots_[slot].ended;
    }
    changed_.notify_all();
  }
}

// False: nobody wants to know any more.
bool Live::publish(std::size_t slot, const Question& question, std::shared_ptr<const Answer> answer) {
  const std::lock_guard lock(guard_);
  if (slots_[slot].latest != question.number || ends_) return false;
  slots_[slot].ended = answer->summary.ended;
  slots_[slot].asked_for = question.options.replications;
  slots_[slot].answer = std::move(answer);
  return true;
}

void Live::run(std::size_t slot, const Question& question) {
  RunOptions options = question.options;
  const BatchRunner runner = [this](const LineModel& model, const RunOptions& o, const ReplicationPlan& p) {
    ReplicationPlan plan = p;
    plan.stop = &stop_;
    return run_replications(model, o, plan);
  };
  if (options.find_warmup) {
    std::optional<WarmupFound> found;
    if (!run_pilot(*question.model, options, threads_, runner, found)) return;
    options.find_warmup = false;
  }
  const CapacityReport possible = capacity(*question.model);
  std::vector<RunRecord> records;
  // a first answer soon, then a better one, then the whole
  std::int32_t round = std::max(2, threads_);
  while (static_cast<std::int32_t>(records.size()) < options.replications) {
    const auto done = static_cast<std::int32_t>(records.size());
    RunOptions part = options;
    part.replications = std::min(round, options.replications - done);
    ReplicationPlan plan;
    plan.first = done;
    plan.threads = threads_;
    std::vector<RunRecord> more = runner(*question.model, part, plan);
    if (stop_) return;
    std::move(more.begin(), more.end(), std::back_inserter(records));
    auto answer = std::make_shared<Answer>();
    answer->model = question.model;
    answer->key = question.key;
    answer->options = options;
    answer->options.replications = static_cast<std::int32_t>(records.size());
    answer->summary = summarise(*question.model, answer->options, records);
    answer->losses_of = answer->summary.jury.verdict.station;
    if (answer->losses_of != kNone)
      if (const auto basis = loss_basis(*question.model, possible, answer->losses_of))
        answer->losses = loss_figures(*basis, records, answer->losses_of);
    answer->records = records;
    answer->complete = static_cast<std::int32_t>(records.size()) == options.replications;
    if (!publish(slot, question, std::move(answer))) return;
    round *= 2;
  }
}

std::optional<Figure> gain(const Answer& before, const Answer& after) {
  const auto& b = before.summary.throughput_by_replication;
  const auto& a = after.summary.throughput_by_replication;
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (a[i] && b[i]) differences.push_back(*a[i] - *b[i]);
  if (differences.empty()) return std::nullopt;
  return estimate(differences);
}

}  // namespace linetwin::viewer
