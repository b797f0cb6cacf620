// The top level of a model, and reading files and texts.
#include "read/read_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/random.hpp"
#include "base/unicode.hpp"
#include "read/change.hpp"
#include "read/document.hpp"
#include "read/load.hpp"
#include "read/read_tree.hpp"
#include "read/reader.hpp"

namespace linetwin {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostReplications = 1'000'000;

const std::vector<std::string> kSections = {
    "linetwin", "name",    "description", "run",    "parts", "sources", "stations", "buffers", "conveyors",
    "vehicles", "workers", "limits",      "shifts", "sinks", "flow",    "routing",  "layout",  "targets"};
const std::vector<std::string> kLaterSections = {"orders", "include"};

ReadResult read_source(ReadResult result, std::string_view text, const std::vector<Change>& changes,
                       const std::string& folder, const std::string& default_name) {
  std::optional<Node> root = parse_document(result.sources, 0, text, result.diagnostics);
  if (root && !result.diagnostics.has_errors())
    for (const Change& change : changes) apply_change(*root, change, result.sources, result.diagnostics);
  std::uint64_t hash = hash_text(text);
  for (const Change& change : changes) hash = hash_text(change.path + "=" + change.value, hash);
  if (root) {
    result.spec = read_tree(*root, {folder, default_name, hash}, result.diagnostics);
  } else {
    result.spec.name.value = default_name;
    result.spec.text_hash = hash;
  }
  result.diagnostics.sort();
  return result;
}

// Also one that lacks its first line: what is varied over a model, and no flow.
bool is_scenario(const Node& root) {
  if (root.find("linetwin")) return false;
  if (root.find("linetwin-scenario")) return true;
  static constexpr std::array<std::string_view, 6> kOfScenarios = {"cases",         "vary",     "sample",
                                                                   "one-at-a-time", "optimise", "objective"};
  return root.find("model") && !root.find("flow") &&
         std::any_of(kOfScenarios.begin(), kOfScenarios.end(),
                     [&root](std::string_view key) { return root.find(key) != nullptr; });
}

}  // namespace

std::string space_hint(const std::string& key) {
  const std::size_t at = key.find(':');
  if (at == std::string::npos || at == 0) return {};
  return fmt::format("a space after `:` is missing: {}: {}", key.substr(0, at), key.substr(at + 1));
}

bool is_name(std::string_view text) {
  const std::u32string points = code_points(text);
  if (points.empty() || points.size() > 200 || points.back() == '-') return false;
  const auto digit = [](char32_t c) { return c >= '0' && c <= '9'; };
  if (!is_letter(points[0]) && !digit(points[0])) return false;
  return std::all_of(points.begin(), points.end(), [&](char32_t c) {
    return is_letter(c) || digit(c) || c == '_' || c == '-' || display_width(c) == 0;
  });
}

bool ModelReader::expect_map(const Node& node, std::string_view what) {
  if (node.is_map()) return true;
  error(node.place, fmt::format("{} is {}, where a map is wanted", what, kind_word(node)));
  return false;
}

