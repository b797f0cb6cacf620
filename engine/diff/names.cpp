#include "diff/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "read/read_tree.hpp"

namespace linetwin::diff {
namespace {

constexpr const char* kAnother = "?";  // stands for every name that only one of the models has

using Names = std::map<std::string, std::string>;

// A chain of the flow with its names passed through `on_name`; the spaces around them stay.
void visit_chain(std::string& chain, const OnName& on_name) {
  std::string result;
  std::size_t at = 0;
  const auto between = [&](std::size_t i) {
    return chain[i] == ' ' || chain[i] == '\n' || chain[i] == '|' || chain.compare(i, 2, "->") == 0;
  };
  while (at < chain.size()) {
    if (between(at)) {
      const std::size_t length = chain.compare(at, 2, "->") == 0 ? 2 : 1;
      result += chain.substr(at, length);
      at += length;
      continue;
    }
    std::size_t end = at;
    while (end < chain.size() && !between(end)) ++end;
    std::string name = chain.substr(at, end - at);
    on_name(name);
    result += name;
    at = end;
  }
  chain = std::move(result);
}

void visit_flow(Node& flow, const OnName& on_name) {
  if (flow.is_scalar()) visit_chain(flow.text, on_name);
  for (Node& chain : flow.items)
    if (chain.is_scalar()) visit_chain(chain.text, on_name);
}

// What tells an element apart from others: its content, its neighbours in the flow, and who mentions it. Of
// the names in `wanted`, with kAnother for those in `unsaid`.
using Signatures = std::map<std::string, std::multiset<std::string>>;

class Signer {
 public:
  Signer(const Node& root, const Names& wanted, const Names& unsaid)
      : root_(root), wanted_(wanted), unsaid_(unsaid) {}

  Signatures sign() {
    for (const Section& section : sections()) sign_section(section);
    sign_flow();
    sign_routing();
    for (const Node::Entry* entry : entries_of(root_.find("layout")))
      note(entry->key.text, "stands at " + canonical(&entry->value, ValueKind::Spot));
    return std::move(result_);
  }

 private:
  std::string known(const std::string& name) const { return unsaid_.contains(name) ? kAnother : name; }
  void note(const std::string& name, std::string what) {
    if (wanted_.contains(name)) result_[name].insert(std::move(what));
  }

  void sign_section(const Section& section) {
    for (const Node::Entry* entry : entries_of(root_.find(section.name))) {
      Node content = entry->value;
      const std::string owner = known(entry->key.text);
      visit_element_names(section, content, [&](std::string& name) {
        note(name, fmt::format("in {} {}", section.name, owner));
        name = known(name);
      });
      note(entry->key.text, fmt::format("is {} {}", section.name, canonical(&content, ValueKind::Raw)));
    }
  }

  void sign_flow() {
    for (const EdgeSpec& edge : edges_of(root_)) {
      const std::string from = known(edge.from.value);
      const std::string to = known(edge.to.value);
      const std::string via = edge.via ? known(edge.via->value) : "";
      note(edge.from.value, fmt::format("to {} {}", via, to));
      note(edge.to.value, fmt::format("from {} {}", via, from));
      if (edge.via) note(edge.via->value, fmt::format("carries {} {}", from, to));
    }
  }

  void sign_routing() {
    for (const Node::Entry* entry : entries_of(root_.find("routing"))) {
      Node value = entry->value;
      visit_names(value, ValueKind::Routing, [&](std::string& name) {
        note(name, "routed from " + known(entry->key.text));
        name = known(name);
      });
      note(entry->key.text, "routes " + canonical(&value, ValueKind::Raw));
    }
  }

