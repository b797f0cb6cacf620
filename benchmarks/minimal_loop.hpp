// The least that an event engine must do for a serial line: one pending event a station, no statistics, no
// streams, nothing but the line at hand. It is the limit of the method: what a general engine adds is
// measured against it.
//
// Equal times run in the order in which they were scheduled.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "benchmarks/serial_line.hpp"
#include "benchmarks/ziggurat.hpp"
#include "sim/event_queue.hpp"  // AlignedAllocator

namespace linetwin::bench {

// A 4-ary heap of events packed into one 128-bit integer: the bits of the time (a double that is not
// negative, so its bits order as it does), a running number, the station. One comparison, no branch to choose
// a child; the four children of a node share a cache line.
class PackedHeap {
 public:
  explicit PackedHeap(std::size_t events) : keys_(events + 8, kEmpty) {}
  double top_time() const { return std::bit_cast<double>(static_cast<std::uint64_t>(keys_[kRoot] >> 64)); }
  std::size_t top_station() const { return static_cast<std::uint32_t>(keys_[kRoot]); }
  void push(double time, std::size_t station) {
    const EventKey key = pack(time, station);
    std::size_t at = size_++;
    while (at > 0) {
      const std::size_t parent = (at - 1) / 4;
      if (keys_[kRoot + parent] < key) break;
      keys_[kRoot + at] = keys_[kRoot + parent];
      at = parent;
    }
    keys_[kRoot + at] = key;
  }
  void replace_top(double time, std::size_t station) { sift_down(pack(time, station)); }
  void pop() {
    const EventKey last = keys_[kRoot + --size_];
    keys_[kRoot + size_] = kEmpty;
    if (size_ > 0) sift_down(last);
  }

 private:
  static constexpr EventKey kEmpty = ~EventKey{0};
  static constexpr std::size_t kRoot = 3;
  EventKey pack(double time, std::size_t station) {
    return (static_cast<EventKey>(std::bit_cast<std::uint64_t>(time)) << 64) |
           (static_cast<std::uint64_t>(number_++) << 32) | station;
  }
  void sift_down(EventKey key) {
    std::size_t at = 0;
    for (std::size_t child = 1; child < size_; child = 4 * at + 1) {
      const EventKey* k = &keys_[kRoot + child];
      const std::size_t left = static_cast<std::size_t>(k[1] < k[0]);
      const std::size_t right = 2 + static_cast<std::size_t>(k[3] < k[2]);
      const std::size_t next = child + (k[right] < k[left] ? right : left);
      if (!(keys_[kRoot + next] < key)) break;
      keys_[kRoot + at] = keys_[kRoot + next];
      at = next;
    }
    keys_[kRoot + at] = key;
  }

  std::vector<EventKey, AlignedAllocator<EventKey, 64>> keys_;
  std::size_t size_ = 0;
  std::uint32_t number_ = 0;
};

// Cycles are exponential, or constant with operating failures (times to failure and repairs exponential).
template <bool kFailing>
class MinimalLoop {
 public:
  MinimalLoop(const SerialLine& line, std::uint64_t seed)
      : room_(static_cast<std::int64_t>(line.room)),
        events_(line.stations),
        random_(seed),
        stations_(line.stations) {
    cycle_ = line.cycle(0).written.a;
    if constexpr (kFailing) {
      mtbf_ = line.to_failure(0).written.a;
      mttr_ = line.to_repair(0).written.a;
      for (Station& s : stations_) s.to_failure = mtbf_ * exponential_(random_);
    }
  }

  // Simulates until `until` (microseconds); to be called once. The parts that left the line.
  std::int64_t run(double until) {
    events_.push(start(stations_[0]), 0);
    // the first station is never starved and only waits while others work: there is always an event
    while ((now_ = events_.top_time()) <= until) {
      const std::size_t i = events_.top_station();
      if (kFailing && stations_[i].to_failure < 0) {
        failed_or_repaired(i);
      } else {
        finished(i);
      }
    }
    return parts_out_;
  }

 private:
  enum class State : std::uint8_t { Starved, Busy, Blocked, Down };
  struct Station {
    std::int64_t before = 0;  // parts in the buffer before it
    State state = State::Starved;
    double work_left = 0;  // kFailing only
    double to_failure =
        0;  // work until the next failure; negative: that is the pending event, or the repair is
  };

  // When the present stretch of work ends: the part is finished, or the station fails.
  double leg(Station& s) {
    if (s.to_failure < s.work_left) {
      const double until_failure = s.to_failure;
      s.work_left -= until_failure;
      s.to_failure = -1;
      return now_ + until_failure;
    }
    s.to_failure -= s.work_left;
    return now_ + s.work_left;
  }
  double start(Station& s) {
    s.state = State::Busy;
    if constexpr (kFailing) {
      s.work_left = cycle_;
      return leg(s);
    } else {
      return now_ + cycle_ * exponential_(random_);
    }
  }
  void failed_or_repaired(std::size_t i) {
    Station& s = stations_[i];
    if (s.state == State::Busy) {
      s.state = State::Down;
      events_.replace_top(now_ + mttr_ * exponential_(random_), i);
    } else {
      s.state = State::Busy;
      s.to_failure = mtbf_ * exponential_(random_);
      events_.replace_top(leg(s), i);
    }
  }
  void finished(std::size_t i) {
    Station& s = stations_[i];
    bool wakes = false;
    if (i + 1 == stations_.size()) {
      ++parts_out_;
    } else if (stations_[i + 1].state == State::Starved) {
      wakes = true;
    } else if (stations_[i + 1].before < room_) {
      ++stations_[i + 1].before;
    } else {
      s.state = State::Blocked;
      events_.pop();
      return;
    }
    bool slot_used = false;  // the finished event's place in the heap takes the next one
    auto schedule = [&](std::size_t station) {
      const double time = start(stations_[station]);
      if (slot_used) {
        events_.push(time, station);
      } else {
        events_.replace_top(time, station);
      }
      slot_used = true;
    };
    const bool takes = i > 0 && s.before > 0;
    if (i == 0 || takes) {
      schedule(i);
    } else {
      s.state = State::Starved;
    }
    if (wakes) schedule(i + 1);
    if (!slot_used) events_.pop();
    if (takes) {
      --s.before;
      unblock_before(i);
    }
  }
  // A place became free in front of station i: blocked stations go on, one behind the other.
  void unblock_before(std::size_t i) {
    for (; i > 0 && stations_[i - 1].state == State::Blocked; --i) {
      ++stations_[i].before;
      Station& s = stations_[i - 1];
      const bool supplied = i == 1;
      if (!supplied && s.before == 0) {
        s.state = State::Starved;
        return;
      }
      events_.push(start(s), i - 1);
      if (supplied) return;
      --s.before;
    }
  }

  std::int64_t room_;
  PackedHeap events_;
  Xoshiro random_;
  Ziggurat exponential_;
  std::vector<Station> stations_;
  double cycle_ = 0, mtbf_ = 0, mttr_ = 0;  // microseconds
  double now_ = 0;
  std::int64_t parts_out_ = 0;
};

}  // namespace linetwin::bench
