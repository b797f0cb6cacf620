// Sources, stations, buffers: counts, streams, failure modes.
#include <fmt/format.h>

#include <algorithm>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

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

void Compiler::check_distribution(const Distribution& d, const Place& place) {
  if (const std::string fault = impossible(d); !fault.empty())
    error(place, fmt::format("no such {} distribution: {}", kind_name(d.kind), fault));
  if (const double share = share_below_zero(d); share > 0.001)
    warn(place,
         fmt::format("{:.1f} % of this normal's draws fall below 0 and are drawn again, so its mean is not "
                     "the one written",
                     share * 100),
         "a lognormal or gamma has no such trouble");
}

// A count that stands in the file, or what it is otherwise. The reader has looked at its range; whoever
// writes a LineSpec by hand has not.
std::int64_t Compiler::count_of(const std::optional<Count>& count, std::int64_t otherwise, std::int64_t least,
                                std::string_view what) {
  if (!count) return otherwise;
  if (count->value >= least) return count->value;
  error(count->place, fmt::format("{} is {}, and at least {}", what, count->value, least));
  return otherwise;
}

// Counts that may differ by variant; the reader has looked at their range.
CountRef Compiler::counts_of(const CountSpec& spec, std::string_view what) {
  CountRef counts;
  const auto one = [&](std::int64_t count, const Place& place) {
    return static_cast<std::int32_t>(count_of(Count{count, place}, 1, 1, what));
  };
  if (spec.per_part.empty()) {
    counts.least = counts.most = one(spec.common, spec.place);
    return counts;
  }
  counts.by_variant.assign(model_.variants.size(), 0);
  for (const auto& [part, count] : spec.per_part)
    if (const VariantId v = find_variant(part); v != kNone)
      counts.by_variant[static_cast<std::size_t>(v)] = one(count, part.place);
  for (std::size_t v = 0; v < counts.by_variant.size(); ++v) {
    if (counts.by_variant[v] > 0) continue;
    error(spec.place, fmt::format("per_part does not say {} of \"{}\"", what, model_.variants[v]),
          "name every part");
    counts.by_variant[v] = 1;
  }
  const auto [least, most] = std::minmax_element(counts.by_variant.begin(), counts.by_variant.end());
  counts.least = *least;
  counts.most = *most;
  return counts;
}

// Of parts that are not named, there is none.
void Compiler::warn_of_unnamed(const ShareSpec& spec, std::string_view what) {
  if (spec.per_part.empty()) return;
  for (const std::string& variant : model_.variants)
    if (std::none_of(spec.per_part.begin(), spec.per_part.end(),
                     [&](const auto& one) { return one.first.value == variant; }))
      warn(spec.place, fmt::format("{} does not name \"{}\", so for it there is none", what, variant),
           "name every part");
}

void Compiler::check_share(double share, const Place& place, std::string_view what) {
  if (!(share >= 0 && share <= 1))
    error(place, fmt::format("{} is {:g}, and lies between 0 and 1", what, share));
}

