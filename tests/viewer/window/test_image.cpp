#include <catch2/catch.hpp>
#include <fstream>

#include "viewer/support.hpp"
#include "viewer/window/image.hpp"

using namespace linetwin::viewer;
namespace fs = std::filesystem;

namespace {

// Each pixel another colour.
Image motley(int width, int height, bool opaque) {
  Image image{{width, height}, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (const int value : {x * 7, y * 11, x + y, opaque ? 255 : x * 13 % 200})
        image.rgba.push_back(static_cast<std::uint8_t>(value));
  return image;
}

// The kind of colour in the header of a PNG file (ISO 15948, 11.2.2): 2 without opacity, 6 with it.
int colour_type(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  in.seekg(25);
  return in.get();
}

}  // namespace

TEST_CASE("a PNG file read back has the pixels that were written") {
  const Folder folder;
  const bool opaque = GENERATE(true, false);
  const Image image = motley(37, 19, opaque);
  write_png(image, folder / "a.png");
  const Image back = read_png(folder / "a.png");
  CHECK(back.size == image.size);
  CHECK((back.rgba == image.rgba));
  CHECK(colour_type(folder / "a.png") == (opaque ? 2 : 6));
}

TEST_CASE("a PNG file replaces another one and leaves nothing beside it") {
  const Folder folder;
  std::ofstream(folder / "a.png") << "something else";
  write_png(motley(2, 2, true), folder / "a.png");
  CHECK(read_png(folder / "a.png").size == Size{2, 2});
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a picture that cannot be written is an error that names the file and the reason") {
  const Folder folder;
  const Image image = motley(64, 64, false);
  SECTION("no such folder") {
    CHECK_THROWS_WITH(write_png(image, folder / "none/a.png"),
                      Catch::Contains("none/a.png") && Catch::Contains("No such file"));
  }
  SECTION("a folder") {
    CHECK_THROWS_WITH(write_png(image, folder.path()), Catch::Contains("it is a folder"));
  }
  SECTION("a device") {
    CHECK_THROWS_WITH(write_png(image, "/dev/null"), Catch::Contains("it is not a file"));
    CHECK(fs::is_character_file("/dev/null"));
  }
  SECTION("an empty picture") {
    CHECK_THROWS_WITH(write_png(Image{}, folder / "a.png"), Catch::Contains("is empty"));
    CHECK_FALSE(fs::exists(folder / "a.png"));
  }
  SECTION("a full disk") {
    fs::create_symlink("/dev/full", folder / "a.png.part");
    std::ofstream(folder / "a.png") << "as it was";
    CHECK_THROWS_WITH(write_png(image, folder / "a.png"), Catch::Contains("a.png"));
    CHECK(fs::file_size(folder / "a.png") == 9);
  }
}
