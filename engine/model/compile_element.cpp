// Sources, stations, buffers: counts, streams, failure modes.
#include <fmt/format.h>

#include <algorithm>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostMachines = 1'000'000;

std::string item_name(const std::string& name, std::size_t number) {
  return name.empty() ? std::to_string(number + 1) : name;
}

}  // namespace

StreamId Compiler::add_stream(std::string_view name, std::string_view purpose, const Distribution& d,
                              bool blocks) {
  Stream stream;
  stream.name_hash = stream_name_hash(name, purpose);
  if (impossible(d).empty()) stream.sampler = Sampler(d);
  stream.written = d;
  stream.blocks = blocks && !stream.sampler.is_constant();
  model_.streams.push_back(std::move(stream));
  return static_cast<StreamId>(model_.streams.size()) - 1;
}

StreamId Compiler::add_uniforms(std::string_view name, std::string_view purpose) {
  return add_stream(name, purpose, Distribution::constant(0));
}

TimeRef Compiler::add_time(std::string_view name, const std::string& purpose, const TimeSpec& time,
                           bool blocks) {
  auto check = [&](const Distribution& d) {
    if (const double share = share_below_zero(d); share > 0.001)
      warn(time.place,
           fmt::format("{:.1f} % of this normal's draws fall below 0 and are drawn again, so its mean is not "
                       "the one written",
                       share * 100),
           "a lognormal or gamma has no such trouble");
  };
  if (time.per_part.empty()) {
    check(time.common);
    return {add_stream(name, purpose, time.common, blocks), false};
  }
  std::vector<const Distribution*> by_variant(model_.variants.size(), nullptr);
  for (const auto& [part, d] : time.per_part) {
    const VariantId v = find_variant(part);
    if (v != kNone) by_variant[static_cast<std::size_t>(v)] = &d;
    check(d);
  }
  TimeRef ref{static_cast<StreamId>(model_.streams.size()), true};
  for (std::size_t v = 0; v < by_variant.size(); ++v) {
    if (!by_variant[v])
      error(time.place, fmt::format("per_part does not say the time of \"{}\"", model_.variants[v]),
            "name every part");
    add_stream(name, purpose + "/" + model_.variants[v],
               by_variant[v] ? *by_variant[v] : Distribution::constant(static_cast<double>(kSecond)), blocks);
  }
  return ref;
}

// ---- sources

void Compiler::compile_source(const SourceSpec& spec, ElementId e) {
  SourceModel source;
  source.element = e;
  element(e).index = static_cast<std::int32_t>(model_.sources.size());
  const std::string name = element(e).name;
  source.unlimited = !spec.interarrival.has_value();
  if (spec.interarrival) {
    source.interarrival = add_time(name, "interarrival", *spec.interarrival, true);
    if (!spec.interarrival->per_part.empty())
      error(spec.interarrival->place, "the time between arrivals is one for all parts");
    else if (mean(spec.interarrival->common) <= 0)
      error(spec.interarrival->place, "arrivals 0 s apart are an unlimited supply", "leave interarrival out");
  }
  if (spec.start) source.start = add_time(name, "start", *spec.start);
  if (spec.part) source.part = find_variant(*spec.part);
  if (spec.lot) source.lot = spec.lot->value;
  if (spec.batch) source.batch = spec.batch->value;
  if (spec.limit) source.limit = spec.limit->value;
  if (spec.when_full) source.when_full = spec.when_full->value;
  source.variants = add_uniforms(name, "variant");
  compile_sequence(spec, source);
  model_.sources.push_back(std::move(source));
}

void Compiler::compile_sequence(const SourceSpec& spec, SourceModel& source) {
  for (const SequenceRun& run : spec.sequence) {
    const VariantId variant = find_variant(run.part);
    if (variant != kNone) source.sequence.push_back({variant, run.count});
    if (run.count % source.batch != 0)
      error(run.part.place,
            fmt::format("a run of {} is not a whole number of batches of {}", run.count, source.batch));
  }
  if (spec.lot && source.lot % source.batch != 0)
    error(spec.lot->place,
          fmt::format("a lot of {} is not a whole number of batches of {}", source.lot, source.batch));
}

