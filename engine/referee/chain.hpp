// A line of exponential and Erlang times as a Markov chain: its states, and what can happen in each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "referee/view.hpp"

namespace linetwin {

// One outcome of one event, or of the start.
struct Move {
  double rate = 0;  // per second
  std::u16string next;
  int good = 0;     // parts that reach a sink that is no scrap bin
  int entered = 0;  // parts that leave a source
};

// The state is written as one number for each machine, buffer and source, and for each place in the lists of
// those that wait to enter an element with several predecessors. The machines of a station are alike, so
// they stand in descending order: states that differ only in their numbering are one.
class Chain {
 public:
  // Nothing, and the reason, for lines that are no such chain.
  static std::optional<Chain> of(const LineModel& model, std::string& why);

  std::u16string start() const;  // the empty line, settled
  std::vector<Move> moves(const std::u16string& state) const;
  int parts(const std::u16string& state) const;  // between source and sink

 private:
  struct Node;
  struct Draws;
  class Now;
  std::vector<Node> nodes_;        // by element
  std::vector<int> against_flow_;  // elements, each after all its successors
  std::size_t length_ = 0;         // of a state
  void lay_out(const LineModel& model);
  // Runs `event` once for every course that its random draws can take.
  void unfold(const std::u16string& state, double rate, const std::function<void(Now&)>& event,
              std::vector<Move>& into) const;
  void station_moves(const Node& node, const std::u16string& state, std::vector<Move>& into) const;

 public:
  Chain();
  ~Chain();
  Chain(Chain&&) noexcept;
  Chain& operator=(Chain&&) noexcept;
};

}  // namespace linetwin
