#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <sstream>

#include "viewer/ui/long_line.hpp"
#include "viewer/ui/opened.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

namespace {

constexpr const char* kTwo = R"(linetwin: 1
run: {duration: 4 h, replications: 2}
stations:
  m1: {cycle: 10 s}
  m2: {cycle: 12 s}
buffers:
  b: {capacity: 5}
flow: [source -> m1 -> b -> m2 -> sink]
)";

}  // namespace

TEST_CASE("a window of any size is drawn, with every chart", "[viewer]") {
  Opened o(kTwo);
  Screen& s = o.screen;
  s.app().compare_with(model_file("ship-panel-line-crane"));
  s.app().go_to(2 * kHour);
  REQUIRE(s.settle());
  for (const ImVec2 size : {ImVec2{1, 1}, ImVec2{1, 720}, ImVec2{1280, 1}, ImVec2{0, 0}, ImVec2{90, 60},
                            ImVec2{16'000, 300}, ImVec2{400, 9'000}}) {
    ImGui::GetIO().DisplaySize = size;
    for (int tab = 0; tab < 6; ++tab) {
      s.app().chart = static_cast<ChartTab>(tab);
      s.app().fit();
      s.frames(2);
      s.wheel(3);
      s.click(ImVec2{size.x / 2, size.y / 2});
    }
    s.app().select("b");
    s.frames(2);
  }
  ImGui::GetIO().DisplaySize = {1280, 720};
  s.app().fit();
  s.frames(2);
  CHECK(s.shows("element0:b"));
}

TEST_CASE("a refused number leaves the line, its run and its answer as they are", "[viewer]") {
  Opened o(kTwo);
  App& app = o.screen.app();
  const LineModel* const shown = &o.screen.pane().player->model();
  CHECK_FALSE(app.change({{"buffers.b.capacity", "0"}}));
  o.screen.frames(2);
  CHECK(&o.screen.pane().player->model() == shown);
  CHECK(o.screen.pane().document.line() == o.screen.pane().opened);
  CHECK(o.screen.shows("problems0"));
}

TEST_CASE("saving on the way out does not write over what another program wrote meanwhile", "[viewer]") {
  Opened o(kTwo);
  App& app = o.screen.app();
  REQUIRE(app.change({{"buffers.b.capacity", "6"}}));
  std::string theirs = kTwo;
  theirs += "# theirs\n";
  std::ofstream(o.file) << theirs;
  std::filesystem::last_write_time(o.file,
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  app.ask_to_quit();
  o.screen.frames(3);
  o.screen.click("save");
  CHECK(content(o.file) == theirs);
  CHECK_FALSE(app.done());
  o.screen.frames(2);
  o.screen.click("keep_mine");
  CHECK(content(o.file).find("capacity: 6") != std::string::npos);
}

TEST_CASE("a line that is too large for an old driver is drawn as far as it can be", "[viewer]") {
  Opened o(long_line(1500));
  Screen& s = o.screen;
  s.app().go_to(10 * kMinute);
  REQUIRE(s.settle());
  s.frames(2);
  const int all = ImGui::GetDrawData()->TotalVtxCount;
  CHECK(all > 65'536);
  ImGui::GetIO().BackendFlags &= ~ImGuiBackendFlags_RendererHasVtxOffset;
  s.frames(2);
  CHECK(ImGui::GetDrawData()->TotalVtxCount < all);
}
