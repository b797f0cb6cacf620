// Makes the edits of a text that lead from its tree to another one: only what differs is written anew.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "read/document.hpp"
#include "read/text_edits.hpp"
#include "read/yaml_text.hpp"

namespace linetwin {

// Whether two trees say the same; where it stands, and in which quotes, does not matter.
bool same_tree(const Node& a, const Node& b);

class TreeRewriter {
 public:
  // `one_change`: the trees differ by one change, so that what has lost and won entries was set as a whole.
  TreeRewriter(const YamlText& text, bool one_change) : text_(text), one_change_(one_change) {}

  // `was` must be the tree of the text, with its places. Throws CannotRewrite.
  void rewrite(const Node& was, const Node& now) { value(was, now, ValueSite{}); }

  TextEdits& edits() { return edits_; }
  // The byte of a value with an anchor (&name) in which something was changed.
  std::optional<std::size_t> changed_anchor() const { return changed_anchor_; }

 private:
  // What becomes of the entries of a map or the items of a list.
  struct Plan {
    std::vector<std::optional<std::size_t>> kept;  // for each old one: its number among the new ones
    std::vector<std::size_t> added;                // numbers of the new ones, all behind those kept
    bool keeps_some() const;
    bool removes_some() const;
  };
  // An old collection in the text, on its way to the new one.
  struct Collection {
    const Node& was;
    const Node& now;
    const ValueText& value;
    const ValueSite& site;
    std::vector<ChildText> children;
    Plan plan;
  };

  static std::optional<Plan> plan_map(const Node& was, const Node& now);
  static Plan plan_list(const Node& was, const Node& now);

  void value(const Node& was, const Node& now, const ValueSite& site);
  // False: it must be replaced as a whole.
  bool collection(const Node& was, const Node& now, const ValueText& value, const ValueSite& site);
  // One thing becomes the first item of a list; false: it must be replaced as a whole.
  bool wrap(const Node& was, const Node& now, const ValueText& value, const ValueSite& site);
  void wrap_block(const Node& now, const ValueText& value);
  void replace(const Node& was, const Node& now, const ValueText& value, const ValueSite& site);
  void replace_block(const ValueText& value, const std::string& text);
  void fill_section(const Node& now, const ValueText& value, const ValueSite& site);
  void append_root(const Node& now);

  // Inside brackets.
  void brackets(const Collection& c);
  void erase_inside_brackets(const Collection& c);
  void erase_last_in_brackets(const Collection& c, std::size_t first);
  void erase_in_brackets(const ChildText& child);
  void append_in_brackets(const Collection& c);
  std::string gap_in_brackets(const Collection& c) const;

  // On lines of their own.
  void block(const Collection& c);
  void erase_block_child(const Collection& c, std::size_t i);
  void append_block(const Collection& c);
  std::string section_gap(const Collection& c) const;
  // A new entry or item, without the break at its end.
  std::string block_child(const Node& now, std::size_t i, const std::string& indent, int depth) const;
  std::string block_lines(const Node& now, const std::string& indent) const;
  std::string indent_step() const;

  const YamlText& text_;
  bool one_change_;
  TextEdits edits_;
  const Node* root_ = nullptr;
  std::optional<std::size_t> changed_anchor_;
};

}  // namespace linetwin
