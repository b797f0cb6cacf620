#include "read/tree_rewriter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace linetwin {
namespace {

using Style = ValueText::Style;

std::size_t count_children(const Node& node) {
  return node.is_map() ? node.entries.size() : node.items.size();
}

const Node& child_of(const Node& node, std::size_t i) {
  return node.is_map() ? node.entries[i].value : node.items[i];
}

// In the quotes that stood there.
std::string in_single_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + '\'';
}

}  // namespace

bool same_tree(const Node& a, const Node& b) {
  if (a.kind != b.kind || (a.is_scalar() && a.text != b.text)) return false;
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_tree) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const Node::Entry& x, const Node::Entry& y) {
                      return x.key.text == y.key.text && same_tree(x.value, y.value);
                    });
}

bool TreeRewriter::Plan::keeps_some() const {
  return std::any_of(kept.begin(), kept.end(), [](const auto& k) { return k.has_value(); });
}

bool TreeRewriter::Plan::removes_some() const {
  return std::any_of(kept.begin(), kept.end(), [](const auto& k) { return !k.has_value(); });
}

// Nothing where a new key stands before an old one: new ones are written behind the others only.
std::optional<TreeRewriter::Plan> TreeRewriter::plan_map(const Node& was, const Node& now) {
  std::unordered_map<std::string_view, std::size_t> number;
  for (std::size_t i = 0; i < was.entries.size(); ++i) number.emplace(was.entries[i].key.text, i);
  Plan plan;
  plan.kept.resize(was.entries.size());
  std::size_t next = 0;  // an old key before this one has moved to the back
  for (std::size_t k = 0; k < now.entries.size(); ++k) {
    const auto it = number.find(now.entries[k].key.text);
    if (it == number.end() || it->second < next) {
      plan.added.push_back(k);
      continue;
    }
    if (!plan.added.empty()) return std::nullopt;
    plan.kept[it->second] = k;
    next = it->second + 1;
  }
  return plan;
}

TreeRewriter::Plan TreeRewriter::plan_list(const Node& was, const Node& now) {
  Plan plan;
  plan.kept.resize(was.items.size());
  if (now.items.size() < was.items.size()) {  // some are taken out, the others are as they were
    std::size_t k = 0;
    for (std::size_t i = 0; i < was.items.size() && k < now.items.size(); ++i)
      if (same_tree(was.items[i], now.items[k])) plan.kept[i] = k++;
    if (k == now.items.size()) return plan;
  }
  for (std::size_t i = 0; i < was.items.size(); ++i)
    plan.kept[i] = i < now.items.size() ? std::optional(i) : std::nullopt;
  for (std::size_t k = was.items.size(); k < now.items.size(); ++k) plan.added.push_back(k);
  return plan;
}

void TreeRewriter::value(const Node& was, const Node& now, const ValueSite& site) {
  if (same_tree(was, now)) return;
  if (site.depth == 0) root_ = &was;
  if (site.depth == 0 && was.kind == Node::Kind::Null) {
    append_root(now);
    return;
  }
  const ValueText text = text_.find_value(was, site);
  if (text.anchored) changed_anchor_ = text.begin;
  const bool collections = was.kind == now.kind && !was.is_scalar();
  if (text.style == Style::Alias && collections)
    throw CannotRewrite{text.begin,
                        fmt::format("the alias {} stands here for values written elsewhere",
                                    text_.slice(text.begin, text.end)),
                        "write the values out in its place"};
  if (collections && collection(was, now, text, site)) return;
  const bool first = now.is_sequence() && now.items.size() > 1 && same_tree(now.items[0], was);
  if (first && wrap(was, now, text, site)) return;
  replace(was, now, text, site);
}

