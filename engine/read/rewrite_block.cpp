// Entries and items on lines of their own.
#include <fmt/format.h>

#include <algorithm>

#include "read/tree_rewriter.hpp"

namespace linetwin {

void TreeRewriter::block(const Collection& c) {
  for (std::size_t i = 0; i < c.children.size(); ++i)
    if (!c.plan.kept[i]) erase_block_child(c, i);
  if (!c.plan.added.empty()) append_block(c);
}

// Whole lines. The first one may stand behind a dash that is another's: then what follows moves up to it.
void TreeRewriter::erase_block_child(const Collection& c, std::size_t i) {
  const ChildText& child = c.children[i];
  const std::size_t end = text_.behind_comment(child.end);
  if (!text_.last_on_line(end)) throw CannotRewrite{end, "something stands behind the value on this line"};
  const std::size_t line = text_.line_begin(child.begin);
  const std::size_t next = text_.next_line(end);
  if (!text_.first_on_line(child.begin)) {
    const bool follows = i + 1 < c.children.size() && next == text_.line_begin(c.children[i + 1].begin);
    edits_.erase(child.begin, follows ? c.children[i + 1].begin : end);
  } else if (next == text_.line_end(end) && line > 0) {  // no break at the end of the text, and so it stays
    edits_.erase(text_.line_end(line - 1), next);
  } else {
    edits_.erase(line, next);
  }
}

void TreeRewriter::append_block(const Collection& c) {
  const ChildText& first = c.children.front();
  const std::string indent(first.begin - text_.line_begin(first.begin), ' ');
  const std::size_t end = text_.behind_comment(c.children.back().end);
  if (!text_.last_on_line(end)) throw CannotRewrite{end, "something stands behind the value on this line"};
  const std::size_t at = text_.next_line(end);
  const bool open = at == text_.line_end(end);  // the last line has no break
  const std::string newline(text_.newline());
  const std::string gap = c.site.depth == 0 ? section_gap(c) : "";
  std::string text;
  for (const std::size_t k : c.plan.added) {
    const std::string lines = gap + block_child(c.now, k, indent, c.site.depth);
    text += open ? newline + lines : lines + newline;
  }
  edits_.insert(at, text);
}

// An empty line where the sections of this file have one between them.
std::string TreeRewriter::section_gap(const Collection& c) const {
  if (c.children.size() < 2) return "";
  std::size_t line = text_.line_begin(c.children.back().begin);
  while (line > 0) {
    line = text_.line_begin(line - 1);
    const std::size_t first = text_.behind_blanks(line);
    if (first == text_.line_end(line)) return std::string(text_.newline());
    if (text_.text()[first] != '#') return "";
  }
  return "";
}

// How far the author moves in what is inside a section.
std::string TreeRewriter::indent_step() const {
  if (root_ && root_->is_map()) {
    for (const Node::Entry& entry : root_->entries) {
      const Node& section = entry.value;
      if (!section.is_map() || section.entries.empty()) continue;
      const int step = section.entries[0].key.place.column - entry.key.place.column;
      if (section.entries[0].key.place.line > entry.key.place.line && step > 0 && step <= 8)
        return std::string(static_cast<std::size_t>(step), ' ');
    }
  }
  return "  ";
}

std::string TreeRewriter::block_lines(const Node& now, const std::string& indent) const {
  std::string text;
  const std::size_t n = now.is_map() ? now.entries.size() : now.items.size();
  for (std::size_t k = 0; k < n; ++k)
    text += std::string(text_.newline()) + block_child(now, k, indent + indent_step(), 1);
  return text;
}

std::string TreeRewriter::block_child(const Node& now, std::size_t i, const std::string& indent,
                                      int depth) const {
  if (!now.is_map()) return indent + "- " + block_text(now.items[i]);
  const Node::Entry& entry = now.entries[i];
  const std::string key = indent + flow_text(entry.key) + ':';
  const bool section = depth == 0 && !(entry.value.items.empty() && entry.value.entries.empty());
  return section ? key + block_lines(entry.value, indent) : key + ' ' + block_text(entry.value);
}

// A section of which only the key is written.
void TreeRewriter::fill_section(const Node& now, const ValueText& value, const ValueSite& site) {
  edits_.insert(text_.line_end(value.inline_at), block_lines(now, std::string(site.indent, ' ')));
}

// A text without anything but comments.
void TreeRewriter::append_root(const Node& now) {
  const std::string newline(text_.newline());
  const std::size_t end = text_.text().size();
  std::string text = end > 0 && text_.line_begin(end) != end ? newline : "";
  for (std::size_t k = 0; k < now.entries.size(); ++k) text += block_child(now, k, "", 0) + newline;
  edits_.insert(end, text);
}

}  // namespace linetwin
