// Several observers of one run.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "sim/observer.hpp"

namespace linetwin {

class Observers : public Observer {
 public:
  void add(Observer& observer) { all_.push_back(&observer); }
  bool empty() const { return all_.empty(); }
  void take(std::span<const Happening> happenings) override {
    for (Observer* observer : all_) observer->take(happenings);
  }
  Happening::Mask wants() const override {
    Happening::Mask all = 0;
    for (const Observer* observer : all_) all |= observer->wants();
    return all;
  }
  void end(Time at) override {
    for (Observer* observer : all_) observer->end(at);
  }

 private:
  std::vector<Observer*> all_;
};

}  // namespace linetwin
