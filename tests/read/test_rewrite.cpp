// The text of a model after changes: texts before and after, by hand.
#include "read/rewrite.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace linetwin;
using Kind = TreeChange::Kind;

namespace {

struct Typed {
  Kind kind;
  std::string path;
  std::string value{};
};

struct Outcome {
  std::optional<std::string> text;
  std::string errors;
};

Outcome attempt(const std::string& text, const std::vector<Typed>& typed) {
  Sources sources;
  Diagnostics diagnostics;
  std::vector<TreeChange> changes;
  for (const Typed& t : typed) {
    auto change = read_change(t.kind, {t.path, t.value}, sources, diagnostics);
    REQUIRE(change);
    changes.push_back(std::move(*change));
  }
  Outcome outcome;
  outcome.text = rewrite("line.yaml", text, changes, sources, diagnostics);
  outcome.errors = render(diagnostics, sources);
  CHECK(outcome.text.has_value() != diagnostics.has_errors());
  return outcome;
}

std::string changed(const std::string& text, const std::vector<Typed>& typed) {
  const Outcome outcome = attempt(text, typed);
  INFO(outcome.errors);
  REQUIRE(outcome.text);
  return *outcome.text;
}

std::string set(const std::string& text, const std::string& path, const std::string& value) {
  return changed(text, {{Kind::Set, path, value}});
}
std::string add(const std::string& text, const std::string& path, const std::string& value) {
  return changed(text, {{Kind::Add, path, value}});
}
std::string removed(const std::string& text, const std::string& path) {
  return changed(text, {{Kind::Remove, path}});
}
std::string refused(const std::string& text, const std::vector<Typed>& typed) {
  const Outcome outcome = attempt(text, typed);
  CHECK_FALSE(outcome.text);
  return outcome.errors;
}

const std::string kLine = R"(# A line.
linetwin: 1
name: 'line'     # ours

stations:
  press:                     # heat, press
    cycle: 28 s              # from the log
    scrap: 0.5 %
    failures: {mtbf: 720 min,  mttr: 30 min}  # log
  weld: { cycle: "24 s" }
  # packing is by hand
  pack:
    cycle:
      # measured
      lognormal: {mean: 20 s, sd: 4 s}   # in May
    machines: 2

# between them
buffers:
  b1: {capacity: 60}
  b2: {capacity: 40}         # guessed

flow:
  - source -> press -> b1
    -> weld                  # in
  - weld -> b2 -> pack -> sink
)";

// kLine with one piece of it replaced.
std::string with(const std::string& piece, const std::string& by, const std::string& text = kLine) {
  const std::size_t at = text.find(piece);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(piece, at + 1) == std::string::npos);
  return std::string(text).replace(at, piece.size(), by);
}

}  // namespace

TEST_CASE("a value is replaced in its place, and the comment stays in the column of those nearby") {
  CHECK(set(kLine, "stations.press.cycle", "100 s") ==
        with("28 s              # from", "100 s             # from"));
  CHECK(set(kLine, "stations.press.cycle", "{exponential: 10 s}") ==
        with("28 s              # from", "{exponential: 10 s} # from"));
  CHECK(set(kLine, "stations.press.scrap", "1 %") == with("0.5 %", "1 %"));
  CHECK(set(kLine, "stations.press.failures.mtbf", "9 h") == with("720 min", "9 h"));
  CHECK(set(kLine, "buffers.b1.capacity", "7") == with("60", "7"));
  CHECK(set(kLine, "linetwin", "1") == kLine);
}

TEST_CASE("a comment pushed out of its column comes back when there is room again") {
  const std::string wide = set(kLine, "stations.press.cycle", "{lognormal: {mean: 10 s, sd: 10 s}}");
  CHECK(wide == with("28 s              # from", "{lognormal: {mean: 10 s, sd: 10 s}} # from"));
  CHECK(set(wide, "stations.press.cycle", "28 s") == kLine);
}

TEST_CASE("quotes stay as they were where the new value is in quotes, too") {
  CHECK(set(kLine, "name", "\"it's\"") == with("'line'", "'it''s'"));
  CHECK(set(kLine, "name", "other") == with("'line'     #", "other     #"));
  CHECK(set(kLine, "stations.weld.cycle", "'25 s'") == with("24 s", "25 s"));
  CHECK(set(kLine, "stations.weld.cycle", "25 s") == with("\"24 s\"", "25 s"));
}

