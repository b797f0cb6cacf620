#include "cli/common.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace linetwin::cli {

void complain(const std::string& message, const std::string& hint) {
  const std::string text =
      fmt::format("linetwin: error: {}{}\n", message, hint.empty() ? "" : " (" + hint + ")");
  std::fputs(text.c_str(), stderr);
}

std::optional<Loaded> load(const std::string& path, const std::vector<std::string>& sets) {
  std::vector<Change> changes;
  for (const std::string& set : sets) {
    const std::optional<Change> change = parse_change(set);
    if (!change) {
      complain(fmt::format("\"{}\" is no change", set), "--set stations.op10.cycle=\"38 s\"");
      return std::nullopt;
    }
    changes.push_back(*change);
  }
  Loaded loaded;
  loaded.read = read_model_file(path, changes);
  // a text that is no model at all is reported once, and not again for all that it lacks
  std::optional<LineModel> model;
  if (loaded.read.spec.flow_place.known()) model = compile(loaded.read.spec, loaded.read.diagnostics);
  if (!model) {
    loaded.read.diagnostics.sort();
    if (!loaded.read.diagnostics.has_errors()) loaded.read.diagnostics.error({}, "the flow is empty");
    std::fputs(render(loaded.read.diagnostics, loaded.read.sources).c_str(), stderr);
    return std::nullopt;
  }
  loaded.model = std::move(*model);
  return loaded;
}

void print_warnings(const Loaded& loaded) {
  std::fputs(render(loaded.read.diagnostics, loaded.read.sources).c_str(), stderr);
}

std::vector<std::string> warning_lines(const Loaded& loaded) {
  std::vector<std::string> lines;
  for (const Diagnostic& d : loaded.read.diagnostics.all())
    lines.push_back(d.place.known() ? fmt::format("{}:{}:{}: {}", loaded.read.sources.name(d.place.source),
                                                  d.place.line, d.place.column, d.message)
                                    : d.message);
  return lines;
}

int complain_of(const ResultsError& failure) {
  complain(failure.what(), failure.hint);
  return failure.fault == ResultsError::Fault::Trouble ? kFailed : kBadInput;
}

TextStyle style_for(int file_descriptor) {
  TextStyle style;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term && std::string(term) == "dumb";
  style.colour = isatty(file_descriptor) != 0 && !dumb && !(no_color && *no_color != '\0');
  return style;
}

bool print(const std::string& text, const OutputArguments& out) {
  return out.quiet || out.json == "-" || print(text);
}

bool print(const std::string& text) {
  errno = 0;
  const bool all = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  const bool written = std::fflush(stdout) == 0 && all;
  // who closes a pipe (head, less) has seen enough
  if (!written && errno != EPIPE)
    complain(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
  return written;
}

}  // namespace linetwin::cli
