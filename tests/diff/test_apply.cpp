// Differences are applied to random pairs of models: all of them must give the second model, bit for bit, and
// each of them a model that runs.
#include <filesystem>
#include <sstream>

#include "diff/difference.hpp"
#include "read/read_tree.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;
namespace fs = std::filesystem;

namespace {

constexpr int kPairs = 12;  // for each model

Node tree_of(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const int source = sources.add("test.yaml", text);
  const auto root = parse_document(sources, source, text, diagnostics);
  INFO(render(diagnostics, sources));
  REQUIRE(root.has_value());
  REQUIRE_FALSE(diagnostics.has_errors());
  return *root;
}

// SplitMix64, so that the pairs are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  T& pick(std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::uint64_t next() { return mix64(state_ += 0x9e3779b97f4a7c15ull); }
  std::uint64_t state_;
};

// A model that is changed by a blind hand.
class Mutator {
 public:
  Mutator(Node root, Dice& dice) : root_(std::move(root)), dice_(dice) {}

  void change() {
    switch (dice_.below(16)) {
      case 0:
        set("stations", "cycle", {"17 s", "{lognormal: {mean: 20 s, sd: 4 s}}", "{exponential: 0.5 min}"});
        break;
      case 1: set("stations", "machines", {"1", "2", "3"}); break;
      case 2: set("stations", "scrap", {"0", "2 %", "0.05"}); break;
      case 3:
        set("stations", "failures",
            {"{mtbf: 3 h, mttr: 5 min}", "{mtbf: 200 parts, mttr: 4 min}",
             "{availability: 90 %, mttr: 300 s}",
             "[{name: a, mtbf: 5 h, mttr: 3 min}, {name: b, mtbf: 9 h, mttr: {constant: 8 min}, clock: "
             "calendar}]"});
        break;
      case 4:
        set("stations", "maintenance", {"{every: 6 h, takes: 10 min}", "{every: 50 parts, takes: 4 min}"});
        break;
      case 5: set("buffers", "capacity", {"7", "13", "unlimited"}); break;
      case 6: set("buffers", "order", {"lifo", "fifo"}); break;
      case 7: add_shift(); break;
      case 8: add_pool(); break;
      case 9: insert_into_flow(); break;
      case 10: insert_into_flow(); break;
      case 11: rename(); break;
      case 12: reorder(); break;
      case 13: remove_key(); break;
      case 14: add_limit(); break;
      default: split_flow(); break;
    }
  }

  Node root_;

 private:
  Node::Entry* element(const char* section) {
    Node* map = root_.find(section);
    return map && !map->entries.empty() ? &dice_.pick(map->entries) : nullptr;
  }

  void put(Node& map, const std::string& key, Node value) {
    if (Node* there = map.find(key)) {
      *there = std::move(value);
      return;
    }
    map.kind = Node::Kind::Map;
    Node::Entry entry{tree_of(key), std::move(value)};
    map.entries.insert(map.entries.begin() + static_cast<std::ptrdiff_t>(dice_.below(map.entries.size() + 1)),
                       std::move(entry));
  }

  void put(const char* section, const std::string& name, const std::string& text) {
    if (!root_.find(section)) put(root_, section, tree_of("{}"));
    put(*root_.find(section), name, tree_of(text));
  }

  void set(const char* section, const char* key, std::vector<std::string> texts) {
    if (Node::Entry* one = element(section)) put(one->value, key, tree_of(dice_.pick(texts)));
  }

  std::string fresh(const char* stem) {
    return stem + std::to_string(++fresh_) + "x" + std::to_string(dice_.below(99));
  }

  void add_shift() {
    const std::string name = fresh("shift");
    put("shifts", name, "{days: mon-sat, times: [02:00-21:00]}");
    for (int i = 0; i < 2; ++i)
      if (Node::Entry* one = element("stations")) put(one->value, "shift", tree_of(name));
  }

  void add_pool() {
    const std::string name = fresh("pool");
    put("workers", name, "{count: 2}");
    if (Node::Entry* one = element("stations")) put(one->value, "workers", tree_of("{" + name + ": 1}"));
  }

  void add_limit() {
    if (Node::Entry* one = element("stations"))
      put("limits", fresh("limit"),
          "{over: " + one->key.text + ", max: " + std::to_string(5 + dice_.below(9)) + "}");
  }

  // The chains of the flow as texts.
  std::vector<std::string> chains() {
    std::vector<std::string> texts;
    Node& flow = *root_.find("flow");
    if (flow.is_scalar()) return {flow.text};
    for (const Node& chain : flow.items) texts.push_back(chain.text);
    return texts;
  }

  void set_chains(const std::vector<std::string>& texts) {
    Node& flow = *root_.find("flow");
    flow.kind = Node::Kind::Sequence;
    flow.items.clear();
    for (const std::string& text : texts) flow.items.push_back(tree_of('"' + text + '"'));
  }

  // A new buffer and a new station before a sink.
  void insert_into_flow() {
    std::vector<std::string> texts = chains();
    std::string& chain = dice_.pick(texts);
    const std::size_t arrow = chain.rfind("->");
    const std::string station = fresh("s"), buffer = fresh("b");
    chain.insert(arrow, "-> " + buffer + " -> " + station + " ");
    put("stations", station, "{cycle: {uniform: {min: 1 s, max: 9 s}}}");
    put("buffers", buffer, "{capacity: 4}");
    set_chains(texts);
  }

