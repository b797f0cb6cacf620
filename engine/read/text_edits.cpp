#include "read/text_edits.hpp"

#include <algorithm>
#include <utility>

#include "base/unicode.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kLinesNearby = 12;  // how far up and down a comment in the same column is looked for

// The byte of the `#` of a comment behind a value on this line.
std::optional<std::size_t> comment_behind_value(std::string_view line) {
  bool value = false;  // something stands before
  bool fresh = true;   // a quote here begins a quoted text
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool blank = c == ' ' || c == '\t';
    if (c == '#' && i > 0 && (line[i - 1] == ' ' || line[i - 1] == '\t'))
      return value ? std::optional(i) : std::nullopt;
    if (fresh && (c == '"' || c == '\'')) {
      for (++i; i < line.size() && line[i] != c; ++i)
        if (c == '"' && line[i] == '\\') ++i;
    }
    fresh = blank || c == '[' || c == '{' || c == ',' || c == ':';
    value = value || !blank;
  }
  return std::nullopt;
}

int column_of(std::string_view line, std::size_t byte) { return display_width(line.substr(0, byte)); }

// The columns of the nearest comments above and below; none, one or two.
std::vector<int> columns_nearby(const YamlText& text, std::size_t at) {
  std::vector<int> columns;
  const auto look = [&](std::size_t line) {
    const std::string_view words = text.line_of(line);
    const auto comment = comment_behind_value(words);
    if (comment) columns.push_back(column_of(words, *comment));
    return comment.has_value();
  };
  std::size_t line = text.line_begin(at);
  for (std::size_t i = 0; i < kLinesNearby && line > 0; ++i)
    if (look(line = text.line_begin(line - 1))) break;
  line = text.next_line(at);
  for (std::size_t i = 0; i < kLinesNearby && line < text.text().size(); ++i, line = text.next_line(line))
    if (look(line)) break;
  return columns;
}

// A comment pushed out of its column, one blank behind its value, goes back into one nearby where there is
// room again.
int gap_of_pushed(int gap, int column, int wider, const std::vector<int>& nearby) {
  int back = column;
  for (const int c : nearby)
    if (gap == 1 && c < back && column + wider <= c) back = c;
  return back == column ? gap : gap + back - column - wider;
}

// Blanks before a comment that stood `gap` behind its value, in `column`, when the value becomes `wider`.
int new_gap(int gap, int column, int wider, const std::vector<int>& nearby) {
  if (std::find(nearby.begin(), nearby.end(), column) == nearby.end())
    return gap_of_pushed(gap, column, wider, nearby);
  if (gap - wider >= 1) return gap - wider;
  // pushed out of its column, if it would find back
  const int pushed = column + wider + 1 - gap;
  const bool stays = std::find(nearby.begin(), nearby.end(), pushed) != nearby.end();
  return !stays && gap_of_pushed(1, pushed, -wider, nearby) == gap ? 1 : gap;
}

bool on_one_line(std::string_view text) { return text.find('\n') == std::string_view::npos; }

}  // namespace

void TextEdits::replace(std::size_t begin, std::size_t end, std::string text) {
  if (begin != end || !text.empty()) edits_.push_back({begin, end, std::move(text)});
}

std::vector<TextEdits::Edit> TextEdits::sorted() const {
  std::vector<Edit> edits = edits_;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  return edits;
}

void TextEdits::keep_comment_columns(const YamlText& text) {
  const std::vector<Edit> edits = sorted();
  for (std::size_t i = 0; i < edits.size();) {
    const std::size_t begin = text.line_begin(edits[i].begin);
    const std::size_t end = text.line_end(edits[i].begin);
    int wider = 0;
    std::size_t last = begin;
    bool simple = true;
    for (; i < edits.size() && edits[i].begin <= end; ++i) {
      if (edits[i].begin == end) continue;  // behind the comment
      simple = simple && edits[i].end <= end && on_one_line(edits[i].text);
      last = std::max(last, edits[i].end);
      if (simple)
        wider += display_width(edits[i].text) - display_width(text.slice(edits[i].begin, edits[i].end));
    }
    const std::string_view line = text.slice(begin, end);
    const auto comment = comment_behind_value(line);
    if (!simple || !comment) continue;
    std::size_t gap_begin = *comment;
    while (gap_begin > 0 && line[gap_begin - 1] == ' ') --gap_begin;
    if (gap_begin == *comment || begin + gap_begin < last) continue;
    const auto gap = static_cast<int>(*comment - gap_begin);
    const int blanks = new_gap(gap, column_of(line, *comment), wider, columns_nearby(text, begin));
    if (blanks != gap)
      replace(begin + gap_begin, begin + *comment, std::string(static_cast<std::size_t>(blanks), ' '));
  }
}

std::optional<std::string> TextEdits::apply(std::string_view text) const {
  std::string out;
  std::size_t done = 0;
  bool erased = false;  // what was done last was an erasure
  for (const Edit& edit : sorted()) {
    // erasures may overlap each other: lines of a value that goes, and the value
    const bool erases = edit.text.empty();
    if (edit.begin < done && !(erased && erases)) return std::nullopt;
    if (edit.begin > done) out += text.substr(done, edit.begin - done);
    out += edit.text;
    done = std::max(done, edit.end);
    erased = erases;
  }
  out += text.substr(done);
  return out;
}

}  // namespace linetwin
