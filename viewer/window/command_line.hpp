// linetwin-viewer's command line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "page/page_words.hpp"
#include "viewer/window/image.hpp"

namespace linetwin::viewer {

inline constexpr int kLargestSide = 16'384;  // of a picture or window, in pixels
inline constexpr int kMostFramesPerSecond = 240;
inline constexpr double kLeastScale = 0.5;  // of texts and signs
inline constexpr double kMostScale = 4;

// A recording without a window. It ends after so many seconds when it is played, or at a time of the line;
// where both are given, at the first of them. One of them is always there.
struct RecordArguments {
  std::filesystem::path folder;
  int frames_per_second = 30;
  std::optional<double> seconds;
  std::optional<Time> until;
};

// What is shown of the line: the colours of its states, or of how busy its stations are.
enum class Look : std::uint8_t { States, Heat };
// The chart below the picture.
enum class Chart : std::uint8_t { None, Gantt, Levels, Curves, Losses, Table, Differences };

struct Arguments {
  std::optional<std::filesystem::path> file;  // a model, a scenario or an event log
  Language language = Language::English;
  Size size{1280, 720};
  double scale = 1;        // of texts and signs
  std::optional<Time> at;  // the time of the line to begin at
  Look look = Look::States;
  std::optional<Chart> chart;         // none given: that of the states, or the differences to `compare`
  std::optional<std::string> select;  // an element, shown in the inspector
  std::optional<std::filesystem::path> compare;  // another model, shown beside the first
  std::optional<std::filesystem::path> screenshot;
  std::optional<RecordArguments> record;
  std::optional<std::filesystem::path> probe;  // where to write what is drawn where
};

// What the program is to do: go on with the arguments, or print something and end.
struct CommandLine {
  std::optional<Arguments> arguments;
  int status = 0;      // with which to end: 0 after --help and --version, 2 when the command line is wrong
  std::string output;  // for standard output
  std::string error;   // for standard error
};

// The value of a variable of the environment; null: not set.
using Environment = std::function<const char*(const char* name)>;

// `words` without the name of the program.
CommandLine parse_command_line(const std::vector<std::string>& words, const Environment& environment);

// "linetwin-viewer: error: message (hint)" and the end of the line.
std::string error_line(const std::string& message, const std::string& hint = {});

}  // namespace linetwin::viewer
