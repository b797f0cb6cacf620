#include "diff/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/quantity.hpp"
#include "base/time.hpp"

namespace linetwin::diff {
namespace {

bool is_note(std::string_view key) { return key.starts_with("x-"); }

std::string join(const std::vector<std::string>& texts, std::string_view between) {
  return fmt::format("{}", fmt::join(texts, between));
}

std::string joined_sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return join(texts, ", ");
}

// "500 parts" -> "500".
std::optional<std::string> number_of_parts(std::string_view text) {
  for (const std::string_view word : {"parts", "part"}) {
    if (!text.ends_with(word)) continue;
    text.remove_suffix(word.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    return std::string(text);
  }
  return std::nullopt;
}

// In base units, so that 60 s is 1 min; masses keep apart from numbers of parts.
std::string canonical_quantity(const std::string& text) {
  if (const auto parts = number_of_parts(text)) return canonical_quantity(*parts) + " parts";
  const Parsed<Quantity> q = parse_quantity(text);
  if (!q.value) return text;
  return fmt::format("{:.13g}{}", q.value->value, q.value->dimension == Dimension::Mass ? " kg" : "");
}

// Whatever it is: maps without their order, scalars as quantities.
std::string canonical_tree(const Node& node) {
  std::vector<std::string> texts;
  switch (node.kind) {
    case Node::Kind::Null: return "";
    case Node::Kind::Scalar: return canonical_quantity(node.text);
    case Node::Kind::Sequence:
      for (const Node& item : node.items) texts.push_back(canonical_tree(item));
      return "[" + join(texts, ", ") + "]";
    case Node::Kind::Map:
      for (const Node::Entry& entry : node.entries)
        if (!is_note(entry.key.text)) texts.push_back(entry.key.text + ": " + canonical_tree(entry.value));
      return "{" + joined_sorted(std::move(texts)) + "}";
  }
  return "";
}

// One value for all parts, or one for each: `one` says it of a single value. Values of all parts that are the
// same are one value; where parts may be left out (`zero`), what is 0 is left out.
std::string canonical_per_part(const Node& node, bool zero,
                               const std::function<std::string(const Node&)>& one) {
  const Node* parts = node.is_map() ? node.find("per_part") : nullptr;
  if (!parts) return one(node);
  std::vector<std::string> texts;
  std::string common;
  bool same = !zero && !parts->entries.empty();
  for (const Node::Entry& entry : parts->entries) {
    const std::string value = one(entry.value);
    if (zero && value == "0") continue;
    same = same && (texts.empty() || value == common);
    common = value;
    texts.push_back(entry.key.text + ": " + value);
  }
  return same ? common : "per_part {" + joined_sorted(std::move(texts)) + "}";
}

// The only entry of a distribution that is no note.
const Node::Entry* form_of(const Node& node) {
  for (const Node::Entry& entry : node.entries)
    if (!is_note(entry.key.text)) return &entry;
  return nullptr;
}

std::string canonical_empirical(const Node& value) {
  const Node* values = value.find("values");
  const Node* weights = value.find("weights");
  if (!values || !weights) return canonical_tree(value);
  double sum = 0;
  std::vector<double> shares;
  for (const Node& weight : weights->items) {
    const Parsed<Quantity> q = parse_quantity(weight.text);
    if (!q.value) return canonical_tree(value);
    shares.push_back(q.value->value);
    sum += shares.back();
  }
  const bool equal = std::all_of(shares.begin(), shares.end(), [&](double w) { return w == shares[0]; });
  if (equal || !(sum > 0)) return "{values: " + canonical_tree(*values) + "}";
  std::vector<std::string> texts;
  for (const double share : shares) texts.push_back(fmt::format("{:.12g}", share / sum));
  return "{values: " + canonical_tree(*values) + ", weights: " + join(texts, ", ") + "}";
}

std::string canonical_time(const Node& node, bool plain_is_mean) {
  const char* const plain = plain_is_mean ? "exponential" : "constant";
  if (node.is_scalar()) {
    const std::string value = canonical_quantity(node.text);
    return fmt::format("{} {}", value == "0" ? "constant" : plain, value);
  }
  const Node::Entry* form = node.is_map() ? form_of(node) : nullptr;
  if (!form) return canonical_tree(node);
  if (form->key.text == "empirical") return "empirical " + canonical_empirical(form->value);
  return form->key.text + " " + canonical_tree(form->value);
}

std::string canonical_setup(const Node& node) {
  const Node* matrix = node.is_map() ? node.find("matrix") : nullptr;
  if (!matrix)
    return canonical_per_part(node, false, [](const Node& one) { return canonical_time(one, false); });
  std::vector<std::string> texts;
  for (const Node::Entry& from : matrix->entries)
    for (const Node::Entry& to : from.value.entries)
      if (const std::string time = canonical_time(to.value, false); time != "constant 0")
        texts.push_back(fmt::format("{} -> {}: {}", from.key.text, to.key.text, time));
  return "matrix " + joined_sorted(std::move(texts));
}

std::string canonical_count(const Node& node) { return canonical_per_part(node, false, canonical_tree); }

std::string canonical_crew(const Node& node) {
  std::vector<std::string> alternatives;
  for (const Node* one : one_or_list(node)) {
    std::vector<std::string> pools;
    for (const Node::Entry& entry : one->entries)
      if (!is_note(entry.key.text)) pools.push_back(entry.key.text + ": " + canonical_count(entry.value));
    alternatives.push_back(joined_sorted(std::move(pools)));
  }
  return join(alternatives, " or ");
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// The days as seven letters: "mon-wed, sat" -> "1110010".
std::string canonical_days(const Node& node) {
  constexpr std::array<std::string_view, 7> names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  std::string mask(7, '0');
  for (const Node* one : one_or_list(node)) {
    std::string rest = without_spaces(lower(one->text)) + ",";
    for (std::size_t comma = 0; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1)) {
      const std::string piece = rest.substr(0, comma);
      const std::string last = piece.size() == 7 ? piece.substr(4) : piece;
      const auto from = std::find(names.begin(), names.end(), piece.substr(0, 3));
      const auto to = std::find(names.begin(), names.end(), last);
      if (from == names.end() || to == names.end()) return canonical_tree(node);
      for (auto day = from - names.begin();; day = (day + 1) % 7) {
        mask[static_cast<std::size_t>(day)] = '1';
        if (day == to - names.begin()) break;
      }
    }
  }
  return mask;
}

// "6:00 - 14:00" -> "06:00-14:00"; dates stay as they are.
std::string canonical_hours(const std::string& text) {
  std::string hours = without_spaces(text);
  for (std::size_t at = 0; at < hours.size(); ++at) {
    const bool begins = at == 0 || hours[at - 1] == '-';
    if (begins && at + 1 < hours.size() && hours[at + 1] == ':') hours.insert(at, "0");
  }
  return hours;
}

std::string canonical_list(const Node& node, const std::function<std::string(const std::string&)>& one) {
  std::vector<std::string> texts;
  for (const Node* item : one_or_list(node)) texts.push_back(one(item->text));
  return joined_sorted(std::move(texts));
}

std::string canonical_sequence(const Node& node) {
  std::vector<std::string> runs;
  for (const Node* item : one_or_list(node)) {
    const std::string run = without_spaces(item->text);
    runs.push_back(run.find('*') == std::string::npos ? run + "*1" : run);
  }
  return join(runs, ", ");
}

std::string canonical_needs(const Node& node) {
  std::vector<std::string> texts;
  for (const Node::Entry& entry : node.entries)
    if (!is_note(entry.key.text) && entry.key.text != "match")
      texts.push_back(entry.key.text + ": " + canonical_count(entry.value));
  return join(texts, ", ");
}

std::string canonical_start(const Node& node) {
  std::string text = node.text;
  if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
  text = lower(text);
  if (text.find(' ') == std::string::npos) text += " 00:00";
  const std::size_t clock = text.find_last_of(' ') + 1;
  return text.substr(0, clock) + canonical_hours(text.substr(clock));
}

std::string canonical_spot(const Node& node) {
  if (!node.is_map()) return canonical_tree(node);
  std::string text = node.find("at") ? canonical_tree(*node.find("at")) : "";
  if (const Node* size = node.find("size")) text += " size " + canonical_tree(*size);
  if (const Node* turn = node.find("turn"); turn && canonical_tree(*turn) != "0")
    text += " turn " + canonical_tree(*turn);
  return text;
}

std::string canonical_paths(const Node& node) {
  std::vector<std::string> aisles;
  for (const Node& aisle : node.items) {
    std::vector<std::string> ends;
    for (const Node& end : aisle.items) ends.push_back(end.text);
    std::sort(ends.begin(), ends.end());  // both directions
    aisles.push_back(join(ends, " - "));
  }
  return join(aisles, ", ");
}

std::string canonical_batch(const Node& node) {
  const Node* size = node.is_map() ? node.find("size") : nullptr;
  const Node* wait = node.is_map() ? node.find("wait") : nullptr;
  return canonical_count(size ? *size : node) + (wait ? " wait " + canonical(wait, ValueKind::Time) : "");
}

std::string canonical_mean(const Node& node) {
  // {exponential: 500 parts} is 500 parts
  const Node* parts = node.is_map() ? node.find("exponential") : nullptr;
  return canonical_time(parts && parts->is_scalar() ? *parts : node, true);
}

}  // namespace

std::vector<const Node*> one_or_list(const Node& node) {
  if (!node.is_sequence()) return {&node};
  std::vector<const Node*> all;
  for (const Node& item : node.items) all.push_back(&item);
  return all;
}

Node scalar(std::string text) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = std::move(text);
  return node;
}

