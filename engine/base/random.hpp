// Counter-based random streams: the k-th number of a stream is a function of its key and k alone.
//
// So a stream's state is a counter, a change at one element leaves the numbers of the others as they were
// (common random numbers), and a replication is the same run whatever else is run beside it.
#pragma once

#include <cstdint>
#include <string_view>

namespace linetwin {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014; constants of Stafford's mix 13).
constexpr std::uint64_t mix64(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

inline constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15ull;

struct StreamKey {
  std::uint64_t value = 0;
  friend bool operator==(StreamKey, StreamKey) = default;
};

// What a stream is for, without seed and replication: hash of "element/purpose" (FNV-1a, then mixed).
constexpr std::uint64_t stream_name_hash(std::string_view element, std::string_view purpose) {
  std::uint64_t h = 0xcbf29ce484222325ull;
  auto add = [&h](char c) { h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull; };
  for (char c : element) add(c);
  add('/');  // no name holds a slash
  for (char c : purpose) add(c);
  return mix64(h);
}

constexpr StreamKey stream_key(std::uint64_t name_hash, std::uint64_t seed, std::uint64_t replication) {
  return {mix64(mix64(mix64(seed + kGoldenGamma) ^ name_hash) ^ mix64(replication * kGoldenGamma + 1))};
}

// 64 random bits: number k of the stream.
constexpr std::uint64_t random_bits(StreamKey key, std::uint64_t k) {
  return mix64(key.value + k * kGoldenGamma);
}

// A stream of further numbers that belongs to draw k alone.
constexpr StreamKey substream(StreamKey key, std::uint64_t k) {
  return {mix64(random_bits(key, k) ^ 0xd1342543de82ef95ull)};
}

// Uniform on (0, 1), never 0 and never 1: the middles of 2^52 cells.
constexpr double to_unit(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }
constexpr double random_unit(StreamKey key, std::uint64_t k) { return to_unit(random_bits(key, k)); }

}  // namespace linetwin
