#include "diff/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

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
                                    diff::flow_text(change.value)))
                .second;
  });
}

void put_in_order(Node& section, const EntryOrder& order) {
  const auto moves = [&](const std::string& name) {
    const std::vector<std::string>& movers = order.moved.empty() ? order.names : order.moved;
    return std::find(movers.begin(), movers.end(), name) != movers.end();
  };
  std::vector<Node::Entry> moved;
  std::vector<Node::Entry> stay;
  for (Node::Entry& entry : section.entries)
    (moves(entry.key.text) ? moved : stay).push_back(std::move(entry));
  // each behind the nearest that stands before it in the order
  std::size_t at = 0;
  for (const std::string& name : order.names) {
    const auto mover = std::find_if(moved.begin(), moved.end(),
                                    [&](const Node::Entry& entry) { return entry.key.text == name; });
    if (mover != moved.end()) {
      stay.insert(stay.begin() + static_cast<std::ptrdiff_t>(at), std::move(*mover));
      moved.erase(mover);
      ++at;
      continue;
    }
    const auto there = std::find_if(stay.begin(), stay.end(),
                                    [&](const Node::Entry& entry) { return entry.key.text == name; });
    if (there != stay.end()) at = static_cast<std::size_t>(there - stay.begin()) + 1;
  }
  std::move(moved.begin(), moved.end(), std::back_inserter(stay));
  section.entries = std::move(stay);
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
