#include "read/rewrite.hpp"

#include <fmt/format.h>

#include <variant>

#include "read/tree_rewriter.hpp"

namespace linetwin {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Refusal {
  std::string message;
  std::string hint{};
};

using Rewritten = std::variant<std::string, Refusal>;

std::optional<Node> parse_alone(std::string_view text) {
  Sources sources;
  Diagnostics faults;
  const int source = sources.add("", std::string(text));
  std::optional<Node> root = parse_document(sources, source, text, faults);
  return faults.has_errors() ? std::nullopt : root;
}

// From the tree of the text to another one.
Rewritten rewrite_tree(std::string_view text, const Node& was, const Node& now, bool one_change) {
  const YamlText yaml(text);
  TreeRewriter rewriter(yaml, one_change);
  try {
    rewriter.rewrite(was, now);
    rewriter.edits().keep_comment_columns(yaml);
  } catch (const CannotRewrite& fault) {
    return Refusal{fmt::format("line {}: {}", yaml.line_number(fault.at), fault.message), fault.hint};
  }
  std::optional<std::string> out = rewriter.edits().apply(text);
  if (!out) return Refusal{"several changes meet in the same place of the text", "make them one by one"};
  // the text is given away only when it says what was asked for, and nothing else
  const std::optional<Node> read = parse_alone(*out);
  if (read && same_tree(*read, now)) return std::move(*out);
  if (const auto anchor = rewriter.changed_anchor())
    return Refusal{
        fmt::format("line {}: an alias elsewhere takes this value over, and would no longer say the same",
                    yaml.line_number(*anchor)),
        "write the value out there"};
  return Refusal{"the text cannot be changed so that this alone changes", "change it by hand"};
}

}  // namespace

std::optional<std::string> rewrite(std::string_view name, std::string_view text,
                                   std::span<const TreeChange> changes, Sources& sources,
                                   Diagnostics& diagnostics) {
  const std::string_view mark = text.starts_with(kByteOrderMark) ? kByteOrderMark : std::string_view();
  text.remove_prefix(mark.size());
  const int source = sources.add(std::string(name), std::string(text));
  Diagnostics faults;
  const std::optional<Node> root = parse_document(sources, source, text, faults);
  std::optional<Node> now = root;
  if (root && !faults.has_errors())
    for (const TreeChange& change : changes)
      if (!faults.has_errors()) apply_change(*now, change, faults);
  for (const Diagnostic& d : faults.all()) diagnostics.error(d.place, d.message, d.hint);
  if (!root || faults.has_errors()) return std::nullopt;

  Rewritten done = rewrite_tree(text, *root, *now, changes.size() < 2);
  if (auto* all = std::get_if<std::string>(&done)) return std::string(mark) + *all;
  // where changes meet, each goes alone
  std::string step(text);
  for (const TreeChange& change : changes) {
    const std::optional<Node> was = parse_alone(step);
    std::optional<Node> next = was;
    Diagnostics none;
    if (next) apply_change(*next, change, none);
    done = next && !none.has_errors() ? rewrite_tree(step, *was, *next, true)
                                      : Refusal{"this change does not follow those before it"};
    if (const auto* refusal = std::get_if<Refusal>(&done)) {
      diagnostics.error(change.path.place, refusal->message, refusal->hint);
      return std::nullopt;
    }
    step = std::move(std::get<std::string>(done));
  }
  return std::string(mark) + step;
}

}  // namespace linetwin
