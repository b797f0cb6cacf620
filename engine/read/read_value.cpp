// Quantities, shares, counts, and times with their distributions.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "read/reader.hpp"

namespace linetwin {
namespace {

using Kind = Distribution::Kind;

struct Form {
  const char* name;
  Kind kind;
  std::array<const char*, 4> parameters;  // into a, b, c, d
};

constexpr std::array<Form, 9> kForms = {{
    {"normal", Kind::Normal, {"mean", "sd"}},
    {"lognormal", Kind::Lognormal, {"mean", "sd"}},
    {"gamma", Kind::Gamma, {"mean", "sd"}},
    {"erlang", Kind::Erlang, {"mean", "stages"}},
    {"weibull", Kind::Weibull, {"mean", "shape"}},
    {"uniform", Kind::Uniform, {"min", "max"}},
    {"triangular", Kind::Triangular, {"min", "mode", "max"}},
    {"pert", Kind::Pert, {"min", "mode", "max"}},
    {"beta", Kind::Beta, {"min", "max", "mean", "sd"}},
}};

std::vector<std::string> kind_names() {
  std::vector<std::string> names = {"constant", "exponential", "empirical", "per_part"};
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

}  // namespace

bool ModelReader::expect_scalar(const Node& node, std::string_view what) {
  if (node.is_scalar()) return true;
  error(node.place,
        fmt::format("{} is {} here", what, node.kind == Node::Kind::Null ? "missing" : kind_word(node)));
  return false;
}

std::optional<Count> ModelReader::read_count(const Node& node, std::int64_t least, std::int64_t most,
                                             std::string_view what) {
  if (node.is_map() && node.find("per_part")) {
    error(node.place, fmt::format("{} is one number for all parts", what));
    return std::nullopt;
  }
  if (!expect_scalar(node, what)) return std::nullopt;
  const auto count = taken(node, parse_count(node.text, least, most));
  if (!count) return std::nullopt;
  return Count{*count, node.place};
}

std::optional<CountSpec> ModelReader::read_counts(const Node& node, std::int64_t least, std::int64_t most,
                                                  std::string_view what) {
  CountSpec spec;
  spec.place = node.place;
  const Node* parts = node.is_map() ? node.find("per_part") : nullptr;
  if (!parts) {
    const auto count = read_count(node, least, most, what);
    if (!count) return std::nullopt;
    spec.common = count->value;
    return spec;
  }
  check_keys(node, {"per_part"}, {}, what);
  if (!expect_map(*parts, "per_part")) return std::nullopt;
  if (parts->entries.empty()) error(parts->place, "per_part names no part");
  for (const Node::Entry& entry : parts->entries)
    if (const auto count = read_count(entry.value, least, most, what))
      spec.per_part.push_back({{entry.key.text, entry.key.place}, count->value});
  if (spec.per_part.size() < parts->entries.size() || parts->entries.empty()) return std::nullopt;
  return spec;
}

std::optional<Placed<double>> ModelReader::read_share(const Node& node, std::string_view what) {
  if (!expect_scalar(node, what)) return std::nullopt;
  const auto share = taken(node, parse_share(node.text));
  if (!share) return std::nullopt;
  return Placed<double>{*share, node.place};
}

std::optional<ShareSpec> ModelReader::read_share_spec(const Node& node, std::string_view what) {
  ShareSpec spec;
  spec.place = node.place;
  if (!node.is_map()) {
    const auto share = read_share(node, what);
    if (!share) return std::nullopt;
    spec.common = share->value;
    if (spec.common == 1 && node.text.find('%') == std::string::npos)
      diagnostics_.warning(node.place, fmt::format("{} {} is 100 %", what, node.text),
                           "write 1 % if that is meant");
    return spec;
  }
  check_keys(node, {"per_part"}, {}, what);
  const Node* parts = node.find("per_part");
  if (!parts || !expect_map(*parts, "per_part")) return std::nullopt;
  for (const Node::Entry& entry : parts->entries)
    if (const auto share = read_share(entry.value, what))
      spec.per_part.push_back({{entry.key.text, entry.key.place}, share->value});
  return spec;
}

std::optional<double> ModelReader::read_plain_time(const Node& node) {
  if (!expect_scalar(node, "a time")) return std::nullopt;
  return taken(node, parse_time(node.text));
}

std::optional<TimeSpec> ModelReader::read_time(const Node& node, std::string_view what, Plain plain) {
  TimeSpec spec;
  spec.place = node.place;
  const Node* parts = node.is_map() ? node.find("per_part") : nullptr;
  if (!parts) {
    const auto d = read_distribution(node, what, plain);
    if (!d) return std::nullopt;
    spec.common = *d;
    return spec;
  }
  check_keys(node, {"per_part"}, {}, what);
  if (!expect_map(*parts, "per_part")) return std::nullopt;
  if (parts->entries.empty()) {
    error(parts->place, "per_part names no part");
    return std::nullopt;
  }
  bool good = true;
  for (const Node::Entry& entry : parts->entries) {
    const auto d = read_distribution(entry.value, what, plain);
    good = good && d.has_value();
    if (d) spec.per_part.push_back({{entry.key.text, entry.key.place}, *d});
  }
  if (!good) return std::nullopt;
  return spec;
}

std::optional<Distribution> ModelReader::read_distribution(const Node& node, std::string_view what,
                                                           Plain plain) {
  if (node.is_scalar()) {
    const auto time = taken(node, parse_time(node.text));
    if (!time) return std::nullopt;
    if (plain == Plain::Constant) return Distribution::constant(*time);
    if (*time > 0) return Distribution::exponential(*time);
    return Distribution::constant(0);
  }
  if (!node.is_map()) {
    error(node.place,
          fmt::format("{} is {}, where a time is wanted", what,
                      node.kind == Node::Kind::Null ? "missing" : kind_word(node)),
          "write for example 42 s or {exponential: 42 s}");
    return std::nullopt;
  }
  const Node::Entry* form = nullptr;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    if (form) {
      error(entry.key.place,
            fmt::format("{} is one distribution, and \"{}\" stands here already", what, form->key.text),
            "keep one of them");
      return std::nullopt;
    }
    form = &entry;
  }
  if (!form) {
    error(node.place, fmt::format("{} is an empty map, where a time is wanted", what));
    return std::nullopt;
  }
  const auto d = read_parameters(form->key, form->value);
  if (!d) return std::nullopt;
  if (const std::string fault = impossible(*d); !fault.empty()) {
    error(form->key.place, fmt::format("no such {} distribution: {}", form->key.text, fault));
    return std::nullopt;
  }
  return d;
}

std::optional<Distribution> ModelReader::read_parameters(const Node& key, const Node& value) {
  if (key.text == "constant" || key.text == "exponential") {
    const auto time = read_plain_time(value);
    if (!time) return std::nullopt;
    return key.text == "constant" ? Distribution::constant(*time) : Distribution::exponential(*time);
  }
  if (key.text == "empirical") return read_empirical(value);
  for (const Form& form : kForms) {
    if (key.text != form.name) continue;
    Keys names;
    for (const char* parameter : form.parameters)
      if (parameter) names.emplace_back(parameter);
    if (!expect_map(value, key.text)) return std::nullopt;
    check_keys(value, names, {}, key.text);
    Distribution d;
    d.kind = form.kind;
    double* const into[] = {&d.a, &d.b, &d.c, &d.d};
    bool good = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Node* parameter = value.find(names[i]);
      if (!parameter) {
        error(key.place, fmt::format("{} needs {}", key.text, names[i]));
        good = false;
        continue;
      }
      std::optional<double> number;
      if (names[i] == "stages" || names[i] == "shape") {
        if (expect_scalar(*parameter, names[i])) number = taken(*parameter, parse_number(parameter->text));
      } else {
        number = read_plain_time(*parameter);
      }
      good = good && number.has_value();
      if (number) *into[i] = *number;
    }
    if (!good) return std::nullopt;
    return d;
  }
  const std::vector<std::string> names = kind_names();
  error(key.place, fmt::format("\"{}\" is not a distribution", key.text), did_you_mean(key.text, names));
  return std::nullopt;
}

