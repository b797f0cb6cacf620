#include "viewer/window/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/diagnostics.hpp"
#include "base/quantity.hpp"

#ifndef LINETWIN_VERSION
#error "LINETWIN_VERSION is the version of the project, in quotes"
#endif

namespace linetwin::viewer {

namespace {

constexpr int kBadInput = 2;
constexpr double kUsualSeconds = 10;

constexpr const char* kExamples = R"(
Examples:
  linetwin-viewer models/hot-stamped-pillar.yaml
  linetwin-viewer models/rework-loop.yaml --lang ko
  linetwin-viewer models/two-machines.yaml --screenshot line.png --at 2h --size 1600x900
  linetwin-viewer models/two-machines.yaml --screenshot busy.png --look heat --chart losses
  linetwin-viewer models/two-machines.yaml --record frames --fps 30 --seconds 20

Exit status: 0 done; 1 failed (no display, a full disk); 2 the command line or the model is wrong.)";

struct Wrong : std::runtime_error {
  Wrong(const std::string& message, std::string right)
      : std::runtime_error(message), hint(std::move(right)) {}
  std::string hint;
};

// As typed; empty: not given.
struct Typed {
  std::string file, language, screenshot, at, size, record, fps, seconds, until, probe;
  std::string scale, look, chart, select, compare;
};

void declare(CLI::App& app, Typed& typed) {
  const auto text = [&app](const char* name, std::string& into, const char* help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->check([](const std::string& given) {
      return given.empty() ? std::string("it is empty") : "";
    });
  };
  text("FILE", typed.file, "A model, a scenario or an event log (run --trace); without it, a choice of files",
       "");
  text("--lang", typed.language, "Language of the interface (default: that of the system)", "en|ko");
  text("--at", typed.at,
       "Time of the line to begin at (\"2h\", \"90 min\"; default: its start, of a screenshot a quarter of "
       "the run)",
       "T");
  text("--size", typed.size, "Size of the window or picture in pixels (default: 1280x720)", "WxH");
  text("--scale", typed.scale, "How large texts and signs are, from 0.5 to 4 (default: 1)", "X");
  text("--look", typed.look, "Colours: of the states, or of the share of time at work (default: states)",
       "states|heat");
  text("--chart", typed.chart, "What is below the picture (default: gantt; with --compare: differences)",
       "gantt|levels|curves|losses|table|differences|none");
  text("--select", typed.select, "Show the figures and numbers of this element", "NAME");
  text("--compare", typed.compare, "Show another model beside the first, in step with it", "MODEL");
  text("--screenshot", typed.screenshot, "Write one picture and end; needs no display", "FILE.png");
  text("--record", typed.record,
       "Write pictures 000001.png, 000002.png, ... into a folder and end; needs no display", "DIR");
  text("--fps", typed.fps, "With --record: pictures in a second (default: 30)", "N");
  text("--seconds", typed.seconds,
       "With --record: how long it is when it is played (default: 10, if --until is not given)", "S");
  text("--until", typed.until, "With --record: time of the line at which it ends", "T");
  text("--probe", typed.probe, "Keep in a file where what has a name is drawn, for scripts", "FILE.tsv");
  app.footer(kExamples);
  app.set_version_flag("--version", std::string("linetwin-viewer ") + LINETWIN_VERSION);
}

template <class T>
T taken(const char* option, const Parsed<T>& parsed) {
  if (!parsed.value) throw Wrong(fmt::format("{}: {}", option, parsed.message), parsed.hint);
  return *parsed.value;
}

Time time_of(const char* option, const std::string& text) {
  return static_cast<Time>(std::llround(taken(option, parse_time(text))));
}

// By what is said, else as the POSIX variables rank.
Language language_of(const std::string& text, const Environment& environment) {
  if (text == "en") return Language::English;
  if (text == "ko") return Language::Korean;
  if (!text.empty()) throw Wrong(fmt::format("--lang: there is no language \"{}\"", text), "en or ko");
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = environment(name); value != nullptr && *value != '\0')
      return std::string_view(value).starts_with("ko") ? Language::Korean : Language::English;
  return Language::English;
}

