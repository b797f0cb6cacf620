#include "viewer/trace/log_lines.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;

}  // namespace

// Behind what is left of the text; false when there is no more.
bool LogLines::fill() {
  text_.erase(0, at_);
  at_ = 0;
  const std::size_t kept = text_.size();
  text_.resize(kept + kBlock);
  in_.read(text_.data() + kept, static_cast<std::streamsize>(kBlock));
  text_.resize(kept + static_cast<std::size_t>(in_.gcount()));
  return text_.size() > kept;
}

bool LogLines::next(std::string_view& line) {
  std::size_t end = text_.find('\n', at_);
  while (end == std::string::npos) {
    too_long_ = text_.size() - at_ > kLongest;
    if (too_long_) return false;
    if (!fill()) break;
    end = text_.find('\n', at_);
  }
  whole_ = end != std::string::npos;
  if (!whole_ && at_ == text_.size()) return false;
  if (!whole_) end = text_.size();
  line = std::string_view(text_).substr(at_, end - at_);
  at_ = whole_ ? end + 1 : end;
  ++number_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

}  // namespace linetwin::viewer