std::string canonical(const Node* value, ValueKind kind) {
  if (!value || value->kind == Node::Kind::Null) return "";
  const Node& node = *value;
  switch (kind) {
    case ValueKind::Time:
    case ValueKind::Every:
      return canonical_per_part(node, false, [](const Node& one) { return canonical_time(one, false); });
    case ValueKind::Mean: return canonical_per_part(node, false, canonical_mean);
    case ValueKind::Count: return canonical_count(node);
    case ValueKind::Share:
    case ValueKind::Holds: return canonical_per_part(node, true, canonical_tree);
    case ValueKind::Quantity:
    case ValueKind::Amounts:
    case ValueKind::Raw: return canonical_tree(node);
    case ValueKind::Text:
    case ValueKind::Parts: return node.is_scalar() ? node.text : canonical_tree(node);
    case ValueKind::Rate:
      if (const Parsed<Rate> rate = parse_rate(node.text); rate.value)
        return fmt::format("{:.13g} /h", rate.value->per_h());
      return canonical_tree(node);
    case ValueKind::Start: return canonical_start(node);
    case ValueKind::Names: return canonical_list(node, [](const std::string& name) { return name; });
    case ValueKind::Days: return canonical_days(node);
    case ValueKind::Hours: return canonical_list(node, canonical_hours);
    case ValueKind::Crew: return canonical_crew(node);
    case ValueKind::Sequence: return canonical_sequence(node);
    case ValueKind::Setup: return canonical_setup(node);
    case ValueKind::Batch: return canonical_batch(node);
    case ValueKind::Needs: return canonical_needs(node);
    case ValueKind::Paths: return canonical_paths(node);
    case ValueKind::Routing: return canonical_tree(node);
    case ValueKind::Spot: return canonical_spot(node);
  }
  return canonical_tree(node);
}

