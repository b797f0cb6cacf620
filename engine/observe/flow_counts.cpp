#include "observe/flow_counts.hpp"

#include <algorithm>

namespace linetwin {

FlowCounter::FlowCounter(const LineModel& model, Time from) : model_(model), from_(from) {
  counts_.scrapped.resize(model.elements.size());
  counts_.passes.resize(model.elements.size());
  counts_.repeated.resize(model.elements.size());
  for (const Element& element : model.elements) {
    counts_.moved.emplace_back(element.successors.size());
    loops_ = loops_ || element.in_loop;
  }
}

std::vector<char>& FlowCounter::seen_by(std::uint32_t part) {
  if (part >= been_.size()) been_.resize(std::max<std::size_t>(part + 1, 2 * been_.size()));
  if (been_[part].empty()) been_[part].assign(model_.elements.size(), 0);
  return been_[part];
}

// The row is used for another part from now on.
void FlowCounter::forget(std::uint32_t part) {
  if (loops_ && part < been_.size()) been_[part].clear();
}

void FlowCounter::moved(const Happening& h) {
  const auto from = static_cast<std::size_t>(h.a);
  const auto to = static_cast<std::size_t>(h.b);
  const std::vector<ElementId>& successors = model_.elements[from].successors;
  const auto k = std::find(successors.begin(), successors.end(), h.b) - successors.begin();
  if (h.at > from_) ++counts_.moved[from][static_cast<std::size_t>(k)];
  const ElementKind kind = model_.elements[to].kind;
  if (kind == ElementKind::Sink) {
    forget(h.part);
  } else if (kind == ElementKind::Station) {
    bool again = false;
    if (loops_ && model_.elements[to].in_loop) {
      char& been = seen_by(h.part)[to];
      again = been != 0;
      been = 1;
    }
    if (h.at <= from_) return;
    ++counts_.passes[to];
    if (again) ++counts_.repeated[to];
  }
}

void FlowCounter::take(std::span<const Happening> happenings) {
  for (const Happening& h : happenings) {
    switch (h.kind) {
      case Happening::Kind::Move: moved(h); break;
      case Happening::Kind::Joined: {
        const auto from = static_cast<std::size_t>(h.a);
        const std::vector<ElementId>& successors = model_.elements[from].successors;
        const auto k = std::find(successors.begin(), successors.end(), h.b) - successors.begin();
        if (h.at > from_) ++counts_.moved[from][static_cast<std::size_t>(k)];
        forget(h.part);
        break;
      }
      case Happening::Kind::Scrapped:
        if (h.at > from_) ++counts_.scrapped[static_cast<std::size_t>(h.a)];
        forget(h.part);
        break;
      default: break;
    }
  }
}

}  // namespace linetwin
