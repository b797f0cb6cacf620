#include "viewer/support.hpp"

#include <png.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace linetwin::viewer {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "linetwin-viewer-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_anew(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
  touch_anew(file);
}

void touch_anew(const fs::path& file) {
  static int later = 0;
  fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::seconds(++later));
}

Image read_png(const fs::path& path) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&header, path.c_str()) != 0);
  header.format = PNG_FORMAT_RGBA;
  Image image{{static_cast<int>(header.width), static_cast<int>(header.height)},
              std::vector<std::uint8_t>(PNG_IMAGE_SIZE(header))};
  REQUIRE(png_image_finish_read(&header, nullptr, image.rgba.data(), 0, nullptr) != 0);
  return image;
}

Variable::Variable(const char* name, std::optional<std::string> value) : name_(name) {
  if (const char* now = std::getenv(name)) before_ = now;
  set(name, value);
}

Variable::~Variable() { set(name_, before_); }

void Variable::set(const char* name, const std::optional<std::string>& value) {
  if (value)
    setenv(name, value->c_str(), 1);
  else
    unsetenv(name);
}

VirtualDisplay::VirtualDisplay() {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  server_ = fork();
  REQUIRE(server_ >= 0);
  if (server_ == 0) {
    close(ends[0]);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
    const std::string end = std::to_string(ends[1]);
    execlp("Xvfb", "Xvfb", "-displayfd", end.c_str(), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
           static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  std::string number;
  for (char digit = 0; read(ends[0], &digit, 1) == 1 && digit != '\n';) number += digit;
  close(ends[0]);
  if (!number.empty()) display_.emplace("DISPLAY", ":" + number);
}

VirtualDisplay::~VirtualDisplay() {
  kill(server_, SIGTERM);
  waitpid(server_, nullptr, 0);
}

Ran run_command(const std::string& command) {
  Ran ran;
  FILE* pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> piece;
  for (std::size_t n; (n = fread(piece.data(), 1, piece.size(), pipe)) > 0;) ran.text.append(piece.data(), n);
  const int ended = pclose(pipe);
  ran.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  return ran;
}

}  // namespace linetwin::viewer
