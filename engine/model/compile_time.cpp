// Where no time passes: loops that parts could go round for ever at one moment, and supplies that pour into
// the line without end. What only chance makes endless is left to the run, which finds it too.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostReports = 20;
constexpr std::int64_t kMostAtOnce = 1'000'000;  // parts that a supply may put into the line at one moment

}  // namespace

bool Compiler::is_zero(const TimeRef& time, VariantId variant) const {
  if (!time.given()) return true;
  const Sampler& sampler = model_.streams[static_cast<std::size_t>(time.of(variant))].sampler;
  return sampler.is_constant() && sampler.constant() == 0;
}

// Whether a part of the variant spends time at the element, or some of them make time pass there (setup,
// maintenance and failures that come every so many parts).
bool Compiler::takes_time(ElementId e, VariantId variant) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  if (at.kind == ElementKind::Buffer)
    return !is_zero(model_.buffers[static_cast<std::size_t>(at.index)].dwell, variant);
  if (at.kind == ElementKind::Conveyor)
    return model_.conveyors[static_cast<std::size_t>(at.index)].transit > 0;
  if (at.kind != ElementKind::Station) return false;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  if (!is_zero(station.cycle, variant)) return true;
  if (station.has_setup() && model_.variants.size() > 1) return true;
  const MachineModel& machine = model_.machines[static_cast<std::size_t>(station.first_machine)];
  for (std::size_t i = 0; i < station.maintenance.size(); ++i)
    if (station.maintenance[i].by_parts && !is_zero(machine.takes[i], variant)) return true;
  for (std::size_t i = 0; i < station.failures.size(); ++i)
    if (station.failures[i].counts_parts && !is_zero(machine.to_repair[i], variant)) return true;
  return false;
}

// Whether that depends on the variant.
bool Compiler::times_vary(ElementId e) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  if (at.kind == ElementKind::Buffer)
    return model_.buffers[static_cast<std::size_t>(at.index)].dwell.per_variant;
  if (at.kind != ElementKind::Station) return false;
  const StationModel& station = model_.stations[static_cast<std::size_t>(at.index)];
  const MachineModel& machine = model_.machines[static_cast<std::size_t>(station.first_machine)];
  const auto varies = [](const TimeRef& time) { return time.per_variant; };
  return varies(station.cycle) || std::any_of(machine.takes.begin(), machine.takes.end(), varies) ||
         std::any_of(machine.to_repair.begin(), machine.to_repair.end(), varies);
}

// Whether vehicles carry parts from the one to the other: there are only so many, and they take their time.
bool Compiler::carried(ElementId from, ElementId to) const {
  const Element& e = model_.elements[static_cast<std::size_t>(from)];
  const auto k = std::find(e.successors.begin(), e.successors.end(), to) - e.successors.begin();
  return e.via[static_cast<std::size_t>(k)] != kNone;
}

// ---- loops

void Compiler::check_loops(const std::vector<Kin>& kins) {
  // first all variants together: where there is no loop for all, there is none for one
  std::vector<VariantId> coming;
  for (const Kin& kin : kins)
    if (!kin.entries.empty()) coming.insert(coming.end(), kin.variants.begin(), kin.variants.end());
  std::vector<char> timeless(model_.elements.size(), 0);
  for (std::size_t i = 0; i < timeless.size(); ++i) {
    const std::size_t different = times_vary(static_cast<ElementId>(i)) ? coming.size() : 1;
    for (std::size_t j = 0; j < different && j < coming.size() && !timeless[i]; ++j)
      timeless[i] = !takes_time(static_cast<ElementId>(i), coming[j]);
  }
  FlowGraph together{model_.elements.size(), {}};
  for (std::size_t i = 0; i < timeless.size(); ++i)
    for (const ElementId to : model_.elements[i].successors)
      if (timeless[i] && timeless[static_cast<std::size_t>(to)] && !carried(static_cast<ElementId>(i), to))
        together.arrows.emplace_back(static_cast<int>(i), to);
  const Components found = components(together);
  std::size_t reports = 0;
  for (std::size_t c = 0; c < found.members.size() && reports < kMostReports; ++c)
    if (found.loop[c] && report_loop(found.members[c], kins)) ++reports;
}

