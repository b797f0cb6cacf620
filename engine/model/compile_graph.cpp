// What the graph of the flow says: what no part reaches, and where no part can ever leave again.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/compiler.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostReports = 20;

}  // namespace

// The variants that a source gives, one mark each.
std::vector<char> Compiler::variants_of(const SourceModel& source) const {
  std::vector<char> gives(model_.variants.size(), 0);
  if (source.part != kNone) {
    gives[static_cast<std::size_t>(source.part)] = 1;
  } else if (!source.sequence.empty()) {
    for (const SourceModel::Run& run : source.sequence) gives[static_cast<std::size_t>(run.part)] = 1;
  } else {
    for (std::size_t v = 0; v < gives.size(); ++v) gives[v] = model_.variant_shares[v] > 0;
  }
  return gives;
}

// Whether parts of the variant ever take the arrow to the k-th successor.
bool Compiler::takes_arrow(const Element& from, std::size_t k, VariantId variant) const {
  const Routing& routing = from.routing;
  if (!routing.by_variant.empty())
    return routing.by_variant[static_cast<std::size_t>(variant)] == static_cast<std::int32_t>(k);
  if (!routing.cumulative.empty()) return routing.cumulative[k] > (k > 0 ? routing.cumulative[k - 1] : 0);
  return true;
}

std::vector<Compiler::Kin> Compiler::kindred() const {
  // what tells variants apart: who gives them, where they are scrapped, where by_part sends them
  std::vector<std::vector<std::int32_t>> marks(model_.variants.size());
  std::vector<std::vector<char>> given;  // by source
  for (const SourceModel& source : model_.sources) given.push_back(variants_of(source));
  for (std::size_t v = 0; v < marks.size(); ++v) {
    marks[v].push_back(model_.variant_shares[v] > 0);
    for (std::size_t s = 0; s < given.size(); ++s)
      if (model_.sources[s].part != kNone || !model_.sources[s].sequence.empty())
        marks[v].push_back(given[s][v]);
    for (const StationModel& station : model_.stations)
      if (!station.scrap.empty()) marks[v].push_back(station.scrap[v] > 0);
    for (const Element& e : model_.elements)
      if (!e.routing.by_variant.empty()) marks[v].push_back(e.routing.by_variant[v]);
  }
  std::map<std::vector<std::int32_t>, std::size_t> known;
  std::vector<Kin> kins;
  for (std::size_t v = 0; v < marks.size(); ++v) {
    const auto [it, fresh] = known.emplace(std::move(marks[v]), kins.size());
    if (fresh) kins.emplace_back();
    kins[it->second].variants.push_back(static_cast<VariantId>(v));
  }
  for (Kin& kin : kins) {
    const auto v = static_cast<std::size_t>(kin.variants.front());
    for (std::size_t i = 0; i < model_.elements.size(); ++i) {
      const Element& e = model_.elements[i];
      const auto index = static_cast<std::size_t>(e.index);
      const bool supplied = e.kind == ElementKind::Source && !e.successors.empty() && given[index][v];
      const bool initial = e.kind == ElementKind::Buffer && model_.buffers[index].initial_count > 0 &&
                           model_.variant_shares[v] > 0;
      if (supplied || initial) kin.entries.push_back(static_cast<int>(i));
    }
  }
  return kins;
}

// The arrows that parts of the variant may take.
FlowGraph Compiler::flow_of(VariantId variant) const {
  FlowGraph flow{model_.elements.size(), {}};
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const Element& e = model_.elements[i];
    for (std::size_t k = 0; k < e.successors.size(); ++k)
      if (takes_arrow(e, k, variant) && !merges_into(static_cast<ElementId>(i), e.successors[k]))
        flow.arrows.emplace_back(static_cast<int>(i), e.successors[k]);
  }
  return flow;
}

bool Compiler::ever_scraps(ElementId e, VariantId variant) const {
  const Element& at = model_.elements[static_cast<std::size_t>(e)];
  if (at.kind != ElementKind::Station) return false;
  const std::vector<double>& scrap = model_.stations[static_cast<std::size_t>(at.index)].scrap;
  return !scrap.empty() && scrap[static_cast<std::size_t>(variant)] > 0;
}

