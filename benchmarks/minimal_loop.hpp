// The limit of the method: the smallest event loop that runs a serial line with blocking after service. No
// statistics, no parts, no names: levels of buffers, one pending event a station, and a packed 4-ary heap of
// 128-bit keys (time, sequence, station). Exponentials by a 256-layer ziggurat (Marsaglia and Tsang 2000)
// from xoshiro256++ (Blackman and Vigna 2019).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace linetwin::minimal {

class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (auto& word : s_) {
      seed += 0x9e3779b97f4a7c15ull;
      std::uint64_t z = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ull;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
      word = z ^ (z >> 31);
    }
    x_[0] = kV / std::exp(-kR);
    x_[1] = kR;
    for (int i = 2; i < 256; ++i) x_[i] = -std::log(kV / x_[i - 1] + std::exp(-x_[i - 1]));
    x_[256] = 0;
    for (int i = 0; i < 257; ++i) y_[i] = std::exp(-x_[i]);
  }
  double exponential() {
    for (double base = 0;;) {
      const std::uint64_t bits = next();
      const std::size_t i = bits & 255;
      const double v = static_cast<double>(bits >> 11) * 0x1p-53 * x_[i];
      if (v < x_[i + 1]) [[likely]]
        return base + v;
      if (i == 0) {
        base += kR;  // the tail is memoryless
      } else if (y_[i] + unit() * (y_[i + 1] - y_[i]) < std::exp(-v)) {
        return base + v;
      }
    }
  }

 private:
  static constexpr double kR = 7.69711747013104972;
  static constexpr double kV = 0.0039496598225815571993;
  std::uint64_t next() {
    const std::uint64_t r = std::rotl(s_[0] + s_[3], 23) + s_[0];
    const std::uint64_t t = s_[1] << 17;
    s_[2] ^= s_[0], s_[3] ^= s_[1], s_[1] ^= s_[2], s_[0] ^= s_[3], s_[2] ^= t;
    s_[3] = std::rotl(s_[3], 45);
    return r;
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53 + 0x1p-54; }
  std::uint64_t s_[4];
  double x_[257], y_[257];
};

__extension__ typedef unsigned __int128 Key;

class Heap {
 public:
  explicit Heap(std::size_t capacity) : store_(capacity + 64, ~Key{0}) {
    const auto address = (std::bit_cast<std::uintptr_t>(store_.data()) + 63) & ~std::uintptr_t{63};
    a_ = std::bit_cast<Key*>(address) + 3;  // children share a cache line
  }
  double time() const { return std::bit_cast<double>(static_cast<std::uint64_t>(a_[0] >> 64)); }
  std::size_t station() const { return static_cast<std::uint32_t>(a_[0]); }
  void push(double time, std::size_t station) {
    const Key e = key(time, station);
    std::size_t i = n_++;
    for (; i > 0 && e < a_[(i - 1) / 4]; i = (i - 1) / 4) a_[i] = a_[(i - 1) / 4];
    a_[i] = e;
  }
  void replace(double time, std::size_t station) { down(key(time, station)); }
  void pop() {
    const Key last = a_[--n_];
    a_[n_] = ~Key{0};
    if (n_ > 0) down(last);
  }

 private:
  Key key(double time, std::size_t station) {
    return (static_cast<Key>(std::bit_cast<std::uint64_t>(time)) << 64) |
           (static_cast<std::uint64_t>(sequence_++) << 32) | station;
  }
  void down(Key e) {
    std::size_t i = 0;
    for (std::size_t c = 1; c < n_; c = 4 * i + 1) {
      const std::size_t left = c + static_cast<std::size_t>(a_[c + 1] < a_[c]);
      const std::size_t right = c + 2 + static_cast<std::size_t>(a_[c + 3] < a_[c + 2]);
      const std::size_t least = a_[right] < a_[left] ? right : left;
      if (!(a_[least] < e)) break;
      a_[i] = a_[least];
      i = least;
    }
    a_[i] = e;
  }
  std::vector<Key> store_;
  Key* a_;
  std::size_t n_ = 0;
  std::uint32_t sequence_ = 0;
};

// `Fails`: cycles of 1, failures while working with mean 100, repairs with mean 10; else exponential cycles
// of 1.
template <bool Fails>
class Line {
 public:
  Line(std::size_t stations, int capacity, std::uint64_t seed)
      : capacity_(capacity), heap_(stations), random_(seed), s_(stations + 1) {
    if (Fails)
      for (Station& s : s_) s.to_failure = 100 * random_.exponential();
  }
  // Runs until so many parts have left; the parts per unit of time.
  double run(std::int64_t parts) {
    const std::size_t last = s_.size() - 2;
    heap_.push(begin(s_[0]), 0);
    for (std::int64_t out = 0; out < parts;) {
      now_ = heap_.time();
      const std::size_t i = heap_.station();
      if (Fails && fail_or_repair(i)) continue;
      Station& s = s_[i];
      std::size_t woken = s_.size();
      double wakes = 0;
      if (i == last) {
        ++out;
      } else if (s_[i + 1].state == kStarved) {
        woken = i + 1;
        wakes = begin(s_[woken]);
      } else if (s_[i + 1].level < capacity_) {
        ++s_[i + 1].level;
      } else {
        s.state = kBlocked;
        heap_.pop();
        continue;
      }
      next(i, woken, wakes);
    }
    return static_cast<double>(parts) / now_;
  }

 private:
  enum State : std::uint8_t { kStarved, kWorking, kBlocked, kDown };
  struct Station {
    int level = 0;  // parts in the buffer before it
    State state = kStarved;
    double left = 0, to_failure = 0;
  };

  bool fail_or_repair(std::size_t i) {
    Station& s = s_[i];
    if (s.to_failure >= 0) return false;
    if (s.state == kWorking) {
      s.state = kDown;
      heap_.replace(now_ + 10 * random_.exponential(), i);
    } else {
      s.state = kWorking;
      s.to_failure = 100 * random_.exponential();
      heap_.replace(leg(s), i);
    }
    return true;
  }
  // The station has given its part on: its next one, and who waits upstream for the place.
  void next(std::size_t i, std::size_t woken, double wakes) {
    Station& s = s_[i];
    const bool starts = i == 0 || s.level > 0;
    const bool place = i > 0 && s.level > 0;
    if (place) --s.level;
    if (starts) {
      heap_.replace(begin(s), i);
      if (woken < s_.size()) heap_.push(wakes, woken);
    } else {
      s.state = kStarved;
      if (woken < s_.size())
        heap_.replace(wakes, woken);
      else
        heap_.pop();
    }
    for (std::size_t j = i; place && j > 0 && s_[j - 1].state == kBlocked; --j) {
      ++s_[j].level;
      Station& u = s_[j - 1];
      if (j - 1 > 0 && u.level == 0) {
        u.state = kStarved;
        return;
      }
      if (j - 1 > 0) --u.level;
      heap_.push(begin(u), j - 1);
    }
  }
  double leg(Station& s) {
    if (s.to_failure < s.left) {
      const double before = s.to_failure;
      s.left -= before;
      s.to_failure = -1;
      return now_ + before;
    }
    s.to_failure -= s.left;
    return now_ + s.left;
  }
  double begin(Station& s) {
    s.state = kWorking;
    if (!Fails) return now_ + random_.exponential();
    s.left = 1;
    return leg(s);
  }

  int capacity_;
  Heap heap_;
  Random random_;
  std::vector<Station> s_;
  double now_ = 0;
};

}  // namespace linetwin::minimal
