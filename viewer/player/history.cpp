#include "viewer/player/history.hpp"

#include <algorithm>
#include <utility>

namespace linetwin::viewer {
namespace {

constexpr std::size_t kLeast = 16;  // slices, stretches

// As many as there is room for, within limits.
std::size_t fitting(std::size_t bytes, std::size_t bytes_each, std::size_t wanted) {
  const std::size_t most = std::max(kLeast, wanted);
  return std::clamp(bytes / std::max<std::size_t>(bytes_each, 1), kLeast, most);
}

}  // namespace

History::History(const LineModel& model, const Limits& limits)
    : model_(model), row_(model.elements.size(), kNone), machines_(model.machines.size()) {
  std::int32_t rows = 0;
  for (std::size_t e = 0; e < model.elements.size(); ++e) {
    const ElementKind kind = model.elements[e].kind;
    if (kind == ElementKind::Buffer || kind == ElementKind::Conveyor) row_[e] = rows++;
  }
  levels_.resize(static_cast<std::size_t>(rows) + 1);
  const std::size_t width = machines_.size() * sizeof(States) + levels_.size() * sizeof(Span) + sizeof(Out);
  most_ = fitting(limits.bytes / 4 * 3, width, limits.slices) / 2 * 2;
  ring_ = fitting(limits.bytes / 4, machines_.size() * sizeof(Stretch), limits.stretches);
  closed_states_.reserve(most_ * machines_.size());
  closed_levels_.reserve(most_ * levels_.size());
  closed_out_.reserve(most_);
  stretches_.resize(machines_.size() * ring_);
}

std::size_t History::bytes() const {
  return closed_states_.capacity() * sizeof(States) + closed_levels_.capacity() * sizeof(Span) +
         closed_out_.capacity() * sizeof(Out) + stretches_.capacity() * sizeof(Stretch) +
         machines_.capacity() * sizeof(MachineNow) + levels_.capacity() * sizeof(LevelNow) +
         row_.capacity() * sizeof(std::int32_t);
}

// ---- what happens

void History::count(MachineNow& machine, Time until) {
  machine.time[machine.state] += until - machine.since;
  machine.since = until;
}

void History::count(LevelNow& row, Time until) {
  if (until == row.since) return;
  row.span.area += static_cast<Integral>(row.level) * (until - row.since);
  row.span.least = std::min(row.span.least, row.level);
  row.span.most = std::max(row.span.most, row.level);
  row.since = until;
}

History::Span History::joined(const Span& a, const Span& b) {
  return {a.area + b.area, std::min(a.least, b.least), std::max(a.most, b.most)};
}

void History::close_slice() {
  for (MachineNow& machine : machines_) {
    count(machine, closes_);
    closed_states_.push_back(machine.time);
    machine.time = {};
  }
  for (LevelNow& row : levels_) {
    count(row, closes_);
    closed_levels_.push_back(row.span);
    row.span = {};
  }
  closed_out_.push_back(out_);
  out_ = {};
  if (++closed_ == most_) merge_pairs();
  closes_ += length_;
}

// There are so many closed slices that the present one begins at a multiple of twice their length.
void History::merge_pairs() {
  const auto merge = [this](auto& rows, std::size_t width, auto&& sum) {
    for (std::size_t to = 0; to < closed_ / 2; ++to)
      for (std::size_t i = 0; i < width; ++i)
        rows[to * width + i] = sum(rows[2 * to * width + i], rows[(2 * to + 1) * width + i]);
    rows.resize(closed_ / 2 * width);
  };
  merge(closed_states_, machines_.size(), [](States a, const States& b) {
    for (std::size_t i = 0; i < kMachineStates; ++i) a[i] += b[i];
    return a;
  });
  merge(closed_levels_, levels_.size(), joined);
  merge(closed_out_, 1, [](const Out& a, const Out& b) {
    return Out{a.good + b.good, a.scrapped + b.scrapped};
  });
  closed_ /= 2;
  length_ *= 2;
}

void History::reach(Time t) {
  while (t >= closes_) close_slice();
  reached_ = t;
}

void History::begin_stretch(std::size_t machine, Time at, MachineState state) {
  auto& [first, begun] = machines_[machine].stretches;
  if (begun > first && stretch(machine, begun - 1).from == at) --begun;  // it lasted no time
  if (begun > first && stretch(machine, begun - 1).state == state) return;
  stretch(machine, begun++) = {at, state};
  first = std::max(first, begun - std::min(begun, ring_));
}

void History::take(std::span<const Happening> happenings) {
  const auto set_level = [this](LevelNow& row, const Happening& h) {
    count(row, h.at);
    row.level = h.value;
  };
  for (const Happening& h : happenings) {
    if (h.at >= closes_) reach(h.at);
    const auto a = static_cast<std::size_t>(h.a);
    switch (h.kind) {
      case Happening::Kind::State:
        count(machines_[a], h.at);
        machines_[a].state = h.state;
        begin_stretch(a, h.at, static_cast<MachineState>(h.state));
        break;
      case Happening::Kind::Level: set_level(levels_[static_cast<std::size_t>(row_[a])], h); break;
      case Happening::Kind::Inside: set_level(levels_.back(), h); break;
      case Happening::Kind::Left:
        ++(model_.sinks[static_cast<std::size_t>(model_.elements[a].index)].scrap ? out_.scrapped
                                                                                  : out_.good);
        break;
      case Happening::Kind::Scrapped: ++out_.scrapped; break;
      default: break;
    }
  }
  if (!happenings.empty()) reached_ = std::max(reached_, happenings.back().at);
}

// ---- the last while

Time History::bars_from(MachineId machine) const {
  const auto m = static_cast<std::size_t>(machine);
  const auto& [first, begun] = machines_[m].stretches;
  return begun == first ? reached_ : stretch(m, first).from;
}

std::vector<GanttBar> History::bars(MachineId machine, Time from, Time to) const {
  const auto m = static_cast<std::size_t>(machine);
  const auto [first, begun] = machines_[m].stretches;
  // the last one that begins at `from` or before: by halving
  std::uint64_t low = first;
  std::uint64_t high = begun;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (stretch(m, middle).from <= from ? low : high) = middle;
  }
  std::vector<GanttBar> bars;
  for (std::uint64_t i = low; i < begun && stretch(m, i).from < to; ++i) {
    const Time ends = i + 1 < begun ? stretch(m, i + 1).from : reached_;
    const GanttBar bar{machine, std::max(from, stretch(m, i).from), std::min(to, ends), stretch(m, i).state};
    if (bar.from < bar.to) bars.push_back(bar);
  }
  return bars;
}

