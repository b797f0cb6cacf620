// linetwin-viewer: shows a line in a window, or draws pictures of it without one.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "base/stop_on_signal.hpp"
#include "viewer/line_guest.hpp"
#include "viewer/window/command_line.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/pictures.hpp"
#include "viewer/window/window.hpp"

namespace {

using namespace linetwin::viewer;

constexpr int kFailed = 1;
constexpr int kBadInput = 2;

// The exit status.
int show(const Arguments& arguments) {
  linetwin::StopOnSignal stop("linetwin-viewer");
  LineGuest guest(arguments);
  if (!arguments.screenshot && !arguments.record) {
    Window(arguments.size, guest, &stop).run();
    return 0;
  }
  // a window shows what is wrong with a file; a picture of that is of no use
  if (const std::string fault = guest.fault(); !fault.empty()) {
    std::fputs(fault.c_str(), stderr);
    return kBadInput;
  }
  OffscreenSurface surface(
      arguments.size, [&guest] { guest.dress(); }, guest.scale());
  if (arguments.screenshot) {
    write_png(picture_of(guest, surface, kPatience, stop.flag()), *arguments.screenshot);
    return 0;
  }
  const RecordArguments& wanted = *arguments.record;
  const int pictures =
      record(guest, surface, {wanted.folder, wanted.frames_per_second, wanted.seconds, stop.flag()});
  std::fputs(fmt::format("{} pictures in {}\n", pictures, wanted.folder.string()).c_str(), stdout);
  if (!stop.stopped()) return 0;
  std::fputs(error_line("interrupted: the recording is not complete").c_str(), stderr);
  return kFailed;
}

}  // namespace

int main(int count, char** words) {
  const CommandLine command =
      parse_command_line(std::vector<std::string>(words + 1, words + count),
                         [](const char* name) { return static_cast<const char*>(std::getenv(name)); });
  std::fputs(command.output.c_str(), stdout);
  std::fputs(command.error.c_str(), stderr);
  if (!command.arguments) return command.status;
  try {
    return show(*command.arguments);
  } catch (const std::exception& failure) {
    std::fputs(error_line(failure.what()).c_str(), stderr);
    return kFailed;
  }
}
