#include <imgui.h>

#include <catch2/catch.hpp>

#include "viewer/ui/labels.hpp"
#include "viewer/ui/screen.hpp"

using namespace linetwin::viewer;

namespace {

// Where the letters and the grounds of names are, once the list is drawn.
Bounds covered(const ImDrawList& list, int from) {
  Bounds all = Bounds::nothing();
  for (int i = from; i < list.VtxBuffer.Size; ++i) {
    const ImVec2 p = list.VtxBuffer[i].pos;
    all.take_in({p.x, p.y, p.x, p.y});
  }
  return all;
}

// Draws names in a window of 400 x 300 and looks at where they are.
struct Sheet {
  Sheet() {
    screen.frames(2);
    ImGui::NewFrame();
    ImGui::GetForegroundDrawList();  // begins the frame of the list
  }
  ~Sheet() { ImGui::EndFrame(); }
  Bounds put(Labels& labels, const Label& label) {
    const int before = list.VtxBuffer.Size;
    labels.put(label);
    return covered(list, before);
  }
  Screen screen;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  Bounds frame{0, 0, 400, 300};
  Bounds box{180, 140, 220, 160};
};

Label named(const Bounds& box, const char* name) {
  Label label;
  label.beside = box;
  label.name = name;
  label.colour = IM_COL32_BLACK;
  return label;
}

}  // namespace

TEST_CASE("a name stands below what it names where there is room") {
  Sheet sheet;
  Labels labels(sheet.list, sheet.frame, 16);
  labels.keep_clear_of(sheet.box);
  const Bounds there = sheet.put(labels, named(sheet.box, "press"));
  CHECK(there.low >= sheet.box.high);
  CHECK(there.low < sheet.box.high + 6);
  CHECK((there.left + there.right) / 2 == Approx(200).margin(1.5));
}

TEST_CASE("a name goes out of the way of an arrow, of a box and of the edge of the picture") {
  Sheet sheet;
  Labels labels(sheet.list, sheet.frame, 16);
  labels.keep_clear_of(sheet.box);
  const double y = sheet.box.high + 10;
  SECTION("an arrow below it") {
    labels.keep_clear_of({{0, static_cast<float>(y)}, {400, static_cast<float>(y)}});
    CHECK(sheet.put(labels, named(sheet.box, "press")).high <= sheet.box.low);
  }
  SECTION("a box below it") {
    labels.keep_clear_of(Bounds{100, y, 300, y + 20});
    CHECK(sheet.put(labels, named(sheet.box, "press")).high <= sheet.box.low);
  }
  SECTION("the lower edge") {
    const Bounds low{180, 270, 220, 295};
    CHECK(sheet.put(labels, named(low, "press")).high <= 300);
  }
}

TEST_CASE("two names never lie on each other, and one without any room is left out") {
  Sheet sheet;
  Labels labels(sheet.list, sheet.frame, 16);
  const Bounds twin{182, 140, 222, 160};
  labels.keep_clear_of(sheet.box);
  labels.keep_clear_of(twin);
  const Bounds first = sheet.put(labels, named(sheet.box, "one"));
  const Bounds second = sheet.put(labels, named(twin, "two"));
  CHECK_FALSE(first.overlaps(second));
  labels.keep_clear_of(sheet.frame.grown(-100));
  labels.keep_clear_of(Bounds{0, 0, 400, 300});
  const Bounds inner{190, 145, 200, 150};
  Label crowded = named(inner, "three");
  labels.keep_clear_of(Bounds{100, 100, 189, 200});
  labels.keep_clear_of(Bounds{201, 100, 300, 200});
  labels.keep_clear_of(Bounds{100, 100, 300, 144});
  labels.keep_clear_of(Bounds{100, 151, 300, 200});
  const Bounds nothing = sheet.put(labels, crowded);
  CHECK(nothing.left > nothing.right);
  crowded.needed = true;
  const Bounds needed = sheet.put(labels, crowded);
  CHECK(needed.left < needed.right);
}
