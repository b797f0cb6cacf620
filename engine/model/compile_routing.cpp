// How elements choose among successors, and how buffers rank parts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr double kSumTolerance = 1e-6;

}  // namespace

void Compiler::compile_routing(const RoutingSpec& spec) {
  const ElementId e = find_element(spec.element, "routing");
  if (e == kNone) return;
  Element& from = element(e);
  if (from.kind == ElementKind::Sink) {
    error(spec.element.place, fmt::format("\"{}\" is a sink: no part comes out of it", from.name));
    return;
  }
  from.routing.rule = spec.rule;
  if (spec.rule == RoutingRule::Probability) compile_probabilities(spec, from);
  if (spec.rule == RoutingRule::ByPart) compile_by_part(spec, from);
}

// The successors by name, with their positions.
struct Compiler::Ways {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> position;
};

Compiler::Ways Compiler::ways_of(const Element& from) const {
  Ways ways;
  for (const ElementId to : from.successors) {
    ways.names.push_back(model_.elements[static_cast<std::size_t>(to)].name);
    ways.position.emplace(ways.names.back(), ways.position.size());
  }
  return ways;
}

// The position of the successor that a rule names, or nothing and an error.
std::optional<std::size_t> Compiler::find_way(const Element& from, const Ways& ways, const Name& name) {
  const auto it = ways.position.find(name.value);
  if (it != ways.position.end()) return it->second;
  error(name.place, fmt::format("the flow has no arrow from \"{}\" to \"{}\"", from.name, name.value),
        suggestion(name.value, ways.names));
  return std::nullopt;
}

void Compiler::compile_probabilities(const RoutingSpec& spec, Element& from) {
  const Ways ways = ways_of(from);
  std::vector<double> shares(from.successors.size(), -1);
  const int before = diagnostics_.errors();
  double sum = 0;
  for (const auto& [name, share] : spec.probabilities) {
    sum += share.value;
    check_share(share.value, share.place, "a probability");
    const auto k = find_way(from, ways, name);
    if (!k) continue;
    shares[*k] = share.value;
    if (share.value == 0)
      warn(share.place,
           fmt::format("the branch from \"{}\" to \"{}\" is never chosen", from.name, name.value));
  }
  for (std::size_t k = 0; k < shares.size(); ++k)
    if (shares[k] < 0)
      error(spec.element.place,
            fmt::format("the routing of \"{}\" does not say how often \"{}\" is chosen", from.name,
                        ways.names[k]),
            fmt::format("add {}: 0 % if never", ways.names[k]));
  if (diagnostics_.errors() > before) return;
  if (std::abs(sum - 1) > kSumTolerance) {
    error(spec.place, fmt::format("the probabilities of \"{}\" sum to {:g} %", from.name, sum * 100),
          "they sum to 100 %");
    return;
  }
  double running = 0;
  for (const double share : shares) from.routing.cumulative.push_back((running += share) / sum);
  from.routing.cumulative.back() = 1;
  from.routing.stream = add_uniforms(from.name, "routing");
}

void Compiler::compile_by_part(const RoutingSpec& spec, Element& from) {
  from.routing.by_variant.assign(model_.variants.size(), -1);
  const Ways ways = ways_of(from);
  const std::vector<std::string>& names = ways.names;
  std::vector<char> chosen(from.successors.size(), 0);
  for (const auto& [part, successor] : spec.by_part) {
    const VariantId variant = find_variant(part);
    const auto k = find_way(from, ways, successor);
    if (variant == kNone || !k) continue;
    from.routing.by_variant[static_cast<std::size_t>(variant)] = static_cast<std::int32_t>(*k);
    chosen[*k] = 1;
  }
  for (std::size_t v = 0; v < model_.variants.size(); ++v) {
    if (from.routing.by_variant[v] >= 0) continue;
    error(spec.place,
          fmt::format("by_part does not say where \"{}\" goes from \"{}\"", model_.variants[v], from.name));
    from.routing.by_variant[v] = 0;
  }
  for (std::size_t k = 0; k < chosen.size(); ++k)
    if (!chosen[k])
      warn(spec.place, fmt::format("the branch from \"{}\" to \"{}\" is never chosen", from.name, names[k]));
}

// Ranks of the variants in a buffer that sorts: larger priority first, or shorter mean cycle behind it first.
void Compiler::rank_parts(const BufferSpec& spec, BufferModel& buffer) {
  if (!spec.order || spec.order->value == BufferOrder::Fifo || spec.order->value == BufferOrder::Lifo) return;
  std::vector<double> keys(model_.variants.size(), 0);  // smaller leaves first
  if (spec.order->value == BufferOrder::Priority) {
    bool given = false;
    for (std::size_t v = 0; v < spec_.parts.size(); ++v) {
      if (!spec_.parts[v].priority) continue;
      given = true;
      keys[v] = -spec_.parts[v].priority->value;
    }
    if (!given) warn(spec.order->place, "no part has a priority, so this buffer is first in, first out");
  } else {
    for (std::size_t v = 0; v < keys.size(); ++v) {
      int stations = 0;
      for (const ElementId to : model_.of(buffer).successors) {
        if (element(to).kind != ElementKind::Station) continue;
        const StationModel& station = model_.stations[static_cast<std::size_t>(element(to).index)];
        keys[v] += mean(
            model_.streams[static_cast<std::size_t>(station.cycle.of(static_cast<VariantId>(v)))].written);
        ++stations;
      }
      if (stations > 0) keys[v] /= stations;
    }
  }
  std::vector<double> distinct = keys;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() < 2) return;
  for (const double key : keys)
    buffer.rank.push_back(static_cast<std::int32_t>(std::lower_bound(distinct.begin(), distinct.end(), key) -
                                                    distinct.begin()));
  buffer.ranks = static_cast<std::int32_t>(distinct.size());
}

}  // namespace linetwin