// Equal shares are a guess that nobody made; say so where they would be used.
void Compiler::check_shares_needed() {
  if (!model_.variants_declared || shares_given_ || model_.variants.size() < 2) return;
  for (const SourceModel& source : model_.sources)
    if (source.part == kNone && source.sequence.empty()) {
      const Element& e = model_.of(source);
      warn(e.place,
           fmt::format("the parts have no shares, so \"{}\" gives each as often as the others", e.name),
           "give the parts shares, or the source a part or a sequence");
    }
}

// ---- stations

void Compiler::compile_station(const StationSpec& spec, ElementId e) {
  StationModel station;
  station.element = e;
  const auto index = static_cast<std::int32_t>(model_.stations.size());
  element(e).index = index;
  const std::string& name = spec.name.value;
  station.first_machine = static_cast<MachineId>(model_.machines.size());
  if (spec.machines) station.machines = static_cast<std::int32_t>(spec.machines->value);
  if (spec.batch) station.batch = static_cast<std::int32_t>(spec.batch->value);
  if (model_.machines.size() + static_cast<std::size_t>(station.machines) > kMostMachines) {
    error(spec.machines ? spec.machines->place : spec.name.place, "a model has at most 1000000 machines");
    station.machines = 1;
  }
  for (std::int32_t j = 0; j < station.machines; ++j) {
    MachineModel machine;
    machine.station = index;
    machine.number = j;
    model_.machines.push_back(std::move(machine));
  }
  // a cycle that could not be read is reported already; any time will do in its place
  const TimeSpec unread{Distribution::constant(static_cast<double>(kSecond)), {}, {}};
  station.cycle = add_time(name, "cycle", spec.cycle ? *spec.cycle : unread, true);
  if (spec.scrap) {
    station.scrap.assign(model_.variants.size(), spec.scrap->common);
    for (const auto& [part, share] : spec.scrap->per_part)
      if (const VariantId v = find_variant(part); v != kNone)
        station.scrap[static_cast<std::size_t>(v)] = share;
    if (std::all_of(station.scrap.begin(), station.scrap.end(), [](double s) { return s == 0; }))
      station.scrap.clear();
    station.scrap_stream = add_uniforms(name, "scrap");
  }
  compile_failures(spec, station);
  compile_maintenance(spec, station);
  compile_setup(spec, station);
  model_.stations.push_back(std::move(station));
}

void Compiler::compile_failures(const StationSpec& spec, StationModel& station) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < spec.failures.size(); ++i) {
    const FailureSpec& failure = spec.failures[i];
    const std::string name = item_name(failure.name, i);
    if (std::find(names.begin(), names.end(), name) != names.end())
      error(failure.place, fmt::format("two failure modes have the name \"{}\"", name));
    names.push_back(name);
    if (!failure.mttr) continue;
    TimeSpec to_failure;
    if (failure.mtbf) to_failure = *failure.mtbf;
    if (failure.availability) {
      const double a = failure.availability->value;
      if (a >= 1) continue;  // never fails
      if (!failure.mttr->per_part.empty()) {
        error(failure.availability->place, "availability needs an mttr that is one for all parts",
              "write mtbf instead");
        continue;
      }
      const double repair = mean(failure.mttr->common);
      if (repair <= 0) {
        error(failure.mttr->place, "with repairs of 0 s the availability is 100 %",
              "write mtbf, or a longer mttr");
        continue;
      }
      to_failure.common = Distribution::exponential(repair * a / (1 - a));
      to_failure.place = failure.availability->place;
    }
    FailureMode mode;
    mode.name = failure.name;
    mode.clock = failure.clock;
    if (failure.mtbf_parts) {
      mode.counts_parts = true;
      mode.mean_parts = failure.mtbf_parts->value;
      mode.parts_constant = failure.mtbf_parts_constant;
    }
    station.failures.push_back(mode);
    for (std::int32_t j = 0; j < station.machines; ++j) {
      MachineModel& machine = model_.machines[static_cast<std::size_t>(station.first_machine + j)];
      const std::string purpose = fmt::format("{}/{}", name, j + 1);
      machine.to_failure.push_back(mode.counts_parts
                                       ? TimeRef{add_uniforms(spec.name.value, "failure/" + purpose), false}
                                       : add_time(spec.name.value, "failure/" + purpose, to_failure));
      machine.to_repair.push_back(add_time(spec.name.value, "repair/" + purpose, *failure.mttr));
    }
  }
}

