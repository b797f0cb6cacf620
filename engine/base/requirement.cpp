#include "base/requirement.hpp"

#include <fmt/format.h>

#include "base/time.hpp"

namespace linetwin {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

constexpr const char* kExample = "throughput_per_h >= 90";

Parsed<Requirement> wrong(std::string message, std::string hint = kExample) {
  return {std::nullopt, std::move(message), std::move(hint)};
}

}  // namespace

const char* relation_sign(Requirement::Relation relation) {
  switch (relation) {
    case Requirement::Relation::Less: return "<";
    case Requirement::Relation::AtMost: return "<=";
    case Requirement::Relation::Greater: return ">";
    default: return ">=";
  }
}

Parsed<Requirement> parse_bound(std::string_view text) {
  Requirement requirement;
  requirement.text = std::string(trimmed(text));
  std::string_view rest = trimmed(text);
  if (rest.empty() || (rest[0] != '<' && rest[0] != '>'))
    return wrong(fmt::format("\"{}\" does not begin with <, <=, > or >=", rest), "<= 150");
  const bool less = rest[0] == '<';
  const bool equal = rest.size() > 1 && rest[1] == '=';
  using enum Requirement::Relation;
  requirement.relation = less ? (equal ? AtMost : Less) : (equal ? AtLeast : Greater);
  rest = trimmed(rest.substr(equal ? 2 : 1));
  if (rest.empty()) return wrong("a number is missing behind the sign", "<= 150");
  if (const Parsed<double> number = parse_number(rest); number.value) {
    requirement.bound = *number.value;
  } else {
    const Parsed<Quantity> quantity = parse_quantity(rest);
    if (!quantity.value) return wrong(quantity.message, quantity.hint.empty() ? "<= 150" : quantity.hint);
    if (quantity.value->dimension == Dimension::Duration) {
      requirement.bound = quantity.value->value / static_cast<double>(kSecond);
    } else if (quantity.value->dimension == Dimension::Share) {
      requirement.bound = quantity.value->value;
    } else {
      return wrong(fmt::format("\"{}\" is no number, time or share", rest), "<= 150");
    }
  }
  return {requirement, {}, {}};
}

Parsed<Requirement> parse_requirement(std::string_view text) {
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string_view::npos)
    return wrong(fmt::format("\"{}\" has no <, <=, > or >=", trimmed(text)));
  const std::string_view metric = trimmed(text.substr(0, sign));
  if (metric.empty()) return wrong("the figure that is required is missing");
  if (metric.back() == '=') return wrong(fmt::format("\"{}\" has no <, <=, > or >=", trimmed(text)));
  Parsed<Requirement> parsed = parse_bound(text.substr(sign));
  if (!parsed.value) return parsed;
  parsed.value->metric = std::string(metric);
  parsed.value->text = fmt::format("{} {}", metric, parsed.value->text);
  return parsed;
}

}  // namespace linetwin
