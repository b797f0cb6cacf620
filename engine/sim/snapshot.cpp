#include "sim/snapshot.hpp"

#include <cstring>
#include <type_traits>
#include <utility>

#include "base/random.hpp"

namespace linetwin {
namespace {

constexpr std::uint64_t kFormat = 0x6c696e6574770005ull;  // "linetw", version 5

// Both directions visit the same fields, so they cannot differ.
template <class Archive, class State>
void visit(Archive& archive, State& s) {
  archive(s.now);
  archive(s.window_start);
  s.events.visit(archive);
  archive(s.parts);
  archive(s.free_part);
  archive(s.machines);
  archive(s.accepting);
  archive(s.modes);
  archive(s.tasks);
  archive(s.buffers);
  archive(s.ready);
  archive(s.sources);
  archive(s.conveyors);
  archive(s.jobs);
  archive(s.asking);
  archive(s.pools);
  archive(s.workers);
  archive(s.limits);
  archive(s.above);
  archive(s.out);
  archive(s.out_for);
  archive(s.vehicles);
  archive(s.fleets);
  archive(s.calls);
  archive(s.free_call);
  archive(s.reserved);
  archive(s.at_door);
  archive(s.sink_parts);
  archive(s.givers);
  archive(s.turn);
  archive(s.waiting);
  archive(s.node_next);
  archive(s.node_before);
  archive(s.streams);
  archive(s.blocks);
  archive(s.variants);
  archive(s.inside);
  archive(s.wip);
  archive(s.scrapped);
  archive(s.total_in);
  archive(s.total_out);
  archive(s.total_scrapped);
  archive(s.total_joined);
  archive(s.total_split);
  archive(s.events_handled);
  archive(s.outcome);
  archive(s.circle);
}

#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
#define LINETWIN_CLEAR_PADDING(row) __builtin_clear_padding(row)
#endif
#endif
#ifndef LINETWIN_CLEAR_PADDING
#define LINETWIN_CLEAR_PADDING(row) static_cast<void>(row)
#endif

// What lies between the fields of a row is left to chance; it is written as zeros, so that equal states give
// equal bytes (where the compiler knows how).
struct Writer {
  std::vector<std::byte> bytes{};
  void raw(const void* from, std::size_t size) {
    const auto* p = static_cast<const std::byte*>(from);
    bytes.insert(bytes.end(), p, p + size);
  }
  template <class T>
  void operator()(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    raw(&value, sizeof value);
  }
  template <class T, class A>
  void operator()(const std::vector<T, A>& rows) {
    static_assert(std::is_trivially_copyable_v<T>);
    (*this)(rows.size());
    const std::size_t at = bytes.size();
    raw(rows.data(), rows.size() * sizeof(T));
    if constexpr (!std::has_unique_object_representations_v<T>) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        T row = rows[i];
        LINETWIN_CLEAR_PADDING(&row);
        std::memcpy(bytes.data() + at + i * sizeof(T), &row, sizeof(T));
      }
    }
  }
};

struct Counter {
  std::size_t bytes = 0;
  template <class T>
  void operator()(const T& value) {
    bytes += sizeof value;
  }
  template <class T, class A>
  void operator()(const std::vector<T, A>& rows) {
    bytes += sizeof(std::size_t) + rows.size() * sizeof(T);
  }
};

struct Reader {
  const std::vector<std::byte>& bytes;
  std::size_t at = 0;
  bool good = true;
  void raw(void* to, std::size_t size) {
    good = good && size <= bytes.size() - at;
    if (!good) return;
    if (size > 0) std::memcpy(to, bytes.data() + at, size);
    at += size;
  }
  template <class T>
  void operator()(T& value) {
    raw(&value, sizeof value);
  }
  template <class T, class A>
  void operator()(std::vector<T, A>& rows) {
    std::size_t size = 0;
    (*this)(size);
    good = good && size <= (bytes.size() - at) / sizeof(T);
    if (!good) return;
    rows.resize(size);
    raw(rows.data(), size * sizeof(T));
  }
};

std::uint64_t checksum(const std::byte* from, std::size_t size) {
  std::uint64_t h = size;
  for (std::size_t i = 0; i < size; ++i) h = (h ^ static_cast<std::uint64_t>(from[i])) * 0x100000001b3ull;
  return mix64(h);
}

struct Head {
  std::uint64_t format = kFormat;
  std::uint64_t model = 0;
  std::uint64_t rows = sizeof(MachineRow) + 1000 * sizeof(PartRow) + 1000000 * sizeof(BufferRow);
  std::uint64_t sum = 0;
};

}  // namespace

std::vector<std::byte> save(const LineState& state, const LineModel& model) {
  Writer body;
  visit(body, state);
  Head head;
  head.model = model.hash;
  head.sum = checksum(body.bytes.data(), body.bytes.size());
  Writer all;
  all(head);
  all.raw(body.bytes.data(), body.bytes.size());
  return std::move(all.bytes);
}

std::size_t saved_size(const LineState& state) {
  Counter counter;
  visit(counter, state);
  return sizeof(Head) + counter.bytes;
}

std::optional<LineState> restore(const std::vector<std::byte>& bytes, const LineModel& model,
                                 const Plan& plan) {
  Reader reader{bytes};
  const Head expected;
  Head head;
  reader(head);
  if (!reader.good || head.format != expected.format || head.rows != expected.rows ||
      head.model != model.hash)
    return std::nullopt;
  if (head.sum != checksum(bytes.data() + reader.at, bytes.size() - reader.at)) return std::nullopt;
  LineState state;
  visit(reader, state);
  const bool fits =
      state.machines.size() == model.machines.size() && state.buffers.size() == model.buffers.size() &&
      state.givers.size() == plan.givers.size() && state.jobs.size() == plan.jobs.size() &&
      state.conveyors.size() == model.conveyors.size() &&
      state.vehicles.size() == plan.vehicle_fleet.size() && state.streams.size() == model.streams.size();
  if (!reader.good || reader.at != bytes.size() || !fits) return std::nullopt;
  return state;
}

}  // namespace linetwin
