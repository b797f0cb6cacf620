// What can stand in a model, and the words in which its differences are said: the one place to translate.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "diff/value.hpp"

namespace linetwin::diff {

// How the ratio of two values is said beside them.
enum class Remark {
  None,
  Faster,   // of times: "10 % faster", "25 % slower"
  Shorter,  // of times: "10 % shorter", "25 % longer"
  More,     // of times between arrivals: "20 % more", "20 % fewer"
  Quicker,  // of speeds: "10 % faster", "25 % slower"
  Often,    // of times between failures: "less", "more"
};

// Patterns: {e} the element, {m} the failure mode or task in brackets, {mode} as "tool: ", {a} before, {b}
// after, {r} the remark, {is} ":" or " is now" (of another distribution). "part(s)" and "(people)" follow the
// number before them.
struct Words {
  const char* changed;
  const char* appeared = "";  // there was none; empty: changed, from the default
  const char* gone = "";      // there is none any more
  Remark remark = Remark::None;
  const char* without = "";  // instead of `changed` where there is no ratio to remark on
  const char* brief = "";    // {b} in a few words, for something new
};

struct Key {
  const char* name;
  ValueKind kind;
  const char* fallback;  // what it is where it is left out; empty: none
  Words words;
};

struct Section {
  const char* name;
  const char* noun;  // "shift"; empty: the name of the element says enough
  std::span<const Key> keys;
};

// The sections whose entries are elements with names of their own.
std::span<const Section> sections();
const Section* find_section(std::string_view name);
std::span<const Key> failure_keys();
std::span<const Key> maintenance_keys();
std::span<const Key> run_keys();
std::span<const Key> target_keys();
const Key* find_key(std::span<const Key> keys, std::string_view name);

struct Said {
  std::string sentence;
  std::string before;
  std::string after;
};
// The sentence for a key with these values; null: left out. `owner` and `mode` are {e} and {m}.
Said say(const Key& key, const std::string& owner, const std::string& mode, const Node* before,
         const Node* after);
// An element in a few words: "cycle 12 s, 2 machines"; may be empty.
std::string in_brief(std::span<const Key> keys, const Node& element);

// ---- sentences that are not of one key
std::string say_new(const Section& section, const std::string& name, const std::string& brief);
std::string say_gone(const Section& section, const std::string& name);
std::string say_renamed(const std::string& before, const std::string& after);
std::string say_new_mode(const Key& key, const std::string& owner, const std::string& mode,
                         const std::string& brief);
std::string say_gone_mode(const Key& key, const std::string& owner, const std::string& mode);
std::string say_list_order(const Key& key, const std::string& owner);
std::string say_shares(const std::string& before, const std::string& after);
std::string say_match(const std::string& owner, bool now);
std::string say_flow(std::span<const std::string> added, std::span<const std::string> gone);
std::string say_carrier(const std::string& from, const std::string& to, const std::string& before,
                        const std::string& after);
std::string say_successors(const std::string& name, std::span<const std::string> before,
                           std::span<const std::string> after);
std::string say_flow_order();
std::string say_routing(const std::string& name, const std::string& before, const std::string& after);
std::string say_moved(std::span<const std::string> names);
std::string say_places(std::span<const std::string> names, bool now);
std::string say_entry_order(std::span<const std::string> sections);
std::string say_unknown(const std::string& path, const std::string& before, const std::string& after);
std::string say_note(const std::string& path);
// `key` is name or description.
std::string say_head(const std::string& key, const std::string& before, const std::string& after);
std::string say_point(const std::string& name, bool now);
std::string say_drawn(std::span<const std::string> names);

// "a, b and c"; of many, the first and how many more.
std::string listed(std::span<const std::string> texts);

}  // namespace linetwin::diff
