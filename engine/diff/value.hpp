// Values of a model as trees: whether two say the same, how a value is said, and which names it mentions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/document.hpp"

namespace linetwin::diff {

enum class ValueKind {
  Time,      // a plain one is constant; a distribution, or one for each part
  Mean,      // mtbf, mttr: a plain one is the mean of an exponential distribution; mtbf may be "500 parts"
  Every,     // a time, or "500 parts"
  Count,     // a plain number, or one for each part
  Share,     // 0 for a part that is not named
  Quantity,  // a number, a length, a speed, an amount
  Holds,     // an amount, or one for each part; 0 for a part that is not named
  Amounts,   // a list of amounts
  Text,
  Rate,
  Start,
  Names,  // a name, or a list of them in any order
  Parts,  // the name of a part
  Days,
  Hours,     // times of a shift, dates: one or a list, in any order
  Crew,      // people: one alternative, or a list of them
  Sequence,  // [A*40, B*20]
  Setup,     // a time, or a matrix
  Batch,     // a count, or {size, wait}
  Needs,     // parts of a set: an ordered map of counts
  Paths,     // [[p1, p2], ...]
  Routing,
  Spot,  // a place of the layout
  Raw,
};

// Two values say the same when this text is the same; null is "".
std::string canonical(const Node* value, ValueKind kind);

// The value in words: "lognormal (mean 8 s, sd 4 s)", "1 from fitters".
std::string spoken(const Node& value, ValueKind kind);

struct SpokenPair {
  std::string before;
  std::string after;
  std::optional<double> ratio{};  // after / before of what can be compared by one number
  bool other_form = false;        // another distribution, not other parameters of one
};
// Two values that differ; only what differs of them is said, where that can be told apart.
SpokenPair spoken_pair(const Node& before, const Node& after, ValueKind kind);

// Calls `on_name` with every text in the value that is the name of an element, a part, a shift, ...; it may
// change it.
void visit_names(Node& value, ValueKind kind, const std::function<void(std::string&)>& on_name);

// The value as written, on one line and without quotes: for words, not for a reader.
std::string plain_text(const Node& value);

Node scalar(std::string text);

// The items of a list, or the value itself.
std::vector<const Node*> one_or_list(const Node& node);

}  // namespace linetwin::diff
