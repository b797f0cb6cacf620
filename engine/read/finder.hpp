// Walks to what a path reaches in a tree, of const nodes or of ones that are changed or taken out.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

#include "read/path.hpp"

namespace linetwin {

// `Visit` is called with (node, its path) and says whether the node is to be taken out of its parent, which
// is done where N is not const.
template <class N, class Visit>
requires std::same_as<std::remove_const_t<N>, Node>
class Finder {
 public:
  Finder(const std::vector<PathStep>& steps, std::string_view verb, Diagnostics& diagnostics, Visit visit)
      : steps_(steps), verb_(verb), diagnostics_(diagnostics), visit_(std::move(visit)) {}

  void find(N& root) {
    if (steps_.empty()) return;
    (void)walk(root, 0, false, "");
    if (!failed_ && found_ == 0)
      diagnostics_.error(whole(), fmt::format("{}: nothing in this model fits this path", verb_));
  }

 private:
  Place whole() const {
    Place place = steps_.front().place;
    place.length = steps_.back().place.column + steps_.back().place.length - place.column;
    return place;
  }

  // `passed_over`: a `*` stood before, so that what lacks the rest is no fault.
  void miss(const PathStep& step, bool passed_over, std::string message, std::string hint = {}) {
    if (passed_over || failed_) return;
    failed_ = true;
    diagnostics_.error(step.place, std::move(message), std::move(hint));
  }

  // True: the node is to be taken out.
  bool walk(N& node, std::size_t i, bool passed_over, const std::string& path) {
    if (failed_) return false;
    if (i == steps_.size()) {
      ++found_;
      return visit_(node, path);
    }
    const PathStep& step = steps_[i];
    if (node.is_sequence()) {
      walk_sequence(node, i, passed_over, path);
    } else if (step.index >= 0) {
      miss(step, passed_over, fmt::format("there is no list here, but {}", kind_word(node)));
    } else if (node.is_map() || node.kind == Node::Kind::Null) {
      return walk_map(node, i, passed_over, path);
    } else {
      miss(step, passed_over, fmt::format("\"{}\" is a plain value, nothing is inside it", node.text));
    }
    return false;
  }

  void walk_sequence(N& node, std::size_t i, bool passed_over, const std::string& path) {
    const PathStep& step = steps_[i];
    if (step.index >= 0 && static_cast<std::size_t>(step.index) >= node.items.size()) {
      miss(step, passed_over,
           fmt::format("this list has no item [{}]: it has {}, and [0] is the first", step.index,
                       node.items.size()));
      return;
    }
    std::vector<std::string> names;
    bool named = false;
    bool keyed = false;
    for (const Node& item : node.items) {
      const Node* name = item.find("name");
      if (name) names.push_back(name->text);
      named = named || (name && name->text == step.key);
      keyed = keyed || item.find(step.key);
    }
    const bool all = step.key == "*";
    if (step.index < 0 && !all && !named && !keyed) {
      miss(step, passed_over, fmt::format("no item of this list has the name \"{}\"", step.key),
           did_you_mean(step.key, names));
      return;
    }
    std::vector<std::size_t> gone;
    for (std::size_t k = 0; k < node.items.size(); ++k) {
      auto& item = node.items[k];
      const Node* name = item.find("name");
      const std::string its_path = fmt::format("{}[{}]", path, k);
      bool out = false;
      if (step.index >= 0 ? static_cast<std::size_t>(step.index) == k
                          : all || (named && name && name->text == step.key)) {
        out = walk(item, i + 1, passed_over || all, its_path);
      } else if (step.index < 0 && !named && item.find(step.key)) {
        out = walk(item, i, passed_over, its_path);
      }
      if (out) gone.push_back(k);
    }
    if constexpr (!std::is_const_v<N>)
      for (auto k = gone.rbegin(); k != gone.rend(); ++k)
        node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(*k));
  }

  bool walk_map(N& node, std::size_t i, bool passed_over, const std::string& path) {
    const PathStep& step = steps_[i];
    const bool all = step.key == "*";
    std::vector<std::size_t> gone;
    std::vector<std::string> names;
    bool there = false;
    for (std::size_t k = 0; k < node.entries.size(); ++k) {
      auto& entry = node.entries[k];
      names.push_back(entry.key.text);
      if (all ? entry.key.text.starts_with("x-") : entry.key.text != step.key) continue;
      there = true;
      if (walk(entry.value, i + 1, passed_over || all,
               path.empty() ? entry.key.text : path + '.' + entry.key.text))
        gone.push_back(k);
    }
    if constexpr (!std::is_const_v<N>)
      for (auto k = gone.rbegin(); k != gone.rend(); ++k)
        node.entries.erase(node.entries.begin() + static_cast<std::ptrdiff_t>(*k));
    if (there || all) return false;
    // a single item that has this name
    if (const Node* name = node.find("name"); name && i > 0 && name->text == step.key)
      return walk(node, i + 1, passed_over, path);
    miss(step, passed_over, fmt::format("{} names \"{}\", which does not exist", verb_, step.key),
         did_you_mean(step.key, names));
    return false;
  }

  const std::vector<PathStep>& steps_;
  std::string_view verb_;
  Diagnostics& diagnostics_;
  Visit visit_;
  int found_ = 0;
  bool failed_ = false;
};

template <class N, class Visit>
void find_nodes(N& root, const std::vector<PathStep>& steps, std::string_view verb, Diagnostics& diagnostics,
                Visit visit) {
  Finder<N, Visit>(steps, verb, diagnostics, std::move(visit)).find(root);
}

}  // namespace linetwin
