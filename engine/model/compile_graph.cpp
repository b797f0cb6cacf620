// What the graph of the flow says: what no part reaches, what no part can leave, and where no time passes.
#include <fmt/format.h>

#include <algorithm>

#include "model/compiler.hpp"

namespace linetwin {

// The arrows that parts may take: those of positive probability, or of some variant.
FlowGraph Compiler::used_arrows() const {
  FlowGraph flow{model_.elements.size(), {}};
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const Element& from = model_.elements[i];
    for (std::size_t k = 0; k < from.successors.size(); ++k) {
      bool used = true;
      if (from.successors.size() > 1 && !from.routing.cumulative.empty())
        used = from.routing.cumulative[k] > (k > 0 ? from.routing.cumulative[k - 1] : 0);
      if (!from.routing.by_variant.empty())
        used = std::find(from.routing.by_variant.begin(), from.routing.by_variant.end(),
                         static_cast<std::int32_t>(k)) != from.routing.by_variant.end();
      if (used) flow.arrows.emplace_back(static_cast<int>(i), from.successors[k]);
    }
  }
  return flow;
}

std::string Compiler::chain(const std::vector<int>& elements, bool closed) const {
  std::string text;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i == 8 && elements.size() > 10) {
      text += " -> ...";
      break;
    }
    text += (i > 0 ? " -> " : "") + model_.elements[static_cast<std::size_t>(elements[i])].name;
  }
  if (closed && !elements.empty())
    text += " -> " + model_.elements[static_cast<std::size_t>(elements[0])].name;
  return text;
}

bool Compiler::always_scraps(ElementId e) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  if (at.kind != ElementKind::Station) return false;
  const std::vector<double>& scrap = model_.stations[static_cast<std::size_t>(at.index)].scrap;
  return std::any_of(scrap.begin(), scrap.end(), [](double s) { return s > 0; });
}

void Compiler::check_reachability(const FlowGraph& flow) {
  std::vector<int> entries;
  std::vector<int> exits;
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const Element& e = model_.elements[i];
    const bool initial =
        e.kind == ElementKind::Buffer && model_.buffers[static_cast<std::size_t>(e.index)].initial_count > 0;
    if ((e.kind == ElementKind::Source && !e.successors.empty()) || initial)
      entries.push_back(static_cast<int>(i));
    if (e.kind == ElementKind::Sink || always_scraps(static_cast<ElementId>(i)))
      exits.push_back(static_cast<int>(i));
  }
  if (entries.empty()) {
    error(spec_.flow_place, "no part ever enters this line: the flow has no source",
          "begin a chain with source ->");
    return;
  }
  const std::vector<char> reached = reachable(flow, entries);
  const std::vector<char> leaves = reachable(flow, exits, true);
  std::vector<int> caught;
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const Element& e = model_.elements[i];
    const bool in_flow = !e.successors.empty() || !e.predecessors.empty();
    if (in_flow && !reached[i]) warn(e.place, fmt::format("no part can reach \"{}\"", e.name));
    if (reached[i] && !leaves[i] && e.kind != ElementKind::Source) caught.push_back(static_cast<int>(i));
  }
  if (!caught.empty())
    error(model_.elements[static_cast<std::size_t>(caught[0])].place,
          fmt::format("no part can ever leave the line from here: {}", chain(caught, false)),
          "lead the flow to a sink");
}

void Compiler::mark_loops() {
  FlowGraph all{model_.elements.size(), {}};
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    for (const ElementId to : model_.elements[i].successors) all.arrows.emplace_back(static_cast<int>(i), to);
  const Components found = components(all);
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    model_.elements[i].in_loop = found.loop[static_cast<std::size_t>(found.of[i])] != 0;
}

// Whether a part that passes the element spends time there, whatever its variant.
bool Compiler::takes_time(ElementId e) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  auto ever_zero = [&](const TimeRef& time) {
    if (!time.given()) return true;
    for (std::size_t v = 0; v < (time.per_variant ? model_.variants.size() : 1); ++v) {
      const Sampler& s = model_.streams[static_cast<std::size_t>(time.of(static_cast<VariantId>(v)))].sampler;
      if (s.is_constant() && s.constant() == 0) return true;
    }
    return false;
  };
  if (at.kind == ElementKind::Station)
    return !ever_zero(model_.stations[static_cast<std::size_t>(at.index)].cycle);
  if (at.kind == ElementKind::Buffer)
    return !ever_zero(model_.buffers[static_cast<std::size_t>(at.index)].dwell);
  return false;
}

void Compiler::check_time_passes(const FlowGraph& flow) {
  FlowGraph timeless{flow.nodes, {}};
  for (const auto& [from, to] : flow.arrows)
    if (!takes_time(from) && !takes_time(to)) timeless.arrows.emplace_back(from, to);
  const Components found = components(timeless);
  for (std::size_t c = 0; c < found.members.size(); ++c) {
    if (!found.loop[c]) continue;
    const std::vector<int> way = circle(timeless, found.members[c]);
    error(model_.elements[static_cast<std::size_t>(way.empty() ? found.members[c][0] : way[0])].place,
          fmt::format("no time passes on the loop {}", chain(way, true)),
          "give one of its stations a cycle time");
  }
  for (const SourceModel& source : model_.sources) {
    if (!source.unlimited || source.limit != kUnlimited) continue;
    std::vector<int> way{source.element};
    // follow the supply where no time passes; an end that never fills makes it endless
    const std::vector<char> reached = reachable(timeless, way);
    for (std::size_t i = 0; i < reached.size(); ++i) {
      const Element& e = model_.elements[i];
      const bool bottomless = e.kind == ElementKind::Sink ||
                              (e.kind == ElementKind::Buffer &&
                               model_.buffers[static_cast<std::size_t>(e.index)].capacity == kUnlimited);
      if (!reached[i] || !bottomless) continue;
      error(model_.of(source).place,
            fmt::format("the unlimited supply \"{}\" fills \"{}\" without time passing",
                        model_.of(source).name, e.name),
            "put a station with a cycle time between them, or give the source an interarrival time");
      break;
    }
    for (const ElementId to : model_.of(source).successors) {
      const Element& e = element(to);
      if (e.kind == ElementKind::Buffer && takes_time(to) &&
          model_.buffers[static_cast<std::size_t>(e.index)].capacity == kUnlimited)
        error(model_.of(source).place,
              fmt::format("the unlimited supply \"{}\" fills \"{}\" without time passing",
                          model_.of(source).name, e.name),
              "give the buffer a capacity, or the source an interarrival time");
    }
  }
}

}  // namespace linetwin
