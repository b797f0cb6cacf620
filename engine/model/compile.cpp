#include "model/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr double kSumTolerance = 1e-6;
constexpr std::size_t kMostVariants = 10'000;

}  // namespace

// ---- variants

void Compiler::name_variants() {
  if (spec_.parts.empty()) {
    model_.variants = {"part"};
    model_.variant_shares = {1};
    model_.cumulative_shares = {1};
    variant_by_name_["part"] = 0;
    return;
  }
  model_.variants_declared = true;
  if (spec_.parts.size() > kMostVariants)
    error(spec_.parts[kMostVariants].name.place, "a model has at most 10000 parts");
  std::size_t given = 0;
  for (const PartSpec& part : spec_.parts) {
    variant_by_name_[part.name.value] = static_cast<VariantId>(model_.variants.size());
    model_.variants.push_back(part.name.value);
    if (part.share) ++given;
  }
  const std::size_t n = spec_.parts.size();
  shares_given_ = given == n;
  double sum = 0;
  for (const PartSpec& part : spec_.parts) {
    const double share = given == 0 ? 1.0 / static_cast<double>(n) : part.share ? part.share->value : 0;
    model_.variant_shares.push_back(share);
    model_.cumulative_shares.push_back(sum += share);
    if (given > 0 && !part.share)
      error(part.name.place, fmt::format("the part \"{}\" has no share, and others have", part.name.value),
            "give each part a share, or none");
  }
  if (given == n && std::abs(sum - 1) > kSumTolerance)
    error(spec_.parts.back().share->place, fmt::format("the shares of the parts sum to {:g} %", sum * 100),
          "they sum to 100 %");
  for (double& c : model_.cumulative_shares) c = sum > 0 ? c / sum : 1;
  for (double& s : model_.variant_shares) s = sum > 0 ? s / sum : s;
  model_.cumulative_shares.back() = 1;
}

VariantId Compiler::find_variant(const Name& name) {
  const auto it = variant_by_name_.find(name.value);
  if (it != variant_by_name_.end()) return it->second;
  error(name.place, fmt::format("there is no part \"{}\"", name.value),
        model_.variants_declared ? suggestion(name.value, model_.variants)
                                 : "declare it: parts: {" + name.value + ": {share: 100 %}}");
  return kNone;
}

// The search for what was meant takes its time: not for thousands of names.
std::string Compiler::suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr int kMostSearches = 50;
  return ++searches_ <= kMostSearches ? did_you_mean(word, candidates) : "";
}

// ---- elements

void Compiler::name_elements() {
  struct Declared {
    Place place;
    std::string name;
    ElementKind kind;
    std::size_t index;
  };
  std::vector<Declared> all;
  auto add = [&all](const auto& specs, ElementKind kind) {
    for (std::size_t i = 0; i < specs.size(); ++i)
      all.push_back({specs[i].name.place, specs[i].name.value, kind, i});
  };
  add(spec_.sources, ElementKind::Source);
  add(spec_.stations, ElementKind::Station);
  add(spec_.buffers, ElementKind::Buffer);
  add(spec_.conveyors, ElementKind::Conveyor);
  add(spec_.sinks, ElementKind::Sink);
  const std::size_t undeclared = ~std::size_t{0};
  std::set<std::string> words;
  for (const EdgeSpec& edge : spec_.flow)
    for (const Name* name : {&edge.from, &edge.to})
      if ((name->value == "source" || name->value == "sink") && words.insert(name->value).second)
        all.push_back({name->place, name->value,
                       name->value == "source" ? ElementKind::Source : ElementKind::Sink, undeclared});
  std::stable_sort(all.begin(), all.end(),
                   [](const Declared& a, const Declared& b) { return a.place < b.place; });
  static const SourceSpec supply{};
  static const SinkSpec outlet{};
  for (const Declared& d : all) {
    const auto [it, fresh] = by_name_.emplace(d.name, static_cast<ElementId>(model_.elements.size()));
    if (!fresh || variant_by_name_.contains(d.name))
      error(d.place, fmt::format("the name \"{}\" is taken already", d.name),
            "names are shared by all sections");
    element_names_.push_back(d.name);
    Element e;
    e.name = d.name;
    e.kind = d.kind;
    e.place = d.place;
    model_.elements.push_back(std::move(e));
    const bool own = d.index != undeclared;
    source_specs_.push_back(d.kind != ElementKind::Source ? nullptr
                            : own                         ? &spec_.sources[d.index]
                                                          : &supply);
    station_specs_.push_back(d.kind == ElementKind::Station ? &spec_.stations[d.index] : nullptr);
    buffer_specs_.push_back(d.kind == ElementKind::Buffer ? &spec_.buffers[d.index] : nullptr);
    sink_specs_.push_back(d.kind != ElementKind::Sink ? nullptr : own ? &spec_.sinks[d.index] : &outlet);
    conveyor_specs_.push_back(d.kind == ElementKind::Conveyor ? &spec_.conveyors[d.index] : nullptr);
  }
}

ElementId Compiler::find_element(const Name& name, std::string_view where) {
  const auto it = by_name_.find(name.value);
  if (it != by_name_.end()) return it->second;
  if (variant_by_name_.contains(name.value) && model_.variants_declared) {
    error(name.place, fmt::format("{} names \"{}\", which is a part", where, name.value));
  } else if (const auto other = others_.find(name.value); other != others_.end()) {
    error(name.place, fmt::format("{} names \"{}\", which is {}", where, name.value, other->second));
  } else {
    std::vector<std::string> known = element_names_;
    if (where == "flow")
      for (const FleetModel& fleet : model_.fleets) known.push_back(fleet.name);
    error(name.place, fmt::format("{} names \"{}\", which does not exist", where, name.value),
          suggestion(name.value, known));
  }
  return kNone;
}

