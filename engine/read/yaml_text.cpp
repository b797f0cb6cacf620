#include "read/yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.hpp"

namespace linetwin {
namespace {

using Style = ValueText::Style;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }
bool is_space(char c) { return is_blank(c) || is_break(c); }
bool is_bracket_mark(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }

}  // namespace

YamlText::YamlText(std::string_view text) : text_(text) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  if (line_starts_.size() > 1 && line_starts_[1] > 1 && text[line_starts_[1] - 2] == '\r') newline_ = "\r\n";
}

std::size_t YamlText::line_number(std::size_t at) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  return static_cast<std::size_t>(next - line_starts_.begin());
}

std::size_t YamlText::line_begin(std::size_t at) const { return line_starts_[line_number(at) - 1]; }

std::size_t YamlText::next_line(std::size_t at) const {
  const std::size_t line = line_number(at);
  return line < line_starts_.size() ? line_starts_[line] : text_.size();
}

std::size_t YamlText::line_end(std::size_t at) const {
  const std::size_t line = line_number(at);
  if (line == line_starts_.size()) return text_.size();
  const std::size_t end = line_starts_[line] - 1;
  return end > line_starts_[line - 1] && text_[end - 1] == '\r' ? end - 1 : end;
}

bool YamlText::first_on_line(std::size_t at) const { return behind_blanks(line_begin(at)) >= at; }

std::size_t YamlText::behind_blanks(std::size_t at) const {
  while (at < text_.size() && is_blank(text_[at])) ++at;
  return at;
}

std::size_t YamlText::behind_comment(std::size_t at) const {
  const std::size_t mark = behind_blanks(at);
  return is(mark, '#') && (mark > at || at == line_begin(at)) ? line_end(mark) : at;
}

std::size_t YamlText::behind_space(std::size_t at) const {
  while (at < text_.size() && (is_space(text_[at]) || text_[at] == '#'))
    at = text_[at] == '#' ? line_end(at) : at + 1;
  return at;
}

bool YamlText::ends_token(std::size_t at, bool flow) const {
  return at >= text_.size() || is_space(text_[at]) || (flow && is_bracket_mark(text_[at]));
}

std::size_t YamlText::token_end(std::size_t at, bool flow) const {
  while (!ends_token(at, flow)) ++at;
  return at;
}

std::size_t YamlText::byte_of(const Place& place) const {
  const auto line = static_cast<std::size_t>(std::max(place.line, 1)) - 1;
  if (!place.known() || line >= line_starts_.size())
    throw CannotRewrite{0, "the place of a key is not known"};
  const std::string_view rest = line_of(line_starts_[line]);
  return line_starts_[line] +
         byte_of_code_point(rest, static_cast<std::size_t>(std::max(place.column, 1)) - 1);
}

std::size_t YamlText::quoted_end(std::size_t at) const {
  const char quote = text_[at];
  for (std::size_t i = at + 1; i < text_.size(); ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || !is(i + 1, quote)) return i + 1;
      ++i;  // '' is a quote inside
    }
  }
  throw CannotRewrite{at, "the end of this quoted text is not found"};
}

// What the parser has read says where it ends: a line break and the indentation behind it count as one blank.
std::size_t YamlText::plain_end(std::size_t at, std::string_view value) const {
  const std::size_t begin = at;
  for (std::size_t i = 0; i < value.size();) {
    if (at >= text_.size() || (is_space(value[i]) ? !is_space(text_[at]) : text_[at] != value[i]))
      throw CannotRewrite{begin, "the end of this value is not found"};
    if (!is_space(value[i])) {
      ++i;
      ++at;
      continue;
    }
    while (i < value.size() && is_space(value[i])) ++i;
    while (at < text_.size() && is_space(text_[at])) ++at;
  }
  return at;
}

std::size_t YamlText::block_scalar_end(std::size_t at, std::size_t indent) const {
  std::size_t end = line_end(at);
  for (std::size_t line = next_line(at); line < text_.size(); line = next_line(line)) {
    const std::size_t first = behind_blanks(line);
    if (first == line_end(line)) continue;
    if (first - line <= indent) break;
    end = line_end(line);
  }
  return end;
}

void YamlText::pass_key(const Node& key, ChildText& child) const {
  const bool quoted = is(child.begin, '"') || is(child.begin, '\'');
  if (!quoted && text_.substr(child.begin, key.text.size()) != key.text)
    throw CannotRewrite{child.begin,
                        fmt::format("the key \"{}\" is written in a way not understood", key.text),
                        "write it as KEY: VALUE"};
  const std::size_t end = quoted ? quoted_end(child.begin) : child.begin + key.text.size();
  const std::size_t colon = child.site.flow ? behind_space(end) : behind_blanks(end);
  child.site.colon = is(colon, ':');
  if (!child.site.colon && !child.site.flow)
    throw CannotRewrite{child.begin, fmt::format("the `:` of the key \"{}\" is not found", key.text),
                        "write it as KEY: VALUE"};
  child.site.after = child.site.colon ? colon + 1 : end;
}

void YamlText::find_null(const ValueSite& site, ValueText& value) const {
  value.begin = value.end = value.inline_at;
  const std::size_t at = site.flow ? behind_space(value.inline_at) : behind_blanks(value.inline_at);
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (text_.substr(at, word.size()) != word || !ends_token(at + word.size(), site.flow)) continue;
    value.style = Style::Plain;
    value.begin = at;
    value.end = at + word.size();
  }
}

