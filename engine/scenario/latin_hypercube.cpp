#include "scenario/latin_hypercube.hpp"

#include <bit>

namespace linetwin {
namespace {

constexpr std::uint64_t kRounds = 6;
constexpr double kFromTheEnds = 0.001;

}  // namespace

std::uint64_t permuted(std::uint64_t i, std::uint64_t n, StreamKey key) {
  if (n <= 1) return 0;
  const auto half = static_cast<int>((std::bit_width(n - 1) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = i >> half;
    std::uint64_t right = i & mask;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
      const std::uint64_t mixed = random_bits(substream(key, round), right) & mask;
      const std::uint64_t next = left ^ mixed;
      left = right;
      right = next;
    }
    i = left << half | right;
  } while (i >= n);
  return i;
}

double stratified(std::uint64_t i, std::uint64_t n, StreamKey key) {
  const double within = random_unit(substream(key, kRounds), i);
  const double stratum = static_cast<double>(permuted(i, n, key));
  return (stratum + kFromTheEnds + (1 - 2 * kFromTheEnds) * within) / static_cast<double>(n);
}

}  // namespace linetwin
