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
  constexpr const char* kBound = "write \"<= 150\"";
  Requirement requirement;
  std::string_view rest = trimmed(text);
  requirement.text = std::string(rest);
  if (rest.empty() || (rest[0] != '<' && rest[0] != '>'))
    return wrong(fmt::format("\"{}\" is no bound", rest),
                 fmt::format("write \"<= {}\"; also <, > and >=",
                             parse_number(rest).value ? std::string(rest) : "150"));
  const bool less = rest[0] == '<';
  const bool equal = rest.size() > 1 && rest[1] == '=';
  using enum Requirement::Relation;
  requirement.relation = less ? (equal ? AtMost : Less) : (equal ? AtLeast : Greater);
  const Parsed<Quantity> bound = parse_quantity(trimmed(rest.substr(equal ? 2 : 1)));
  if (!bound.value) return wrong(bound.message, bound.hint.empty() ? kBound : bound.hint);
  switch (bound.value->dimension) {
    case Dimension::None:
    case Dimension::Share: requirement.bound = bound.value->value; break;
    case Dimension::Duration: requirement.bound = bound.value->value / static_cast<double>(kSecond); break;
    default: return wrong("a bound is a number, a share or a time", kBound);
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
