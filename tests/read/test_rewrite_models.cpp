// The texts of all models, changed in every place: only what was asked for changes.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "read/rewrite.hpp"

using namespace linetwin;
using Kind = TreeChange::Kind;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> model_texts() {
  std::vector<std::string> texts;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models")) {
    if (file.path().extension() != ".yaml") continue;
    std::ostringstream text;
    text << std::ifstream(file.path(), std::ios::binary).rdbuf();
    texts.push_back(text.str());
  }
  REQUIRE(texts.size() >= 10);
  std::sort(texts.begin(), texts.end());
  return texts;
}

Node tree_of(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  auto root = parse_document(sources, sources.add("", text), text, diagnostics);
  INFO(text << render(diagnostics, sources));
  REQUIRE(root);
  REQUIRE_FALSE(diagnostics.has_errors());
  return *root;
}

// What a tree says, without its places and quotes.
std::string said(Node node) {
  struct Bare {
    void operator()(Node& n) const {
      n.quoted = false;
      for (Node& item : n.items) (*this)(item);
      for (Node::Entry& entry : n.entries) (*this)(entry.key), (*this)(entry.value);
    }
  };
  Bare{}(node);
  return flow_text(node);
}

// A value in the tree.
struct Found {
  std::string path;
  const Node* node = nullptr;
};

void find_all(const Node& node, const std::string& path, std::vector<Found>& found) {
  if (!path.empty()) found.push_back({path, &node});
  for (const Node::Entry& entry : node.entries)
    if (entry.key.text.find('.') == std::string::npos)
      find_all(entry.value, path.empty() ? entry.key.text : path + '.' + entry.key.text, found);
  for (std::size_t i = 0; i < node.items.size(); ++i)
    find_all(node.items[i], fmt::format("{}[{}]", path, i), found);
}

std::string rewritten(const std::string& text, const TreeChange& change) {
  Sources sources;
  sources.add("change", change.path.value);
  Diagnostics diagnostics;
  const auto out = rewrite("model", text, {&change, 1}, sources, diagnostics);
  INFO(change_word(change.kind) << ' ' << change.path.value << ' ' << flow_text(change.value) << '\n'
                                << render(diagnostics, sources) << text);
  REQUIRE(out);
  return *out;
}

// Checked against the tree of the text, `was`, after the same change.
std::string change_text(const std::string& text, const Node& was, const TreeChange& change) {
  std::string out = rewritten(text, change);
  Node expected = was;
  Diagnostics diagnostics;
  apply_change(expected, change, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(said(tree_of(out)) == said(expected));
  return out;
}

Node scalar(std::string text) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = std::move(text);
  return node;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

int differing_lines(const std::string& a, const std::string& b) {
  const auto x = lines_of(a);
  const auto y = lines_of(b);
  REQUIRE(x.size() == y.size());
  int n = 0;
  for (std::size_t i = 0; i < x.size(); ++i) n += x[i] != y[i] ? 1 : 0;
  return n;
}

// A text over several lines becomes one of a single line.
bool on_one_line(const std::string& text, const Node& node) {
  return text.find(node.text) != std::string::npos;
}

}  // namespace

TEST_CASE("each plain value of each model is changed on its line alone, and can be set back") {
  int changed = 0;
  for (const std::string& text : model_texts()) {
    const Node root = tree_of(text);
    std::vector<Found> found;
    find_all(root, "", found);
    for (const Found& f : found) {
      if (!f.node->is_scalar() || !on_one_line(text, *f.node)) continue;
      INFO(f.path);
      const Name path{f.path, {0, 1, 1, 1}};
      const std::string value = ++changed % 2 == 0 ? "-3" : "a value that is much longer than before";
      const std::string out = change_text(text, root, {Kind::Set, path, scalar(value)});
      CHECK(differing_lines(text, out) == 1);
      if (changed % 3 == 0) CHECK(rewritten(out, {Kind::Set, path, *f.node}) == text);
    }
  }
  CHECK(changed > 500);
}

