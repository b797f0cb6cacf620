#include "scenario/case_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/quantity.hpp"
#include "model/compile.hpp"

namespace linetwin {
namespace {

struct Default {
  std::string_view section;
  std::string_view key;
  double number;
};

// What an element holds that does not say it (docs/model-reference.md).
constexpr std::array<Default, 8> kDefaults = {{{"stations", "machines", 1},
                                               {"stations", "batch", 1},
                                               {"stations", "split", 1},
                                               {"stations", "scrap", 0},
                                               {"sources", "lot", 1},
                                               {"sources", "batch", 1},
                                               {"vehicles", "count", 1},
                                               {"buffers", "initial", 0}}};

const Default* default_of(const std::vector<PathStep>& path) {
  if (path.size() != 3) return nullptr;
  for (const Default& one : kDefaults)
    if (path[0].key == one.section && path[2].key == one.key) return &one;
  return nullptr;
}

// The number in base units, and how many base units the unit written is.
std::optional<HeldNumber> number_of(const std::string& text) {
  const auto as_written = parse_written(text).value;
  if (!as_written) return std::nullopt;
  HeldNumber held{"", as_written->number, 1};
  if (const auto one = parse_quantity("1" + as_written->unit).value) {
    held.unit = one->value;
  } else if (const auto rate = parse_rate("1" + as_written->unit).value) {
    held.unit = rate->per_h();
  }
  return held;
}

std::string one_line(const Diagnostics& diagnostics, const Sources& sources) {
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity != Severity::Error) continue;
    std::string out = render(d, sources);
    out = out.substr(0, out.find('\n'));
    if (d.place.known() && !d.hint.empty()) out += fmt::format(" ({})", d.hint);
    return out;
  }
  return {};
}

}  // namespace

std::vector<HeldNumber> held_numbers(const Node& root, const std::vector<PathStep>& path,
                                     std::string& fault) {
  std::vector<HeldNumber> all;
  const auto take = [&](const Node& node, const std::string& its_path) {
    const auto held = node.is_scalar() ? number_of(node.text) : std::nullopt;
    if (held) {
      all.push_back({its_path, held->number, held->unit});
    } else if (fault.empty()) {
      fault = fmt::format("{} is {}, not a plain number or quantity", its_path,
                          node.is_scalar() ? '"' + node.text + '"' : std::string(kind_word(node)));
    }
  };
  Diagnostics none;
  if (const Default* standard = default_of(path)) {
    const std::vector<PathStep> element(path.begin(), path.end() - 1);
    for (const Reached& reached : reach(root, element, "", none)) {
      const std::string its_path = reached.path + '.' + path.back().key;
      const Node* node = reached.node->find(path.back().key);
      if (node) {
        take(*node, its_path);
      } else if (reached.node->is_map() || reached.node->kind == Node::Kind::Null) {
        all.push_back({its_path, standard->number, 1});
      }
    }
    return all;
  }
  for (const Reached& reached : reach(root, path, "", none)) take(*reached.node, reached.path);
  return all;
}

CaseBuilder::CaseBuilder(const Scenario& scenario, const ModelTree& tree, const Sources& sources)
    : scenario_(scenario), tree_(tree), sources_(sources), as_is_(flow_text(tree.root)) {
  Diagnostics none;
  std::string fault;
  for (const auto& [path, cost] : scenario.unit_costs)
    if (auto steps = split_path(path, none)) {
      auto before = held_numbers(tree.root, *steps, fault);
      unit_costs_.push_back({std::move(*steps), cost, std::move(before)});
    }
}

std::optional<Node> CaseBuilder::changed(const Case& one, Diagnostics& diagnostics) const {
  Node root = tree_.root;
  for (const TreeChange& change : one.changes) {
    apply_change(root, change, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
  }
  return root;
}

bool CaseBuilder::changes_nothing(const Case& one) const {
  if (one.changes.empty()) return true;
  if (!one.levels.empty() && one.changes.size() > one.levels.size()) return false;  // those of a named case
  Diagnostics diagnostics;
  const std::optional<Node> root = changed(one, diagnostics);
  return root && flow_text(*root) == as_is_;
}

std::optional<LineModel> CaseBuilder::build(const Case& one, std::string& message) const {
  Diagnostics diagnostics;
  std::optional<LineModel> model;
  if (const std::optional<Node> root = changed(one, diagnostics)) {
    TreeOrigin origin = tree_.origin;
    if (!one.changes.empty()) origin.hash = hash_text(changes_text(one), origin.hash);
    const LineSpec spec = read_tree(*root, origin, diagnostics);
    model = compile(spec, diagnostics);
  }
  message = model ? "" : one_line(diagnostics, sources_);
  return model;
}

double CaseBuilder::cost(const Case& one) const {
  double cost = 0;
  for (const NamedCase& named : scenario_.cases)
    if (named.name.value == one.base) cost = named.cost;
  if (unit_costs_.empty() || one.changes.empty()) return cost;
  Diagnostics diagnostics;
  const std::optional<Node> root = changed(one, diagnostics);
  if (!root) return cost;
  std::string fault;
  for (const UnitCost& unit : unit_costs_) {
    const std::vector<HeldNumber> after = held_numbers(*root, unit.path, fault);
    double change = 0;  // in the unit of the model, where the model has the value
    for (const HeldNumber& held : after) {
      const auto was = std::find_if(unit.before.begin(), unit.before.end(),
                                    [&held](const HeldNumber& before) { return before.path == held.path; });
      if (was == unit.before.end()) {
        change += held.number;
      } else {
        const double same_unit = held.unit == was->unit ? 1 : held.unit / was->unit;
        change += held.number * same_unit - was->number;
      }
    }
    for (const HeldNumber& was : unit.before)
      if (std::none_of(after.begin(), after.end(),
                       [&was](const HeldNumber& h) { return h.path == was.path; }))
        change -= was.number;
    cost += change * unit.cost;
  }
  return cost;
}

std::optional<double> CaseBuilder::spent(const Case& one, const Budget& budget) const {
  Diagnostics diagnostics;
  const std::optional<Node> root = changed(one, diagnostics);
  if (!root) return std::nullopt;
  double sum = 0;
  std::string fault;
  for (const Name& path : budget.paths)
    if (const auto steps = split_path(path, diagnostics))
      for (const HeldNumber& held : held_numbers(*root, *steps, fault)) sum += held.number;
  if (!fault.empty()) return std::nullopt;
  return sum;
}

}  // namespace linetwin
