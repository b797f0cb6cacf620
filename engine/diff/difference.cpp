#include "diff/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "diff/compare.hpp"

namespace linetwin {
namespace {

using diff::Atom;

// For each atom the first one that it hangs together with.
std::vector<std::size_t> groups_of(const std::vector<Atom>& atoms) {
  std::vector<std::size_t> parent(atoms.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    for (const std::string& tie : atoms[i].ties) {
      const std::size_t a = root(first.emplace(tie, i).first->second);
      const std::size_t b = root(i);
      parent[std::max(a, b)] = std::min(a, b);
    }
  for (std::size_t i = 0; i < atoms.size(); ++i) parent[i] = root(i);
  return parent;
}

// The first is of the weightiest kind.
void join(Difference& into, Difference&& more) {
  if (!more.sentences.empty() && !into.sentences.empty()) {
    into.before.clear();
    into.after.clear();
  } else if (into.sentences.empty()) {
    into.before = std::move(more.before);
    into.after = std::move(more.after);
  }
  into.minor = into.minor && more.minor;
  std::move(more.sentences.begin(), more.sentences.end(), std::back_inserter(into.sentences));
  std::move(more.changes.begin(), more.changes.end(), std::back_inserter(into.changes));
  std::move(more.orders.begin(), more.orders.end(), std::back_inserter(into.orders));
}

// What several of the atoms bring along (places of the layout) is needed once.
void drop_repeated(std::vector<TreeChange>& changes) {
  std::set<std::string> seen;
  std::erase_if(changes, [&](const TreeChange& change) {
    return !seen.insert(fmt::format("{} {} {}", change_word(change.kind), change.path.value,
                                    diff::plain_text(change.value)))
                .second;
  });
}

// One order for each section, with the names of the second model.
std::vector<EntryOrder> whole_orders(std::vector<EntryOrder> orders, const Node& b) {
  std::vector<EntryOrder> result;
  std::map<std::string, std::size_t> place;
  for (EntryOrder& order : orders) {
    const auto [it, fresh] = place.emplace(order.section, result.size());
    if (fresh) {
      result.push_back(std::move(order));
    } else {
      std::vector<std::string>& moved = result[it->second].moved;
      moved.insert(moved.end(), order.moved.begin(), order.moved.end());
    }
  }
  for (EntryOrder& order : result)
    if (order.names.empty())
      for (const Node::Entry* entry : diff::entries_of(order.section.empty() ? &b : b.find(order.section)))
        order.names.push_back(entry->key.text);
  return result;
}

void put_in_order(Node& section, const EntryOrder& order) {
  const std::vector<std::string>& movers = order.moved.empty() ? order.names : order.moved;
  const std::set<std::string> moves(movers.begin(), movers.end());
  std::map<std::string, Node::Entry> moved;
  std::vector<Node::Entry> stay;
  std::set<std::string> stays;
  for (Node::Entry& entry : section.entries) {
    const std::string name = entry.key.text;
    if (moves.contains(name)) {
      moved.emplace(name, std::move(entry));
    } else {
      stays.insert(name);
      stay.push_back(std::move(entry));
    }
  }
  // what goes behind each that stays, or before all
  std::map<std::string, std::vector<std::string>> behind;
  std::string anchor;
  for (const std::string& name : order.names) {
    if (stays.contains(name)) {
      anchor = name;
    } else if (moved.contains(name)) {
      behind[anchor].push_back(name);
    }
  }
  section.entries.clear();
  const auto put_behind = [&](const std::string& name) {
    for (const std::string& one : behind[name]) {
      section.entries.push_back(std::move(moved.at(one)));
      moved.erase(one);
    }
  };
  put_behind("");
  for (Node::Entry& entry : stay) {
    const std::string name = entry.key.text;
    section.entries.push_back(std::move(entry));
    put_behind(name);
  }
  for (auto& [name, entry] : moved) section.entries.push_back(std::move(entry));
}

// Every node has a line of its own.
void number_node(Node& node, int& turn) {
  node.place = {0, ++turn, 1, 1};
  for (Node& item : node.items) number_node(item, turn);
  for (Node::Entry& entry : node.entries) {
    entry.key.place = {0, ++turn, 1, 1};
    number_node(entry.value, turn);
  }
}

}  // namespace

const char* kind_name(Difference::Kind kind) {
  switch (kind) {
    case Difference::Kind::Structure: return "structure";
    case Difference::Kind::Value: return "value";
    case Difference::Kind::Order: return "order";
    case Difference::Kind::Run: return "run";
    case Difference::Kind::Words: return "words";
  }
  return "";
}

bool is_of_the_line(const Difference& difference) {
  return difference.kind != Difference::Kind::Run && difference.kind != Difference::Kind::Words;
}

std::vector<Difference> differences(const Node& a, const Node& b) {
  std::vector<Atom> atoms = diff::Comparer(a, b).atoms();
  std::stable_sort(atoms.begin(), atoms.end(),
                   [](const Atom& x, const Atom& y) { return x.difference.kind < y.difference.kind; });
  const std::vector<std::size_t> groups = groups_of(atoms);
  std::vector<Difference> result;
  std::map<std::size_t, std::size_t> place;  // of a group in the result
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto [it, fresh] = place.emplace(groups[i], result.size());
    if (fresh) {
      result.push_back(std::move(atoms[i].difference));
    } else {
      join(result[it->second], std::move(atoms[i].difference));
    }
  }
  for (Difference& one : result) {
    one.sentence = fmt::format("{}", fmt::join(one.sentences, "; "));
    drop_repeated(one.changes);
    one.orders = whole_orders(std::move(one.orders), b);
  }
  return result;
}

void apply_difference(Node& root, const Difference& difference, Diagnostics& diagnostics) {
  for (const TreeChange& change : difference.changes) apply_change(root, change, diagnostics);
  for (const EntryOrder& order : difference.orders)
    if (Node* section = order.section.empty() ? &root : root.find(order.section))
      put_in_order(*section, order);
  number_places(root);
}

void number_places(Node& root) {
  int turn = 0;
  number_node(root, turn);
}

}  // namespace linetwin
