#include "viewer/scene/figures.hpp"

#include <algorithm>
#include <array>

namespace linetwin::viewer {
namespace {

using Label = FigureLabel;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Takes down figures about one stretch of time.
class Book {
 public:
  explicit Book(const LineState& s) : now_(s.now), window_(s.now - s.window_start) {}
  bool timed() const { return window_ > 0; }
  void count(Label label, std::int64_t value) { list.push_back({label, static_cast<double>(value)}); }
  void value(Label label, double value) { list.push_back({label, value}); }
  void share(Label label, Time time, std::int64_t of = 1) {
    if (timed() && of > 0)
      list.push_back(
          {label, static_cast<double>(time) / static_cast<double>(window_) / static_cast<double>(of)});
  }
  void mean(Label label, Integral area, double unit = 1) {
    if (timed()) list.push_back({label, unit * static_cast<double>(area) / static_cast<double>(window_)});
  }
  void per_hour(std::int64_t parts) {
    if (timed()) list.push_back({Label::PerHour, static_cast<double>(parts) / hours(window_)});
  }
  // What is kept less the present is made whole again, as of now.
  Integral whole(Integral area, std::int64_t level) const {
    return area + static_cast<Integral>(now_) * level;
  }
  Time whole(Time time, bool going_on) const { return time + (going_on ? now_ : 0); }

  std::vector<LiveFigure> list;

