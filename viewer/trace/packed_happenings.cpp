#include "viewer/trace/packed_happenings.hpp"

namespace linetwin::viewer {
namespace {

// The first byte: the kind, and which of the fields follow; those that do not are as in an empty Happening.
constexpr unsigned kKindBits = 4;
constexpr std::uint8_t kLater = 1u << kKindBits;  // not at the time of the one before
constexpr std::uint8_t kPart = 2u << kKindBits;   // part, variant and b
constexpr std::uint8_t kValue = 4u << kKindBits;
constexpr std::uint8_t kState = 8u << kKindBits;

constexpr unsigned kDigitBits = 7;
constexpr std::uint8_t kMore = 1u << kDigitBits;

}  // namespace

void PackedHappenings::put(std::uint64_t number) {
  for (; number >= kMore; number >>= kDigitBits) bytes_.push_back(static_cast<std::uint8_t>(number | kMore));
  bytes_.push_back(static_cast<std::uint8_t>(number));
}

std::uint64_t PackedHappenings::get(std::size_t& byte) const {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += kDigitBits) {
    const std::uint8_t digit = bytes_[byte++];
    number |= static_cast<std::uint64_t>(digit & (kMore - 1u)) << shift;
    if ((digit & kMore) == 0) return number;
  }
}

void PackedHappenings::add(const Happening& h) {
  const bool of_part = h.part != 0 || h.variant != 0 || h.b != kNone;
  const auto kind = static_cast<std::uint8_t>(h.kind);
  bytes_.push_back(static_cast<std::uint8_t>(kind | (h.at != last_ ? kLater : 0) | (of_part ? kPart : 0) |
                                             (h.value != 0 ? kValue : 0) | (h.state != 0 ? kState : 0)));
  const auto put_from_none = [this](std::int64_t n) { put(static_cast<std::uint64_t>(n + 1)); };
  if (h.at != last_) put(static_cast<std::uint64_t>(h.at - last_));
  put_from_none(h.a);
  if (of_part) {
    put(h.part);
    put_from_none(h.variant);
    put_from_none(h.b);
  }
  if (h.value != 0) put_from_none(h.value);
  if (h.state != 0) bytes_.push_back(h.state);
  last_ = h.at;
  ++count_;
}

bool PackedHappenings::next(Mark& mark, Happening& h) const {
  if (mark.byte >= bytes_.size()) return false;
  const std::uint8_t first = bytes_[mark.byte++];
  const auto get_from_none = [&] { return static_cast<std::int64_t>(get(mark.byte)) - 1; };
  h = {};
  h.kind = static_cast<Happening::Kind>(first & ((1u << kKindBits) - 1u));
  if (first & kLater) mark.at += static_cast<Time>(get(mark.byte));
  h.at = mark.at;
  h.a = static_cast<std::int32_t>(get_from_none());
  if (first & kPart) {
    h.part = static_cast<std::uint32_t>(get(mark.byte));
    h.variant = static_cast<std::int16_t>(get_from_none());
    h.b = static_cast<std::int32_t>(get_from_none());
  }
  if (first & kValue) h.value = get_from_none();
  if (first & kState) h.state = bytes_[mark.byte++];
  return true;
}

}  // namespace linetwin::viewer