TEST_CASE("parts of each model are taken out, replaced by a map, and added again") {
  for (const std::string& text : model_texts()) {
    const Node root = tree_of(text);
    std::vector<Found> found;
    find_all(root, "", found);
    for (std::size_t i = 0; i < found.size(); i += 1 + found.size() / 20) {
      const Found& f = found[i];
      INFO(f.path);
      const Name path{f.path, {0, 1, 1, 1}};
      const std::string less = change_text(text, root, {Kind::Remove, path, {}});
      CHECK(less != text);
      Node map;
      map.kind = Node::Kind::Map;
      map.entries.push_back({scalar("x-key"), scalar("1")});
      change_text(text, root, {Kind::Set, path, map});
      const bool item = f.path.back() == ']';
      const std::size_t dots = static_cast<std::size_t>(std::count(f.path.begin(), f.path.end(), '.'));
      if (!item && f.path.find('[') == std::string::npos)
        change_text(less, tree_of(less), {dots < 2 ? Kind::Add : Kind::Set, path, *f.node});
    }
  }
}

TEST_CASE("random changes, undone in turn, give each model back to the byte") {
  std::mt19937 random(20240229);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> values = {
      "1",          "12.5 min", "x, y", "it's # 4: 5",         "unlimited", "로봇 용접",  "[1, 2]",       "",
      "a -> b | c", "- dash",   "null", "{exponential: 10 s}", "100 parts", "  padded  ", "back\\slash\""};
  for (const bool crlf : {false, true}) {
    for (std::string text : model_texts()) {
      if (crlf) {
        std::string with;
        for (const char c : text) with += c == '\n' ? std::string("\r\n") : std::string(1, c);
        text = with;
      }
      struct Undo {
        std::string before;
        TreeChange back;
      };
      std::vector<Undo> undos;
      std::string now = text;
      for (int i = 0; i < 20; ++i) {
        const Node root = tree_of(now);
        std::vector<Found> found;
        find_all(root, "", found);
        const Found& f = found[below(found.size())];
        if (!f.node->is_scalar() || !on_one_line(now, *f.node)) continue;
        const Name path{f.path, {0, 1, 1, 1}};
        Node value = scalar(values[below(values.size())]);
        value.quoted = below(2) == 0 || value.text.empty() || value.text == "null";
        undos.push_back({now, {Kind::Set, path, *f.node}});
        now = change_text(now, root, {Kind::Set, path, value});
      }
      CHECK(undos.size() > 5);
      for (auto undo = undos.rbegin(); undo != undos.rend(); ++undo) {
        INFO(undo->back.path.value << " = " << flow_text(undo->back.value));
        now = rewritten(now, undo->back);
        CHECK(now == undo->before);
      }
      CHECK(now == text);
    }
  }
}

TEST_CASE("random changes of every kind leave a text that says what the tree says, or none") {
  std::mt19937 random(4711);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<std::string> values = {
      "1", "{a: 1, b: {c: [1, 2]}}", "[]", "{}", "~", "{mean: 3 s, sd: 1 s}", "[{name: x}, y]", "two words"};
  int done = 0;
  int refused = 0;
  for (const std::string& text : model_texts()) {
    std::string now = text;
    for (int i = 0; i < 50; ++i) {
      Sources sources;
      Diagnostics diagnostics;
      std::vector<TreeChange> changes;
      Node expected = tree_of(now);
      for (std::size_t n = 1 + below(4); n > 0; --n) {
        std::vector<Found> found;
        find_all(expected, "", found);
        if (found.empty()) break;
        std::string path = found[below(found.size())].path;
        const Kind kind = std::vector{Kind::Set, Kind::Add, Kind::Remove}[below(3)];
        if (kind != Kind::Remove && below(2) == 0) path += fmt::format(".x-{}", below(5));
        auto change = read_change(kind, {path, values[below(values.size())]}, sources, diagnostics);
        REQUIRE(change);
        Diagnostics faults;
        Node next = expected;
        apply_change(next, *change, faults);
        if (faults.has_errors()) continue;
        expected = std::move(next);
        changes.push_back(std::move(*change));
      }
      const auto out = rewrite("model", now, changes, sources, diagnostics);
      INFO(now << "-----\n" << render(diagnostics, sources));
      for (const TreeChange& c : changes)
        UNSCOPED_INFO(change_word(c.kind) << ' ' << c.path.value << " = " << flow_text(c.value));
      CHECK(out.has_value() != diagnostics.has_errors());
      CHECK(out.has_value());
      refused += out ? 0 : 1;
      ++done;
      if (!out) continue;
      CHECK(said(tree_of(*out)) == said(expected));
      now = *out;
    }
  }
  CHECK(done > 500);
  CHECK(refused == 0);
}
