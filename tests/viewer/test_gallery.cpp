// Every model of this repository can be seen.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "viewer/support.hpp"
#include "viewer/ui/app.hpp"
#include "viewer/ui/screen.hpp"
#include "viewer/ui/theme.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/pictures.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> all_models() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The window without replications.
struct Shown : Guest {
  Shown() : app(Screen::quiet()) { app.probe().listen(); }
  void frame() override {
    app.advance(0, std::chrono::seconds(10));
    app.draw();
  }
  bool moving() const override { return app.moving(); }
  bool settled() const override { return app.settled(); }
  void dress() override { apply_theme(1); }
  std::string new_text() override { return app.texts(); }
  App app;
};

// Pixels around a place that are not the colour of the floor.
int drawn(const Image& image, ImVec2 at) {
  constexpr int kReach = 5;
  int count = 0;
  for (int y = -kReach; y <= kReach; ++y)
    for (int x = -kReach; x <= kReach; ++x) {
      const std::uint8_t* p = image.at(std::clamp(static_cast<int>(at.x) + x, 0, image.size.width - 1),
                                       std::clamp(static_cast<int>(at.y) + y, 0, image.size.height - 1));
      if (p[0] != 0xff || p[1] != 0xff || p[2] != 0xff) ++count;
    }
  return count;
}

}  // namespace

TEST_CASE("a picture of every model shows each of its elements") {
  const Size size = GENERATE(Size{1280, 720}, Size{640, 400});
  for (const fs::path& file : all_models()) {
    INFO(file << " at " << size.width << "x" << size.height);
    Shown shown;
    REQUIRE(shown.app.open(file.string()));
    shown.app.show_browser = shown.app.show_inspector = false;
    shown.app.go_to(shown.app.pane()->player->end() / 50);
    OffscreenSurface surface(size, [&shown] { shown.dress(); });
    const Image image = picture_of(shown, surface);
    const auto canvas = shown.app.probe().find("canvas0");
    REQUIRE(canvas);
    CHECK(canvas->to.y - canvas->from.y > 0.2f * static_cast<float>(size.height));
    for (const Element& e : shown.app.pane()->player->model().elements) {
      INFO(e.name);
      const auto place = shown.app.probe().find("element0:" + e.name);
      REQUIRE(place);
      CHECK(place->from.x > canvas->from.x);
      CHECK(place->from.x < canvas->to.x);
      CHECK(place->from.y > canvas->from.y);
      CHECK(place->from.y < canvas->to.y);
      // its rim: an empty buffer is as white as the floor
      const Pane& pane = *shown.app.pane();
      const Box& box = pane.placement.elements[static_cast<std::size_t>(pane.element_of.at(e.name))];
      CHECK(drawn(image, pane.camera.pixel(world(box, {-box.width / 2, 0}))) > 4);
    }
  }
}

TEST_CASE("the gallery names every model and shows a picture of it") {
  const fs::path docs = fs::path(LINETWIN_SOURCE_DIR) / "docs";
  const std::string gallery = content(docs / "gallery.md");
  const std::string script = content(fs::path(LINETWIN_SOURCE_DIR) / "scripts" / "gallery.sh");
  for (const fs::path& file : all_models()) {
    const std::string name = file.stem().string();
    INFO(name);
    CHECK(gallery.find("(../models/" + name + ".yaml)") != std::string::npos);
    CHECK(gallery.find("(pictures/" + name + ".png)") != std::string::npos);
    CHECK(script.find("picture " + name + " ") != std::string::npos);
    const fs::path picture = docs / "pictures" / (name + ".png");
    REQUIRE(fs::exists(picture));
    CHECK(fs::file_size(picture) < 120'000);
    CHECK(read_png(picture).size.width >= 1000);
    CHECK(read_png(picture).size.width <= 1280);
  }
}
