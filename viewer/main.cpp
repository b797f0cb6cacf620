// linetwin-viewer: shows a line in a window, or draws pictures of it without one.
#include <fmt/format.h>
#include <imgui/imgui.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "viewer/window/command_line.hpp"
#include "viewer/window/guest.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/pictures.hpp"
#include "viewer/window/window.hpp"

namespace {

using namespace linetwin::viewer;

// Dear ImGui's own demonstration.
class Demonstration final : public Guest {
 public:
  void frame() override { ImGui::ShowDemoWindow(); }
  bool moving() const override { return false; }
  std::string new_text() override { return "한글"; }
  void lacks_letters(const std::string& message) override {
    std::fputs(fmt::format("linetwin-viewer: warning: {}\n", message).c_str(), stderr);
  }
};

// What is shown. It begins at `at`, and is done when the line's clock reaches `record->until`.
std::unique_ptr<Guest> guest_for(const Arguments&) { return std::make_unique<Demonstration>(); }

void show(const Arguments& arguments) {
  const std::unique_ptr<Guest> guest = guest_for(arguments);
  if (!arguments.screenshot && !arguments.record) {
    Window(arguments.size, *guest).run();
    return;
  }
  OffscreenSurface surface(arguments.size, [&guest] { guest->dress(); });
  if (arguments.screenshot) {
    write_png(picture_of(*guest, surface), *arguments.screenshot);
    return;
  }
  const RecordArguments& wanted = *arguments.record;
  const int pictures = record(*guest, surface, {wanted.folder, wanted.frames_per_second, wanted.seconds});
  std::fputs(fmt::format("{} pictures in {}\n", pictures, wanted.folder.string()).c_str(), stdout);
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
    show(*command.arguments);
    return 0;
  } catch (const std::exception& failure) {
    std::fputs(error_line(failure.what()).c_str(), stderr);
    return 1;
  }
}