std::optional<Distribution> ModelReader::read_empirical(const Node& value) {
  if (!expect_map(value, "empirical")) return std::nullopt;
  check_keys(value, {"values", "weights", "file", "column"}, {}, "empirical");
  Distribution d;
  d.kind = Kind::Empirical;
  const Node* file = value.find("file");
  if (file) {
    const Node* column = value.find("column");
    if (value.find("values") || !column) {
      error(value.place, column ? "values stand here or in a file, not in both" : "file needs column");
      return std::nullopt;
    }
    if (!read_csv_column(*file, *column, d)) return std::nullopt;
  } else if (!read_empirical_lists(value, d)) {
    return std::nullopt;
  }
  if (d.weights.empty()) d.weights.assign(d.values.size(), 1.0);
  return d;
}

bool ModelReader::read_empirical_lists(const Node& value, Distribution& d) {
  const Node* values = value.find("values");
  const Node* weights = value.find("weights");
  if (!values || !values->is_sequence()) {
    error(values ? values->place : value.place, "empirical needs a list of values",
          "values: [10 s, 12 s, 15 s]");
    return false;
  }
  const int before = diagnostics_.errors();
  for (const Node& item : values->items)
    if (const auto time = read_plain_time(item)) d.values.push_back(*time);
  if (weights && !weights->is_sequence()) error(weights->place, "weights are a list, one for each value");
  if (weights && weights->is_sequence()) {
    for (const Node& item : weights->items) {
      if (!expect_scalar(item, "a weight")) continue;
      const auto q = taken(item, parse_quantity(item.text));
      if (!q) continue;
      if (q->dimension != Dimension::None && q->dimension != Dimension::Share) {
        error(item.place, "a weight is a plain number or a share");
      } else if (q->value < 0) {
        error(item.place, "a weight cannot be negative");
      } else {
        d.weights.push_back(q->value);
      }
    }
  }
  return diagnostics_.errors() == before;
}

}  // namespace linetwin
