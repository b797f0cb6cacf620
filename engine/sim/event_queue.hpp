// The pending events: an indexed 4-ary heap of packed keys.
//
// An event is a slot (a small whole number: "machine 7 completes") with a time; each slot is pending at most
// once. The key is one 128-bit integer, time above slot, so that one comparison orders by time and, at equal
// times, by slot number: slots are numbered in the documented order of equal times, and nothing depends on
// the order of insertion. The four children of a node share one cache line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "base/time.hpp"

namespace linetwin {

using EventSlot = std::uint32_t;
__extension__ typedef unsigned __int128 EventKey;

template <class T, std::size_t Alignment>
struct AlignedAllocator {
  using value_type = T;
  template <class U>
  struct rebind {
    using other = AlignedAllocator<U, Alignment>;
  };
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U, Alignment>&) {}
  T* allocate(std::size_t n) {
    return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{Alignment}));
  }
  void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{Alignment}); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

class EventQueue {
 public:
  EventQueue() : EventQueue(0) {}
  explicit EventQueue(std::size_t slots) : keys_(slots + 8, kEmpty), position_(slots, kAbsent) {}

  // The time of the first event as an unsigned number; larger than every Time when there is none.
  std::uint64_t top_time() const { return static_cast<std::uint64_t>(keys_[kRoot] >> 64); }
  EventSlot top_slot() const { return static_cast<EventSlot>(keys_[kRoot]); }
  std::size_t size() const { return size_; }

  // Between begin_top() and end_top() the first event is being handled: it still fills the root, and the
  // first event scheduled meanwhile takes its place without a pop (most events schedule a successor).
  void begin_top() {
    hole_ = true;
    position_[top_slot()] = kAbsent;
  }
  void end_top() {
    if (hole_) drop_hole();
  }

  void schedule(EventSlot slot, Time time) {
    const EventKey key = (static_cast<EventKey>(static_cast<std::uint64_t>(time)) << 64) | slot;
    if (hole_) {
      hole_ = false;
      sift_down(0, key);
    } else {
      sift_up(size_++, key);
    }
  }

  bool pending(EventSlot slot) const { return position_[slot] != kAbsent; }
  // When the slot's event comes; only for a pending one.
  Time time_of(EventSlot slot) const { return static_cast<Time>(keys_[kRoot + position_[slot]] >> 64); }

  void cancel(EventSlot slot) {
    if (!pending(slot)) return;
    const std::size_t at = position_[slot];
    position_[slot] = kAbsent;
    const EventKey last = keys_[kRoot + --size_];
    keys_[kRoot + size_] = kEmpty;
    if (at == size_) return;
    if (at > 0 && last < keys_[kRoot + (at - 1) / 4]) {
      sift_up(at, last);
    } else {
      sift_down(at, last);
    }
  }

  // Shows every field to an archive that saves or restores them.
  template <class Archive>
  void visit(Archive& archive) {
    archive(keys_), archive(position_), archive(size_), archive(hole_);
  }
  template <class Archive>
  void visit(Archive& archive) const {
    archive(keys_), archive(position_), archive(size_), archive(hole_);
  }

 private:
  static constexpr EventKey kEmpty = ~EventKey{0};
  static constexpr std::uint32_t kAbsent = ~std::uint32_t{0};
  static constexpr std::size_t kRoot = 3;  // so that the children 4i+1 .. 4i+4 begin on a cache line

  void put(std::size_t at, EventKey key) {
    keys_[kRoot + at] = key;
    position_[static_cast<EventSlot>(key)] = static_cast<std::uint32_t>(at);
  }
  void drop_hole() {
    hole_ = false;
    const EventKey last = keys_[kRoot + --size_];
    keys_[kRoot + size_] = kEmpty;
    if (size_ > 0) sift_down(0, last);
  }
  // The index of the smallest of the four children that begin at `child`; empty ones are larger than all.
  std::size_t smallest(std::size_t child) const {
    const EventKey* k = &keys_[kRoot + child];
    const std::size_t left = static_cast<std::size_t>(k[1] < k[0]);
    const std::size_t right = 2 + static_cast<std::size_t>(k[3] < k[2]);
    // by mask, not by a branch: which child is smallest cannot be predicted
    const std::size_t take_right = std::size_t{0} - static_cast<std::size_t>(k[right] < k[left]);
    return child + (left ^ ((left ^ right) & take_right));
  }
  void sift_down(std::size_t at, EventKey key) {
    for (std::size_t child = 4 * at + 1; child < size_; child = 4 * at + 1) {
      const std::size_t next = smallest(child);
      if (key < keys_[kRoot + next]) break;
      put(at, keys_[kRoot + next]);
      at = next;
    }
    put(at, key);
  }
  void sift_up(std::size_t at, EventKey key) {
    while (at > 0) {
      const std::size_t parent = (at - 1) / 4;
      if (keys_[kRoot + parent] < key) break;
      put(at, keys_[kRoot + parent]);
      at = parent;
    }
    put(at, key);
  }

  std::vector<EventKey, AlignedAllocator<EventKey, 64>> keys_;
  std::vector<std::uint32_t> position_;  // of each slot, in the heap
  std::size_t size_ = 0;
  bool hole_ = false;
};

}  // namespace linetwin