  // The same arrows, written otherwise.
  void split_flow() {
    std::vector<std::string> texts = chains();
    std::string& chain = dice_.pick(texts);
    std::vector<std::string> steps;
    std::stringstream stream(chain);
    for (std::string word; stream >> word;)
      if (word != "->") steps.push_back(word);
    const Node* fleets = root_.find("vehicles");
    if (chain.find('|') != std::string::npos || steps.size() < 4) return;
    const std::size_t at = 1 + dice_.below(steps.size() - 2);
    if (fleets && fleets->find(steps[at])) return;
    std::string first = steps[0], second = steps[at];
    for (std::size_t i = 1; i <= at; ++i) first += " -> " + steps[i];
    for (std::size_t i = at + 1; i < steps.size(); ++i) second += " -> " + steps[i];
    chain = first;
    texts.push_back(second);
    if (dice_.one_in(2)) std::swap(texts.front(), texts.back());
    set_chains(texts);
  }

  void reorder() {
    static const char* const kSections[] = {"stations", "buffers", "sources", "parts"};
    Node* section = root_.find(kSections[dice_.below(4)]);
    if (section && section->entries.size() > 1)
      std::swap(section->entries.front(), section->entries[dice_.below(section->entries.size())]);
  }

  void remove_key() {
    static const char* const kKeys[] = {"scrap",    "failures", "maintenance", "workers",
                                        "machines", "setup",    "shift"};
    Node::Entry* one = element("stations");
    const std::string key = kKeys[dice_.below(7)];
    if (one)
      std::erase_if(one->value.entries, [&](const Node::Entry& entry) { return entry.key.text == key; });
  }

  // A buffer gets another name wherever it stands.
  void rename() {
    Node::Entry* one = element("buffers");
    if (!one) return;
    const std::string before = one->key.text, after = fresh("renamed");
    rename_in(root_, before, after);
  }

  void rename_in(Node& node, const std::string& before, const std::string& after) {
    if (node.is_scalar()) {
      std::string text;
      std::stringstream stream(node.text);
      for (std::string word; std::getline(stream, word, ' ');) text += (word == before ? after : word) + " ";
      if (!text.empty()) text.pop_back();
      node.text = text;
    }
    for (Node& item : node.items) rename_in(item, before, after);
    for (Node::Entry& entry : node.entries) {
      if (entry.key.text == before) entry.key.text = after;
      rename_in(entry.value, before, after);
    }
  }

  Dice& dice_;
  int fresh_ = 0;
};

std::optional<std::uint64_t> hash_of_run(Node root, std::string& faults) {
  number_places(root);
  Diagnostics diagnostics;
  const LineSpec spec = read_tree(root, {}, diagnostics);
  const auto model = compile(spec, diagnostics);
  for (const Diagnostic& one : diagnostics.all())
    if (one.severity == Severity::Error) faults += one.message + "\n";
  if (!model) return std::nullopt;
  RunOptions options = options_of(30, 2, 1);
  return hash(run(*model, options, 0));
}

}  // namespace

TEST_CASE("all differences of two models turn the first into the second, and each alone gives a model") {
  Dice dice(20261125);
  int pairs = 0, impossible = 0, alone = 0;
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models"))
    if (file.path().extension() == ".yaml") files.push_back(file.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    Sources sources;
    Diagnostics faults_of_file;
    const auto loaded = load_tree(file.string(), sources, faults_of_file);
    REQUIRE(loaded.has_value());
    const Node& model = *loaded;
    for (int i = 0; i < kPairs; ++i) {
      Mutator left(model, dice), right(model, dice);
      if (dice.one_in(3)) left.change();
      for (std::size_t n = 1 + dice.below(6); n > 0; --n) right.change();
      const Node& a = left.root_;
      const Node& b = right.root_;
      std::string faults;
      const auto wanted = hash_of_run(b, faults);
      if (!wanted || !hash_of_run(a, faults)) {
        ++impossible;  // the blind hand wrote no model
        continue;
      }
      ++pairs;
      const std::vector<Difference> all = differences(a, b);
      std::string said;
      for (const Difference& one : all) said += one.path + ": " + one.sentence + "\n";
      INFO(file.filename() << " pair " << i << "\n" << said);
      Node whole = a;
      Diagnostics diagnostics;
      for (const Difference& one : all) {
        apply_difference(whole, one, diagnostics);
        CHECK_FALSE(one.sentence.empty());
        Node single = a;
        Diagnostics of_one;
        apply_difference(single, one, of_one);
        REQUIRE_FALSE(of_one.has_errors());
        faults.clear();
        ++alone;
        INFO(one.sentence);
        const bool is_a_model = hash_of_run(single, faults).has_value();
        INFO(faults);
        CHECK(is_a_model);
      }
      REQUIRE_FALSE(diagnostics.has_errors());
      const std::vector<Difference> rest = differences(whole, b);
      CHECK(rest.empty());
      faults.clear();
      CHECK(hash_of_run(whole, faults) == wanted);
      // in the other order
      whole = a;
      for (auto one = all.rbegin(); one != all.rend(); ++one) apply_difference(whole, *one, diagnostics);
      CHECK(differences(whole, b).empty());
      CHECK(hash_of_run(whole, faults) == wanted);
      CHECK(differences(a, a).empty());
    }
  }
  CHECK(pairs > 3 * impossible);
  CHECK(alone > 2 * pairs);
}

TEST_CASE("the tree of a file that is none is refused in words") {
  Sources sources;
  Diagnostics diagnostics;
  const std::string missing = (fs::path(LINETWIN_SOURCE_DIR) / "models" / "serial-tin.yaml").string();
  CHECK_FALSE(load_tree(missing, sources, diagnostics).has_value());
  CHECK(render(diagnostics, sources).find("serial-ten.yaml") != std::string::npos);
  const std::string broken =
      (fs::path(LINETWIN_SOURCE_DIR) / "tests" / "broken" / "doubled-key.yaml").string();
  CHECK_FALSE(load_tree(broken, sources, diagnostics).has_value());
}
