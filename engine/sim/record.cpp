#include "sim/record.hpp"

#include "base/random.hpp"

namespace linetwin {

std::uint64_t hash(const RunRecord& record) {
  std::uint64_t h = 0;
  auto add = [&h](std::int64_t x) { h = mix64(h ^ static_cast<std::uint64_t>(x)) + kGoldenGamma; };
  auto add_integral = [&add](Integral x) {
    add(static_cast<std::int64_t>(x));
    add(static_cast<std::int64_t>(x >> 64));
  };
  add(static_cast<std::int64_t>(record.outcome));
  add(record.window);
  add(record.ended);
  for (const StationRecord& station : record.stations) {
    for (const Time time : station.time) add(time);
    add(station.finished);
    add(station.scrapped);
    add(station.setups);
    add(station.failures);
    add(station.active_periods);
  }
  for (const BufferRecord& buffer : record.buffers) {
    add_integral(buffer.level);
    add(buffer.full);
    add(buffer.empty);
  }
  for (const SourceRecord& source : record.sources) {
    add(source.created);
    add(source.lost);
    add_integral(source.outside);
    add(source.held);
  }
  for (const SinkRecord& sink : record.sinks) add(sink.parts);
  for (const VariantRecord& variant : record.variants) {
    add(variant.good);
    add(variant.left);
    add_integral(variant.lead_time);
  }
  for (const ConveyorRecord& conveyor : record.conveyors) {
    add_integral(conveyor.level);
    add(conveyor.full);
    add(conveyor.empty);
    add(conveyor.held);
  }
  for (const PoolRecord& pool : record.pools) add_integral(pool.busy);
  for (const FleetRecord& fleet : record.fleets) {
    add(fleet.idle);
    add(fleet.empty);
    add(fleet.loaded);
    add(fleet.waiting);
  }
  for (const LimitRecord& limit : record.limits) {
    add_integral(limit.amount);
    add(limit.peak);
    add(limit.full);
    add(limit.held);
    for (const Time above : limit.above) add(above);
  }
  add(record.scrapped);
  add_integral(record.wip);
  for (const JamStep& step : record.circle) {
    add(step.element);
    add(step.parts);
    add(step.capacity);
    add(static_cast<std::int64_t>(step.kind));
  }
  return h;
}

}  // namespace linetwin
