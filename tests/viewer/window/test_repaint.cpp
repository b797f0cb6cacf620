// Frames of which only the changes are painted look like frames that are painted whole.
#include <imgui/imgui.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "viewer/support.hpp"
#include "viewer/ui/screen.hpp"
#include "viewer/ui/theme.hpp"
#include "viewer/window/framebuffer.hpp"
#include "viewer/window/offscreen.hpp"
#include "viewer/window/repaint.hpp"

using namespace linetwin::viewer;

namespace {

constexpr Size kSize{200, 150};  // no whole squares at its ends
constexpr int kSquare = Repaint::kSquare;

// Frames of rectangles, without OpenGL.
class Sheet {
 public:
  Sheet() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DisplaySize = {static_cast<float>(kSize.width), static_cast<float>(kSize.height)};
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }
  ~Sheet() { ImGui::DestroyContext(context_); }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  template <class Draw>
  std::vector<PixelRect> frame(Draw draw, ImU32 paper = IM_COL32_WHITE) {
    ImGui::NewFrame();
    draw(*ImGui::GetForegroundDrawList());
    ImGui::Render();
    return repaint.take(*ImGui::GetDrawData(), paper);
  }
  Repaint repaint;

 private:
  ImGuiContext* context_;
};

void box(ImDrawList& list, float x, float y, float side = 10, ImU32 colour = IM_COL32_BLACK) {
  list.AddRectFilled({x, y}, {x + side, y + side}, colour);
}

int corners(const ImDrawData& data) { return data.TotalVtxCount; }

}  // namespace

TEST_CASE("the first frame is painted whole, the same one again not at all") {
  Sheet sheet;
  const auto draw = [](ImDrawList& list) { box(list, 5, 5); };
  CHECK(sheet.frame(draw) == std::vector<PixelRect>{{0, 0, kSize.width, kSize.height}});
  CHECK(sheet.frame(draw).empty());
  CHECK(corners(sheet.repaint.painting()) == 0);
  sheet.repaint.forget();
  CHECK(sheet.frame(draw).size() == 1);
  // and on other paper
  CHECK(sheet.frame(draw, IM_COL32_BLACK) == std::vector<PixelRect>{{0, 0, kSize.width, kSize.height}});
}

TEST_CASE("what moves is painted where it was and where it is, and what lies there with it") {
  Sheet sheet;
  const auto draw = [](float x) {
    return [x](ImDrawList& list) {
      box(list, 0, 0, 150, IM_COL32(200, 200, 200, 255));
      box(list, x, 5);
      box(list, 100, 70);
    };
  };
  sheet.frame(draw(5));
  CHECK(sheet.frame(draw(2 * kSquare + 5)) ==
        std::vector<PixelRect>{{0, 0, kSquare, kSquare}, {2 * kSquare, 0, 3 * kSquare, kSquare}});
  // the large box twice, the small one once
  CHECK(corners(sheet.repaint.painting()) == 12);
  // over a boundary: one rectangle of two squares
  CHECK(sheet.frame(draw(2 * kSquare - 5)) == std::vector<PixelRect>{{kSquare, 0, 3 * kSquare, kSquare}});
}

TEST_CASE("what comes to lie on top is seen, and so is another clip") {
  Sheet sheet;
  const auto two = [](ImU32 below, ImU32 above) {
    return [=](ImDrawList& list) {
      box(list, 5, 5, 10, below);
      box(list, 5, 5, 10, above);
    };
  };
  sheet.frame(two(IM_COL32_BLACK, IM_COL32_WHITE));
  CHECK(sheet.frame(two(IM_COL32_WHITE, IM_COL32_BLACK)).size() == 1);
  const auto clipped = [](float right) {
    return [right](ImDrawList& list) {
      list.PushClipRect({0, 0}, {right, 100});
      box(list, 5, 5, 20);
      list.PopClipRect();
    };
  };
  sheet.frame(clipped(15));
  CHECK(sheet.frame(clipped(18)) == std::vector<PixelRect>{{0, 0, kSquare, kSquare}});
  sheet.frame(clipped(40));
  CHECK(sheet.frame(clipped(80)).empty());  // it cuts nothing off
}