// Looks among the members for a loop that parts of one variant go round, and reports the first.
bool Compiler::report_loop(const std::vector<int>& members, const std::vector<Kin>& kins) {
  std::unordered_map<int, int> local;
  for (const int member : members) local.emplace(member, static_cast<int>(local.size()));
  for (const Kin& kin : kins) {
    if (kin.entries.empty()) continue;
    for (const VariantId variant : kin.variants) {
      FlowGraph flow{members.size(), {}};
      for (const int from : members) {
        const Element& e = model_.elements[static_cast<std::size_t>(from)];
        if (takes_time(from, variant)) continue;
        for (std::size_t k = 0; k < e.successors.size(); ++k)
          if (const auto it = local.find(e.successors[k]); it != local.end() && e.via[k] == kNone &&
                                                           takes_arrow(e, k, variant) &&
                                                           !takes_time(e.successors[k], variant))
            flow.arrows.emplace_back(local.at(from), it->second);
      }
      const Components found = components(flow);
      const auto loop = std::find(found.loop.begin(), found.loop.end(), 1);
      if (loop == found.loop.end()) continue;
      std::vector<int> way = circle(flow, found.members[static_cast<std::size_t>(loop - found.loop.begin())]);
      for (int& step : way) step = members[static_cast<std::size_t>(step)];
      error(model_.elements[static_cast<std::size_t>(way[0])].place,
            fmt::format("no time passes on the loop {}", chain(way, true)),
            "give one of its stations a cycle time");
      return true;
    }
  }
  return false;
}

// ---- unlimited supplies

// What one supply reaches at one moment.
struct Compiler::Supply {
  std::vector<VariantId> variants;          // that it gives
  std::vector<ElementId> reached;           // each behind all that it leads to
  std::unordered_map<ElementId, int> free;  // of those: over 0 when parts flow through and away without end,
                                            // and then less than that of whatever leads there
  std::int64_t places = 0;                  // that it fills at once
};

// Walks from the supply through everything that takes no time.
void Compiler::explore(Supply& supply, ElementId from) {
  struct Step {
    ElementId element;
    std::size_t next = 0;
  };
  std::vector<Step> way{{from}};
  supply.free[from] = 0;
  while (!way.empty()) {
    Step& step = way.back();
    const Element& e = model_.elements[static_cast<std::size_t>(step.element)];
    const auto index = static_cast<std::size_t>(e.index);
    const bool stays = std::any_of(supply.variants.begin(), supply.variants.end(),
                                   [&](VariantId v) { return takes_time(step.element, v); });
    if (!stays && !pours_away(step.element, supply) && step.next < e.successors.size()) {
      const std::size_t k = step.next++;
      const bool used = e.via[k] == kNone && std::any_of(supply.variants.begin(), supply.variants.end(),
                                                         [&](VariantId v) { return takes_arrow(e, k, v); });
      if (used && supply.free.emplace(e.successors[k], 0).second) way.push_back({e.successors[k]});
      continue;
    }
    if (e.kind == ElementKind::Station)
      supply.places +=
          static_cast<std::int64_t>(model_.stations[index].machines) * model_.stations[index].batch.most;
    if (e.kind == ElementKind::Buffer && model_.buffers[index].capacity != kUnlimited)
      supply.places += std::min(model_.buffers[index].capacity, kMostAtOnce + 1);
    supply.reached.push_back(step.element);
    way.pop_back();
  }
}

