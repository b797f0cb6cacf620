// The flow, and what hangs on it: routing and the layout.
#include <fmt/format.h>

#include <algorithm>

#include "diff/compare.hpp"

namespace linetwin::diff {
namespace {

using Edges = std::map<std::pair<std::string, std::string>, std::string>;  // from, to: the fleet

Edges as_map(const std::vector<EdgeSpec>& edges) {
  Edges map;
  for (const EdgeSpec& edge : edges)
    map.emplace(std::pair(edge.from.value, edge.to.value), edge.via ? edge.via->value : "");
  return map;
}

std::map<std::string, std::vector<std::string>> successors(const std::vector<EdgeSpec>& edges) {
  std::map<std::string, std::vector<std::string>> map;
  for (const EdgeSpec& edge : edges) map[edge.from.value].push_back(edge.to.value);
  return map;
}

// The arrows that `other` has not, joined to chains where they follow each other.
std::vector<std::string> chains_missing_in(const Edges& other, const std::vector<EdgeSpec>& edges) {
  std::vector<std::string> chains;
  std::string last;
  for (const EdgeSpec& edge : edges) {
    if (other.contains({edge.from.value, edge.to.value})) {
      last.clear();
    } else if (edge.from.value == last) {
      chains.back() += edge_text(edge).substr(edge.from.value.size());
      last = edge.to.value;
    } else {
      chains.push_back(edge_text(edge));
      last = edge.to.value;
    }
  }
  return chains;
}

bool same(const EdgeSpec& a, const EdgeSpec& b) {
  return a.from.value == b.from.value && a.to.value == b.to.value && a.via.has_value() == b.via.has_value() &&
         (!a.via || a.via->value == b.via->value);
}

// Where the place alone differs in what is drawn, it is no difference of the line.
std::string place_of(const Node& spot) {
  const Node* at = spot.find("at");
  return canonical(at ? at : &spot, ValueKind::Raw);
}

}  // namespace

// Whether vehicles or people go over the layout.
bool Comparer::needs_places(const Node& root) const {
  if (!entries_of(root.find("vehicles")).empty()) return true;
  for (const Node::Entry* pool : entries_of(root.find("workers")))
    if (pool->value.find("speed")) return true;
  return false;
}

void Comparer::say_edges(Atom& atom) const {
  const Edges a = as_map(edges_a_);
  const Edges b = as_map(edges_b_);
  std::vector<std::string>& sentences = atom.difference.sentences;
  const std::vector<std::string> added = chains_missing_in(a, edges_b_);
  const std::vector<std::string> gone = chains_missing_in(b, edges_a_);
  if (!added.empty() || !gone.empty()) sentences.push_back(say_flow(added, gone));
  for (const auto& [ends, fleet] : b)
    if (const auto it = a.find(ends); it != a.end() && it->second != fleet)
      sentences.push_back(say_carrier(ends.first, ends.second, it->second, fleet));
  if (!sentences.empty()) return;
  const auto before = successors(edges_a_);
  for (const auto& [name, after] : successors(edges_b_))
    if (const auto it = before.find(name); it != before.end() && it->second != after)
      sentences.push_back(say_successors(name, it->second, after));
  atom.difference.kind = Difference::Kind::Value;
  if (!sentences.empty()) return;
  atom.difference.kind = Difference::Kind::Order;
  atom.difference.minor = true;
  sentences.push_back(say_flow_order());
}

void Comparer::compare_flow() {
  if (std::equal(edges_a_.begin(), edges_a_.end(), edges_b_.begin(), edges_b_.end(), same)) return;
  Atom& atom = add(Difference::Kind::Structure, "flow", "flow", "", "");
  say_edges(atom);
  set(atom, "flow", b_.find("flow"));
  atom.ties.insert("flow");
  for (const std::string& name : in_flow_) tie_name(atom, name);
  if (needs_places(a_) || needs_places(b_)) with_places(atom);
}

void Comparer::compare_routing() {
  const Node* a = a_.find("routing");
  const Node* b = b_.find("routing");
  const Index index_a = index_of(a);
  const Index index_b = index_of(b);
  std::vector<std::string> names;
  for (const Node::Entry* entry : entries_of(a)) names.push_back(entry->key.text);
  for (const Node::Entry* entry : entries_of(b))
    if (!look_up(index_a, entry->key.text)) names.push_back(entry->key.text);
  const auto before = successors(edges_a_);
  const auto after = successors(edges_b_);
  const auto of = [](const auto& map, const std::string& name) {
    const auto it = map.find(name);
    std::set<std::string> set;
    if (it != map.end()) set.insert(it->second.begin(), it->second.end());
    return set;
  };
  for (const std::string& name : names) {
    const Node* value_a = look_up(index_a, name);
    const Node* value_b = look_up(index_b, name);
    if (canonical(value_a, ValueKind::Routing) == canonical(value_b, ValueKind::Routing)) continue;
    const std::string text_a = value_a ? spoken(*value_a, ValueKind::Routing) : "";
    const std::string text_b = value_b ? spoken(*value_b, ValueKind::Routing) : "";
    const std::string path = "routing." + name;
    const bool one_way = !value_b && of(after, name).size() < 2;  // nothing is chosen any more
    Atom& atom =
        add(Difference::Kind::Value, path, "routing", name, one_way ? "" : say_routing(name, text_a, text_b));
    atom.difference.before = text_a;
    atom.difference.after = text_b;
    set(atom, path, value_b);
    tie_name(atom, name);
    tie_names(atom, value_a, ValueKind::Routing);
    tie_names(atom, value_b, ValueKind::Routing);
    if (of(before, name) != of(after, name)) atom.ties.insert("flow");
  }
  compare_rest("routing", a, b, {Difference::Kind::Value, "routing", "", "", "", ""},
               {names.begin(), names.end()});
}

void Comparer::compare_layout() {
  const Node* a = a_.find("layout");
  const Node* b = b_.find("layout");
  const bool ways = needs_places(a_) || needs_places(b_);
  std::vector<std::string> moved, drawn, added, gone;
  std::set<std::string> names;
  for (const Node* node : {a, b})
    for (const Node::Entry* entry : entries_of(node)) names.insert(entry->key.text);
  const auto elements = names_of(b_);
  const auto elements_a = names_of(a_);
  const Index index_a = index_of(a);
  const Index index_b = index_of(b);
  const auto paths = [&](Atom& atom, const std::vector<std::string>& all) {
    for (const std::string& name : all) set(atom, "layout." + name, look_up(index_b, name));
  };
  for (const std::string& name : names) {
    const Node* old = look_up(index_a, name);
    const Node* now = look_up(index_b, name);
    if (old && now && canonical(old, ValueKind::Spot) == canonical(now, ValueKind::Spot)) continue;
    if (old && now) {
      (place_of(*old) == place_of(*now) ? drawn : moved).push_back(name);
    } else if (unsure_.contains(name)) {
      const auto it = now ? elements.find(name) : elements.end();
      const bool point =
          now ? it != elements.end() && it->second == "layout" : elements_a.at(name) == "layout";
      Atom& atom = add(Difference::Kind::Structure, "layout." + name, "layout", name,
                       point ? say_point(name, now != nullptr) : "");
      atom.difference.minor = !ways;
      paths(atom, {name});
      tie_name(atom, name);
    } else {
      (now ? added : gone).push_back(name);
    }
  }
  if (!moved.empty()) {
    Atom& atom = add(Difference::Kind::Value, "layout", "layout", "", say_moved(moved));
    atom.difference.minor = !ways;  // of drawings only
    paths(atom, moved);
  }
  if (!drawn.empty()) {
    Atom& atom = add(Difference::Kind::Words, "layout", "layout", "", say_drawn(drawn));
    atom.difference.minor = true;
    paths(atom, drawn);
  }
  for (const std::vector<std::string>* places : {&added, &gone}) {
    if (places->empty()) continue;
    Atom& atom = add(Difference::Kind::Value, "layout", "layout", "", say_places(*places, places == &added));
    atom.difference.minor = !ways;
    paths(atom, *places);
    if (places == &gone) {
      atom.ties.insert("places");
    } else {
      with_places(atom);  // the same changes; the ties of many
    }
  }
  compare_rest("layout", a, b, {Difference::Kind::Value, "layout", "", "", "", ""}, names);
}

}  // namespace linetwin::diff
