#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <sstream>

#include "viewer/support.hpp"
#include "viewer/ui/screen.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

// Somebody who clicks and types without looking. Menus of files are left alone: what they write is tested
// elsewhere.
class RandomHands {
 public:
  RandomHands(Screen& screen, unsigned seed) : screen_(screen), random_(seed) {}

  void act() {
    switch (below(8)) {
      case 0:
      case 1: screen_.click(somewhere()); break;
      case 2: screen_.drag(somewhere(), somewhere()); break;
      case 3: screen_.wheel(static_cast<float>(below(7)) - 3); break;
      case 4: click_something(); break;
      case 5: press_something(); break;
      case 6: screen_.type(std::string(1, static_cast<char>(' ' + below(95)))); break;
      case 7: screen_.frames(static_cast<int>(below(4))); break;
    }
    // a dialogue would keep all else away for long
    if (screen_.app().question() != Question::None && below(4) == 0) screen_.app().ask(Question::None);
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  ImVec2 somewhere() { return {static_cast<float>(below(1280)), static_cast<float>(below(720))}; }
  void click_something() {
    const auto& all = screen_.app().probe().all();
    if (all.empty()) return;
    auto chosen = all.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(below(all.size())));
    const std::string name = chosen->first;
    for (const char* writes : {"menu:save", "menu:quit", "save", "ok", "file:", "keep_mine", "discard"})
      if (name.starts_with(writes)) return;
    screen_.click(chosen->second.centre());
  }
  void press_something() {
    constexpr ImGuiKey kKeys[] = {ImGuiKey_Space,  ImGuiKey_RightArrow, ImGuiKey_LeftArrow, ImGuiKey_Home,
                                  ImGuiKey_Escape, ImGuiKey_Enter,      ImGuiKey_Tab,       ImGuiKey_Delete};
    switch (below(3)) {
      case 0: screen_.key(kKeys[below(std::size(kKeys))]); break;
      case 1: screen_.letter("FHZYOR"[below(6)], below(2) == 0, below(2) == 0); break;
      case 2:
        screen_.type("14 s");
        screen_.key(ImGuiKey_Enter);
        break;
    }
  }

  Screen& screen_;
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a thousand random clicks and keys crash nothing, and undo leads back to the file", "[viewer]") {
  for (const char* model : {"two-machines", "kitting-cell-u", "ship-panel-line-crane"}) {
    INFO(model);
    const Folder folder;
    const std::string file = (folder / "model.yaml").string();
    std::filesystem::copy_file(model_file(model), file);
    const std::string before = content(file);
    AppOptions options = Screen::quiet();
    options.models_folder = folder.path().string();
    options.scenarios_folder = folder.path().string();
    Screen screen(options);
    REQUIRE(screen.app().open(file));
    screen.frames(3);
    RandomHands hands(screen, 7);
    for (int i = 0; i < 340; ++i) {
      hands.act();
      REQUIRE(screen.app().pane());
      // what is shown is a line without faults, whatever was typed, and it is the one that the text describes
      const Pane& pane = screen.pane();
      REQUIRE(pane.document.errors().empty());
      REQUIRE(pane.played_key == pane.document.run_key());
      REQUIRE(pane.line == pane.document.line());
      REQUIRE(pane.placement.machines.size() == pane.player->model().machines.size());
      REQUIRE_FALSE(screen.app().done());
    }
    CHECK(content(file) == before);
    screen.app().ask(Question::None);
    while (screen.pane().document.can_undo()) screen.app().undo();
    CHECK(screen.pane().document.text() == before);
    // and the run is still that of the model
    screen.app().clock().pause();
    screen.app().go_to(2 * kHour);
    REQUIRE(screen.settle());
    Player alone(screen.pane().document.line(), screen.pane().document.options());
    alone.go_to(2 * kHour);
    CHECK(screen.pane().player->events() == alone.events());
    CHECK(hash(screen.pane().simulation()->record()) == hash(alone.record()));
  }
}