void Compiler::compile_maintenance(const StationSpec& spec, StationModel& station) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < spec.maintenance.size(); ++i) {
    const MaintenanceSpec& task = spec.maintenance[i];
    const std::string name = item_name(task.name, i);
    if (std::find(names.begin(), names.end(), name) != names.end())
      error(task.place, fmt::format("two maintenance tasks have the name \"{}\"", name));
    names.push_back(name);
    if (!task.takes || (!task.every_time && !task.every_parts)) continue;
    station.maintenance.push_back(
        {task.name, task.every_parts.has_value(), task.every_parts ? task.every_parts->value : 0});
    for (std::int32_t j = 0; j < station.machines; ++j) {
      MachineModel& machine = model_.machines[static_cast<std::size_t>(station.first_machine + j)];
      const std::string purpose = fmt::format("{}/{}", name, j + 1);
      machine.every.push_back(task.every_time
                                  ? add_time(spec.name.value, "maintenance/" + purpose, *task.every_time)
                                  : TimeRef{});
      machine.takes.push_back(add_time(spec.name.value, "takes/" + purpose, *task.takes));
    }
  }
}

void Compiler::compile_setup(const StationSpec& spec, StationModel& station) {
  if (!spec.setup) return;
  const std::string& name = spec.name.value;
  if (model_.variants.size() < 2)
    warn(spec.setup->place, fmt::format("\"{}\" never needs its setup: there is one part only", name));
  if (spec.setup->any) {
    station.setup_any = add_time(name, "setup", *spec.setup->any);
    return;
  }
  const std::size_t n = model_.variants.size();
  if (n > 1000) {
    error(spec.setup->place, "a setup matrix has at most 1000 parts");
    return;
  }
  station.setup_matrix.assign(n * n, kNone);
  for (const SetupSpec::Entry& entry : spec.setup->matrix) {
    const VariantId from = find_variant(entry.from);
    const VariantId to = find_variant(entry.to);
    if (from == kNone || to == kNone) continue;
    if (from == to) {
      warn(entry.to.place, fmt::format("no setup is needed from \"{}\" to itself", entry.from.value));
      continue;
    }
    station.setup_matrix[static_cast<std::size_t>(from) * n + static_cast<std::size_t>(to)] =
        add_stream(name, fmt::format("setup/{}/{}", entry.from.value, entry.to.value), entry.time);
  }
}

// ---- buffers

void Compiler::compile_buffer(const BufferSpec& spec, ElementId e) {
  BufferModel buffer;
  buffer.element = e;
  element(e).index = static_cast<std::int32_t>(model_.buffers.size());
  if (spec.capacity) buffer.capacity = spec.capacity->value;
  buffer.lifo = spec.order && spec.order->value == BufferOrder::Lifo;
  if (spec.dwell) buffer.dwell = add_time(spec.name.value, "dwell", *spec.dwell);
  if (spec.initial) {
    buffer.initial_count = spec.initial->value;
    if (spec.capacity && buffer.capacity != kUnlimited && buffer.initial_count > buffer.capacity)
      error(spec.initial->place, fmt::format("\"{}\" begins with {} parts and holds {}", spec.name.value,
                                             buffer.initial_count, buffer.capacity));
  }
  buffer.initial_stream = add_uniforms(spec.name.value, "initial");
  model_.buffers.push_back(std::move(buffer));
}

}  // namespace linetwin
