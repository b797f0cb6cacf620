#include "viewer/document/case_edits.hpp"

#include "base/quantity.hpp"
#include "read/path.hpp"
#include "read/scale.hpp"

namespace linetwin::viewer {
namespace {

// The paths that a path with `*` stands for, whether or not they exist behind the last `*`.
void spell_out(const Node& node, const std::vector<PathStep>& steps, std::size_t at, const std::string& path,
               std::vector<std::string>& found) {
  if (at == steps.size()) {
    found.push_back(path);
    return;
  }
  const PathStep& step = steps[at];
  if (step.key == "*") {
    for (const Node::Entry& entry : node.entries)
      if (!entry.key.text.starts_with("x-"))
        spell_out(entry.value, steps, at + 1, path + (path.empty() ? "" : ".") + entry.key.text, found);
    return;
  }
  static const Node nothing;
  const Node* next = nullptr;
  std::string further = path;
  if (step.index >= 0) {
    further += "[" + std::to_string(step.index) + "]";
    const auto index = static_cast<std::size_t>(step.index);
    if (index < node.items.size()) next = &node.items[index];
  } else {
    further += (path.empty() ? "" : ".") + step.key;
    next = node.find(step.key);
  }
  spell_out(next ? *next : nothing, steps, at + 1, further, found);
}

}  // namespace

std::optional<std::vector<Edit>> edits_of(const TreeChange& change, const std::string& text,
                                          std::string& fault) {
  Sources sources;
  Diagnostics diagnostics;
  const int model = sources.add("model", text);
  const std::optional<Node> root = parse_document(sources, model, text, diagnostics);
  Name path = change.path;
  path.place = {sources.add("change", path.value), 1, 1, 1};
  const auto give_up = [&]() -> std::optional<std::vector<Edit>> {
    fault = render(diagnostics, sources);
    return std::nullopt;
  };
  if (!root) return give_up();
  const auto steps = split_path(path, diagnostics);
  if (!steps) return give_up();

  std::vector<Edit> edits;
  switch (change.kind) {
    case TreeChange::Kind::Add:
      edits.push_back({change.path.value, flow_text(change.value), Edit::Kind::Add});
      break;
    case TreeChange::Kind::Set: {
      std::vector<std::string> paths;
      spell_out(*root, *steps, 0, "", paths);
      for (std::string& p : paths) edits.push_back({std::move(p), flow_text(change.value)});
      break;
    }
    case TreeChange::Kind::Remove: {
      const std::vector<Reached> reached = reach(*root, *steps, "remove", diagnostics);
      // items of a list from behind, so that the numbers of those before stay
      for (auto r = reached.rbegin(); r != reached.rend(); ++r)
        edits.push_back({r->path, "", Edit::Kind::Remove});
      break;
    }
    case TreeChange::Kind::Scale: {
      const Parsed<double> factor = parse_number(change.value.text);
      if (!factor.value) {
        fault = "the factor is no number";
        return std::nullopt;
      }
      for (const Reached& r : reach(*root, *steps, "scale", diagnostics)) {
        Node scaled = *r.node;
        if (!scale(scaled, {*factor.value, path.place, holds_count(*steps)}, r.path, diagnostics))
          return give_up();
        edits.push_back({r.path, flow_text(scaled)});
      }
      break;
    }
  }
  if (diagnostics.has_errors()) return give_up();
  return edits;
}

}  // namespace linetwin::viewer