// ---- the whole time

std::pair<std::size_t, std::size_t> History::overlapping(Time from, Time to) const {
  from = std::max<Time>(from, 0);
  to = std::min(to, reached_);
  if (from >= to) return {0, 0};
  return {static_cast<std::size_t>(from / length_), static_cast<std::size_t>((to - 1) / length_) + 1};
}

template <class Slice>
Slice History::slice(std::size_t number) const {
  Slice slice;
  slice.from = static_cast<Time>(number) * length_;
  slice.to = std::min(slice.from + length_, reached_);
  return slice;
}

std::vector<StateSlice> History::state_slices(MachineId first, std::int32_t machines, Time from,
                                              Time to) const {
  std::vector<StateSlice> slices;
  const auto [begin, end] = overlapping(from, to);
  for (std::size_t number = begin; number < end; ++number) {
    slices.push_back(slice<StateSlice>(number));
    for (std::int32_t i = 0; i < machines; ++i) {
      const auto m = static_cast<std::size_t>(first + i);
      MachineNow present = machines_[m];
      if (number == closed_) count(present, reached_);
      const States& time = number < closed_ ? closed_states_[number * machines_.size() + m] : present.time;
      for (std::size_t s = 0; s < kMachineStates; ++s) slices.back().time[s] += time[s];
    }
  }
  return slices;
}

std::vector<StateSlice> History::machine_states(MachineId machine, Time from, Time to) const {
  return state_slices(machine, 1, from, to);
}

std::vector<StateSlice> History::station_states(std::int32_t station, Time from, Time to) const {
  const StationModel& model = model_.stations[static_cast<std::size_t>(station)];
  return state_slices(model.first_machine, model.machines, from, to);
}

std::vector<LevelSlice> History::level_slices(std::size_t row, Time from, Time to) const {
  std::vector<LevelSlice> slices;
  const auto [begin, end] = overlapping(from, to);
  for (std::size_t number = begin; number < end; ++number) {
    LevelNow present = levels_[row];
    if (number == closed_) count(present, reached_);
    const Span& span = number < closed_ ? closed_levels_[number * levels_.size() + row] : present.span;
    LevelSlice level = slice<LevelSlice>(number);
    level.least = span.least;
    level.most = span.most;
    level.mean = static_cast<double>(span.area) / static_cast<double>(level.to - level.from);
    slices.push_back(level);
  }
  return slices;
}

std::vector<LevelSlice> History::levels(ElementId element, Time from, Time to) const {
  const std::int32_t row = row_[static_cast<std::size_t>(element)];
  return row == kNone ? std::vector<LevelSlice>{} : level_slices(static_cast<std::size_t>(row), from, to);
}

std::vector<LevelSlice> History::wip(Time from, Time to) const {
  return level_slices(levels_.size() - 1, from, to);
}

std::vector<OutSlice> History::out(Time from, Time to) const {
  std::vector<OutSlice> slices;
  const auto [begin, end] = overlapping(from, to);
  for (std::size_t number = begin; number < end; ++number) {
    const Out& out = number < closed_ ? closed_out_[number] : out_;
    OutSlice slice = this->slice<OutSlice>(number);
    slice.good = out.good;
    slice.scrapped = out.scrapped;
    slices.push_back(slice);
  }
  return slices;
}

}  // namespace linetwin::viewer