TEST_CASE("a plain text with commas needs quotes inside brackets only") {
  CHECK(set("a: x # c\nb: {c: x}\n", "a", "press, weld [2]") == "a: press, weld [2] # c\nb: {c: x}\n");
  CHECK(set("a: x # c\nb: {c: x}\n", "b.c", "press, weld") == "a: x # c\nb: {c: \"press, weld\"}\n");
  CHECK(set("a: x # c\nb: {c: x}\n", "a", "'1: 2 #'") == "a: \"1: 2 #\" # c\nb: {c: x}\n");
}

TEST_CASE("only what differs in a map or a list that is set is written") {
  CHECK(set(kLine, "stations.press.failures", "{mtbf: 9 h, mttr: 30 min}") == with("720 min", "9 h"));
  CHECK(set(kLine, "stations.pack.cycle", "{lognormal: {mean: 20 s, sd: 5 s}}") == with("4 s}", "5 s}"));
  CHECK(set("a: [1,  2] # c\n", "a", "[1, 3]") == "a: [1,  3] # c\n");
  CHECK(set("a: [1,  2] # c\n", "a", "[1, 3, 4]") == "a: [1,  3,  4] # c\n");
}

TEST_CASE("a block that is set to something else goes with the comments inside it, and no others") {
  CHECK(
      set(kLine, "stations.pack.cycle", "20 s") ==
      with("cycle:\n      # measured\n      lognormal: {mean: 20 s, sd: 4 s}   # in May\n", "cycle: 20 s\n"));
  CHECK(set(kLine, "stations.press", "{shift: early}") == with(R"(press:                     # heat, press
    cycle: 28 s              # from the log
    scrap: 0.5 %
    failures: {mtbf: 720 min,  mttr: 30 min}  # log
)",
                                                               "press: {shift: early}      # heat, press\n"));
  CHECK(set("a: >-  # folded\n  one\n  two\n\nb: |\n  x\n", "a", "three") == "a: three\n\nb: |\n  x\n");
  CHECK(set("a: >-\n  one\n\n  two\n# c\n", "a", "three") == "a: three\n# c\n");
}

TEST_CASE("values over several lines end where YAML ends them") {
  CHECK(set(kLine, "flow[1]", "weld -> sink") == with("weld -> b2 -> pack -> sink", "weld -> sink"));
  CHECK(set("a: one\n  two # c\nb: 1\n", "a", "3") == "a: 3 # c\nb: 1\n");
  CHECK(set("a: {b: \"x\\\" # }\n  y\", c: 'it''s, }'} # c\n", "a.c", "1") ==
        "a: {b: \"x\\\" # }\n  y\", c: 1} # c\n");
  CHECK(set("a: [\n  {b: 1}, # one\n  {b: 2}  # two\n]\n", "a[1].b", "3") ==
        "a: [\n  {b: 1}, # one\n  {b: 3}  # two\n]\n");
}

TEST_CASE("a missing key is added as its neighbours are written") {
  CHECK(set(kLine, "stations.weld.machines", "2") == with("\"24 s\" }", "\"24 s\", machines: 2 }"));
  CHECK(set(kLine, "stations.press.failures.clock", "calendar") ==
        with("mttr: 30 min", "mttr: 30 min,  clock: calendar"));
  CHECK(set(kLine, "stations.press.machines", "2") ==
        with("30 min}  # log\n", "30 min}  # log\n    machines: 2\n"));
  CHECK(set(kLine, "stations.pack.cycle.erlang", "1") == with("# in May\n", "# in May\n      erlang: 1\n"));
  CHECK(set("a: {}\nb: { }\n", "a.x", "1") == "a: {x: 1}\nb: { }\n");
  CHECK(set("a: {}\nb: { }\n", "b.x", "1") == "a: {}\nb: {x: 1}\n");
  CHECK(set("a: {b: {c: 1,}}\n", "a.b.d", "2") == "a: {b: {c: 1, d: 2,}}\n");
  CHECK(set("a: {\n    b: 1,\n    c: 2  # two\n  }\n", "a.d", "3") ==
        "a: {\n    b: 1,\n    c: 2,  # two\n    d: 3\n  }\n");
}