void check_keys(const Node& map, const std::vector<std::string>& known, const std::vector<std::string>& later,
                std::string_view where, Diagnostics& diagnostics) {
  for (const Node::Entry& entry : map.entries) {
    const std::string& key = entry.key.text;
    if (key.starts_with("x-") || std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (std::find(later.begin(), later.end(), key) != later.end()) {
      diagnostics.error(
          entry.key.place,
          fmt::format("\"{}\" is part of the model format, but this version of linetwin does not simulate it",
                      key));
      continue;
    }
    std::string hint = space_hint(key);
    if (hint.empty()) {
      std::vector<std::string> all = known;
      all.insert(all.end(), later.begin(), later.end());
      hint = did_you_mean(key, all);
    }
    if (hint.empty() && !known.empty()) {
      for (const std::string& one : known) hint += (hint.empty() ? "known here: " : ", ") + one;
    }
    diagnostics.error(entry.key.place, fmt::format("\"{}\" is not a key of {}", key, where), hint);
  }
}

void ModelReader::warn_if_boolean(const Node& key) {
  static const std::array<std::string_view, 6> words = {"no", "yes", "on", "off", "true", "false"};
  std::string lower = key.text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  if (std::find(words.begin(), words.end(), lower) != words.end() && !key.quoted)
    diagnostics_.warning(
        key.place, fmt::format("\"{}\" is a name here, but other programs read it as a yes or no", key.text),
        "quote it, or choose another name");
}

bool ModelReader::check_name(const Node& key) {
  if (key.text == "source" || key.text == "sink") {
    error(key.place, fmt::format("the name \"{}\" is reserved", key.text), "choose another name");
    return false;
  }
  if (!is_name(key.text)) {
    const std::string hint = space_hint(key.text);
    error(key.place, fmt::format("\"{}\" is not a name", key.text),
          hint.empty()
              ? "names are letters, digits, _ and -, begin with a letter or digit and do not end with -"
              : hint);
    return false;
  }
  warn_if_boolean(key);
  return true;
}

void ModelReader::read_section(const Node& root, std::string_view section,
                               const std::function<void(const Name&, const Node&)>& read) {
  const Node* node = root.find(section);
  if (!node || node->kind == Node::Kind::Null) return;
  if (!expect_map(*node, section)) return;
  for (const Node::Entry& entry : node->entries) {
    if (entry.key.text.starts_with("x-") || !check_name(entry.key)) continue;
    const auto [it, fresh] = names_.emplace(entry.key.text, entry.key.place);
    if (!fresh) {
      // a second time in the same map is reported as a doubled key
      if (node->find(entry.key.text) == &entry.value)
        error(entry.key.place, fmt::format("the name \"{}\" is taken already", entry.key.text),
              fmt::format("by line {}; names are shared by all sections", it->second.line));
      continue;
    }
    read({entry.key.text, entry.key.place}, entry.value);
  }
}

void ModelReader::read_head(const Node& root) {
  const Node* version = root.find("linetwin");
  if (!version) {
    error({root.place.source, 1, 1, 1}, "this is no linetwin model: the key \"linetwin\" is missing",
          "begin the file with linetwin: 1");
  } else if (!version->is_scalar() || version->text != "1") {
    error(version->place, fmt::format("version \"{}\" of the model format is not known", version->text),
          "linetwin: 1");
  }
  if (const Node* name = root.find("name"); name && expect_scalar(*name, "name"))
    spec_.name = {name->text, name->place};
  if (const Node* description = root.find("description");
      description && expect_scalar(*description, "description"))
    spec_.description = description->text;
}

void ModelReader::read_run(const Node& node) {
  if (node.kind == Node::Kind::Null || !expect_map(node, "run")) return;
  spec_.run.place = node.place;
  check_keys(node, {"duration", "warmup", "replications", "seed", "start"}, {}, "run");
  if (const Node* start = node.find("start")) spec_.run.start = read_start(*start);
  auto time = [&](const char* key) -> std::optional<Placed<Time>> {
    const Node* n = node.find(key);
    if (!n) return std::nullopt;
    const auto us = read_plain_time(*n);
    if (!us) return std::nullopt;
    return Placed<Time>{static_cast<Time>(*us + 0.5), n->place};
  };
  spec_.run.duration = time("duration");
  if (const Node* n = node.find("warmup"); n && n->is_scalar() && n->text == "auto") {
    spec_.run.find_warmup = true;
  } else {
    spec_.run.warmup = time("warmup");
  }
  if (spec_.run.duration && spec_.run.duration->value == 0)
    error(spec_.run.duration->place, "a run of no duration");
  if (const Node* n = node.find("replications"))
    spec_.run.replications = read_count(*n, 1, kMostReplications, "replications");
  if (const Node* n = node.find("seed"); n && expect_scalar(*n, "seed"))
    if (const auto seed = taken(*n, parse_seed(n->text)))
      spec_.run.seed = Placed<std::uint64_t>{*seed, n->place};
}

RunSpec ModelReader::read_run_alone(const Node& node) {
  read_run(node);
  return std::move(spec_.run);
}

void ModelReader::read_targets(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  if (!node.is_map()) {
    error(node.place, fmt::format("targets is {}, where a map is wanted", kind_word(node)),
          "write {throughput: 90 /h}");
    return;
  }
  check_keys(node, {"throughput", "demand", "lead_time"}, {}, "targets");
  const auto text = [&](const char* key, const char* example) -> const Node* {
    const Node* n = node.find(key);
    if (!n || n->is_scalar()) return n;
    error(n->place,
          fmt::format("{} is {} here", key, n->kind == Node::Kind::Null ? "missing" : kind_word(*n)),
          fmt::format("write {}: {}", key, example));
    return nullptr;
  };
  const auto rate = [&](const char* key, const char* example) -> std::optional<Placed<Rate>> {
    const Node* n = text(key, example);
    const auto value = n ? taken(*n, parse_rate(n->text)) : std::nullopt;
    if (!value) return std::nullopt;
    return Placed<Rate>{*value, n->place};
  };
  spec_.targets.throughput = rate("throughput", "90 /h");
  spec_.targets.demand = rate("demand", "1400 /d");
  const Node* n = text("lead_time", "2 h");
  const auto us = n ? taken(*n, parse_time(n->text)) : std::nullopt;
  if (!us) return;
  const auto time = static_cast<Time>(*us + 0.5);
  if (time == 0) error(n->place, "no part passes a line in no time", "lead_time is over 0: lead_time: 2 h");
  spec_.targets.lead_time = Placed<Time>{time, n->place};
}

LineSpec ModelReader::read(const Node& root) {
  if (!root.is_map()) {
    error({root.place.source, 1, 1, 1},
          root.kind == Node::Kind::Null ? "this file is empty"
                                        : fmt::format("a model is a map, and this is {}", kind_word(root)),
          "begin the file with linetwin: 1");
    return std::move(spec_);
  }
  if (is_scenario(root)) {
    error({root.place.source, 1, 1, 1}, "this is a scenario, not a model",
          "the model is the file that its key \"model\" names; linetwin batch and optimise take scenarios");
    return std::move(spec_);
  }
  check_keys(root, kSections, kLaterSections, "a model");
  read_head(root);
  if (const Node* run = root.find("run")) read_run(*run);
  read_section(root, "parts", [this](const Name& name, const Node& node) { read_part(name, node); });
  read_section(root, "sources", [this](const Name& name, const Node& node) { read_source(name, node); });
  read_section(root, "stations", [this](const Name& name, const Node& node) { read_station(name, node); });
  read_section(root, "buffers", [this](const Name& name, const Node& node) { read_buffer(name, node); });
  read_section(root, "conveyors", [this](const Name& name, const Node& node) { read_conveyor(name, node); });
  read_section(root, "vehicles", [this](const Name& name, const Node& node) { read_fleet(name, node); });
  read_section(root, "workers", [this](const Name& name, const Node& node) { read_pool(name, node); });
  read_section(root, "limits", [this](const Name& name, const Node& node) { read_limit(name, node); });
  read_section(root, "shifts", [this](const Name& name, const Node& node) { read_shift(name, node); });
  read_section(root, "sinks", [this](const Name& name, const Node& node) { read_sink(name, node); });
  if (const Node* layout = root.find("layout")) read_layout(*layout);
  if (const Node* targets = root.find("targets")) read_targets(*targets);
  if (const Node* flow = root.find("flow")) {
    read_flow(*flow);
  } else {
    error({root.place.source, 1, 1, 1}, "the flow is missing", "add flow: [source -> ... -> sink]");
  }
  if (const Node* routing = root.find("routing");
      routing && routing->kind != Node::Kind::Null && expect_map(*routing, "routing"))
    for (const Node::Entry& entry : routing->entries)
      if (!entry.key.text.starts_with("x-")) read_routing(entry.key, entry.value);
  return std::move(spec_);
}

std::uint64_t hash_text(std::string_view text, std::uint64_t h) {
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return mix64(h);
}

LineSpec read_tree(const Node& root, const TreeOrigin& origin, Diagnostics& diagnostics) {
  LineSpec spec = ModelReader(diagnostics, origin.folder).read(root);
  if (spec.name.value.empty()) spec.name.value = origin.default_name;
  const std::uint64_t measured = spec.text_hash;
  spec.text_hash = measured != 0 ? mix64(origin.hash ^ measured) : origin.hash;
  return spec;
}

ReadResult read_model_text(const std::string& name, std::string text, const std::vector<Change>& changes,
                           const std::string& folder) {
  ReadResult result;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.size() > kLargestModelFile) {
    result.sources.add(name, "");
    result.diagnostics.error({}, "this file is over 8 MB", "no model is that large");
    return result;
  }
  result.sources.add(name, text);
  return read_source(std::move(result), text, changes, folder, fs::path(name).stem().string());
}

ReadResult read_model_file(const std::string& path, const std::vector<Change>& changes) {
  LoadedText loaded = load_text(path, "model", kLargestModelFile);
  if (loaded.text) return read_model_text(path, std::move(*loaded.text), changes, folder_of(path));
  ReadResult result;
  result.sources.add(path, "");
  result.diagnostics.error({}, std::move(loaded.message), std::move(loaded.hint));
  return result;
}

std::optional<Node> load_tree(const std::string& path, Sources& sources, Diagnostics& diagnostics) {
  const LoadedText loaded = load_text(path, "model", kLargestModelFile);
  const int source = sources.add(path, loaded.text.value_or(""));
  if (!loaded.text) {
    diagnostics.error({}, loaded.message, loaded.hint);
    return std::nullopt;
  }
  const int before = diagnostics.errors();
  auto root = parse_document(sources, source, *loaded.text, diagnostics);
  if (diagnostics.errors() > before) return std::nullopt;
  return root;
}

}  // namespace linetwin
