#include <catch2/catch.hpp>
#include <set>

#include "viewer/words/words.hpp"

using namespace linetwin;
using namespace linetwin::viewer;

TEST_CASE("every word of the window is there once, in both languages, with the same places for values",
          "[viewer]") {
  std::set<std::string_view> keys;
  for (const Word& w : window_words()) {
    INFO(w.key);
    CHECK(keys.insert(w.key).second);
    CHECK_FALSE(w.english.empty());
    CHECK_FALSE(w.korean.empty());
    for (const char* place : {"{0}", "{1}", "{2}"})
      CHECK((w.english.find(place) == std::string_view::npos) ==
            (w.korean.find(place) == std::string_view::npos));
  }
}