 private:
  Time now_;
  Time window_;
};

struct MachineSum {
  std::array<Time, kMachineStates> time{};
  std::int64_t finished = 0, scrapped = 0, setups = 0, failures = 0, parts = 0;
};

void add_machine(MachineSum& sum, const LineState& s, MachineId m) {
  const MachineRow& row = s.machines[at(m)];
  for (std::size_t i = 0; i < kMachineStates; ++i) sum.time[i] += row.time[i];
  sum.time[static_cast<std::size_t>(row.state)] += s.now - row.since;
  sum.finished += row.finished;
  sum.scrapped += row.scrapped;
  sum.setups += row.setups;
  sum.failures += row.failures;
  sum.parts += row.count;
}

void write_machines(Book& book, const MachineSum& sum, const StationModel& station, std::int32_t machines) {
  book.count(Label::Parts, sum.parts);
  book.count(Label::Finished, sum.finished);
  book.per_hour(sum.finished);
  for (std::size_t i = 0; i < kMachineStates; ++i) book.share(static_cast<Label>(i), sum.time[i], machines);
  if (!station.scrap.empty()) book.count(Label::Scrapped, sum.scrapped);
  if (station.has_setup()) book.count(Label::Setups, sum.setups);
  if (!station.failures.empty()) book.count(Label::Failures, sum.failures);
}

void write_station(Book& book, const StationModel& station, const LineState& s) {
  MachineSum sum;
  for (std::int32_t k = 0; k < station.machines; ++k) add_machine(sum, s, station.first_machine + k);
  write_machines(book, sum, station, station.machines);
}

void write_level(Book& book, const BufferRow& row, std::int64_t capacity) {
  book.count(Label::Parts, row.level);
  if (capacity != kUnlimited) book.count(Label::Capacity, capacity);
  book.mean(Label::MeanParts, book.whole(row.area, row.level));
  if (capacity != kUnlimited) book.share(Label::Full, book.whole(row.full, row.level == capacity));
  book.share(Label::Empty, book.whole(row.empty, row.level == 0));
}

void write_conveyor(Book& book, const ConveyorModel& model, const ConveyorRow& row, const LineState& s) {
  write_level(book, row.book, model.capacity);
  const Time going_on = row.at_end ? s.now - std::max(row.since, s.window_start) : 0;
  book.share(Label::Held, row.held + going_on);
}

void write_source(Book& book, const SourceModel& model, const SourceRow& row, const LineState& s) {
  book.count(Label::Created, row.created);
  book.per_hour(row.created);
  if (model.unlimited) return;
  book.count(Label::Parts, row.count);
  if (model.when_full == WhenFull::Queue) book.mean(Label::MeanParts, book.whole(row.outside, row.count));
  if (model.when_full == WhenFull::Drop) book.count(Label::Lost, row.lost);
  if (model.when_full != WhenFull::Wait) return;
  const Time going_on = row.count > 0 ? s.now - std::max(row.arrived, s.window_start) : 0;
  book.share(Label::Held, row.held + going_on);
}

}  // namespace

std::vector<LiveFigure> figures(const LineModel& model, const LineState& state, ElementId element) {
  Book book(state);
  const Element& e = model.elements[at(element)];
  const std::size_t index = at(e.index);
  switch (e.kind) {
    case ElementKind::Station: write_station(book, model.stations[index], state); break;
    case ElementKind::Buffer: write_level(book, state.buffers[index], model.buffers[index].capacity); break;
    case ElementKind::Conveyor:
      write_conveyor(book, model.conveyors[index], state.conveyors[index], state);
      break;
    case ElementKind::Source: write_source(book, model.sources[index], state.sources[index], state); break;
    case ElementKind::Sink:
      book.count(Label::Parts, state.sink_parts[index]);
      book.per_hour(state.sink_parts[index]);
      break;
  }
  return std::move(book.list);
}

std::vector<LiveFigure> figures_of_line(const LineModel&, const LineState& state) {
  Book book(state);
  std::int64_t good = 0, left = 0;
  Integral lead_time = 0;
  for (const VariantRow& row : state.variants) good += row.good, left += row.left, lead_time += row.lead_time;
  book.count(Label::Good, good);
  book.per_hour(good);
  book.count(Label::Parts, state.inside);
  book.mean(Label::MeanParts, book.whole(state.wip, state.inside));
  if (left > 0)
    book.value(Label::MeanLeadTime,
               static_cast<double>(lead_time) / static_cast<double>(left) / static_cast<double>(kSecond));
  book.count(Label::Scrapped, state.scrapped);
  return std::move(book.list);
}

std::vector<LiveFigure> figures_of_machine(const LineModel& model, const LineState& state,
                                           MachineId machine) {
  Book book(state);
  MachineSum sum;
  add_machine(sum, state, machine);
  write_machines(book, sum, model.stations[at(model.machines[at(machine)].station)], 1);
  return std::move(book.list);
}

std::vector<LiveFigure> figures_of_pool(const LineModel& model, const LineState& state, std::int32_t pool) {
  Book book(state);
  const PoolRow& row = state.pools[at(pool)];
  book.count(Label::Busy, row.busy);
  book.count(Label::People, model.pools[at(pool)].count);
  book.mean(Label::MeanBusy, book.whole(row.busy_time, row.busy));
  return std::move(book.list);
}

std::vector<LiveFigure> figures_of_fleet(const LineModel& model, const LineState& state, std::int32_t fleet) {
  Book book(state);
  std::array<Time, 4> time{};
  for (const VehicleRow& row : state.vehicles) {
    if (row.fleet != fleet) continue;
    for (std::size_t i = 0; i < time.size(); ++i) time[i] += row.time[i];
    time[vehicle_share(row.state)] += state.now - row.since;
  }
  book.count(Label::Vehicles, model.fleets[at(fleet)].count);
  constexpr std::array labels{Label::VehicleIdle, Label::VehicleEmpty, Label::VehicleLoaded,
                              Label::VehicleWaiting};
  for (std::size_t i = 0; i < time.size(); ++i) book.share(labels[i], time[i], model.fleets[at(fleet)].count);
  return std::move(book.list);
}

std::vector<LiveFigure> figures_of_limit(const LineModel& model, const LineState& state, std::int32_t limit) {
  Book book(state);
  const LimitModel& of = model.limits[at(limit)];
  const LimitRow& row = state.limits[at(limit)];
  const double unit = of.unit();
  book.value(Label::Amount, unit * static_cast<double>(row.amount));
  if (of.max != kUnlimited) book.value(Label::Most, unit * static_cast<double>(of.max));
  book.mean(Label::MeanAmount, book.whole(row.area, row.amount), unit);
  book.value(Label::Peak, unit * static_cast<double>(row.peak));
  if (of.max == kUnlimited) return std::move(book.list);
  book.share(Label::Full, book.whole(row.full, row.amount + of.least > of.max));
  book.share(Label::HoldsBack, book.whole(row.held, row.holds));
  return std::move(book.list);
}

}  // namespace linetwin::viewer