// One of a few words.
template <class T>
T choice_of(const char* option, const std::string& text,
            std::initializer_list<std::pair<const char*, T>> choices) {
  std::string all;
  for (const auto& [name, value] : choices) {
    if (text == name) return value;
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  throw Wrong(fmt::format("{}: there is no \"{}\"", option, text), "one of " + all);
}

void take_view(const Typed& typed, Arguments& arguments) {
  if (!typed.look.empty())
    arguments.look = choice_of<Look>("--look", typed.look, {{"states", Look::States}, {"heat", Look::Heat}});
  if (!typed.chart.empty())
    arguments.chart = choice_of<Chart>("--chart", typed.chart,
                                       {{"gantt", Chart::Gantt},
                                        {"levels", Chart::Levels},
                                        {"curves", Chart::Curves},
                                        {"losses", Chart::Losses},
                                        {"table", Chart::Table},
                                        {"differences", Chart::Differences},
                                        {"none", Chart::None}});
  if (!typed.select.empty()) arguments.select = typed.select;
  if (!typed.compare.empty()) arguments.compare = typed.compare;
  if (arguments.chart == Chart::Differences && !arguments.compare)
    throw Wrong("--chart differences needs another model", "--compare MODEL");
  for (const auto& [name, given] :
       {std::pair("--select", !typed.select.empty()), std::pair("--compare", !typed.compare.empty())})
    if (given && typed.file.empty())
      throw Wrong(fmt::format("{} needs a model", name), "name its file first");
}

Size size_of(const std::string& text) {
  const std::size_t cross = text.find('x');
  if (cross == std::string::npos)
    throw Wrong(fmt::format("--size: \"{}\" is no size", text), "width x height in pixels: 1280x720");
  const auto side = [](const std::string& digits) {
    return static_cast<int>(taken("--size", parse_count(digits, 1, kLargestSide)));
  };
  return {side(text.substr(0, cross)), side(text.substr(cross + 1))};
}

double scale_of(const std::string& text) {
  const double scale = taken("--scale", parse_number(text));
  if (scale < kLeastScale || scale > kMostScale)
    throw Wrong(fmt::format("--scale: {} is too {}", text, scale < kLeastScale ? "small" : "large"),
                fmt::format("from {:g} to {:g}", kLeastScale, kMostScale));
  return scale;
}

double seconds_of(const std::string& text) {
  // "20" are seconds, as "20 s" are
  const Parsed<double> plain = parse_number(text);
  const double value = plain.value ? *plain.value : taken("--seconds", parse_time(text)) / kSecond;
  if (value <= 0) throw Wrong(fmt::format("--seconds: {} is no length", text), "a number over 0");
  return value;
}

std::optional<RecordArguments> record_of(const Typed& typed) {
  if (typed.record.empty()) {
    for (const auto& [name, value] : {std::pair("--fps", &typed.fps), std::pair("--seconds", &typed.seconds),
                                      std::pair("--until", &typed.until)})
      if (!value->empty()) throw Wrong(fmt::format("{} is of use only with --record", name), "--record DIR");
    return std::nullopt;
  }
  if (!typed.screenshot.empty())
    throw Wrong("--screenshot and --record cannot both be done", "give one of them");
  RecordArguments record;
  record.folder = typed.record;
  if (!typed.fps.empty())
    record.frames_per_second =
        static_cast<int>(taken("--fps", parse_count(typed.fps, 1, kMostFramesPerSecond)));
  if (!typed.until.empty()) record.until = time_of("--until", typed.until);
  if (!typed.seconds.empty())
    record.seconds = seconds_of(typed.seconds);
  else if (!record.until)
    record.seconds = kUsualSeconds;
  return record;
}

Arguments arguments_of(const Typed& typed, const Environment& environment) {
  Arguments arguments;
  if (!typed.file.empty()) arguments.file = typed.file;
  arguments.language = language_of(typed.language, environment);
  if (!typed.size.empty()) arguments.size = size_of(typed.size);
  if (!typed.scale.empty()) arguments.scale = scale_of(typed.scale);
  if (!typed.at.empty()) arguments.at = time_of("--at", typed.at);
  if (!typed.screenshot.empty()) arguments.screenshot = typed.screenshot;
  if (!typed.probe.empty()) arguments.probe = typed.probe;
  arguments.record = record_of(typed);
  take_view(typed, arguments);
  if (arguments.record && arguments.record->until && *arguments.record->until <= arguments.at.value_or(0))
    throw Wrong(fmt::format("--until: the recording would end before it begins ({})", typed.until),
                "a time after that of --at");
  return arguments;
}

std::string near_option(const CLI::App& app, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (!name.starts_with("--") || std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (std::string hint = did_you_mean(name, known); !hint.empty()) return hint;
  }
  return "linetwin-viewer --help lists what there is";
}

}  // namespace

std::string error_line(const std::string& message, const std::string& hint) {
  return fmt::format("linetwin-viewer: error: {}{}\n", message, hint.empty() ? "" : " (" + hint + ")");
}

CommandLine parse_command_line(const std::vector<std::string>& words, const Environment& environment) {
  CLI::App app{"linetwin-viewer shows a production line as it runs.", "linetwin-viewer"};
  Typed typed;
  declare(app, typed);
  CommandLine result;
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // it takes them from the end
    result.arguments = arguments_of(typed, environment);
  } catch (const CLI::Success& wanted) {
    std::ostringstream output, ignored;
    app.exit(wanted, output, ignored);
    result.output = output.str();
  } catch (const CLI::ParseError& wrong) {
    result.status = kBadInput;
    result.error = error_line(wrong.what(), near_option(app, words));
  } catch (const Wrong& wrong) {
    result.status = kBadInput;
    result.error = error_line(wrong.what(), wrong.hint);
  }
  return result;
}

}  // namespace linetwin::viewer