TEST_CASE("a missing section is added at the end, with what is missing on the way") {
  CHECK(set(kLine, "run.seed", "7") == kLine + "\nrun:\n  seed: 7\n");
  CHECK(set(kLine, "x-window", "[1, 2]") == kLine + "\nx-window:\n  - 1\n  - 2\n");
  CHECK(add(kLine, "layout.press", "[0, 4.5]") == kLine + "\nlayout:\n  press: [0, 4.5]\n");
  CHECK(add("a:\n    b: {}\n", "layout.b", "[0, 0]") == "a:\n    b: {}\nlayout:\n    b: [0, 0]\n");
  CHECK(set("a: 1\n# the end\n", "b", "2") == "a: 1\nb: 2\n# the end\n");
}

TEST_CASE("a key without a value is opened") {
  const std::string text = "buffers:   # none yet\nstations:\n  m:\n  n: ~\nflow: x\n";
  CHECK(add(text, "buffers.b9", "{capacity: 3}") ==
        "buffers:   # none yet\n  b9: {capacity: 3}\nstations:\n  m:\n  n: ~\nflow: x\n");
  CHECK(set(text, "stations.m.cycle", "3 s") == with("m:", "m: {cycle: 3 s}", text));
  CHECK(set(text, "stations.n.cycle", "3 s") == with("~", "{cycle: 3 s}", text));
  CHECK(set("a: {b, c: , d: 1}\n", "a.b", "2") == "a: {b: 2, c: , d: 1}\n");
  CHECK(set("a: {b, c: , d: 1}\n", "a.c", "2") == "a: {b, c: 2 , d: 1}\n");
}

TEST_CASE("plain values are opened up as --set opens them") {
  CHECK(set(kLine, "stations.press.cycle.exponential", "9 s") ==
        with("28 s              # from", "{exponential: 9 s} # from"));
  CHECK(set("stations: {a: {batch: 4}}\n", "stations.a.batch.wait", "1 h") ==
        "stations: {a: {batch: {size: 4, wait: 1 h}}}\n");
  CHECK(refused(kLine, {{Kind::Set, "stations.press.cycle.mean", "9 s"}}).find("is a plain value") !=
        std::string::npos);
}

TEST_CASE("an entry or item is added behind the last one of its kind") {
  CHECK(add(kLine, "buffers.b9", "{capacity: 3}") == with("# guessed\n", "# guessed\n  b9: {capacity: 3}\n"));
  CHECK(add(kLine, "flow", "pack -> b1") == kLine + "  - pack -> b1\n");
  CHECK(add("flow: [a -> b,c -> d]\n", "flow", "[e -> f, g -> h]") ==
        "flow: [a -> b,c -> d,e -> f,g -> h]\n");
  CHECK(add("flow: []\n", "flow", "e -> f") == "flow: [e -> f]\n");
}

TEST_CASE("one thing becomes the first of a list") {
  CHECK(add("flow: a -> b # x\n", "flow", "c -> d") == "flow: [a -> b, c -> d] # x\n");
  CHECK(add(kLine, "stations.press.failures", "{name: oil, mtbf: 1 h, mttr: 1 min}") ==
        with("{mtbf: 720 min,  mttr: 30 min}",
             "[{mtbf: 720 min,  mttr: 30 min}, {name: oil, mtbf: 1 h, mttr: 1 min}]"));
  CHECK(add("s:\n  a:\n    failures:\n      # the log says\n      mtbf: 1 h # a\n      mttr:\n        gamma: "
            "1 s\n    x: 1\n",
            "s.a.failures", "{mtbf: 2 h}") ==
        "s:\n  a:\n    failures:\n      # the log says\n      - mtbf: 1 h # a\n        mttr:\n          "
        "gamma: 1 s\n"
        "      - {mtbf: 2 h}\n    x: 1\n");
}

TEST_CASE("an entry inside brackets goes with its comma") {
  CHECK(removed(kLine, "stations.press.failures.mtbf") == with("mtbf: 720 min,  ", ""));
  CHECK(removed(kLine, "stations.press.failures.mttr") == with(",  mttr: 30 min", ""));
  CHECK(removed(kLine, "stations.weld.cycle") == with("{ cycle: \"24 s\" }", "{}"));
  CHECK(removed("a: [{b: 1},  {b: 2}, {b: 3}]\n", "a[1]") == "a: [{b: 1},  {b: 3}]\n");
  CHECK(removed("a: [1, 2, ]\n", "a[1]") == "a: [1, ]\n");
  const std::string lines = "a: {\n  b: 1, # one\n  # on c\n  c: 2, # two\n  d: 3  # three\n}\n";
  CHECK(removed(lines, "a.b") == "a: {\n  # on c\n  c: 2, # two\n  d: 3  # three\n}\n");
  CHECK(removed(lines, "a.c") == "a: {\n  b: 1, # one\n  # on c\n  d: 3  # three\n}\n");
  CHECK(removed(lines, "a.d") == "a: {\n  b: 1, # one\n  # on c\n  c: 2  # two\n}\n");
  CHECK(removed("a: {b: 1, # one\n    c: 2}\n", "a.c") == "a: {b: 1 # one\n    }\n");
}