// Whether parts disappear here at once, however many come.
bool Compiler::pours_away(ElementId e, const Supply& supply) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  const auto index = static_cast<std::size_t>(at.index);
  switch (at.kind) {
    case ElementKind::Sink: return true;
    case ElementKind::Buffer: return model_.buffers[index].capacity == kUnlimited;
    case ElementKind::Source:
    case ElementKind::Conveyor: return false;
    case ElementKind::Station: break;
  }
  const std::vector<double>& scrap = model_.stations[index].scrap;
  return std::all_of(supply.variants.begin(), supply.variants.end(), [&](VariantId v) {
    return !takes_time(e, v) && !scrap.empty() && scrap[static_cast<std::size_t>(v)] >= 1;
  });
}

// Whether parts flow through: they find an end behind. At a station where the way is drawn, all ways must;
// sooner or later a part is drawn that waits, and the supply with it. At sources and buffers one is enough,
// since nothing else would end a run of draws there.
bool Compiler::flows_on(ElementId e, const Supply& supply) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  const bool stays = std::any_of(supply.variants.begin(), supply.variants.end(),
                                 [&](VariantId v) { return takes_time(e, v); });
  if (stays) return false;
  const bool drawn = at.routing.rule == RoutingRule::Probability || at.routing.rule == RoutingRule::ByPart;
  bool any = false;
  bool all = true;
  if (at.kind == ElementKind::Station && model_.stations[static_cast<std::size_t>(at.index)].assembles())
    return false;  // it waits for other parts too
  for (std::size_t k = 0; k < at.successors.size(); ++k) {
    const bool used = at.via[k] == kNone && std::any_of(supply.variants.begin(), supply.variants.end(),
                                                        [&](VariantId v) { return takes_arrow(at, k, v); });
    if (!used) continue;
    const auto it = supply.free.find(at.successors[k]);
    const bool free = it != supply.free.end() && it->second > 0;
    any = any || free;
    all = all && free;
  }
  return drawn && at.kind == ElementKind::Station ? any && all : any;
}

void Compiler::check_supplies() {
  std::size_t reports = 0;
  for (const SourceModel& source : model_.sources) {
    const bool endless = source.unlimited && (source.limit == kUnlimited || source.limit > kMostAtOnce);
    if (!endless || model_.of(source).successors.empty()) continue;
    Supply supply;
    const std::vector<char> gives = variants_of(source);
    for (std::size_t v = 0; v < gives.size(); ++v)
      if (gives[v]) supply.variants.push_back(static_cast<VariantId>(v));
    explore(supply, source.element);
    // what lies behind stands first, so one pass does it; loops without time are refused before
    int order = 0;
    for (const ElementId e : supply.reached) {
      ++order;
      if (pours_away(e, supply) || flows_on(e, supply)) supply.free[e] = order;
    }
    if (!supply.free[source.element] && supply.places <= kMostAtOnce) continue;
    report_supply(source, supply);
    if (++reports == kMostReports) return;
  }
}

void Compiler::report_supply(const SourceModel& source, Supply& supply) {
  const std::string& name = model_.of(source).name;
  if (!supply.free[source.element]) {
    error(model_.of(source).place,
          fmt::format("the unlimited supply \"{}\" puts over {} parts into the line at one moment", name,
                      kMostAtOnce),
          "lower the capacities behind it, or give the source an interarrival time");
    return;
  }
  std::vector<int> way{source.element};
  while (!pours_away(way.back(), supply)) {
    const Element& e = model_.elements[static_cast<std::size_t>(way.back())];
    for (const ElementId to : e.successors)
      if (const auto it = supply.free.find(to);
          it != supply.free.end() && it->second > 0 && it->second < supply.free[way.back()]) {
        way.push_back(to);
        break;
      }
  }
  error(model_.of(source).place,
        fmt::format("the unlimited supply \"{}\" fills \"{}\" without time passing: {}", name,
                    model_.elements[static_cast<std::size_t>(way.back())].name, chain(way, false)),
        "put a station with a cycle time between them, or give the source an interarrival time");
}

}  // namespace linetwin