bool TreeRewriter::collection(const Node& was, const Node& now, const ValueText& value,
                              const ValueSite& site) {
  const std::optional<Plan> plan = was.is_map() ? plan_map(was, now) : plan_list(was, now);
  if (!plan) return false;
  const std::size_t before = count_children(was);
  if (before > 0 && count_children(now) > 0 && !plan->keeps_some()) return false;
  const bool both = plan->removes_some() && !plan->added.empty();
  if (both && value.style == Style::Brackets) {
    if (!one_change_) throw CannotRewrite{value.begin, "several changes meet inside these brackets"};
    return false;
  }
  if (value.style == Style::Pair && (plan->removes_some() || !plan->added.empty()))
    throw CannotRewrite{value.begin, "this map in a list has no braces", "write {KEY: VALUE}"};
  const Collection c{was, now, value, site, text_.find_children(was, value, site), *plan};
  for (std::size_t i = 0; i < before; ++i) {
    const Node& child = child_of(was, i);
    const ValueSite& at = c.children[i].site;
    if (plan->kept[i]) {
      this->value(child, child_of(now, *plan->kept[i]), at);
    } else if (const ValueText text = text_.find_value(child, at); text.anchored) {
      changed_anchor_ = text.begin;
    }
  }
  if (value.style == Style::Brackets) {
    brackets(c);
  } else if (before > 0 && count_children(now) == 0) {
    replace_block(value, flow_text(now));
  } else if (value.style != Style::Pair) {
    block(c);
  }
  return true;
}

bool TreeRewriter::wrap(const Node& was, const Node& now, const ValueText& value, const ValueSite& site) {
  if (value.style == Style::BlockMap && text_.first_on_line(value.begin) &&
      text_.last_on_line(text_.behind_comment(value.end)) && site.depth > 0) {
    wrap_block(now, value);
    return true;
  }
  const bool plain = value.style == Style::Plain && flow_text(was) == text_.slice(value.begin, value.end);
  if (!plain && value.style != Style::Quoted && value.style != Style::Brackets) return false;
  edits_.insert(value.begin, "[");
  std::string more;
  for (std::size_t k = 1; k < now.items.size(); ++k) more += ", " + flow_text(now.items[k]);
  edits_.insert(value.end, more + "]");
  return true;
}

// A dash before the map, its lines moved in by as much, and the other items below.
void TreeRewriter::wrap_block(const Node& now, const ValueText& value) {
  const std::size_t first = text_.line_begin(value.begin);
  const std::string indent(value.begin - first, ' ');
  edits_.insert(value.begin, "- ");
  for (std::size_t line = text_.next_line(first); line < value.end; line = text_.next_line(line))
    if (!text_.last_on_line(line)) edits_.insert(line, "  ");
  std::string more;
  for (std::size_t k = 1; k < now.items.size(); ++k)
    more += std::string(text_.newline()) + block_child(now, k, indent, 1);
  edits_.insert(text_.line_end(value.end), more);
}

void TreeRewriter::replace(const Node& was, const Node& now, const ValueText& value, const ValueSite& site) {
  const bool section = site.depth == 1 && !site.flow && count_children(now) > 0 && !now.is_scalar();
  if (section && was.kind == Node::Kind::Null && value.style == Style::Missing) {
    fill_section(now, value, site);
    return;
  }
  std::string text = site.flow ? flow_text(now) : block_text(now);
  if (value.style == Style::Quoted && text_.text()[value.begin] == '\'' && text.front() == '"' &&
      now.text.find_first_of("\n\t") == std::string::npos && now.is_scalar())
    text = in_single_quotes(now.text);
  switch (value.style) {
    case Style::Missing: edits_.insert(value.inline_at, (site.colon ? " " : ": ") + text); break;
    case Style::BlockScalar:
    case Style::BlockMap:
    case Style::BlockList: replace_block(value, text); break;
    default: edits_.replace(value.begin, value.end, std::move(text));
  }
}

// A value on lines of its own becomes one behind its key or dash.
void TreeRewriter::replace_block(const ValueText& value, const std::string& text) {
  const std::size_t end = text_.behind_comment(value.end);
  if (!text_.last_on_line(end)) throw CannotRewrite{end, "something stands behind the value on this line"};
  if (text_.line_begin(value.begin) > value.inline_at) {
    edits_.insert(value.inline_at, ' ' + text);
    edits_.erase(text_.line_end(value.inline_at), text_.line_end(end));
  } else {
    const bool one_line = text_.line_end(value.begin) == text_.line_end(value.end);
    edits_.replace(value.begin, one_line ? value.end : end, text);
  }
}

}  // namespace linetwin
