// `flow`: chains of names, with fans. `routing`: how an element with several successors chooses.
#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.hpp"
#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kWidestFan = 10'000;  // arrows that one step of a chain may make

struct Word {
  std::string text;  // without the spaces around
  Place place;
};

// The stretches of a text between separators, each with its place; the text stands at `place` on one line.
std::vector<Word> split(std::string_view text, std::string_view separator, const Place& place) {
  std::vector<Word> words;
  std::size_t from = 0;
  std::size_t counted = 0;  // bytes whose characters are in `column`
  int column = place.column;
  for (;;) {
    const std::size_t end = std::min(text.find(separator, from), text.size());
    std::size_t a = from;
    std::size_t b = end;
    while (a < b && (text[a] == ' ' || text[a] == '\n')) ++a;
    while (b > a && (text[b - 1] == ' ' || text[b - 1] == '\n')) --b;
    Word word{std::string(text.substr(a, b - a)), place};
    column += static_cast<int>(count_code_points(text.substr(counted, a - counted)));
    counted = a;
    word.place.column = column;
    word.place.length = std::max(1, static_cast<int>(count_code_points(word.text)));
    words.push_back(std::move(word));
    if (end == text.size()) return words;
    from = end + separator.size();
  }
}

}  // namespace

void ModelReader::read_flow(const Node& node) {
  const int before = diagnostics_.errors();
  spec_.flow_place = node.place;
  if (node.is_scalar()) {
    read_chain(node);
  } else if (node.is_sequence()) {
    for (const Node& chain : node.items)
      if (expect_scalar(chain, "a chain of the flow")) read_chain(chain);
  } else {
    error(node.place, fmt::format("flow is {}, where a list of chains is wanted", kind_word(node)),
          "flow: [source -> m1 -> sink]");
    return;
  }
  spec_.flow_broken = diagnostics_.errors() > before;
  // the same arrow written twice is one arrow
  std::map<std::pair<std::string, std::string>, std::string> seen;
  std::erase_if(spec_.flow, [&](const EdgeSpec& edge) {
    const std::string via = edge.via ? edge.via->value : "";
    const auto [it, fresh] = seen.emplace(std::pair(edge.from.value, edge.to.value), via);
    if (!fresh && it->second != via)
      error(edge.to.place,
            fmt::format("there are two ways from \"{}\" to \"{}\"", edge.from.value, edge.to.value),
            "parts go there by one fleet, or by none");
    return !fresh;
  });
}

void ModelReader::read_chain(const Node& node) {
  Place start = node.place;
  if (node.quoted) ++start.column;
  for (const std::string_view arrow : {"→", "=>", "—>", "- >"}) {
    const std::size_t at = node.text.find(arrow);
    if (at == std::string::npos) continue;
    start.column += static_cast<int>(count_code_points(std::string_view(node.text).substr(0, at)));
    start.length = static_cast<int>(count_code_points(arrow));
    error(start, fmt::format("\"{}\" is no arrow of a flow", arrow), "an arrow is written ->");
    return;
  }
  const std::vector<Word> steps = split(node.text, "->", start);
  if (steps.size() == 1) {
    error(start, "this chain has no arrow", "write for example source -> m1 -> sink");
    return;
  }
  std::vector<std::vector<Name>> fans;
  bool good = true;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::vector<Name>& fan = fans.emplace_back();
    for (const Word& word : split(steps[i].text, "|", steps[i].place)) {
      if (word.text.empty()) {
        error(word.place,
              i + 1 == steps.size() ? "an arrow to nothing" : "a name is missing before the arrow");
        good = false;
      } else if (!is_name(word.text)) {
        error(word.place, fmt::format("\"{}\" is not a name", word.text),
              "names are letters, digits, _ and -; an arrow is written ->");
        good = false;
      } else {
        fan.push_back({word.text, word.place});
      }
    }
  }
  if (!good) return;
  join_fans(fans);
}

// The arrows of a chain. A fleet between two steps carries the parts from the one to the other.
void ModelReader::join_fans(const std::vector<std::vector<Name>>& fans) {
  const auto fleet = [this](const std::vector<Name>& fan) -> const Name* {
    for (const Name& name : fan)
      for (const FleetSpec& one : spec_.vehicles)
        if (one.name.value == name.value) return &name;
    return nullptr;
  };
  for (std::size_t i = 0; i + 1 < fans.size(); ++i) {
    std::optional<Name> via;
    std::size_t to = i + 1;
    if (const Name* carrier = fleet(fans[i])) {
      if (i == 0)
        error(carrier->place, "a fleet carries parts from one element to another", "begin before it");
      continue;
    }
    if (const Name* carrier = fleet(fans[to])) {
      if (fans[to].size() > 1 || to + 1 == fans.size() || fleet(fans[to + 1])) {
        error(carrier->place, "a fleet carries parts from one element to another",
              fmt::format("write for example {} -> {} -> sink", fans[i][0].value, carrier->value));
        return;
      }
      via = *carrier;
      ++to;
    }
    if (fans[i].size() * fans[to].size() > kWidestFan) {
      error(fans[i][0].place, "this fan makes over 10000 arrows");
      return;
    }
    for (const Name& a : fans[i])
      for (const Name& b : fans[to]) spec_.flow.push_back({a, b, via});
  }
}

void ModelReader::read_routing(const Node& element, const Node& value) {
  RoutingSpec routing;
  routing.element = {element.text, element.place};
  routing.place = value.place;
  if (!expect_map(value, fmt::format("the routing of \"{}\"", element.text))) return;
  if (const Node* rule = value.find("rule")) {
    check_keys(value, {"rule"}, {}, "a rule");
    if (rule->text == "shortest-queue") {
      routing.rule = RoutingRule::ShortestQueue;
    } else if (rule->text == "priority") {
      routing.rule = RoutingRule::Priority;
    } else {
      const std::vector<std::string> words = {"shortest-queue", "priority"};
      error(rule->place, fmt::format("\"{}\" is not a rule", rule->text),
            did_you_mean(rule->text, words).empty() ? "rules are shortest-queue and priority"
                                                    : did_you_mean(rule->text, words));
      return;
    }
  } else if (const Node* by_part = value.find("by_part")) {
    check_keys(value, {"by_part"}, {}, "a rule");
    routing.rule = RoutingRule::ByPart;
    if (!expect_map(*by_part, "by_part")) return;
    for (const Node::Entry& entry : by_part->entries)
      if (expect_scalar(entry.value, "a successor"))
        routing.by_part.push_back({{entry.key.text, entry.key.place}, {entry.value.text, entry.value.place}});
  } else {
    routing.rule = RoutingRule::Probability;
    for (const Node::Entry& entry : value.entries) {
      if (entry.key.text.starts_with("x-")) continue;
      if (const auto share = read_share(entry.value, "a probability"))
        routing.probabilities.push_back({{entry.key.text, entry.key.place}, *share});
    }
  }
  spec_.routing.push_back(std::move(routing));
}

}  // namespace linetwin
