// Workers, shifts, and when the run begins.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostWorkers = 100'000;
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split_at(const std::string& text, char separator) {
  std::vector<std::string> pieces;
  std::size_t from = 0;
  for (;;) {
    const std::size_t end = std::min(text.find(separator, from), text.size());
    pieces.push_back(trimmed(std::string_view(text).substr(from, end - from)));
    if (end == text.size()) return pieces;
    from = end + 1;
  }
}

std::optional<int> day_of_week(std::string_view word) {
  std::string lower(word.substr(0, 3));
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  for (std::size_t d = 0; d < kDays.size(); ++d)
    if (word.size() == 3 && lower == kDays[d]) return static_cast<int>(d);
  return std::nullopt;
}

// The whole text as a number without sign.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "06:30"; after midnight also "25:10", up to "48:00".
std::optional<Time> time_of_day(const std::string& text) {
  const std::vector<std::string> pieces = split_at(text, ':');
  if (pieces.size() != 2 || pieces[1].size() != 2 || pieces[0].size() > 2) return std::nullopt;
  const auto hour = digits(pieces[0]);
  const auto minute = digits(pieces[1]);
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 48 * 60) return std::nullopt;
  return *hour * kHour + *minute * kMinute;
}

// "2026-12-25" as days since 1970-01-01.
std::optional<std::int64_t> date(const std::string& text) {
  const std::vector<std::string> pieces = split_at(text, '-');
  if (pieces.size() != 3 || pieces[0].size() != 4 || pieces[1].size() != 2 || pieces[2].size() != 2)
    return std::nullopt;
  const auto year = digits(pieces[0]);
  const auto month = digits(pieces[1]);
  const auto day = digits(pieces[2]);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return std::chrono::sys_days{ymd}.time_since_epoch().count();
}

// "mon-fri" or "sat" as a mask; a range may go over Sunday.
std::optional<std::uint8_t> days(const std::string& text) {
  const std::vector<std::string> ends = split_at(text, '-');
  const auto first = day_of_week(ends[0]);
  const auto last = day_of_week(ends.back());
  if (!first || !last || ends.size() > 2) return std::nullopt;
  unsigned mask = 0;
  for (int d = *first;; d = (d + 1) % 7) {
    mask |= 1u << d;
    if (d == *last) return static_cast<std::uint8_t>(mask);
  }
}

// One node or a list of them.
std::vector<const Node*> one_or_list(const Node& node) {
  std::vector<const Node*> all;
  if (!node.is_sequence()) return {&node};
  for (const Node& item : node.items) all.push_back(&item);
  return all;
}

}  // namespace

std::vector<Name> ModelReader::read_names(const Node& node, std::string_view what) {
  std::vector<Name> names;
  if (node.is_sequence() && node.items.empty()) error(node.place, fmt::format("{} names nothing", what));
  for (const Node* one : one_or_list(node))
    if (expect_scalar(*one, what)) names.push_back({one->text, one->place});
  return names;
}

std::optional<CrewSpec> ModelReader::read_crew(const Node& node) {
  CrewSpec crew;
  crew.place = node.place;
  const int before = diagnostics_.errors();
  if (node.is_sequence() && node.items.empty())
    error(node.place, "nobody is named here", "workers: {fitters: 1}");
  for (const Node* one : one_or_list(node)) {
    if (one->is_scalar()) {
      const bool number = one->text.find_first_not_of("0123456789.") == std::string::npos;
      error(one->place, "workers are named with their number",
            number ? fmt::format("write {{fitters: {}}}", one->text)
                   : fmt::format("write {{{}: 1}}", one->text));
      continue;
    }
    if (!expect_map(*one, "workers")) continue;
    auto& alternative = crew.alternatives.emplace_back();
    for (const Node::Entry& entry : one->entries) {
      if (entry.key.text.starts_with("x-")) continue;
      if (const std::string hint = space_hint(entry.key.text); !hint.empty()) {
        error(entry.key.place, fmt::format("\"{}\" is not a name", entry.key.text), hint);
        continue;
      }
      if (const auto count = read_counts(entry.value, 1, kMostWorkers, "the number of workers"))
        alternative.push_back({{entry.key.text, entry.key.place}, *count});
    }
    if (alternative.empty() && diagnostics_.errors() == before)
      error(one->place, "nobody is named here", "workers: {fitters: 1}");
  }
  if (diagnostics_.errors() > before || crew.alternatives.empty()) return std::nullopt;
  return crew;
}

