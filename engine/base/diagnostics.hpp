// What is wrong with a text, where, and what would be right: collected, never thrown at the first.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linetwin {

// A stretch of characters (code points, not bytes) on one line of one source text; lines and columns count
// from 1. Line 0 means "nowhere in particular".
struct Place {
  int source = 0;  // index into Sources
  int line = 0;
  int column = 0;
  int length = 1;
  bool known() const { return line > 0; }
  friend auto operator<=>(const Place&, const Place&) = default;
};

template <class T>
struct Placed {
  T value{};
  Place place{};
};

using Name = Placed<std::string>;

enum class Severity { Error, Warning };

struct Diagnostic {
  Severity severity = Severity::Error;
  Place place{};
  std::string message;  // what is wrong, in lower case, without a full stop
  std::string hint;     // what would be right ("did you mean \"paint\"?"); may be empty
};

// The texts that places refer to: the model file first, then each --set value.
class Sources {
 public:
  // Returns the index of the source. `text` may be empty when it could not be read.
  int add(std::string name, std::string text);
  const std::string& name(int source) const;
  // The line without its end; empty beyond the text.
  std::string_view line(int source, int number) const;
  int count() const { return static_cast<int>(entries_.size()); }

 private:
  struct Entry {
    std::string name;
    std::string text;
    std::vector<std::size_t> line_starts;
  };
  std::vector<Entry> entries_;
};

class Diagnostics {
 public:
  void error(Place place, std::string message, std::string hint = {});
  void warning(Place place, std::string message, std::string hint = {});
  bool has_errors() const { return errors_ > 0; }
  int errors() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  // Sorts by place, so that a reader meets them in the order of the text; equal ones are kept once.
  void sort();

 private:
  std::vector<Diagnostic> all_;
  int errors_ = 0;
};

// "FILE:LINE:COLUMN: error: message", then the line of the text and a caret under the place with the hint.
// The caret lines up under wide (Korean) characters too. Ends with a newline.
std::string render(const Diagnostic& diagnostic, const Sources& sources);
std::string render(const Diagnostics& diagnostics, const Sources& sources);

// The candidate nearest to `word` in edit distance (transpositions count once), if it is near enough to be
// meant; ties go to the first. Where none is near, the only one that begins with `word`.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);
// `did you mean "X"?`, or an empty string.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace linetwin