TimeRef Compiler::add_time(std::string_view name, const std::string& purpose, const TimeSpec& time,
                           bool blocks) {
  if (time.per_part.empty()) {
    check_distribution(time.common, time.place);
    return {add_stream(name, purpose, time.common, blocks), false};
  }
  std::vector<const Distribution*> by_variant(model_.variants.size(), nullptr);
  for (const auto& [part, d] : time.per_part) {
    const VariantId v = find_variant(part);
    if (v != kNone) by_variant[static_cast<std::size_t>(v)] = &d;
    check_distribution(d, time.place);
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

void Compiler::compile_elements() {
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const auto e = static_cast<ElementId>(i);
    if (source_specs_[i]) compile_source(*source_specs_[i], e);
    if (station_specs_[i]) compile_station(*station_specs_[i], e);
    if (buffer_specs_[i]) compile_buffer(*buffer_specs_[i], e);
    if (conveyor_specs_[i]) compile_conveyor(*conveyor_specs_[i], e);
    if (sink_specs_[i]) {
      element(e).index = static_cast<std::int32_t>(model_.sinks.size());
      model_.sinks.push_back({e, sink_specs_[i]->scrap});
    }
  }
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
    else if (is_zero(source.interarrival, 0) || mean(spec.interarrival->common) <= 0)
      error(spec.interarrival->place, "arrivals 0 s apart are an unlimited supply", "leave interarrival out");
  }
  if (spec.start) source.start = add_time(name, "start", *spec.start);
  if (spec.start && !spec.start->per_part.empty())
    error(spec.start->place, "the start of a source is one time for all parts");
  if (spec.part) source.part = find_variant(*spec.part);
  source.lot = count_of(spec.lot, 1, 1, "lot");
  source.batch = count_of(spec.batch, 1, 1, "batch");
  source.limit = count_of(spec.limit, kUnlimited, 0, "limit");
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

bool Compiler::needs_people(const StationSpec& spec) {
  const auto crewed = [](const auto& task) { return task.workers.has_value(); };
  return spec.workers || spec.setup_workers ||
         std::any_of(spec.failures.begin(), spec.failures.end(), crewed) ||
         std::any_of(spec.maintenance.begin(), spec.maintenance.end(), crewed);
}

void Compiler::compile_station(const StationSpec& spec, ElementId e) {
  StationModel station;
  station.element = e;
  const auto index = static_cast<std::int32_t>(model_.stations.size());
  element(e).index = index;
  const std::string& name = spec.name.value;
  station.first_machine = static_cast<MachineId>(model_.machines.size());
  const std::int64_t machines = count_of(spec.machines, 1, 1, "machines");
  const CountRef batch = spec.batch ? counts_of(*spec.batch, "the batch") : CountRef{};
  const CountRef split = spec.split ? counts_of(*spec.split, "the split") : CountRef{};
  if (places_left(spec, machines, std::int64_t{batch.most} * split.most)) {
    station.machines = static_cast<std::int32_t>(machines);
    station.batch = batch;
    station.split = split;
  }
  for (std::int32_t j = 0; j < station.machines; ++j) {
    MachineModel machine;
    machine.station = index;
    machine.number = j;
    model_.machines.push_back(std::move(machine));
  }
  // a cycle that could not be read is reported already; any time will do in its place
  const bool in_flow = !element(e).successors.empty() || !element(e).predecessors.empty();
  if (!spec.cycle && !spec.has_cycle && in_flow)
    error(spec.name.place, fmt::format("the station \"{}\" has no cycle time", name), "add cycle: 30 s");
  const TimeSpec unread{Distribution::constant(static_cast<double>(kSecond)), {}, {}};
  station.cycle = add_time(name, "cycle", spec.cycle ? *spec.cycle : unread, true);
  if (spec.scrap) {
    station.scrap.assign(model_.variants.size(), spec.scrap->common);
    check_share(spec.scrap->common, spec.scrap->place, "scrap");
    for (const auto& [part, share] : spec.scrap->per_part) check_share(share, part.place, "scrap");
    for (const auto& [part, share] : spec.scrap->per_part)
      if (const VariantId v = find_variant(part); v != kNone)
        station.scrap[static_cast<std::size_t>(v)] = share;
    warn_of_unnamed(*spec.scrap, "scrap");
    if (std::all_of(station.scrap.begin(), station.scrap.end(), [](double s) { return s == 0; }))
      station.scrap.clear();
    station.scrap_stream = add_uniforms(name, "scrap");
  }
  if (spec.batch_wait) station.batch_wait = add_time(name, "wait", *spec.batch_wait);
  station.calendar = calendar_of(spec.shifts);
  station.crew = crew_of(spec.workers);
  station.setup_crew = crew_of(spec.setup_workers);
  if (spec.priority) station.priority = spec.priority->value;
  if (spec.priority && !needs_people(spec))
    warn(spec.priority->place, "the priority is for workers, and this station needs none");
  compile_failures(spec, station);
  compile_maintenance(spec, station);
  compile_setup(spec, station);
  model_.stations.push_back(std::move(station));
}

// The time to failure as written, or from the availability; nothing when the mode never comes, or is faulty.
// Of modes that count parts it is of no use.
std::optional<TimeSpec> Compiler::time_to_failure(const FailureSpec& failure) {
  if (!failure.mttr) {
    error(failure.place, "failures need mttr", "add mttr: 10 min");
    return std::nullopt;
  }
  if (failure.mtbf_parts) return TimeSpec{};
  if (failure.mtbf) {
    if (failure.mtbf->per_part.empty() && mean(failure.mtbf->common) <= 0) {
      error(failure.mtbf->place, "a machine that fails at once never works", "mtbf must be over 0");
      return std::nullopt;
    }
    return *failure.mtbf;
  }
  if (!failure.availability) {
    error(failure.place, "failures need mtbf or availability", "add mtbf: 8 h");
    return std::nullopt;
  }
  const double a = failure.availability->value;
  const Place& place = failure.availability->place;
  if (a >= 1) return std::nullopt;  // never fails
  const double repair = mean(failure.mttr->common);
  if (a <= 0) {
    error(place, "a machine with availability 0 never works");
  } else if (!failure.mttr->per_part.empty()) {
    error(place, "availability needs an mttr that is one for all parts", "write mtbf instead");
  } else if (repair <= 0) {
    error(failure.mttr->place, "with repairs of 0 s the availability is 100 %",
          "write mtbf, or a longer mttr");
  } else {
    return TimeSpec{Distribution::exponential(repair * a / (1 - a)), {}, place};
  }
  return std::nullopt;
}

void Compiler::compile_failures(const StationSpec& spec, StationModel& station) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < spec.failures.size(); ++i) {
    const FailureSpec& failure = spec.failures[i];
    const std::string name = item_name(failure.name, i);
    if (std::find(names.begin(), names.end(), name) != names.end())
      error(failure.place, fmt::format("two failure modes have the name \"{}\"", name));
    names.push_back(name);
    const std::optional<TimeSpec> to_failure = time_to_failure(failure);
    if (!to_failure) continue;
    if (!streams_left(station.machines, *to_failure) || !streams_left(station.machines, *failure.mttr))
      return;
    FailureMode mode;
    mode.name = failure.name;
    mode.clock = failure.clock;
    if (failure.mtbf_parts) {
      mode.counts_parts = true;
      mode.mean_parts = failure.mtbf_parts->value;
      mode.parts_constant = failure.mtbf_parts_constant;
    }
    mode.crew = crew_of(failure.workers);
    station.failures.push_back(mode);
    const int before = diagnostics_.errors();
    for (std::int32_t j = 0; j < station.machines && diagnostics_.errors() == before; ++j) {
      MachineModel& machine = model_.machines[static_cast<std::size_t>(station.first_machine + j)];
      const std::string purpose = fmt::format("{}/{}", name, j + 1);
      machine.to_failure.push_back(mode.counts_parts
                                       ? TimeRef{add_uniforms(spec.name.value, "failure/" + purpose), false}
                                       : add_time(spec.name.value, "failure/" + purpose, *to_failure));
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
    if (!task.takes || (!task.every_time && !task.every_parts)) {
      error(task.place, task.takes ? "maintenance needs every" : "maintenance needs takes");
      continue;
    }
    if (task.every_time && task.every_time->per_part.empty() && mean(task.every_time->common) <= 0) {
      error(task.every_time->place, "maintenance every 0 s never ends");
      continue;
    }
    if (!streams_left(station.machines, *task.takes) ||
        (task.every_time && !streams_left(station.machines, *task.every_time)))
      return;
    station.maintenance.push_back({task.name, task.every_parts.has_value(),
                                   task.every_parts ? task.every_parts->value : 0, crew_of(task.workers)});
    const int before = diagnostics_.errors();
    for (std::int32_t j = 0; j < station.machines && diagnostics_.errors() == before; ++j) {
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
  if (!spec.setup) {
    if (spec.setup_workers) warn(spec.setup_workers->place, "these workers have no setup to do");
    return;
  }
  const std::string& name = spec.name.value;
  if (model_.variants.size() < 2)
    warn(spec.setup->place, fmt::format("\"{}\" never needs its setup: there is one part only", name));
  if (spec.setup->any) {
    station.setup_any = add_time(name, "setup", *spec.setup->any);
    return;
  }
  if (!matrix_left(*spec.setup)) return;
  const std::size_t n = model_.variants.size();
  station.setup_matrix.assign(n * n, kNone);
  for (const SetupSpec::Entry& entry : spec.setup->matrix) {
    const VariantId from = find_variant(entry.from);
    const VariantId to = find_variant(entry.to);
    if (from == kNone || to == kNone) continue;
    if (from == to) {
      warn(entry.to.place, fmt::format("no setup is needed from \"{}\" to itself", entry.from.value));
      continue;
    }
    check_distribution(entry.time, entry.to.place);
    station.setup_matrix[static_cast<std::size_t>(from) * n + static_cast<std::size_t>(to)] =
        add_stream(name, fmt::format("setup/{}/{}", entry.from.value, entry.to.value), entry.time);
  }
}

// ---- buffers

void Compiler::compile_buffer(const BufferSpec& spec, ElementId e) {
  BufferModel buffer;
  buffer.element = e;
  element(e).index = static_cast<std::int32_t>(model_.buffers.size());
  if (spec.capacity && spec.capacity->value == kUnlimited) {
    buffer.capacity = kUnlimited;
  } else {
    buffer.capacity = count_of(spec.capacity, 1, 1, "capacity");
  }
  buffer.lifo = spec.order && spec.order->value == BufferOrder::Lifo;
  if (spec.dwell) buffer.dwell = add_time(spec.name.value, "dwell", *spec.dwell);
  if (spec.initial) {
    buffer.initial_count = count_of(spec.initial, 0, 0, "initial");
    check_initial(spec);
    if (spec.capacity && buffer.capacity != kUnlimited && buffer.initial_count > buffer.capacity)
      error(spec.initial->place, fmt::format("\"{}\" begins with {} parts and holds {}", spec.name.value,
                                             buffer.initial_count, buffer.capacity));
  }
  buffer.initial_stream = add_uniforms(spec.name.value, "initial");
  model_.buffers.push_back(std::move(buffer));
}

}  // namespace linetwin