  const Node& root_;
  const Names& wanted_;
  const Names& unsaid_;
  Signatures result_;
};

Signatures signatures(const Node& root, const Names& wanted, const Names& unsaid) {
  return Signer(root, wanted, unsaid).sign();
}

// Names with a signature that no other has.
std::map<std::multiset<std::string>, std::string> unique_of(const Signatures& all) {
  std::map<std::multiset<std::string>, int> counts;
  for (const auto& [name, signature] : all) ++counts[signature];
  std::map<std::multiset<std::string>, std::string> result;
  for (const auto& [name, signature] : all)
    if (counts[signature] == 1) result[signature] = name;
  return result;
}

Names missing_in(const Names& all, const Names& other) {
  Names result;
  for (const auto& [name, section] : all)
    if (!other.contains(name)) result.emplace(name, section);
  return result;
}

}  // namespace

std::vector<const Node::Entry*> entries_of(const Node* section) {
  std::vector<const Node::Entry*> result;
  if (!section) return result;
  for (const Node::Entry& entry : section->entries)
    if (!entry.key.text.starts_with("x-")) result.push_back(&entry);
  return result;
}

Index index_of(const Node* map) {
  Index index;
  if (!map) return index;
  for (const Node::Entry& entry : map->entries) index.emplace(entry.key.text, &entry.value);
  return index;
}

const Node* look_up(const Index& index, std::string_view key) {
  const auto it = index.find(key);
  return it == index.end() ? nullptr : it->second;
}

std::map<std::string, std::string> names_of(const Node& root) {
  Names names;
  for (const Section& section : sections())
    for (const Node::Entry* entry : entries_of(root.find(section.name)))
      names.emplace(entry->key.text, section.name);
  for (const Node::Entry* entry : entries_of(root.find("layout")))
    if (entry->key.text != "source" && entry->key.text != "sink") names.emplace(entry->key.text, "layout");
  return names;
}

std::vector<EdgeSpec> edges_of(const Node& root) {
  Diagnostics faults;
  return read_tree(root, {}, faults).flow;
}

std::string edge_text(const EdgeSpec& edge) {
  return edge.via ? fmt::format("{} -> {} -> {}", edge.from.value, edge.via->value, edge.to.value)
                  : fmt::format("{} -> {}", edge.from.value, edge.to.value);
}

void visit_element_names(const Section& section, Node& element, const OnName& on_name) {
  for (const Key& key : section.keys)
    if (Node* value = element.find(key.name)) visit_names(*value, key.kind, on_name);
  if (std::string_view(section.name) != "stations") return;
  for (const char* list : {"failures", "maintenance"}) {
    Node* node = element.find(list);
    if (!node) continue;
    const auto visit = [&](Node& item) {
      for (const Key& key : std::string_view(list) == "failures" ? failure_keys() : maintenance_keys())
        if (Node* value = item.find(key.name)) visit_names(*value, key.kind, on_name);
    };
    if (node->is_map()) visit(*node);
    for (Node& item : node->items) visit(item);
  }
}

std::map<std::string, std::string> renamed(const Node& a, const Node& b) {
  const Names names_a = names_of(a);
  const Names names_b = names_of(b);
  Names gone = missing_in(names_a, names_b);
  Names fresh = missing_in(names_b, names_a);
  Names found;
  if (gone.empty() || fresh.empty()) return found;
  // first with every uncertain name unsaid; then what was found is said, and must still fit
  const auto in_b = unique_of(signatures(b, fresh, fresh));
  for (const auto& [signature, name] : unique_of(signatures(a, gone, gone)))
    if (const auto it = in_b.find(signature);
        it != in_b.end() && gone[name] == fresh[it->second] && !signature.empty())
      found.emplace(name, it->second);
  for (bool changed = true; changed && !found.empty();) {
    changed = false;
    Names now, unsaid = gone;
    unsaid.insert(fresh.begin(), fresh.end());
    for (const auto& [before, after] : found) {
      now.emplace(after, "");
      unsaid.erase(before);
      unsaid.erase(after);
    }
    Signatures of_a = signatures(with_names(a, found), now, unsaid);
    Signatures of_b = signatures(b, now, unsaid);
    for (auto it = found.begin(); it != found.end();) {
      const bool fits = of_a[it->second] == of_b[it->second];
      changed = changed || !fits;
      it = fits ? std::next(it) : found.erase(it);
    }
  }
  return found;
}

Node with_names(Node root, const std::map<std::string, std::string>& names) {
  const OnName change = [&](std::string& name) {
    if (const auto it = names.find(name); it != names.end()) name = it->second;
  };
  const auto change_keys = [&](Node* map) {
    if (!map) return;
    for (Node::Entry& entry : map->entries) change(entry.key.text);
  };
  for (const Section& section : sections()) {
    Node* map = root.find(section.name);
    change_keys(map);
    if (!map) continue;
    for (Node::Entry& entry : map->entries) visit_element_names(section, entry.value, change);
  }
  if (Node* flow = root.find("flow")) visit_flow(*flow, change);
  if (Node* routing = root.find("routing")) {
    change_keys(routing);
    for (Node::Entry& entry : routing->entries) visit_names(entry.value, ValueKind::Routing, change);
  }
  change_keys(root.find("layout"));
  return root;
}

}  // namespace linetwin::diff
