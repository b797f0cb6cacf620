#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fuzz/one_input.hpp"

TEST_CASE("the fuzzer's corpus goes through without a crash") {
  int inputs = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(LINETWIN_SOURCE_DIR) + "/tests/fuzz/corpus")) {
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    linetwin::try_one_input(text.str());
    ++inputs;
  }
  CHECK(inputs >= 4);
}