void YamlText::find_scalar(const Node& node, const ValueSite& site, ValueText& value) const {
  const char first = value.begin < text_.size() ? text_[value.begin] : ' ';
  if (first == '"' || first == '\'') {
    value.style = Style::Quoted;
    value.end = quoted_end(value.begin);
  } else if (!site.flow && (first == '|' || first == '>')) {
    value.style = Style::BlockScalar;
    value.end = block_scalar_end(value.begin, site.indent);
  } else {
    value.style = Style::Plain;
    value.end = plain_end(value.begin, node.text);
  }
}

ValueText YamlText::find_value(const Node& node, const ValueSite& site) const {
  ValueText value;
  value.inline_at = site.after;
  // nothing may be written at all, so that for it the next line is another's
  const bool here = node.kind == Node::Kind::Null && !site.flow;
  const auto first = [&](std::size_t at) { return here ? behind_blanks(at) : behind_space(at); };
  value.begin = first(site.after);
  if (is(value.begin, '&')) {
    value.anchored = true;
    value.inline_at = token_end(value.begin, site.flow);
    value.begin = first(value.inline_at);
  }
  if (is(value.begin, '!')) throw CannotRewrite{value.begin, "a tag stands here", "leave the tag out"};
  if (is(value.begin, '*')) {
    value.style = Style::Alias;
    value.end = token_end(value.begin, site.flow);
    return value;
  }
  const bool brackets = is(value.begin, '{') || is(value.begin, '[');
  switch (node.kind) {
    case Node::Kind::Null: find_null(site, value); break;
    case Node::Kind::Scalar: find_scalar(node, site, value); break;
    case Node::Kind::Map:
    case Node::Kind::Sequence:
      if (brackets) {
        value.style = Style::Brackets;
        bracket_children(node, value.begin, site, value.end);
      } else if (node.is_map() && site.flow) {
        value.style = Style::Pair;
        value.end = pair_child(node, value.begin, site).end;
      } else if (node.is_map()) {
        value.style = Style::BlockMap;
        const std::vector<ChildText> children = map_children(node, site);
        value.begin = children.front().begin;
        value.end = children.back().end;
      } else {
        value.style = Style::BlockList;
        value.end = list_children(node, value.begin, site).back().end;
      }
  }
  return value;
}

std::vector<ChildText> YamlText::find_children(const Node& node, const ValueText& value,
                                               const ValueSite& site) const {
  std::size_t end = 0;
  switch (value.style) {
    case Style::Brackets: return bracket_children(node, value.begin, site, end);
    case Style::Pair: return {pair_child(node, value.begin, site)};
    case Style::BlockMap: return map_children(node, site);
    case Style::BlockList: return list_children(node, value.begin, site);
    default: return {};
  }
}

std::vector<ChildText> YamlText::bracket_children(const Node& node, std::size_t open, const ValueSite& site,
                                                  std::size_t& end) const {
  std::vector<ChildText> children;
  const std::size_t n = node.is_map() ? node.entries.size() : node.items.size();
  std::size_t at = open + 1;
  for (std::size_t i = 0; i < n; ++i) {
    ChildText child;
    child.begin = behind_space(at);
    child.site = {at, true, true, 0, site.depth + 1};
    if (node.is_map()) pass_key(node.entries[i].key, child);
    const ValueText value = find_value(node.is_map() ? node.entries[i].value : node.items[i], child.site);
    child.end = value.end;
    at = behind_space(child.end);
    if (is(at, ',')) child.comma = at++;
    if (!child.comma && i + 1 < n) throw CannotRewrite{at, "a comma is not found here"};
    children.push_back(child);
  }
  at = behind_space(at);
  if (!is(at, node.is_map() ? '}' : ']')) throw CannotRewrite{open, "the end of this bracket is not found"};
  end = at + 1;
  return children;
}

ChildText YamlText::pair_child(const Node& node, std::size_t begin, const ValueSite& site) const {
  ChildText child;
  child.begin = begin;
  child.site = {begin, true, true, 0, site.depth + 1};
  if (node.entries.size() != 1) throw CannotRewrite{begin, "this map is written in a way not understood"};
  pass_key(node.entries[0].key, child);
  child.end = find_value(node.entries[0].value, child.site).end;
  return child;
}

std::vector<ChildText> YamlText::map_children(const Node& node, const ValueSite& site) const {
  std::vector<ChildText> children;
  for (const Node::Entry& entry : node.entries) {
    ChildText child;
    child.begin = byte_of(entry.key.place);
    child.site = {child.begin, false, true, child.begin - line_begin(child.begin), site.depth + 1};
    pass_key(entry.key, child);
    child.end = find_value(entry.value, child.site).end;
    children.push_back(child);
  }
  if (children.empty()) throw CannotRewrite{site.after, "this map is written in a way not understood"};
  return children;
}

std::vector<ChildText> YamlText::list_children(const Node& node, std::size_t begin,
                                               const ValueSite& site) const {
  std::vector<ChildText> children;
  std::size_t at = begin;
  for (const Node& item : node.items) {
    if (!is(at, '-') || !ends_token(at + 1, false))
      throw CannotRewrite{at, "the `-` of an item is not found"};
    ChildText child;
    child.begin = at;
    child.site = {at + 1, false, true, at - line_begin(at), site.depth + 1};
    child.end = find_value(item, child.site).end;
    children.push_back(child);
    at = behind_space(child.end);
  }
  if (children.empty()) throw CannotRewrite{begin, "this list is written in a way not understood"};
  return children;
}

}  // namespace linetwin
