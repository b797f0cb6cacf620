// The names of a model: which there are, where they are mentioned, and elements that only got another name.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diff/words.hpp"
#include "model/spec.hpp"
#include "read/document.hpp"

namespace linetwin::diff {

using OnName = std::function<void(std::string&)>;

// The entries of a section that are no notes; of null, none.
std::vector<const Node::Entry*> entries_of(const Node* section);

// The values of a map by their keys, for many look-ups; of null, none.
using Index = std::unordered_map<std::string_view, const Node*>;
Index index_of(const Node* map);
const Node* look_up(const Index& index, std::string_view key);

// Every name with the section that declares it; points of aisles with "layout".
std::map<std::string, std::string> names_of(const Node& root);

// The arrows in the order of the file; faults are passed over.
std::vector<EdgeSpec> edges_of(const Node& root);
// "m4 -> agv -> b4"
std::string edge_text(const EdgeSpec& edge);

// The names that an element mentions, its own not among them.
void visit_element_names(const Section& section, Node& element, const OnName& on_name);

// What became of the names of `a` in `b`: elements with equal content, in the same place of the flow, and
// mentioned at the same places, where only one pair fits.
std::map<std::string, std::string> renamed(const Node& a, const Node& b);
// The model with other names.
Node with_names(Node root, const std::map<std::string, std::string>& names);

}  // namespace linetwin::diff