// "a -> b -> c" where arrows lead on, "a, b" where none does.
std::string Compiler::chain(const std::vector<int>& elements, bool closed) const {
  std::string text;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Element& e = model_.elements[static_cast<std::size_t>(elements[i])];
    if (i > 0) {
      const std::vector<ElementId>& next =
          model_.elements[static_cast<std::size_t>(elements[i - 1])].successors;
      text += std::find(next.begin(), next.end(), elements[i]) != next.end() ? " -> " : ", ";
    }
    if (i == 8 && elements.size() > 10) {
      text += "...";
      break;
    }
    text += e.name;
  }
  if (closed && !elements.empty())
    text += " -> " + model_.elements[static_cast<std::size_t>(elements[0])].name;
  return text;
}

void Compiler::check_reachability(const std::vector<Kin>& kins) {
  std::vector<char> ever(model_.elements.size(), 0);
  std::vector<std::pair<VariantId, std::vector<int>>> caught;
  std::size_t coming = 0;
  for (const Kin& kin : kins) {
    if (kin.entries.empty()) continue;
    ++coming;
    const VariantId variant = kin.variants.front();
    std::vector<int> exits;
    for (std::size_t i = 0; i < model_.elements.size(); ++i) {
      const Element& e = model_.elements[i];
      const bool merges = std::any_of(e.successors.begin(), e.successors.end(), [&](ElementId to) {
        return merges_into(static_cast<ElementId>(i), to);
      });
      if (e.kind == ElementKind::Sink || merges || ever_scraps(static_cast<ElementId>(i), variant))
        exits.push_back(static_cast<int>(i));
    }
    const FlowGraph flow = flow_of(variant);
    const std::vector<char> reached = reachable(flow, kin.entries);
    const std::vector<char> leaves = reachable(flow, exits, true);
    std::vector<int> here;
    for (std::size_t i = 0; i < reached.size(); ++i) {
      ever[i] = ever[i] || reached[i];
      if (reached[i] && !leaves[i] && model_.elements[i].kind != ElementKind::Source)
        here.push_back(static_cast<int>(i));
    }
    if (!here.empty()) caught.emplace_back(variant, std::move(here));
  }
  if (coming == 0) {
    error(spec_.flow_place, "no part ever enters this line: the flow has no source",
          "begin a chain with source ->");
    return;
  }
  for (std::size_t i = 0; i < ever.size(); ++i) {
    const Element& e = model_.elements[i];
    const bool in_flow = !e.successors.empty() || !e.predecessors.empty();
    if (in_flow && !ever[i] && e.kind != ElementKind::Source)
      warn(e.place, fmt::format("no part can reach \"{}\"", e.name));
  }
  report_caught(caught, caught.size() == coming);
}

// `all`: no variant gets out; if they are caught in the same place, that is one error and not many.
void Compiler::report_caught(const std::vector<std::pair<VariantId, std::vector<int>>>& caught, bool all) {
  all = all && std::all_of(caught.begin(), caught.end(),
                           [&](const auto& one) { return one.second == caught.front().second; });
  for (std::size_t i = 0; i < caught.size() && i < (all ? 1 : kMostReports); ++i) {
    const auto& [variant, elements] = caught[i];
    const std::string who =
        all ? "no part can ever"
            : fmt::format("no part \"{}\" can ever", model_.variants[static_cast<std::size_t>(variant)]);
    error(model_.elements[static_cast<std::size_t>(elements[0])].place,
          fmt::format("{} leave the line from here: {}", who, chain(elements, false)),
          all ? "lead the flow to a sink" : "lead its way to a sink");
  }
}

void Compiler::mark_loops() {
  FlowGraph all{model_.elements.size(), {}};
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    for (const ElementId to : model_.elements[i].successors) all.arrows.emplace_back(static_cast<int>(i), to);
  const Components found = components(all);
  for (std::size_t i = 0; i < model_.elements.size(); ++i)
    model_.elements[i].in_loop = found.loop[static_cast<std::size_t>(found.of[i])] != 0;
}

}  // namespace linetwin