TEST_CASE("what lies outside of the picture, or nowhere, is passed over") {
  Sheet sheet;
  sheet.frame([](ImDrawList&) {});
  const auto away = [](ImDrawList& list) {
    box(list, -500, 5);
    box(list, 1e9f, 1e9f);
    list.AddTriangleFilled({std::numeric_limits<float>::infinity(), 0}, {-1e30f, 1}, {-5, -5}, 0xff0000ff);
  };
  sheet.frame(away);
  CHECK(sheet.frame(away).empty());
}

TEST_CASE("random frames of boxes are painted pixel for pixel as if each was painted whole") {
  OffscreenSurface surface(kSize, [] { apply_theme(1); });
  surface.gui().paint(Painting::Changes);
  const Framebuffer whole(kSize);
  std::mt19937 random(7);
  const auto any = [&random](int below) {
    return static_cast<float>(random() % static_cast<unsigned>(below));
  };
  struct Thing {
    float x, y, side;
    ImU32 colour;
  };
  std::vector<Thing> things;
  for (int f = 0; f < 60; ++f) {
    const auto change = random() % 4;
    if (change == 0 || things.empty())
      for (int i = 0; i < 8; ++i)
        things.push_back(
            {any(220) - 10, any(170) - 10, any(60), 0x90000000u | static_cast<ImU32>(random() % 0xffffff)});
    else if (change == 1)
      things.erase(things.begin());
    else if (change == 2)
      things[random() % things.size()].x += any(9) * 0.3f;
    surface.draw(
        [&] {
          ImDrawList& list = *ImGui::GetForegroundDrawList();
          for (const Thing& t : things) {
            if (t.side > 40) list.PushClipRect({t.x + 7.5f, 20.3f}, {t.x + 33.3f, 130}, true);
            list.AddRectFilled({t.x, t.y}, {t.x + t.side, t.y + t.side}, t.colour, t.side / 5);
            list.AddCircle({t.x, t.y}, t.side / 3, t.colour, 0, 1.5f);
            list.AddText({t.x, t.y}, t.colour, "box");
            if (t.side > 40) list.PopClipRect();
          }
        },
        0.01);
    const Image changes = surface.image();
    whole.bind();
    surface.gui().paint_again();
    REQUIRE((changes.rgba == whole.image().rgba));
  }
}

TEST_CASE("a played line is painted pixel for pixel as if each frame was painted whole") {
  App app(Screen::quiet());
  REQUIRE(app.open(model_file("hot-stamped-pillar")));
  const Size size{900, 600};
  OffscreenSurface surface(size, [] { apply_theme(1); });
  surface.gui().paint(Painting::Changes);
  const Framebuffer whole(size);
  const auto same = [&] {
    surface.draw(
        [&] {
          app.advance(1.0 / 60, std::chrono::milliseconds(8));
          app.draw();
        },
        1.0 / 60);
    const Image changes = surface.image();
    whole.bind();
    surface.gui().paint_again();
    return changes.rgba == whole.image().rgba;
  };
  int wrong = 0;
  app.clock().play();
  for (int i = 0; i < 20; ++i) wrong += same() ? 0 : 1;
  for (const ChartTab tab : {ChartTab::Levels, ChartTab::Curves, ChartTab::Table}) {
    app.chart = tab;
    ImGui::GetIO().MousePos = {static_cast<float>(300 + 40 * static_cast<int>(tab)), 220};
    for (int i = 0; i < 5; ++i) wrong += same() ? 0 : 1;
  }
  app.clock().pause();
  app.select(app.pane()->player->model().elements[2].name);
  for (int i = 0; i < 5; ++i) wrong += same() ? 0 : 1;
  CHECK(wrong == 0);
}
