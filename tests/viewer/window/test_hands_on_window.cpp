#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <thread>

#include "viewer/support.hpp"

using namespace linetwin::viewer;

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
constexpr auto kPatience = 30s;

bool comes_true(const std::function<bool()>& what) {
  for (const auto end = steady_clock::now() + kPatience; steady_clock::now() < end;
       std::this_thread::sleep_for(50ms))
    if (what()) return true;
  return false;
}

// The program in a window of its own, and what xdotool does to it.
class Program {
 public:
  Program(const std::string& file, const std::filesystem::path& probe, const std::filesystem::path& log)
      : probe_(probe) {
    process_ = fork();
    REQUIRE(process_ >= 0);
    if (process_ > 0) return;
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execl(LINETWIN_VIEWER, LINETWIN_VIEWER, file.c_str(), "--probe", probe.c_str(), "--lang", "en",
          static_cast<char*>(nullptr));
    _exit(127);
  }
  ~Program() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  struct Spot {
    int x = 0;
    int y = 0;
  };
  // The middle of what has the name in the last frame.
  std::optional<Spot> at(const std::string& name) const {
    std::istringstream lines(content(probe_));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(name + "\t")) continue;
      std::istringstream numbers(line.substr(name.size() + 1));
      int left = 0, top = 0, right = 0, bottom = 0;
      numbers >> left >> top >> right >> bottom;
      return Spot{(left + right) / 2, (top + bottom) / 2};
    }
    return std::nullopt;
  }
  double now() const {
    const std::string text = content(probe_);
    const std::size_t at = text.find("#now\t");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + 5));
  }
  void click(const std::string& name) const {
    INFO("looking for " << name << " in:\n" << content(probe_));
    // where it stands still: a window that has just opened finds its size over some frames
    Spot spot;
    REQUIRE(comes_true([&] {
      const std::optional<Spot> before = at(name);
      std::this_thread::sleep_for(300ms);
      const std::optional<Spot> now = at(name);
      spot = now.value_or(Spot{});
      return before && now && before->x == now->x && before->y == now->y;
    }));
    tool("windowfocus mousemove --window %1 " + std::to_string(spot.x) + " " + std::to_string(spot.y) +
         " sleep 0.2 click 1");
  }
  void key(const std::string& keys) const { tool("windowfocus key --delay 60 " + keys); }
  // The window may be gone before the key is let go.
  void last_key(const std::string& keys) const { ask("windowfocus key --delay 60 " + keys); }
  void type(const std::string& text) const { tool("windowfocus type --delay 60 '" + text + "'"); }
  // The exit status; nothing while it runs on.
  std::optional<int> ended() {
    int status = 0;
    const auto has_ended = [&] { return waitpid(process_, &status, WNOHANG) == process_; };
    if (!comes_true(has_ended)) return std::nullopt;
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  void send(int signal) const { kill(process_, signal); }

 private:
  static Ran ask(const std::string& does) {
    Ran ran = run_command("xdotool search --sync --onlyvisible --name ' - linetwin$' " + does);
    std::this_thread::sleep_for(150ms);
    return ran;
  }
  static void tool(const std::string& does) {
    const Ran ran = ask(does);
    INFO(ran.text);
    REQUIRE(ran.status == 0);
  }
  pid_t process_ = 0;
  std::filesystem::path probe_;
};

bool usable(const VirtualDisplay& display) {
  if (display.running() && run_command("command -v xdotool").status == 0) return true;
  WARN("Xvfb or xdotool is not installed: not tested");
  return false;
}

// One model in a window on a display that nobody sees.
struct InWindow {
  explicit InWindow(const std::string& text) {
    std::ofstream(file) << text;
    program.emplace(file, folder / "probe.tsv", folder / "log");
  }
  void change_something() const {
    program->click("element0:b");
    program->click("one_more_place");
  }
  Folder folder;
  std::string file = (folder / "two.yaml").string();
  Variable home{"HOME", folder.path().string()};
  Variable config{"XDG_CONFIG_HOME", std::nullopt};
  Variable state{"XDG_STATE_HOME", std::nullopt};
  std::optional<Program> program;
};

constexpr const char* kTwo = R"(linetwin: 1   # two of them
run: {duration: 4 h, replications: 2}

stations:
  m1: {cycle: 10 s}
  m2: {cycle: 12 s}   # the slower one
buffers:
  b: {capacity: 5}    # places
flow: [source -> m1 -> b -> m2 -> sink]
)";

}  // namespace

TEST_CASE("a person plays a line, changes a number of it, saves, takes it back and quits", "[window]") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  InWindow w(kTwo);
  Program& viewer = *w.program;

  viewer.click("headline0");
  viewer.key("space");
  CHECK(comes_true([&] { return viewer.now() > 20; }));
  viewer.key("space");
  const double paused = viewer.now();
  std::this_thread::sleep_for(500ms);
  CHECK(viewer.now() - paused < 60);  // at most the frame that was under way when the key came

  viewer.click("element0:m2");
  viewer.click("value:stations.m2.cycle");
  viewer.key("ctrl+a");
  viewer.type("9 s");
  viewer.key("Return");
  CHECK(content(w.file) == kTwo);
  viewer.key("ctrl+s");
  std::string changed = kTwo;
  // the comment stays in its column, which it shares with the one below
  changed.replace(changed.find("12 s}"), 5, "9 s} ");
  CHECK(comes_true([&] { return content(w.file) == changed; }));
  INFO(content(w.file));

  viewer.key("ctrl+z");
  viewer.key("ctrl+s");
  CHECK(comes_true([&] { return content(w.file) == kTwo; }));
  viewer.last_key("ctrl+q");
  const std::optional<int> status = viewer.ended();
  INFO(content(w.folder / "log"));
  REQUIRE(status);
  CHECK(*status == 0);
}

TEST_CASE("Ctrl+C in the terminal asks about what is not saved, and the second time ends", "[window]") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  InWindow w(kTwo);
  Program& viewer = *w.program;
  w.change_something();
  viewer.send(SIGINT);
  viewer.click("cancel");
  CHECK(content(w.folder / "log").find("changes are not saved: the window asks") != std::string::npos);
  viewer.send(SIGINT);
  CHECK(comes_true([&] { return viewer.at("discard").has_value(); }));
  std::this_thread::sleep_for(1s);  // so soon it would be the same wish
  viewer.send(SIGINT);
  const std::optional<int> status = viewer.ended();
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(content(w.file) == kTwo);
}

TEST_CASE("what is not saved is asked for before the window closes", "[window]") {
  const VirtualDisplay display;
  if (!usable(display)) return;
  InWindow w(kTwo);
  Program& viewer = *w.program;
  w.change_something();
  viewer.key("ctrl+q");
  viewer.click("discard");
  const std::optional<int> status = viewer.ended();
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(content(w.file) == kTwo);
}