TEST_CASE("an entry on lines of its own goes with them, and comment lines above it stay") {
  CHECK(removed(kLine, "buffers.b2") == with("  b2: {capacity: 40}         # guessed\n", ""));
  CHECK(removed(kLine, "stations.weld") == with("  weld: { cycle: \"24 s\" }\n", ""));
  CHECK(removed(kLine, "stations.pack") ==
        with("  pack:\n    cycle:\n      # measured\n      lognormal: {mean: 20 s, sd: 4 s}   # in May\n"
             "    machines: 2\n",
             ""));
  CHECK(removed(kLine, "flow[0]") ==
        with("  - source -> press -> b1\n    -> weld                  # in\n", ""));
  CHECK(removed(kLine, "name") == with("name: 'line'     # ours\n", ""));
  CHECK(removed("a:\n  - b: 1\n    c: 2\n  - b: 3\n", "a[0].b") == "a:\n  - c: 2\n  - b: 3\n");
  CHECK(removed("a:\n  - name: x\n    c: 2\n  - name: y\n", "a.y") == "a:\n  - name: x\n    c: 2\n");
}

TEST_CASE("a map or list that loses its last entry is written empty") {
  CHECK(removed("a:  # all\n  b: 1 # b\nc: 1\n", "a.b") == "a: {}  # all\nc: 1\n");
  CHECK(removed("a:\n- 1\nc: 1\n", "a[0]") == "a: []\nc: 1\n");
  CHECK(removed("a:\n  - b: 1 # b\nc: 1\n", "a[0].b") == "a:\n  - {} # b\nc: 1\n");
}

TEST_CASE("line ends, a missing last one, a byte order mark and tabs are kept") {
  CHECK(set("a: 1\r\nb:\r\n  c: 1 # x\r\n", "a", "2") == "a: 2\r\nb:\r\n  c: 1 # x\r\n");
  CHECK(set("a: 1\r\nb:\r\n  c: 1 # x\r\n", "b.d", "2") == "a: 1\r\nb:\r\n  c: 1 # x\r\n  d: 2\r\n");
  CHECK(set("a: 1\r\nb:\r\n  c: 1 # x\r\n", "b", "2") == "a: 1\r\nb: 2\r\n");
  CHECK(set("a: 1\r\nb:\r\n  c: 1", "b.d", "2") == "a: 1\r\nb:\r\n  c: 1\r\n  d: 2");
  CHECK(removed("a: 1\r\nb:\r\n  c: 1 # x\r\n  d: 2\r\n", "b.c") == "a: 1\r\nb:\r\n  d: 2\r\n");
  CHECK(removed("a: 1\nb:\n  c: 1\n  d: 2", "b.d") == "a: 1\nb:\n  c: 1");
  CHECK(set("a: 1", "a", "2") == "a: 2");
  CHECK(set("a: 1", "b.c", "2") == "a: 1\nb:\n  c: 2");
  CHECK(set("\xEF\xBB\xBF"
            "a: 1 # c\nb: 2\n",
            "a", "3") ==
        "\xEF\xBB\xBF"
        "a: 3 # c\nb: 2\n");
  CHECK(set("a:\t1\t# c\nb: [1,\t2]\n", "a", "22") == "a:\t22\t# c\nb: [1,\t2]\n");
  CHECK(set("a:\t1\t# c\nb: [1,\t2]\n", "b[1]", "3") == "a:\t1\t# c\nb: [1,\t3]\n");
}

TEST_CASE("names of any script are found by their letters, not their bytes") {
  const std::string text =
      "stations:\n  용접: {cycle: 10 s, 설명: '느림'}  # 로봇\n  도장: {cycle: 9 s}                 # 두 "
      "번\n";
  CHECK(set(text, "stations.용접.cycle", "9 s") ==
        "stations:\n  용접: {cycle: 9 s, 설명: '느림'}   # 로봇\n  도장: {cycle: 9 s}                 # 두 "
        "번\n");
  CHECK(set(text, "stations.용접.설명", "'빠름'") == with("느림", "빠름", text));
  CHECK(add(text, "stations.포장", "{cycle: 5 s}") == text + "  포장: {cycle: 5 s}\n");
  CHECK(removed(text, "stations.용접.cycle") ==
        with("{cycle: 10 s, 설명: '느림'}  #", "{설명: '느림'}               #", text));
}

