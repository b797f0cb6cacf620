// What differs between two models, in the words of the line, and the changes that lead from one to the other.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "read/change.hpp"
#include "read/document.hpp"

namespace linetwin {

// The places that entries take in a map, since the order of a file decides ties at equal times.
struct EntryOrder {
  std::string section;             // "stations"; empty: the sections themselves
  std::vector<std::string> names;  // all entries of the second model, in its order
  std::vector<std::string> moved;  // those that go behind the nearest before them in `names`; empty: all
};

// One difference that can be taken over on its own.
struct Difference {
  enum class Kind : std::uint8_t {
    Structure,  // elements come or go, the flow, and what depends on them
    Value,      // something of an element that both models have
    Order,      // only the order in the file, which decides ties at equal times
    Run,        // how it is simulated: no change of the line
    Words,      // names, descriptions, targets and notes: no change of the line
  };
  Kind kind = Kind::Value;
  std::string path;      // stations.m4.failures.mttr; of several, the first
  std::string section;   // "stations"
  std::string element;   // "m4"; empty: of the whole line
  std::string before;    // "10 min"; empty: there was none, or several things differ
  std::string after;     // "9 min"
  std::string sentence;  // "m4 is repaired 10 % faster (mttr 9 min instead of 10 min)"; no full stop
  std::vector<std::string> sentences;  // its parts, one for each thing that differs
  bool minor = false;                  // changes no mean of the line, but perhaps who is first or which draw
  std::vector<TreeChange> changes;     // applied in this order to the first model; of Order none
  std::vector<EntryOrder> orders;      // applied after the changes
};

// "structure", "value", "order", "run", "words".
const char* kind_name(Difference::Kind kind);
// Whether the difference can change what the line does; else it is only said.
bool is_of_the_line(const Difference& difference);

// All differences, structure first, then in the order of the reference. Two models that say the same in other
// words (60 s and 1 min, a default written out, keys in another order) do not differ. Values that cannot be
// understood are compared as texts: read both as models first to know what is wrong with them. Measured
// values in CSV files are compared by the names of file and column.
//
// Any subset can be applied, in any order, and all of them give a model that does not differ from `b`. A
// subset may ask for what is impossible only where two numbers have to fit each other (more parts for a set
// than a buffer holds); the reader says it then.
std::vector<Difference> differences(const Node& a, const Node& b);

// Takes over one difference. Reports what cannot be applied; the tree is then half changed. The places of the
// tree are then those of number_places(): of no text, so that errors in it can be said by their messages
// only.
void apply_difference(Node& root, const Difference& difference, Diagnostics& diagnostics);

// Gives every node the place of its turn in the tree. The compiler takes elements by their places, so a tree
// made of two texts needs this.
void number_places(Node& root);

}  // namespace linetwin
