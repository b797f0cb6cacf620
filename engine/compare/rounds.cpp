#include "compare/rounds.hpp"

#include <cmath>
#include <stdexcept>

namespace linetwin::compare {

void Round::answer(Request request, double value) {
  const auto found = answers_.find(request);
  if (found == answers_.end()) throw std::invalid_argument("an observation that was not asked for");
  if (found->second) throw std::invalid_argument("an observation that was given before");
  if (!std::isfinite(value)) throw std::invalid_argument("an observation that is not finite");
  found->second = value;
  ++answered_;
}

void Round::forget(std::size_t alternative) {
  for (auto at = answers_.lower_bound({alternative, 0});
       at != answers_.end() && at->first.alternative == alternative;) {
    answered_ -= at->second.has_value();
    at = answers_.erase(at);
  }
}

bool Round::complete() const { return answered_ == answers_.size(); }

std::vector<Request> Round::open() const {
  std::vector<Request> open;
  for (const auto& [request, value] : answers_)
    if (!value) open.push_back(request);
  return open;
}

std::vector<std::pair<Request, double>> Round::take() {
  if (!complete()) throw std::logic_error("a round that is not complete");
  std::vector<std::pair<Request, double>> taken;
  for (const auto& [request, value] : answers_) taken.emplace_back(request, *value);
  answers_.clear();
  answered_ = 0;
  return taken;
}

}  // namespace linetwin::compare
