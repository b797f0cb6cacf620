// How many parts went where, in the window.
#pragma once

#include <vector>

#include "sim/observer.hpp"

namespace linetwin {

struct FlowCounts {
  std::vector<std::vector<std::int64_t>> moved;  // [element][its k-th successor]: parts
  std::vector<std::int64_t> scrapped;            // [element]: parts scrapped there
  std::vector<std::int64_t> passes;              // [element]: at stations, parts that ended a visit there
  std::vector<std::int64_t> repeated;  // [element]: of those, visits of parts that had been there before
};

// Counts what happens after `from`. Whether a part has been at a station before is known of what is seen in
// the whole run.
class FlowCounter : public Observer {
 public:
  FlowCounter(const LineModel& model, Time from);
  Happening::Mask wants() const override {
    return mask(Happening::Kind::Move) | mask(Happening::Kind::Joined) | mask(Happening::Kind::Scrapped);
  }
  void take(std::span<const Happening> happenings) override;
  const FlowCounts& counts() const { return counts_; }

 private:
  void moved(const Happening& h);
  void forget(std::uint32_t part);
  std::vector<char>& seen_by(std::uint32_t part);
  const LineModel& model_;
  Time from_;
  FlowCounts counts_;
  bool loops_ = false;                   // else no part ever comes back, and none is followed
  std::vector<std::vector<char>> been_;  // [part][element]
};

}  // namespace linetwin
