// Lines of cases: the tree of the model is parsed once, copied and changed for each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "model/line_model.hpp"
#include "read/path.hpp"
#include "read/read_tree.hpp"
#include "scenario/scenario.hpp"

namespace linetwin {

struct ModelTree {
  Node root;
  TreeOrigin origin;  // with the hash of the text
};

// A number that a path holds, in the unit that is written there (a count; the default where none is written).
struct HeldNumber {
  std::string path;   // without `*`
  double number = 0;  // in the unit written
  double unit = 1;    // so many base units
};

// The sum over what a path holds. What is left out and has a default (machines, scrap, ...) counts with it,
// where its element is there. Nothing reached is an empty list; what is no plain quantity is an error in
// words.
std::vector<HeldNumber> held_numbers(const Node& root, const std::vector<PathStep>& path, std::string& fault);

class CaseBuilder {
 public:
  // All three must outlive it.
  CaseBuilder(const Scenario& scenario, const ModelTree& tree, const Sources& sources);

  // The line of a case; its hash is that of the model with the changes. Where it is no line, nothing, and in
  // `message` the first error on one line. Const and without locks: threads share it.
  std::optional<LineModel> build(const Case& one, std::string& message) const;

  // Whether its changes leave the model as it is, to the letter: a value is set to what it is already.
  bool changes_nothing(const Case& one) const;

  // The case's own cost, and (value after - value before) x cost a unit of what changes.
  double cost(const Case& one) const;

  // The sum that is held against a budget; nothing where the case is no line.
  std::optional<double> spent(const Case& one, const Budget& budget) const;

 private:
  struct UnitCost {
    std::vector<PathStep> path;
    double cost = 0;
    std::vector<HeldNumber> before;
  };
  std::optional<Node> changed(const Case& one, Diagnostics& diagnostics) const;

  const Scenario& scenario_;
  const ModelTree& tree_;
  const Sources& sources_;
  std::string as_is_;  // the tree of the model as a text
  std::vector<UnitCost> unit_costs_;
};

}  // namespace linetwin
