// The patterns of the words, filled in.
#include <fmt/format.h>

#include <cmath>

#include "diff/words.hpp"

namespace linetwin::diff {
namespace {

constexpr std::size_t kMostListed = 8;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

// "1 part(s)" -> "1 part", "2 part(s)" -> "2 parts", "2 (people)" -> "2 people".
std::string with_plurals(std::string text) {
  text = replaced(std::move(text), " (people)", " person(s)");
  for (std::size_t at = 0; (at = text.find("(s)", at)) != std::string::npos;) {
    const std::size_t word = text.rfind(' ', at) + 1;
    const std::size_t number = word < 2 ? 0 : text.rfind(' ', word - 2) + 1;
    const bool one = word > 0 && text.substr(number, word - number) == "1 ";
    text.replace(at, 3, one ? "" : "s");
  }
  return replaced(std::move(text), "persons", "people");
}

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

// `ratio` is after / before of a time; "10 % faster", or "3 times as long".
std::string of_time(double ratio, const char* less, const char* more) {
  if (ratio >= 2) return fmt::format("{:.3g} times as long", ratio);
  return ratio < 1 ? fmt::format("{} {}", percent(1 - ratio), less)
                   : fmt::format("{} {}", percent(ratio - 1), more);
}

std::string of_amount(double ratio, const char* less, const char* more, const char* times) {
  if (ratio >= 2) return fmt::format("{:.3g} times as {}", ratio, times);
  return ratio < 1 ? fmt::format("{} {}", percent(1 - ratio), less)
                   : fmt::format("{} {}", percent(ratio - 1), more);
}

std::string said(Remark remark, double ratio) {
  switch (remark) {
    case Remark::None: return "";
    case Remark::Faster: return of_time(ratio, "faster", "slower");
    case Remark::Shorter: return of_time(ratio, "shorter", "longer");
    case Remark::More: return of_amount(1 / ratio, "fewer", "more", "many");
    case Remark::Quicker: return of_amount(ratio, "slower", "faster", "fast");
    case Remark::Often: return ratio > 1 ? "less" : "more";
  }
  return "";
}

// Words of the format in words of the field.
std::string in_words(const Key& key, const std::string& text) {
  struct Word {
    std::string_view key, text, words;
  };
  constexpr Word kWords[] = {
      {"when_full", "wait", "waiting"},
      {"when_full", "queue", "queueing outside"},
      {"when_full", "drop", "lost"},
      {"order", "fifo", "first in, first out"},
      {"order", "lifo", "newest first"},
      {"order", "priority", "by priority"},
      {"order", "spt", "shortest cycle first"},
      {"accumulating", "true", "closed up"},
      {"accumulating", "false", "at their distances"},
      {"call", "when_room", "when there is room"},
      {"call", "when_finished", "when a part is finished"},
      {"dispatch", "nearest", "the nearest call"},
      {"dispatch", "longest_waiting", "the oldest call"},
      {"capacity", "unlimited", "any number of"},
      {"scrap", "true", "scrap"},
      {"scrap", "false", "good"},
  };
  for (const Word& word : kWords)
    if (word.key == key.name && word.text == text) return std::string(word.words);
  return text;
}

std::string in_brackets(const std::string& mode) { return mode.empty() ? "" : fmt::format(" ({})", mode); }

std::string before_colon(const std::string& mode) { return mode.empty() ? "" : mode + ": "; }

std::string filled(const char* pattern, const std::string& owner, const std::string& mode, const Said& values,
                   const std::string& remark, bool other_form) {
  return with_plurals(fmt::format(fmt::runtime(pattern), fmt::arg("e", owner),
                                  fmt::arg("m", in_brackets(mode)), fmt::arg("mode", before_colon(mode)),
                                  fmt::arg("a", values.before), fmt::arg("b", values.after),
                                  fmt::arg("r", remark), fmt::arg("is", other_form ? " is now" : ":")));
}

}  // namespace

std::string listed(std::span<const std::string> texts) {
  std::string all;
  const std::size_t most = texts.size() > kMostListed + 1 ? kMostListed : texts.size();
  for (std::size_t i = 0; i < most; ++i)
    all += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  if (most < texts.size()) all += fmt::format(" and {} more", texts.size() - most);
  return all;
}

Said say(const Key& key, const std::string& owner, const std::string& mode, const Node* before,
         const Node* after) {
  const Node fallback = scalar(key.fallback);
  const bool has_default = key.fallback[0] != '\0';
  if (before && before->kind == Node::Kind::Null) before = nullptr;
  if (after && after->kind == Node::Kind::Null) after = nullptr;
  if (!before && has_default) before = &fallback;
  if (!after && has_default) after = &fallback;
  Said result;
  if (before && after) {
    const SpokenPair pair = spoken_pair(*before, *after, key.kind);
    result.before = in_words(key, pair.before);
    result.after = in_words(key, pair.after);
    if (result.before.ends_with(" of")) result.before.resize(result.before.size() - 3);  // any number of
    const bool ratio = pair.ratio && key.words.remark != Remark::None;
    std::string remark = ratio ? said(key.words.remark, *pair.ratio) : "";
    const bool apart = key.words.without[0] == '\0';  // the remark stands behind, in brackets
    if (apart && !remark.empty()) remark = fmt::format(" ({})", remark);
    result.sentence = filled(ratio || apart ? key.words.changed : key.words.without, owner, mode, result,
                             remark, pair.other_form);
    return result;
  }
  if (before) result.before = in_words(key, spoken(*before, key.kind));
  if (after) result.after = in_words(key, spoken(*after, key.kind));
  const char* const pattern = after ? key.words.appeared : key.words.gone;
  if (pattern[0] != '\0') {
    result.sentence = filled(pattern, owner, mode, result, "", false);
  } else {
    const std::string what = mode.empty() ? owner : owner + in_brackets(mode);
    result.sentence = after ? fmt::format("{}: {} {} is new", what, key.name, result.after)
                            : fmt::format("{}: {} is gone (it was {})", what, key.name, result.before);
  }
  return result;
}

std::string in_brief(std::span<const Key> keys, const Node& element) {
  std::vector<std::string> texts;
  for (const Key& key : keys) {
    const Node* value = element.find(key.name);
    const Node fallback = scalar(key.fallback);
    if (!value || key.words.brief[0] == '\0' || canonical(value, key.kind) == canonical(&fallback, key.kind))
      continue;
    Said values;
    values.after = in_words(key, spoken(*value, key.kind));
    if (values.after == "any number of") values.after = "any number";
    texts.push_back(filled(key.words.brief, "", "", values, "", false));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string say_new(const Section& section, const std::string& name, const std::string& brief) {
  const std::string what = section.noun[0] ? fmt::format("{} {}", section.noun, name) : name;
  return brief.empty() ? fmt::format("{} is new", what) : fmt::format("{} is new ({})", what, brief);
}

std::string say_gone(const Section& section, const std::string& name) {
  return fmt::format("{}{}{} is gone", section.noun, section.noun[0] ? " " : "", name);
}

std::string say_renamed(const std::string& before, const std::string& after) {
  return fmt::format("{} is now called {}", before, after);
}

std::string say_new_mode(const Key& key, const std::string& owner, const std::string& mode,
                         const std::string& brief) {
  const bool fails = std::string_view(key.name) == "failures";
  return fmt::format("{} {} ({}{})", owner, fails ? "now fails" : "is now maintained", before_colon(mode),
                     brief);
}

std::string say_gone_mode(const Key& key, const std::string& owner, const std::string& mode) {
  const bool fails = std::string_view(key.name) == "failures";
  return fmt::format("{} {}{}", owner, fails ? "no longer fails" : "is no longer maintained",
                     in_brackets(mode));
}

std::string say_list_order(const Key& key, const std::string& owner) {
  return fmt::format("the {} of {} {} in another order, or under other names", key.name, owner,
                     std::string_view(key.name) == "failures" ? "stand" : "stands");
}

std::string say_shares(const std::string& before, const std::string& after) {
  return fmt::format("shares of the variants: {} instead of {}", after, before);
}

std::string say_match(const std::string& owner, bool now) {
  return now ? fmt::format("{} now takes parts of one variant only for a set", owner)
             : fmt::format("{} no longer takes parts of one variant only for a set", owner);
}

std::string say_flow(std::span<const std::string> added, std::span<const std::string> gone) {
  std::string text = "the flow: ";
  if (!added.empty()) text += fmt::format("{} {} new", listed(added), added.size() == 1 ? "is" : "are");
  if (!added.empty() && !gone.empty()) text += ", ";
  if (!gone.empty()) text += fmt::format("{} {} gone", listed(gone), gone.size() == 1 ? "is" : "are");
  return text;
}

std::string say_carrier(const std::string& from, const std::string& to, const std::string& before,
                        const std::string& after) {
  const auto by = [](const std::string& fleet) { return fleet.empty() ? "by hand" : "by " + fleet; };
  return fmt::format("parts go from {} to {} {} instead of {}", from, to, by(after), by(before));
}

std::string say_successors(const std::string& name, std::span<const std::string> before,
                           std::span<const std::string> after) {
  return fmt::format("the ways from {} stand in the order {} instead of {}", name, listed(after),
                     listed(before));
}

std::string say_flow_order() {
  return "the flow is written in another order (it decides who is first at equal times)";
}

std::string say_routing(const std::string& name, const std::string& before, const std::string& after) {
  const auto way = [](const std::string& text) { return text.empty() ? std::string("in turn") : text; };
  return fmt::format("routing at {}: {} instead of {}", name, way(after), way(before));
}

std::string say_moved(std::span<const std::string> names) {
  if (names.size() == 1) return fmt::format("layout: {} is moved", names[0]);
  return fmt::format("layout: {} elements are moved ({})", names.size(), listed(names));
}

std::string say_places(std::span<const std::string> names, bool now) {
  const char* const has = names.size() == 1 ? "has" : "have";
  return now ? fmt::format("layout: {} now {} a place", listed(names), has)
             : fmt::format("layout: {} no longer {} a place", listed(names), has);
}

std::string say_entry_order(std::span<const std::string> names) {
  return fmt::format("the order of {} in the file differs (it decides who is first at equal times)",
                     listed(names));
}

std::string say_unknown(const std::string& path, const std::string& before, const std::string& after) {
  if (before.empty()) return fmt::format("{}: {} is new", path, after);
  if (after.empty()) return fmt::format("{} is gone (it was {})", path, before);
  return fmt::format("{}: {} instead of {}", path, after, before);
}

std::string say_note(const std::string& path) { return fmt::format("the note {} differs", path); }

std::string say_head(const std::string& key, const std::string& before, const std::string& after) {
  if (key == "description") return "the description differs";
  if (before.empty()) return fmt::format("the line is now called {}", after);
  if (after.empty()) return fmt::format("the line has no name any more (it was {})", before);
  return fmt::format("the line is called {} instead of {}", after, before);
}

std::string say_point(const std::string& name, bool now) {
  return fmt::format("point {} of the layout is {}", name, now ? "new" : "gone");
}

std::string say_drawn(std::span<const std::string> names) {
  return fmt::format("layout: {} {} drawn in another size or turn", listed(names),
                     names.size() == 1 ? "is" : "are");
}

}  // namespace linetwin::diff
