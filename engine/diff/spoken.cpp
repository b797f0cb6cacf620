// Values in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.hpp"
#include "diff/value.hpp"

namespace linetwin::diff {
namespace {

std::string join(const std::vector<std::string>& texts, std::string_view between = ", ") {
  return fmt::format("{}", fmt::join(texts, between));
}

// "a, b and c"
std::string listed(const std::vector<std::string>& texts, std::string_view last = " and ") {
  if (texts.size() < 2) return join(texts);
  return join({texts.begin(), texts.end() - 1}) + std::string(last) + texts.back();
}

const Node::Entry* form_of(const Node& node) {
  if (!node.is_map()) return nullptr;
  for (const Node::Entry& entry : node.entries)
    if (!entry.key.text.starts_with("x-")) return &entry;
  return nullptr;
}

const Node* parts_of(const Node& node) { return node.is_map() ? node.find("per_part") : nullptr; }

std::string spoken_parameters(const Node& value, const Node* unlike = nullptr) {
  std::vector<std::string> texts;
  for (const Node::Entry& entry : value.entries) {
    const Node* other = unlike ? unlike->find(entry.key.text) : nullptr;
    if (other && canonical(other, ValueKind::Raw) == canonical(&entry.value, ValueKind::Raw)) continue;
    texts.push_back(fmt::format("{} {}", entry.key.text, plain_text(entry.value)));
  }
  return join(texts);
}

std::string spoken_empirical(const Node& value) {
  if (const Node* file = value.find("file"); file && value.find("column"))
    return fmt::format("measured (column {} of {})", value.find("column")->text, file->text);
  const Node* values = value.find("values");
  const Node* weights = value.find("weights");
  std::vector<std::string> texts;
  for (std::size_t i = 0; values && i < values->items.size(); ++i) {
    std::string text = values->items[i].text;
    if (weights && i < weights->items.size()) text += " with weight " + weights->items[i].text;
    texts.push_back(std::move(text));
  }
  if (texts.size() <= 6) return fmt::format("one of {}", listed(texts));
  return fmt::format("one of {} values, {}, ...", texts.size(), join({texts.begin(), texts.begin() + 3}));
}

// A time that is no map of parts. `contrast`: beside another distribution, so that a constant is called so.
std::string spoken_time(const Node& node, bool plain_is_mean, bool contrast) {
  const Node::Entry* form = form_of(node);
  const std::string kind = form ? form->key.text : plain_is_mean ? "exponential" : "constant";
  const Node& value = form ? form->value : node;
  if (kind == "empirical") return spoken_empirical(value);
  if (value.is_map()) return fmt::format("{} ({})", kind, spoken_parameters(value));
  const std::string text = plain_text(value);
  const bool usual = (kind == "exponential") == plain_is_mean;
  if (kind == "constant") return usual && !contrast ? text : "constant " + text;
  if (usual && !contrast) return text;
  return fmt::format("{} on average (exponential)", text);
}

std::optional<double> number(const Node* node) {
  if (!node || !node->is_scalar()) return std::nullopt;
  std::string text = node->text;
  for (const std::string_view word : {"parts", "part"})
    if (text.ends_with(word)) {
      text.resize(text.size() - word.size());
      while (text.ends_with(' ')) text.pop_back();
      break;
    }
  const Parsed<Quantity> q = parse_quantity(text);
  return q.value ? std::optional(q.value->value) : std::nullopt;
}

// The mean by the usual formulas of the distributions; nothing where it is not plain to see.
std::optional<double> mean_of(const Node& node) {
  const Node::Entry* form = form_of(node);
  if (!form) return number(&node);
  const Node& value = form->value;
  if (value.is_scalar()) return number(&value);
  if (value.find("mean")) return number(value.find("mean"));
  const auto min = number(value.find("min"));
  const auto mode = number(value.find("mode"));
  const auto max = number(value.find("max"));
  if (form->key.text == "uniform" && min && max) return (*min + *max) / 2;
  if (form->key.text == "triangular" && min && mode && max) return (*min + *mode + *max) / 3;
  if (form->key.text == "pert" && min && mode && max) return (*min + 4 * *mode + *max) / 6;
  return std::nullopt;
}

bool counts_parts(const Node& node) {
  const Node::Entry* form = form_of(node);
  const Node& value = form ? form->value : node;
  return value.is_scalar() && (value.text.ends_with("parts") || value.text.ends_with("part"));
}

std::optional<double> ratio_of(const Node& before, const Node& after) {
  if (counts_parts(before) != counts_parts(after)) return std::nullopt;
  const auto a = mean_of(before);
  const auto b = mean_of(after);
  if (!a || !b || !(*a > 0) || !(*b > 0) || std::abs(*b / *a - 1) < 1e-9) return std::nullopt;
  return *b / *a;
}

SpokenPair time_pair(const Node& before, const Node& after, bool plain_is_mean) {
  SpokenPair pair;
  pair.ratio = ratio_of(before, after);
  const Node::Entry* a = form_of(before);
  const Node::Entry* b = form_of(after);
  const std::string plain = plain_is_mean ? "exponential" : "constant";
  const std::string kind_a = a ? a->key.text : plain;
  const std::string kind_b = b ? b->key.text : plain;
  pair.other_form = kind_a != kind_b;
  if (!pair.other_form && a && b && a->value.is_map() && b->value.is_map() && kind_a != "empirical") {
    pair.before = spoken_parameters(a->value, &b->value);
    pair.after = fmt::format("{} with {}", kind_b, spoken_parameters(b->value, &a->value));
  } else if (!pair.other_form && kind_b == "exponential" && !plain_is_mean) {
    pair.before = fmt::format("{} on average", plain_text(a->value));
    pair.after = fmt::format("{} on average", plain_text(b->value));
  } else {
    pair.before = spoken_time(before, plain_is_mean, pair.other_form);
    pair.after = spoken_time(after, plain_is_mean, pair.other_form);
  }
  return pair;
}

// Of two values for each part, those that differ.
SpokenPair parts_pair(const Node& a, const Node& b, ValueKind kind) {
  SpokenPair pair;
  std::vector<std::string> before, after;
  bool first = true;
  const auto say = [&](const Node& value, const std::string& part) {
    return fmt::format("{} for {}", spoken(value, kind), part);
  };
  for (const Node::Entry& entry : b.entries) {
    const Node* old = a.find(entry.key.text);
    if (old && canonical(old, kind) == canonical(&entry.value, kind)) continue;
    after.push_back(say(entry.value, entry.key.text));
    const auto ratio = old ? ratio_of(*old, entry.value) : std::nullopt;
    if (first) {
      pair.ratio = ratio;
    } else if (!ratio || !pair.ratio || std::abs(*ratio / *pair.ratio - 1) > 1e-9) {
      pair.ratio.reset();
    }
    first = false;
  }
  for (const Node::Entry& entry : a.entries) {
    const Node* other = b.find(entry.key.text);
    if (!other || canonical(other, kind) != canonical(&entry.value, kind))
      before.push_back(say(entry.value, entry.key.text));
  }
  pair.before = before.empty() ? "none" : listed(before);
  pair.after = after.empty() ? "none" : listed(after);
  return pair;
}

std::string spoken_count_of(const Node::Entry& entry) {
  return fmt::format("{} from {}", spoken(entry.value, ValueKind::Count), entry.key.text);
}

std::string spoken_map(const Node& node) {
  std::vector<std::string> texts;
  for (const Node::Entry& entry : node.entries)
    if (!entry.key.text.starts_with("x-") && entry.key.text != "match")
      texts.push_back(spoken_count_of(entry));
  return listed(texts);
}

std::string spoken_crew(const Node& node) {
  std::vector<std::string> alternatives;
  for (const Node* one : one_or_list(node)) alternatives.push_back(spoken_map(*one));
  return listed(alternatives, " or ");
}

std::string spoken_setup(const Node& node) {
  const Node* matrix = node.is_map() ? node.find("matrix") : nullptr;
  if (!matrix) return spoken(node, ValueKind::Time);
  std::vector<std::string> texts;
  for (const Node::Entry& from : matrix->entries)
    for (const Node::Entry& to : from.value.entries)
      texts.push_back(
          fmt::format("{} from {} to {}", spoken_time(to.value, false, false), from.key.text, to.key.text));
  return listed(texts);
}

std::string spoken_routing(const Node& node) {
  if (const Node* rule = node.find("rule"))
    return rule->text == "shortest-queue" ? "to the shortest queue"
           : rule->text == "priority"     ? "to the first with room"
                                          : rule->text;
  std::vector<std::string> texts;
  const Node* by_part = node.find("by_part");
  for (const Node::Entry& entry : (by_part ? *by_part : node).entries)
    texts.push_back(by_part ? fmt::format("{} to {}", entry.key.text, entry.value.text)
                            : fmt::format("{} to {}", entry.value.text, entry.key.text));
  return listed(texts);
}

std::string spoken_batch(const Node& node) {
  const Node* size = node.is_map() ? node.find("size") : nullptr;
  const Node* wait = node.is_map() ? node.find("wait") : nullptr;
  return spoken(size ? *size : node, ValueKind::Count) +
         (wait ? fmt::format(" (or fewer after {})", spoken(*wait, ValueKind::Time)) : "");
}

// Of two matrices, the pairs that differ.
SpokenPair setup_pair(const Node& before, const Node& after) {
  const Node* a = before.is_map() ? before.find("matrix") : nullptr;
  const Node* b = after.is_map() ? after.find("matrix") : nullptr;
  if (!a && !b) return spoken_pair(before, after, ValueKind::Time);
  SpokenPair pair{spoken_setup(before), spoken_setup(after), {}, false};
  if (!a || !b) return pair;
  const auto times = [](const Node& matrix) {
    Node flat;
    flat.kind = Node::Kind::Map;
    for (const Node::Entry& from : matrix.entries)
      for (const Node::Entry& to : from.value.entries)
        flat.entries.push_back({scalar(from.key.text + " to " + to.key.text), to.value});
    return flat;
  };
  return parts_pair(times(*a), times(*b), ValueKind::Time);
}

}  // namespace

std::string plain_text(const Node& value) {
  std::vector<std::string> texts;
  switch (value.kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Scalar: return value.text;
    case Node::Kind::Sequence:
      for (const Node& item : value.items) texts.push_back(plain_text(item));
      return fmt::format("[{}]", join(texts));
    case Node::Kind::Map:
      for (const Node::Entry& entry : value.entries)
        texts.push_back(fmt::format("{}: {}", entry.key.text, plain_text(entry.value)));
      return fmt::format("{{{}}}", join(texts));
  }
  return "";
}

std::string spoken(const Node& value, ValueKind kind) {
  if (const Node* parts = parts_of(value)) {
    std::vector<std::string> texts;
    for (const Node::Entry& entry : parts->entries)
      texts.push_back(fmt::format("{} for {}", spoken(entry.value, kind), entry.key.text));
    return listed(texts);
  }
  switch (kind) {
    case ValueKind::Time:
    case ValueKind::Every: return value.is_sequence() ? plain_text(value) : spoken_time(value, false, false);
    case ValueKind::Mean: return value.is_sequence() ? plain_text(value) : spoken_time(value, true, false);
    case ValueKind::Names:
    case ValueKind::Days:
    case ValueKind::Hours:
    case ValueKind::Sequence:
    case ValueKind::Amounts: {
      std::vector<std::string> texts;
      for (const Node* one : one_or_list(value)) texts.push_back(plain_text(*one));
      return listed(texts);
    }
    case ValueKind::Paths: {
      std::vector<std::string> texts;
      for (const Node& aisle : value.items)
        texts.push_back(aisle.items.size() == 2 ? aisle.items[0].text + " - " + aisle.items[1].text
                                                : plain_text(aisle));
      return join(texts);
    }
    case ValueKind::Crew: return spoken_crew(value);
    case ValueKind::Needs: return spoken_map(value);
    case ValueKind::Setup: return spoken_setup(value);
    case ValueKind::Routing: return spoken_routing(value);
    case ValueKind::Batch: return spoken_batch(value);
    default: return plain_text(value);
  }
}

SpokenPair spoken_pair(const Node& before, const Node& after, ValueKind kind) {
  SpokenPair pair;
  const Node* a = parts_of(before);
  const Node* b = parts_of(after);
  if (kind == ValueKind::Setup) {
    pair = setup_pair(before, after);
  } else if (a && b) {
    pair = parts_pair(*a, *b, kind);
  } else if (!a && !b && (kind == ValueKind::Time || kind == ValueKind::Mean || kind == ValueKind::Every)) {
    pair = time_pair(before, after, kind == ValueKind::Mean);
  } else {
    pair.before = spoken(before, kind);
    pair.after = spoken(after, kind);
    if (before.is_scalar() && after.is_scalar()) pair.ratio = ratio_of(before, after);
  }
  if (pair.before == pair.after) pair.before = plain_text(before), pair.after = plain_text(after);
  return pair;
}

}  // namespace linetwin::diff
