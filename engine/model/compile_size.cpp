// How large a model may be: a file of some kilobytes must not ask for gigabytes, nor for minutes.
#include <fmt/format.h>

#include <algorithm>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostVariantsTimesElements = 20'000'000;
constexpr std::int64_t kMostMachines = 1'000'000;
constexpr std::int64_t kMostPlaces = 1'000'000;  // on machines; likewise for parts in buffers at the start
constexpr std::int64_t kMostStreams = 4'000'000;
constexpr std::int64_t kMostValues = 4'000'000;
constexpr std::int64_t kMostMatrixVariants = 1000;
constexpr std::int64_t kMostMatrixEntries = 20'000'000;
constexpr std::size_t kMostSuccessors = 30'000;
constexpr std::int64_t kMostWays = 10'000'000;  // machines x successors

}  // namespace

// Whether what is kept for each variant at each element can be kept.
bool Compiler::check_size() {
  const auto variants = static_cast<std::int64_t>(model_.variants.size());
  const auto elements = static_cast<std::int64_t>(model_.elements.size());
  if (variants * std::max<std::int64_t>(1, elements) <= kMostVariantsTimesElements) return true;
  error(spec_.parts.front().name.place,
        fmt::format("{} parts on {} elements are too many: their product is over {}", variants, elements,
                    kMostVariantsTimesElements),
        "put parts together that run alike");
  return false;
}

bool Compiler::places_left(const StationSpec& spec, std::int64_t machines, std::int64_t together) {
  const Place place = spec.machines ? spec.machines->place : spec.name.place;
  if (static_cast<std::int64_t>(model_.machines.size()) + machines > kMostMachines) {
    error(place, "a model has at most 1000000 machines");
    return false;
  }
  places_ += std::min(machines * std::min(together, kMostPlaces + 1), kMostPlaces + 1);
  if (places_ <= kMostPlaces) return true;
  error(spec.split   ? spec.split->place
        : spec.batch ? spec.batch->place
                     : place,
        "the machines of a model hold at most 1000000 parts");
  return false;
}

// Each machine has streams of its own; a long list of measured values is kept for each.
bool Compiler::streams_left(std::int64_t machines, const TimeSpec& time) {
  auto values = static_cast<std::int64_t>(time.common.values.size());
  for (const auto& [part, d] : time.per_part) values += static_cast<std::int64_t>(d.values.size());
  streams_ += machines * std::max<std::int64_t>(1, static_cast<std::int64_t>(time.per_part.size()));
  values_ += machines * values;
  if (streams_ > kMostStreams) {
    error(time.place, "the machines of this model have over 4000000 times of failures and maintenance");
  } else if (values_ > kMostValues) {
    error(time.place, fmt::format("{} values for each of {} machines are too many", values, machines),
          "write fewer values, or a distribution with parameters");
  }
  return streams_ <= kMostStreams && values_ <= kMostValues;
}

bool Compiler::matrix_left(const SetupSpec& spec) {
  const auto n = static_cast<std::int64_t>(model_.variants.size());
  matrices_ += n * n;
  if (n > kMostMatrixVariants) {
    error(spec.place, "a setup matrix has at most 1000 parts");
  } else if (matrices_ > kMostMatrixEntries) {
    error(spec.place, "the setup matrices of a model have at most 20000000 entries");
  }
  return n <= kMostMatrixVariants && matrices_ <= kMostMatrixEntries;
}

void Compiler::check_initial(const BufferSpec& spec) {
  const std::int64_t before = initial_;
  initial_ += std::min(spec.initial->value, kMostPlaces + 1);
  if (initial_ > kMostPlaces && before <= kMostPlaces)
    error(spec.initial->place, "a model begins with at most 1000000 parts");
}

// Every machine may wait for each successor of its station.
void Compiler::check_fans() {
  std::int64_t ways = 0;
  for (const Element& e : model_.elements) {
    if (e.successors.size() > kMostSuccessors)
      error(e.place, fmt::format("\"{}\" has over 30000 successors", e.name));
    const std::int64_t machines =
        e.kind == ElementKind::Station ? model_.stations[static_cast<std::size_t>(e.index)].machines : 1;
    const std::int64_t here = machines * static_cast<std::int64_t>(e.successors.size());
    ways += here;
    if (ways <= kMostWays || here == 0) continue;
    error(e.place,
          fmt::format("\"{}\" has {} machines that lead to {} successors each: too many", e.name, machines,
                      e.successors.size()),
          "lead them through a buffer");
    return;
  }
}

}  // namespace linetwin
