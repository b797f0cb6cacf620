#include "viewer/window/image.hpp"

#include <fmt/format.h>
#include <png.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace linetwin::viewer {

namespace fs = std::filesystem;

namespace {

bool is_opaque(const Image& image) {
  for (std::size_t i = 3; i < image.rgba.size(); i += 4)
    if (image.rgba[i] != 255) return false;
  return true;
}

std::vector<std::uint8_t> without_opacity(const Image& image) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(image.rgba.size() / 4 * 3);
  for (std::size_t i = 0; i < image.rgba.size(); ++i)
    if (i % 4 != 3) rgb.push_back(image.rgba[i]);
  return rgb;
}

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
  throw std::runtime_error(fmt::format("cannot write {}: {}", path.string(), reason));
}

}  // namespace

void write_png(const Image& image, const fs::path& path) {
  if (image.size.width <= 0 || image.size.height <= 0) fail(path, "the picture is empty");
  std::error_code failure;
  if (fs::is_directory(path, failure)) fail(path, "it is a folder");
  if (fs::exists(path, failure) && !fs::is_regular_file(path, failure)) fail(path, "it is not a file");

  const bool opaque = is_opaque(image);
  const std::vector<std::uint8_t> pixels = opaque ? without_opacity(image) : image.rgba;
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.size.width);
  header.height = static_cast<png_uint_32>(image.size.height);
  header.format = opaque ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;

  fs::path temporary = path;
  temporary += ".part";
  // what fails leaves no file behind: the library removes what it began
  if (png_image_write_to_file(&header, temporary.c_str(), 0, pixels.data(), 0, nullptr) == 0)
    fail(path, header.message);
  fs::rename(temporary, path, failure);
  if (failure) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    fail(path, failure.message());
  }
}

}  // namespace linetwin::viewer
