#include "base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/unicode.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kMostShown = 200;   // a file with more faults is of another kind
constexpr std::size_t kWidestLine = 100;  // characters shown of a long line

char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

// Damerau (1964) and Levenshtein (1966): insertions, deletions, changes and swaps of neighbours, one each.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  const std::size_t n = b.size() + 1;
  std::vector<std::size_t> before(n), above(n), row(n);
  for (std::size_t j = 0; j < n; ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j < n; ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[n - 1];
}

std::string without_tabs(std::string_view text) {
  std::string s(text);
  std::replace(s.begin(), s.end(), '\t', ' ');
  s.erase(std::remove_if(s.begin(), s.end(),
                         [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0; }),
          s.end());
  return s;
}

// The line under the number, and the caret under the place.
std::string excerpt(const Diagnostic& d, const Sources& sources) {
  const std::string line = without_tabs(sources.line(d.place.source, d.place.line));
  if (line.empty() && d.hint.empty()) return {};
  std::u32string points = code_points(line);
  auto at = static_cast<std::size_t>(std::max(0, d.place.column - 1));
  at = std::min(at, points.size());
  std::string dots;
  if (points.size() > kWidestLine) {  // a window around the place
    const std::size_t from = at > kWidestLine / 2 ? at - kWidestLine / 2 : 0;
    if (from > 0) dots = "...";
    points = points.substr(from, kWidestLine);
    at -= from;
  }
  const std::string number = std::to_string(d.place.line);
  const std::string margin(std::max<std::size_t>(5, number.size()) - number.size(), ' ');
  int before = static_cast<int>(dots.size());
  for (std::size_t i = 0; i < at; ++i) before += display_width(points[i]);
  int under = 0;
  for (std::size_t i = at;
       i < points.size() && i < at + static_cast<std::size_t>(std::max(1, d.place.length)); ++i)
    under += display_width(points[i]);
  std::string out = fmt::format("{}{} | {}{}\n", margin, number, dots, to_utf8(points));
  out += fmt::format("{} | {}{}{}\n", std::string(margin.size() + number.size(), ' '),
                     std::string(static_cast<std::size_t>(before), ' '),
                     std::string(static_cast<std::size_t>(std::max(1, under)), '^'),
                     d.hint.empty() ? "" : " " + d.hint);
  return out;
}

}  // namespace

int Sources::add(std::string name, std::string text) {
  Entry entry{std::move(name), std::move(text), {0}};
  for (std::size_t i = 0; i < entry.text.size(); ++i)
    if (entry.text[i] == '\n') entry.line_starts.push_back(i + 1);
  entries_.push_back(std::move(entry));
  return count() - 1;
}

const std::string& Sources::name(int source) const {
  static const std::string none = "?";
  return source >= 0 && source < count() ? entries_[static_cast<std::size_t>(source)].name : none;
}

std::string_view Sources::line(int source, int number) const {
  if (source < 0 || source >= count() || number < 1) return {};
  const Entry& entry = entries_[static_cast<std::size_t>(source)];
  if (static_cast<std::size_t>(number) > entry.line_starts.size()) return {};
  const std::size_t from = entry.line_starts[static_cast<std::size_t>(number) - 1];
  std::string_view line = std::string_view(entry.text).substr(from);
  line = line.substr(0, line.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

void Diagnostics::error(Place place, std::string message, std::string hint) {
  all_.push_back({Severity::Error, place, std::move(message), std::move(hint)});
  ++errors_;
}

void Diagnostics::warning(Place place, std::string message, std::string hint) {
  all_.push_back({Severity::Warning, place, std::move(message), std::move(hint)});
}

void Diagnostics::sort() {
  auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.place == b.place && a.severity == b.severity && a.message == b.message;
  };
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.place < b.place; });
  all_.erase(std::unique(all_.begin(), all_.end(), same), all_.end());
  errors_ = static_cast<int>(std::count_if(
      all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; }));
}

std::string render(const Diagnostic& d, const Sources& sources) {
  const char* word = d.severity == Severity::Error ? "error" : "warning";
  if (!d.place.known()) {
    const std::string where = d.place.source < sources.count() ? sources.name(d.place.source) + ": " : "";
    return fmt::format("{}{}: {}{}\n", where, word, d.message, d.hint.empty() ? "" : " (" + d.hint + ")");
  }
  return fmt::format("{}:{}:{}: {}: {}\n", sources.name(d.place.source), d.place.line, d.place.column, word,
                     d.message) +
         excerpt(d, sources);
}

std::string render(const Diagnostics& diagnostics, const Sources& sources) {
  std::string out;
  std::size_t shown = 0;
  for (const Diagnostic& d : diagnostics.all()) {
    if (shown++ == kMostShown)
      return out + fmt::format("... and {} more\n", diagnostics.all().size() - kMostShown);
    out += render(d, sources);
  }
  return out;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::u32string points = code_points(word);
  if (points.size() > 64) return std::nullopt;  // no name; and the search is quadratic in its length
  std::size_t best = points.size() < 3 ? 1 : (points.size() + 2) / 3;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::u32string other = code_points(candidate);
    const std::size_t longer = std::max(points.size(), other.size());
    if (longer - std::min(points.size(), other.size()) > best) continue;
    const std::size_t distance = edit_distance(points, other);
    if (distance > best || (found && distance == best) || distance >= points.size()) continue;
    best = distance;
    found = candidate;
  }
  if (found || word.size() < 2) return found;
  // nothing near: the only one that goes on from this word
  for (const std::string& candidate : candidates) {
    if (!candidate.starts_with(word)) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::optional<std::string> meant = nearest(word, candidates);
  return meant ? fmt::format("did you mean \"{}\"?", *meant) : "";
}

}  // namespace linetwin