void ModelReader::read_pool(const Name& name, const Node& node) {
  PoolSpec pool;
  pool.name = name;
  if (expect_map(node, fmt::format("the workers \"{}\"", name.value))) {
    check_keys(node, {"count", "shift", "speed"}, {}, "workers");
    if (const Node* n = node.find("count")) pool.count = read_count(*n, 1, kMostWorkers, "count");
    if (!node.find("count"))
      error(name.place, fmt::format("the workers \"{}\" have no count", name.value), "add count: 2");
    if (const Node* n = node.find("shift")) pool.shifts = read_names(*n, "shift");
    if (const Node* n = node.find("speed"))
      pool.speed = read_measure(*n, Dimension::Speed, "speed", "1.2 m/s");
  }
  spec_.workers.push_back(std::move(pool));
}

void ModelReader::read_shift(const Name& name, const Node& node) {
  ShiftSpec shift;
  shift.name = name;
  spec_.shifts.push_back(shift);
  if (!expect_map(node, fmt::format("the shift \"{}\"", name.value))) return;
  check_keys(node, {"days", "times", "except"}, {}, "a shift");
  if (const Node* n = node.find("days")) {
    unsigned mask = 0;
    for (const Node* one : one_or_list(*n)) {
      if (!expect_scalar(*one, "days")) continue;
      for (const std::string& piece : split_at(one->text, ',')) {
        const auto more = days(piece);
        if (!more)
          error(one->place, fmt::format("\"{}\" names no days", piece),
                "days are mon tue wed thu fri sat sun: write mon-fri, or [sat, sun]");
        mask |= more.value_or(0);
      }
    }
    if (n->is_sequence() && n->items.empty())
      error(n->place, "days names no day", "leave it out for all days");
    if (mask != 0) shift.days = static_cast<std::uint8_t>(mask);
  }
  if (const Node* n = node.find("times")) {
    if (n->is_sequence() && n->items.empty())
      error(n->place, "times names no time", "add times: [06:00-14:00]");
    for (const Node* one : one_or_list(*n)) {
      if (!expect_scalar(*one, "times")) continue;
      const std::vector<std::string> ends = split_at(one->text, '-');
      const auto from = time_of_day(ends[0]);
      auto to = time_of_day(ends.back());
      if (ends.size() != 2 || !from || !to || *from >= 2 * kDay) {
        error(one->place, fmt::format("\"{}\" is no time from and to", one->text), "write 06:00-14:00");
        continue;
      }
      if (*to <= *from) *to += kDay;  // over midnight
      if (*to - *from > kDay) {
        error(one->place, fmt::format("\"{}\" is longer than a day", one->text));
        continue;
      }
      shift.times.emplace_back(*from, *to);
    }
  } else {
    error(name.place, fmt::format("the shift \"{}\" has no times", name.value), "add times: [06:00-14:00]");
  }
  if (const Node* n = node.find("except"))
    for (const Node* one : one_or_list(*n)) {
      if (!expect_scalar(*one, "except")) continue;
      if (const auto day = date(one->text)) {
        shift.except.push_back({*day, one->place});
      } else {
        error(one->place, fmt::format("\"{}\" is no date", one->text), "write 2026-12-25");
      }
    }
  spec_.shifts.back() = std::move(shift);
}

std::optional<Placed<StartSpec>> ModelReader::read_start(const Node& node) {
  if (!expect_scalar(node, "start")) return std::nullopt;
  std::string text = node.text;
  if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string first = text.substr(0, space);
  StartSpec start;
  const auto weekday = day_of_week(first);
  const auto dated = date(first);
  if (weekday) start.day = *weekday;
  if (dated) start.dated = true, start.day = *dated;
  const std::string rest = trimmed(std::string_view(text).substr(space));
  const auto clock = rest.empty() ? std::optional<Time>(0) : time_of_day(rest);
  if ((!weekday && !dated) || !clock) {
    error(node.place, fmt::format("\"{}\" is no time to begin at", node.text),
          "write mon 06:00, or 2026-11-23 06:00");
    return std::nullopt;
  }
  if (*clock >= kDay) {
    error(node.place, "the run begins on a day before 24:00");
    return std::nullopt;
  }
  start.time_of_day = *clock;
  return Placed<StartSpec>{start, node.place};
}

}  // namespace linetwin
