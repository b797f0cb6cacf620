// Entries and items inside brackets.
#include <fmt/format.h>

#include "read/tree_rewriter.hpp"

namespace linetwin {
namespace {

std::string child_text(const Node& now, std::size_t i) {
  if (!now.is_map()) return flow_text(now.items[i]);
  return fmt::format("{}: {}", flow_text(now.entries[i].key), flow_text(now.entries[i].value));
}

}  // namespace

void TreeRewriter::brackets(const Collection& c) {
  if (c.plan.removes_some() && !c.plan.keeps_some()) {
    erase_inside_brackets(c);
    return;
  }
  // those at the end go with the comma before them
  std::size_t last = c.children.size();
  if (!c.children.empty() && !c.children.back().comma)
    while (last > 0 && !c.plan.kept[last - 1]) --last;
  for (std::size_t i = 0; i < last; ++i)
    if (!c.plan.kept[i]) erase_in_brackets(c.children[i]);
  if (last < c.children.size()) erase_last_in_brackets(c, last);
  if (!c.plan.added.empty()) append_in_brackets(c);
}

void TreeRewriter::erase_inside_brackets(const Collection& c) {
  edits_.erase(c.value.begin + 1, c.value.end - 1);
}

// With the comma and the comment behind it; with its line where it has one of its own.
void TreeRewriter::erase_in_brackets(const ChildText& child) {
  std::size_t begin = child.begin;
  std::size_t end = child.comma ? *child.comma + 1 : child.end;
  end = text_.behind_comment(end);
  if (!text_.last_on_line(end)) {
    end = text_.behind_blanks(end);
  } else if (text_.first_on_line(begin)) {
    begin = text_.line_begin(begin);
    end = text_.next_line(end);
  } else {
    const std::size_t line = text_.line_begin(begin);
    while (begin > line && text_.behind_blanks(begin - 1) != begin - 1) --begin;
  }
  edits_.erase(begin, end);
}

// All from `first` on, which is not 0; the comment of the one before stays.
void TreeRewriter::erase_last_in_brackets(const Collection& c, std::size_t first) {
  const std::size_t comma = *c.children[first - 1].comma;
  const std::size_t end = text_.behind_comment(c.children.back().end);
  const std::size_t comment = text_.behind_comment(comma + 1);
  edits_.erase(comma, comma + 1);
  if (comment == comma + 1) {
    edits_.erase(comma + 1, end);
  } else if (text_.last_on_line(end)) {
    edits_.erase(comment, end);
  } else {  // the bracket must not become part of the comment
    edits_.erase(c.children[first].begin, end);
  }
}

// What the author puts between a comma and the next one.
std::string TreeRewriter::gap_in_brackets(const Collection& c) const {
  const ChildText& last = c.children.back();
  if (text_.first_on_line(last.begin))
    return std::string(text_.newline()) + std::string(text_.slice(text_.line_begin(last.begin), last.begin));
  if (c.children.size() < 2) return " ";
  const std::size_t comma = *c.children[c.children.size() - 2].comma;
  return text_.behind_blanks(comma + 1) == last.begin ? std::string(text_.slice(comma + 1, last.begin)) : " ";
}

void TreeRewriter::append_in_brackets(const Collection& c) {
  std::string text;
  if (c.children.empty()) {
    for (const std::size_t k : c.plan.added) text += (text.empty() ? "" : ", ") + child_text(c.now, k);
    const std::size_t inside = text_.behind_blanks(c.value.begin + 1);
    if (inside == c.value.end - 1)  // nothing but blanks: {}
      edits_.replace(c.value.begin + 1, inside, text);
    else
      edits_.insert(c.value.end - 1, ' ' + text);
    return;
  }
  const ChildText& last = c.children.back();
  std::string gap = gap_in_brackets(c);
  std::size_t at = last.comma ? *last.comma + 1 : last.end;
  const std::size_t behind = text_.behind_comment(at);
  if (behind != at && gap.find('\n') == std::string::npos)
    gap = std::string(text_.newline()) + std::string(last.begin - text_.line_begin(last.begin), ' ');
  for (const std::size_t k : c.plan.added) text += (text.empty() ? "" : ",") + gap + child_text(c.now, k);
  if (last.comma) {
    text += ',';
  } else if (behind == at) {
    text = ',' + text;
  } else {
    edits_.insert(at, ",");
  }
  edits_.insert(behind, text);
}

}  // namespace linetwin
