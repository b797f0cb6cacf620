#include <imgui/imgui.h>
#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <filesystem>
#include <iterator>

#include "viewer/support.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/pictures.hpp"

using namespace linetwin::viewer;

namespace {

using Pixel = std::array<int, 4>;

Pixel pixel(const Image& image, int x, int y) {
  const std::uint8_t* at = image.at(x, y);
  return {at[0], at[1], at[2], at[3]};
}

// Columns 20 to 59 and rows 10 to 24 in a colour of its own.
void draw_rectangle() {
  ImGui::GetForegroundDrawList()->AddRectFilled({20, 10}, {60, 25}, IM_COL32(200, 40, 90, 255));
}

void white_paper() { ImGui::GetStyle().Colors[ImGuiCol_WindowBg] = {1, 1, 1, 1}; }

// Pixels that are darker than the paper, in a part of an image.
int inked(const Image& image) {
  int count = 0;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) count += image.rgba[i] < 128 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a picture without a display has its background and a rectangle where it was drawn") {
  const Variable none("DISPLAY", std::nullopt);
  const Dialect dialect = GENERATE(Dialect::OpenGl, Dialect::OpenGlEs);
  OffscreenSurface surface({100, 50}, dialect);
  white_paper();
  surface.draw(draw_rectangle, 0.01);
  const Image image = surface.image();
  REQUIRE(image.size == Size{100, 50});
  const Pixel paper{255, 255, 255, 255}, red{200, 40, 90, 255};
  int wrong = 0;
  for (int y = 0; y < 50; ++y)
    for (int x = 0; x < 100; ++x) {
      const bool inside = x >= 21 && x < 59 && y >= 11 && y < 24;
      const bool edge = !inside && x >= 19 && x <= 60 && y >= 9 && y <= 25;  // smoothed
      if (!edge && pixel(image, x, y) != (inside ? red : paper)) ++wrong;
    }
  CHECK(wrong == 0);
}

TEST_CASE("a frame wipes out the one before") {
  OffscreenSurface surface({100, 50}, white_paper);
  surface.draw(draw_rectangle, 0.01);
  CHECK(pixel(surface.image(), 40, 15)[1] == 40);
  surface.draw([] {}, 0.01);
  CHECK(pixel(surface.image(), 40, 15) == Pixel{255, 255, 255, 255});
}

TEST_CASE("Korean text has letters of its own in a picture") {
  OffscreenSurface surface({200, 60}, white_paper);
  const auto picture = [&](const char* text, const char* named) {
    Drawing guest([text] { ImGui::GetForegroundDrawList()->AddText({10, 10}, IM_COL32_BLACK, text); });
    guest.text = named;
    const Image image = picture_of(guest, surface);
    if (!guest.lacking.empty()) WARN(guest.lacking);
    return image;
  };
  const Image unknown = picture("용접", "");
  const Image one = picture("용접", "용접 도장");
  const Image other = picture("도장", "");  // already named
  CHECK(inked(one) > 60);
  CHECK((one.rgba != unknown.rgba));  // marks in place of letters
  CHECK((one.rgba != other.rgba));
}

TEST_CASE("a picture waits for its guest to be settled, and no longer than it may") {
  struct Slow : Drawing {
    Slow() : Drawing([] {}) {}
    bool settled() const override { return frames > 9; }
  } guest;
  OffscreenSurface surface({20, 20});
  SECTION("settled after a while") {
    picture_of(guest, surface);
    CHECK(guest.frames > 9);
  }
  SECTION("never") { CHECK_THROWS_WITH(picture_of(guest, surface, 0), Catch::Contains("not ready")); }
}

TEST_CASE("hardly any time passes while a picture is made, and that of its pictures in a recording") {
  double passed = 0;
  Drawing guest([&] { passed += static_cast<double>(ImGui::GetIO().DeltaTime); });
  OffscreenSurface surface({20, 20});
  picture_of(guest, surface);
  CHECK(passed < 1e-3);
  const Folder folder;
  passed = 0;
  CHECK(record(guest, surface, {folder / "new/frames", 25, 0.4}) == 10);
  CHECK(passed == Approx(0.4).margin(1e-3));
  CHECK(read_png(folder / "new/frames/000001.png").size == Size{20, 20});
  CHECK(std::filesystem::exists(folder / "new/frames/000010.png"));
  CHECK_FALSE(std::filesystem::exists(folder / "new/frames/000011.png"));
}

TEST_CASE("a recording ends when the guest is done") {
  const Folder folder;
  Drawing guest([] {});
  guest.draw = [&] { guest.ended = guest.frames == 12; };  // the settling frames are the first of them
  OffscreenSurface surface({20, 20});
  const int pictures = record(guest, surface, {folder.path(), 30, std::nullopt});
  CHECK(pictures > 0);
  CHECK(pictures < 12);
}

TEST_CASE("a recording that is interrupted ends with a whole picture, a picture before it is written") {
  const Folder folder;
  std::atomic<bool> stop{false};
  Drawing guest([] {});
  guest.draw = [&] { stop = guest.frames == 9; };  // the settling frames are the first of them
  OffscreenSurface surface({20, 20});
  const int pictures = record(guest, surface, {folder.path(), 30, 10, &stop});
  CHECK(pictures > 0);
  CHECK(pictures < 9);
  const auto entries = std::filesystem::directory_iterator(folder.path());
  CHECK(std::distance(begin(entries), end(entries)) == pictures);
  struct Never : Drawing {
    Never() : Drawing([] {}) {}
    bool settled() const override { return false; }
  } never;
  stop = true;
  CHECK_THROWS_WITH(picture_of(never, surface, kPatience, &stop), "interrupted: no picture was written");
}

TEST_CASE("what cannot be drawn or recorded is an error in words") {
  CHECK_THROWS_WITH(OffscreenSurface(Size{0, 10}), Catch::Contains("0x10 pixels cannot be drawn"));
  CHECK_THROWS_WITH(OffscreenSurface(Size{1'000'000, 10}), Catch::Contains("are possible"));
  Drawing guest([] {});
  OffscreenSurface surface({20, 20});
  CHECK_THROWS_WITH(record(guest, surface, {"/dev/null/frames", 30, 1}),
                    Catch::Contains("cannot make the folder"));
}