TEST_CASE("several changes are made at once, also where they meet") {
  CHECK(changed(kLine, {{Kind::Set, "stations.press.failures.mtbf", "1 h"},
                        {Kind::Add, "buffers.b3", "{capacity: 1}"},
                        {Kind::Remove, "buffers.b1"},
                        {Kind::Set, "buffers.b3.capacity", "2"}}) ==
        with("720 min", "1 h",
             with("  b1: {capacity: 60}\n", "", with("# guessed\n", "# guessed\n  b3: {capacity: 2}\n"))));
  CHECK(changed("a: {b: 1, c: 2}\n", {{Kind::Remove, "a.c"}, {Kind::Add, "a.d", "3"}}) ==
        "a: {b: 1, d: 3}\n");
  CHECK(changed("a:\n  b: 1\n  c: 2", {{Kind::Remove, "a.c"}, {Kind::Add, "a.d", "3"}}) ==
        "a:\n  b: 1\n  d: 3");
  CHECK(changed("a: 1\n", {{Kind::Set, "a", "2"}, {Kind::Set, "a", "1"}}) == "a: 1\n");
  CHECK(changed("a: 1\n", {}) == "a: 1\n");
}

TEST_CASE("changes over every name, and scaling, are written where they reach") {
  CHECK(changed(kLine, {{Kind::Scale, "buffers.*.capacity", "2"}}) ==
        with("{capacity: 60}", "{capacity: 120}",
             with("{capacity: 40}         #", "{capacity: 80}         #")));
  CHECK(changed(kLine, {{Kind::Remove, "stations.*.scrap"}}) == with("    scrap: 0.5 %\n", ""));
}

TEST_CASE("an empty text, or one of comments only, wins its first section") {
  CHECK(set("", "run.seed", "1") == "run:\n  seed: 1\n");
  CHECK(set("# nothing yet", "name", "x") == "# nothing yet\nname: x\n");
}

TEST_CASE("a value with an anchor is changed when nothing else takes it over") {
  CHECK(set("a: &t 5 s\nb: 1\n", "a", "6 s") == "a: &t 6 s\nb: 1\n");
  CHECK(set("a: &t 5 s\nb: *t\n", "b", "6 s") == "a: &t 5 s\nb: 6 s\n");
  CHECK(set("a: &t {x: 1}\nb: *t\nc: 1\n", "c", "2") == "a: &t {x: 1}\nb: *t\nc: 2\n");
}

TEST_CASE("what cannot be changed alone is refused in words") {
  CHECK(
      refused("a: &t 5 s\nb: *t\n", {{Kind::Set, "a", "6 s"}}) ==
      "--set:1:1: error: line 1: an alias elsewhere takes this value over, and would no longer say the same\n"
      "    1 | a=6 s\n"
      "      | ^ write the value out there\n");
  CHECK(refused("a: &t {x: 1}\nb: *t\n", {{Kind::Set, "b.x", "2"}}).find("the alias *t") !=
        std::string::npos);
  CHECK(refused("a: &t 5 s\nb: *t\n", {{Kind::Remove, "a"}}).find("an alias elsewhere") != std::string::npos);
  CHECK(refused("? a\n: 1\n", {{Kind::Set, "a", "2"}}).find("line 1: ") != std::string::npos);
}

TEST_CASE("a text that is no YAML, and a change that leads nowhere, give their own errors and no text") {
  CHECK(refused("a: {b: 1\n", {{Kind::Set, "a.b", "2"}}).starts_with("line.yaml:"));
  CHECK(refused("a: 1\na: 2\n", {{Kind::Set, "a", "2"}}).find("a second time") != std::string::npos);
  CHECK(refused(kLine, {{Kind::Remove, "buffers.b7"}}) ==
        "--remove:1:9: error: remove names \"b7\", which does not exist\n"
        "    1 | buffers.b7\n"
        "      |         ^^ did you mean \"b1\"?\n");
  CHECK(refused(kLine, {{Kind::Add, "buffers.b1", "{}"}}).find("exists already") != std::string::npos);
}
