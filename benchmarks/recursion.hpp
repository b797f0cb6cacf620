// The exact recursion of a serial line with blocking after service, without events: the limit of the problem.
//
//   start(i, n) = max(leave(i-1, n), leave(i, n-1))        part n starts at station i
//   leave(i, n) = max(start(i, n) + service(i, n), leave(i+1, n-B-1))
//
// with B places between neighbours (Dallery and Towsley 1991; a service includes the repairs during it). It
// draws the numbers that the engine draws, so its parts and lead times are the engine's to the microsecond,
// which a test checks. Several replications go through it side by side, one a lane of a vector.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/distribution.hpp"
#include "base/time.hpp"
#include "serial_line.hpp"

// Cloned for wider vectors like the engine's samplers, and chosen when the program starts.
#if defined(LINETWIN_MULTIVERSION) && defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define LINETWIN_LANES __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define LINETWIN_LANES
#endif

namespace linetwin::recursion {

struct RecursionResult {
  std::int64_t parts_out = 0;  // left the line until the horizon
  Time lead_time = 0;          // summed over those
};

template <std::size_t kLanes>
class Recursion {
 public:
  // Replications first .. first + kLanes - 1.
  Recursion(const SerialLine& line, std::uint64_t seed, std::uint64_t first)
      : line_(line),
        services_(line.stations * kBlock * kLanes),
        ring_((line.room + 1) * width(), 0),
        clocks_(line.stations * kLanes) {
    for (std::size_t i = 0; i < line.stations; ++i)
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        auto key = [&](const Stream& stream) { return stream_key(stream.name_hash, seed, first + lane); };
        Clock& clock = clocks_[i * kLanes + lane];
        clock.cycle = key(line.cycle(i));
        if (!line.fails()) continue;
        clock.failure = key(line.to_failure(i));
        clock.repair = key(line.to_repair(i));
        clock.left = line.to_failure(i).sampler.draw(clock.failure, 0);
      }
  }

  std::array<RecursionResult, kLanes> run(Time until) {
    for (std::uint64_t part = 0; *std::min_element(last_left_.begin(), last_left_.end()) <= until;
         part += kBlock) {
      draw_services(part);
      parts_through(until);
    }
    return results_;
  }

 private:
  static constexpr std::size_t kBlock = 32;  // parts between two fillings of the services
  struct Clock {
    StreamKey cycle, failure, repair;
    std::uint64_t failures = 0;
    Time left = kNever;  // work until the next failure
  };
  std::size_t width() const { return (line_.stations + 1) * kLanes; }

  void draw_services(std::uint64_t first_part) {
    std::array<Time, kBlock> block;
    for (std::size_t i = 0; i < line_.stations; ++i)
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        Clock& clock = clocks_[i * kLanes + lane];
        const Sampler& cycle = line_.cycle(i).sampler;
        if (cycle.is_constant()) {
          block.fill(cycle.constant());
        } else {
          cycle.fill(clock.cycle, first_part, block);
        }
        if (line_.fails()) add_repairs(i, clock, block);
        for (std::size_t n = 0; n < kBlock; ++n)
          services_[(n * line_.stations + i) * kLanes + lane] = block[n];
      }
  }

  void add_repairs(std::size_t i, Clock& clock, std::array<Time, kBlock>& block) {
    Time sum = 0;
    for (const Time t : block) sum += t;
    if (sum <= clock.left) {  // most blocks
      clock.left -= sum;
      return;
    }
    for (Time& service : block) {
      Time work = service;
      while (work > clock.left) {
        work -= clock.left;
        service += line_.to_repair(i).sampler.draw(clock.repair, clock.failures);
        clock.left = line_.to_failure(i).sampler.draw(clock.failure, ++clock.failures);
      }
      clock.left -= work;
    }
  }

  void parts_through(Time until) {
    std::array<Time, kBlock * kLanes> entered, left;
    at_ = block_through(line_.stations, line_.room, at_, services_.data(), ring_.data(), entered.data(),
                        left.data());
    for (std::size_t j = 0; j < left.size(); ++j) {
      if (left[j] > until) continue;
      RecursionResult& result = results_[j % kLanes];
      ++result.parts_out;
      result.lead_time += left[j] - entered[j];
    }
    std::copy(left.end() - kLanes, left.end(), last_left_.begin());
  }

  // Takes kBlock parts through the line. Row `at` of the ring holds when part n - B - 1 left each station;
  // the row of part n overwrites it. The column behind the last station stays 0: its outlet has room. Returns
  // the next row.
  LINETWIN_LANES static std::size_t block_through(std::size_t stations, std::size_t room, std::size_t at,
                                                  const Time* __restrict services, Time* ring,
                                                  Time* __restrict entered, Time* __restrict left) {
    const std::size_t width = (stations + 1) * kLanes;
    for (std::size_t n = 0; n < kBlock; ++n) {
      const Time* __restrict service = services + n * stations * kLanes;
      const Time* __restrict before = ring + (at == 0 ? room : at - 1) * width;
      Time* __restrict row = ring + at * width;
      std::array<Time, kLanes> arrived;
      for (std::size_t lane = 0; lane < kLanes; ++lane) arrived[lane] = before[lane];
      for (std::size_t lane = 0; lane < kLanes; ++lane) entered[n * kLanes + lane] = before[lane];
      for (std::size_t i = 0; i < stations * kLanes; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          const Time start = arrived[lane] > before[i + lane] ? arrived[lane] : before[i + lane];
          const Time done = start + service[i + lane];
          const Time room_at = row[i + kLanes + lane];
          arrived[lane] = row[i + lane] = done > room_at ? done : room_at;
        }
      for (std::size_t lane = 0; lane < kLanes; ++lane) left[n * kLanes + lane] = arrived[lane];
      at = at == room ? 0 : at + 1;
    }
    return at;
  }

  const SerialLine& line_;
  std::vector<Time> services_;  // of a block of parts: [part][station][lane]
  std::vector<Time> ring_;      // leaving times of the last B + 1 parts: [part mod (B + 1)][station][lane]
  std::vector<Clock> clocks_;   // [station][lane]
  std::size_t at_ = 0;
  std::array<Time, kLanes> last_left_{};
  std::array<RecursionResult, kLanes> results_{};
};

}  // namespace linetwin::recursion