void visit_names(Node& value, ValueKind kind, const std::function<void(std::string&)>& on_name) {
  const auto keys = [&](Node& map) {
    for (Node::Entry& entry : map.entries)
      if (!is_note(entry.key.text)) on_name(entry.key.text);
  };
  const auto per_part = [&](Node& node) {
    if (Node* parts = node.is_map() ? node.find("per_part") : nullptr) keys(*parts);
  };
  const auto texts = [&](Node& node) {
    if (node.is_scalar()) on_name(node.text);
    for (Node& item : node.items)
      if (item.is_scalar()) on_name(item.text);
  };
  const auto crew = [&](Node& pools) {
    keys(pools);
    for (Node::Entry& entry : pools.entries) per_part(entry.value);
  };
  switch (kind) {
    case ValueKind::Names:
    case ValueKind::Parts: texts(value); break;
    case ValueKind::Crew:
      if (value.is_map()) crew(value);
      for (Node& one : value.items) crew(one);
      break;
    case ValueKind::Needs:
      for (Node::Entry& entry : value.entries)
        if (!is_note(entry.key.text) && entry.key.text != "match")
          on_name(entry.key.text), per_part(entry.value);
      break;
    case ValueKind::Sequence:
      for (Node& item : value.items) {
        const std::size_t end = std::min(item.text.find_first_of(" *"), item.text.size());
        std::string name = item.text.substr(0, end);
        on_name(name);
        item.text = name + item.text.substr(end);
      }
      break;
    case ValueKind::Setup:
      per_part(value);
      if (Node* matrix = value.is_map() ? value.find("matrix") : nullptr) {
        keys(*matrix);
        for (Node::Entry& from : matrix->entries) keys(from.value);
      }
      break;
    case ValueKind::Batch:
      per_part(value);
      for (Node::Entry& entry : value.entries) per_part(entry.value);
      break;
    case ValueKind::Paths:
      for (Node& aisle : value.items) texts(aisle);
      break;
    case ValueKind::Routing:
      if (value.find("rule")) break;
      if (Node* by_part = value.find("by_part")) {
        keys(*by_part);
        for (Node::Entry& entry : by_part->entries) texts(entry.value);
      } else {
        keys(value);
      }
      break;
    default: per_part(value);
  }
}

}  // namespace linetwin::diff