void Compiler::connect() {
  for (const EdgeSpec& edge : spec_.flow) {
    const ElementId from = find_element(edge.from, "flow");
    const ElementId to = find_element(edge.to, "flow");
    if (from == kNone || to == kNone) continue;
    if (element(from).kind == ElementKind::Sink) {
      error(edge.from.place, fmt::format("\"{}\" is a sink: no part comes out of it", edge.from.value));
    } else if (element(to).kind == ElementKind::Source) {
      error(edge.to.place, fmt::format("\"{}\" is a source: no part goes into it", edge.to.value));
    } else {
      element(from).successors.push_back(to);
      element(to).predecessors.push_back(from);
      const auto fleet = edge.via ? fleet_by_name_.find(edge.via->value) : fleet_by_name_.end();
      element(from).via.push_back(fleet == fleet_by_name_.end() ? kNone : fleet->second);
    }
  }
}

void Compiler::check_degrees() {
  for (const Element& e : model_.elements) {
    const bool in_flow = !e.successors.empty() || !e.predecessors.empty();
    if (!in_flow) {
      if (e.kind == ElementKind::Station && !model_.stations[static_cast<std::size_t>(e.index)].stops.empty())
        continue;  // it works for others
      warn(e.place, fmt::format("\"{}\" is not in the flow: no part {}", e.name,
                                e.kind == ElementKind::Source ? "comes from it" : "can reach it"));
    } else if (e.successors.empty() && e.kind != ElementKind::Sink) {
      error(e.place, fmt::format("no way out of \"{}\": the flow ends there, and it is no sink", e.name),
            fmt::format("continue the flow: {} -> sink", e.name));
    }
  }
}

// Names in what leans on the flow, where the flow itself is not known.
void Compiler::check_names() {
  for (const RoutingSpec& routing : spec_.routing) {
    find_element(routing.element, "routing");
    for (const auto& [name, share] : routing.probabilities) find_element(name, "routing");
    for (const auto& [part, name] : routing.by_part) find_variant(part), find_element(name, "routing");
  }
  for (const StationSpec& station : spec_.stations)
    if (station.assemble)
      for (const auto& [name, count] : station.assemble->needs) find_element(name, "assemble");
}

void Compiler::compile_targets() {
  const TargetsSpec& spec = spec_.targets;
  if (spec.throughput) model_.targets.throughput_per_h = spec.throughput->value.per_h();
  if (spec.demand) model_.targets.demand = spec.demand->value;
  if (spec.lead_time) model_.targets.lead_time_s = seconds(spec.lead_time->value);
}

LineModel Compiler::compile() {
  model_.name = spec_.name.value;
  model_.description = spec_.description;
  model_.hash = spec_.text_hash;
  compile_targets();
  name_variants();
  name_elements();
  if (!check_size()) return std::move(model_);
  name_shifts();
  name_pools();
  name_fleets();
  for (const LimitSpec& limit : spec_.limits) others_.emplace(limit.name.value, "a limit");
  const int before = diagnostics_.errors();
  connect();
  const bool connected = diagnostics_.errors() == before && !spec_.flow_broken;
  compile_layout();
  compile_elements();
  compile_stops();
  check_walking();
  compile_scheduled();
  check_meetings();
  check_use();
  if (!connected) {  // the rest would repeat the same faults in other words
    compile_limits();
    check_names();
    return std::move(model_);
  }
  std::set<std::string> routed;
  for (const RoutingSpec& routing : spec_.routing) {
    if (!routed.insert(routing.element.value).second)
      error(routing.element.place, fmt::format("\"{}\" has two routings", routing.element.value));
    compile_routing(routing);
  }
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    if (buffer_specs_[i])
      rank_parts(*buffer_specs_[i], model_.buffers[static_cast<std::size_t>(model_.elements[i].index)]);
  check_shares_needed();
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    if (station_specs_[i])
      compile_assembly(*station_specs_[i],
                       model_.stations[static_cast<std::size_t>(model_.elements[i].index)]);
  compile_limits();
  compile_fleets();
  const int understood = diagnostics_.errors();
  check_degrees();
  check_fans();
  if (spec_.flow.empty() || diagnostics_.errors() > understood) return std::move(model_);
  mark_loops();
  const std::vector<Kin> kins = kindred();
  check_reachability(kins);
  const int flowing = diagnostics_.errors();
  check_loops(kins);
  if (diagnostics_.errors() == flowing) check_supplies();
  return std::move(model_);
}

std::optional<LineModel> compile(const LineSpec& spec, Diagnostics& diagnostics) {
  LineModel model = Compiler(spec, diagnostics).compile();
  if (!diagnostics.has_errors() && spec.flow.empty())
    diagnostics.error(spec.flow_place, "the flow is empty", "write for example source -> m1 -> sink");
  diagnostics.sort();
  if (diagnostics.has_errors()) return std::nullopt;
  return model;
}

RunOptions run_options(const LineSpec& spec, Diagnostics& diagnostics) {
  RunOptions options;
  if (spec.run.duration) options.duration = spec.run.duration->value;
  if (spec.run.warmup) options.warmup = spec.run.warmup->value;
  options.find_warmup = spec.run.find_warmup;
  if (spec.run.replications) options.replications = static_cast<std::int32_t>(spec.run.replications->value);
  if (spec.run.seed) options.seed = spec.run.seed->value;
  if (options.warmup >= options.duration)
    diagnostics.warning(spec.run.warmup ? spec.run.warmup->place : spec.run.place,
                        "the warm-up is not shorter than the run: nothing is left to count",
                        "make the duration longer, or the warm-up shorter");
  return options;
}

}  // namespace linetwin
