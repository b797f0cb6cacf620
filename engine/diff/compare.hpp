// The smallest pieces of a difference, and what ties them together.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "diff/difference.hpp"
#include "diff/names.hpp"
#include "diff/words.hpp"

namespace linetwin::diff {

// Atoms that share a tie can only be taken over together. Where their orders have no names, those of the
// second model are meant.
struct Atom {
  Difference difference;
  std::set<std::string> ties;
};

class Comparer {
 public:
  Comparer(const Node& a, const Node& b);

  // Renames, elements, the flow, routing, layout, values, the run, words.
  std::vector<Atom> atoms();

 private:
  // ---- compare.cpp: what is common, and the top level
  Atom& add(Difference::Kind kind, std::string path, std::string section, std::string element,
            std::string sentence);
  // Ties to every name in the value that not both models have, or not in one section.
  void tie_names(Atom& atom, const Node* value, ValueKind kind) const;
  void tie_name(Atom& atom, const std::string& name) const;
  static void set(Atom& atom, const std::string& path, const Node* value);
  // Vehicles or people may go to any element now: it brings the new places along, and keeps the old ones.
  void with_places(Atom& atom) const;
  // Compares one key; null where it is left out. Null: no difference.
  struct Owner {
    Difference::Kind kind;
    std::string section, element, path, name, mode;
  };
  Atom* compare_key(const Owner& owner, const Key& key, const Node* before, const Node* after);
  // Ties the atoms of these keys of an element, those that there are.
  void tie_keys(const std::string& path, std::initializer_list<const char*> keys, std::size_t from);
  void compare_rest(const std::string& path, const Node* before, const Node* after, const Owner& owner,
                    const std::set<std::string>& known);
  void compare_head();
  void compare_run();
  void compare_renames();
  void set_renamed(Atom& atom, const std::string& path, const Node& before, const Node& after) const;

  // ---- elements.cpp
  void compare_entries(const Section& section);
  void add_new(const Section& section, const Node::Entry& entry);
  void add_gone(const Section& section, const Node::Entry& entry);
  void compare_element(const Section& section, const std::string& name, const Node& before,
                       const Node& after);
  void tie_element(const std::string& section, const std::string& path, const Node& before, const Node& after,
                   std::size_t from);
  void compare_join(const Owner& owner, const Node& before, const Node& after);
  void compare_modes(const Owner& owner, const Key& key, std::span<const Key> keys, const Node* before,
                     const Node* after);
  void join_modes(std::size_t first, const Owner& owner, const Key& key, const Node* after);
  void compare_shares();
  void compare_order();

  // ---- structure.cpp
  void compare_flow();
  void say_edges(Atom& atom) const;
  void compare_routing();
  void compare_layout();
  bool needs_places(const Node& root) const;

  const Node& original_;
  std::map<std::string, std::string> renames_;
  Node a_;  // the first model under the names of the second
  const Node& b_;
  std::set<std::string> unsure_;  // names that not both have, or not in one section
  std::vector<EdgeSpec> edges_a_;
  std::vector<EdgeSpec> edges_b_;
  std::set<std::string> in_flow_;
  std::vector<std::string> new_places_;  // elements of both models that have a place in the second only
  bool places_go_ = false;               // there are some that have one in the first only
  std::vector<Atom> atoms_;
};

}  // namespace linetwin::diff
