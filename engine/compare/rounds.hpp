// What a sequential procedure asks for and gets, in rounds.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace linetwin::compare {

// One observation that a procedure wants: replication 0, 1, ... of an alternative.
struct Request {
  std::size_t alternative = 0;
  std::size_t replication = 0;
  friend auto operator<=>(const Request&, const Request&) = default;
};

// The requests of one round. The order of the answers does not matter: they are handed over in the order of
// alternative and replication when all are there.
class Round {
 public:
  void ask(Request request) { answers_.emplace(request, std::nullopt); }
  // Takes an answer; throws std::invalid_argument when it was not asked for, is there already, or is not
  // finite.
  void answer(Request request, double value);
  void forget(std::size_t alternative);  // all its requests
  bool complete() const;
  std::vector<Request> open() const;  // those without an answer
  // The answers; the round is empty afterwards. Throws std::logic_error when it is not complete.
  std::vector<std::pair<Request, double>> take();

 private:
  std::map<Request, std::optional<double>> answers_;
  std::size_t answered_ = 0;
};

}  // namespace linetwin::compare
