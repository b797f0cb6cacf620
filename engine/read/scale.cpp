#include "read/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/quantity.hpp"

namespace linetwin {
namespace {

constexpr double kNearlyWhole = 1e-9;  // relative; what 0.1 and the like leave behind

constexpr std::array<std::string_view, 7> kWithParameters = {"normal",     "lognormal", "gamma", "weibull",
                                                             "triangular", "pert",      "beta"};
constexpr std::array<std::string_view, 5> kTimes = {"mean", "sd", "min", "mode", "max"};

bool is_one_of(std::string_view word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_x(const Node::Entry& entry) { return entry.key.text.starts_with("x-"); }

class Scaler {
 public:
  Scaler(const ScaleBy& by, const std::string& path, Diagnostics& diagnostics)
      : by_(by), path_(path), diagnostics_(diagnostics) {}

  bool any(Node& node) {
    if (node.is_scalar()) return scalar(node);
    if (!node.is_map())
      return fail(fmt::format("{} is {}, which cannot be scaled", path_, kind_word(node)),
                  node.is_sequence() ? fmt::format("name its items: {}[0]", path_) : "");
    bool form_found = false;
    for (Node::Entry& entry : node.entries) {
      if (is_x(entry)) continue;
      form_found = true;
      if (!form(entry)) return false;
    }
    return form_found || fail(fmt::format("{} is an empty map, which cannot be scaled", path_));
  }

 private:
  bool fail(std::string message, std::string hint = {}) {
    diagnostics_.error(by_.place, std::move(message), std::move(hint));
    return false;
  }

  // One entry of a map that is a time, or values for each part.
  bool form(Node::Entry& entry) {
    const std::string& key = entry.key.text;
    if (key == "constant" || key == "exponential") return any(entry.value);
    if (key == "per_part") return each(entry.value);
    if (key == "matrix") {
      for (Node::Entry& row : entry.value.entries)
        if (!is_x(row) && !each(row.value)) return false;
      return true;
    }
    if (key == "empirical") return empirical(entry.value);
    if (key == "uniform" || key == "erlang" || is_one_of(key, kWithParameters)) {
      for (Node::Entry& parameter : entry.value.entries)
        if (is_one_of(parameter.key.text, kTimes) && !any(parameter.value)) return false;
      return true;
    }
    return fail(fmt::format("{} is a map, which cannot be scaled as a whole", path_),
                fmt::format("name a value in it: {}.{}", path_, key));
  }

  bool each(Node& map) {
    for (Node::Entry& entry : map.entries)
      if (!is_x(entry) && !any(entry.value)) return false;
    return true;
  }

  bool empirical(Node& node) {
    Node* values = node.find("values");
    if (!values)
      return fail(fmt::format("{} has its values in a file, which cannot be scaled", path_),
                  "write the values in the model, or scale the file");
    for (Node& value : values->items)
      if (!any(value)) return false;
    return true;
  }

  bool scalar(Node& node) {
    const Parsed<WrittenQuantity> was = parse_written(node.text);
    if (!was.value) return fail(fmt::format("{} is \"{}\", which cannot be scaled", path_, node.text));
    double scaled = was.value->number * by_.factor;
    if (!std::isfinite(scaled))
      return fail(fmt::format("{}: {} x {:g} is beyond the range of numbers", path_, node.text, by_.factor));
    const double whole = std::round(scaled);
    if (std::abs(scaled - whole) <= kNearlyWhole * std::max(1.0, std::abs(whole))) scaled = whole;
    const bool counts = by_.counts && was.value->unit.empty();
    const bool parts = was.value->unit.ends_with("parts") && path_.ends_with(".every");
    if ((counts || parts) && scaled != whole)
      return fail(fmt::format("{}: {} x {:g} = {} is no whole number", path_, node.text, by_.factor,
                              written(scaled)));
    if (was.value->unit.ends_with('%') && scaled > 100)
      return fail(fmt::format("{}: {} x {:g} = {} is over 100 %", path_, node.text, by_.factor,
                              written(scaled, was.value->unit)));
    node.text = written(scaled, was.value->unit);
    node.quoted = false;
    node.place = by_.place;
    return true;
  }

  const ScaleBy& by_;
  const std::string& path_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool scale(Node& node, const ScaleBy& by, const std::string& path, Diagnostics& diagnostics) {
  return Scaler(by, path, diagnostics).any(node);
}

}  // namespace linetwin
