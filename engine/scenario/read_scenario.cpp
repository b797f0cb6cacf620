#include "scenario/read_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "model/compile.hpp"
#include "read/load.hpp"
#include "read/reader.hpp"
#include "scenario/reader.hpp"

namespace linetwin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestScenarioFile = 8u << 20;
constexpr int kModelSource = 0;
constexpr int kScenarioSource = 1;

const std::vector<std::string> kSections = {
    "linetwin-scenario", "name",     "description", "model",  "run",       "cases",   "vary", "sample",
    "one-at-a-time",     "optimise", "costs",       "record", "objective", "currency"};

// All that is simulated and kept, and nothing else.
std::uint64_t hash_design(const Scenario& scenario, const RunOptions& options) {
  std::string text =
      fmt::format("run {} {} {} {}\n", options.duration, options.warmup, options.find_warmup, options.seed);
  for (const NamedCase& named : scenario.cases) {
    const Case one{named.name.value, named.name.value, {}, named.changes};
    text += fmt::format("case {}\n{}\n", named.name.value, changes_text(one));
  }
  for (const Factor& factor : scenario.factors) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n", use_word(factor.use), change_word(factor.kind),
                        factor.path.value, factor.from, factor.to, factor.step, factor.whole, factor.unit);
    for (const Node& level : factor.levels) text += flow_text(level) + '\n';
  }
  text += fmt::format("sample {} {}\n", scenario.samples, scenario.sample_seed);
  std::vector<std::string> record;
  for (const Name& metric : scenario.record) record.push_back(metric.value);
  std::sort(record.begin(), record.end());
  for (const std::string& metric : record) text += "record " + metric + '\n';
  return hash_text(text);
}

// What the scenario says of the run goes before what the model says.
void merge_run(const RunSpec& from, RunSpec& into) {
  if (from.duration) into.duration = from.duration;
  if (from.warmup || from.find_warmup) {
    into.warmup = from.warmup;
    into.find_warmup = from.find_warmup;
  }
  if (from.replications) into.replications = from.replications;
  if (from.seed) into.seed = from.seed;
}

// False: the model has errors; reported.
bool read_model(ScenarioRead& read, const Node& root, const RunSpec& run) {
  Diagnostics diagnostics;  // its own, since compile() makes nothing where there were errors before
  read.model.root = root;
  LineSpec spec = read_tree(read.model.root, read.model.origin, diagnostics);
  std::optional<LineModel> model;
  // a flow that could not be found is one error, not a hundred
  if (spec.flow_place.known()) model = compile(spec, diagnostics);
  merge_run(run, spec.run);
  read.options = run_options(spec, diagnostics);
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity == Severity::Error) {
      read.diagnostics.error(d.place, d.message, d.hint);
    } else {
      read.diagnostics.warning(d.place, d.message, d.hint);
    }
  }
  if (!model) return false;
  read.as_is = std::move(*model);
  read.model_hash = read.as_is.hash;
  return true;
}

// Reads the model's text into the sources, and its tree.
std::optional<Node> load_model(ScenarioRead& read, const Node& node) {
  Scenario& scenario = read.scenario;
  if (node.text.empty()) {
    read.diagnostics.error(node.place, "model names no file", "model: ../models/line.yaml");
    return std::nullopt;
  }
  scenario.model_file = (fs::path(folder_of(scenario.file)) / node.text).lexically_normal().string();
  LoadedText loaded = load_text(scenario.model_file, "model", kLargestModelFile);
  Sources sources;
  sources.add(scenario.model_file, loaded.text.value_or(""));
  sources.add(scenario.file, scenario.text);
  read.sources = std::move(sources);
  if (!loaded.text) {
    read.diagnostics.error(node.place, fmt::format("model {}: {}", scenario.model_file, loaded.message),
                           loaded.hint);
    return std::nullopt;
  }
  scenario.model_text = std::move(*loaded.text);
  read.model.origin = {folder_of(scenario.model_file), fs::path(scenario.model_file).stem().string(),
                       hash_text(scenario.model_text)};
  Diagnostics faults;
  std::optional<Node> root = parse_document(read.sources, kModelSource, scenario.model_text, faults);
  for (const Diagnostic& d : faults.all()) read.diagnostics.error(d.place, d.message, d.hint);
  return faults.has_errors() ? std::nullopt : root;
}

}  // namespace

void ScenarioReader::keys(const Node& map, const Keys& known, std::string_view where) {
  check_keys(map, known, {}, where, read_.diagnostics);
}

bool ScenarioReader::expect_map(const Node& node, std::string_view what, const std::string& example) {
  if (node.is_map()) return true;
  error(node.place, fmt::format("{} is {}, where a map is wanted", what, kind_word(node)), example);
  return false;
}

bool ScenarioReader::expect_text(const Node& node, std::string_view what) {
  if (node.is_scalar()) return true;
  error(node.place,
        fmt::format("{} is {} here", what, node.kind == Node::Kind::Null ? "missing" : kind_word(node)));
  return false;
}

std::optional<double> ScenarioReader::number(const Node& node, std::string_view what) {
  if (!expect_text(node, what)) return std::nullopt;
  const Parsed<double> parsed = parse_number(node.text);
  if (!parsed.value) error(node.place, parsed.message, parsed.hint);
  return parsed.value;
}

std::string ScenarioReader::text_of(const Node& root, std::string_view key) {
  const Node* node = root.find(key);
  return node && expect_text(*node, key) ? node->text : "";
}

Name ScenarioReader::path_of(const Node& node) {
  Name path{node.text, node.place};
  if (node.quoted) ++path.place.column;
  return path;
}

bool ScenarioReader::may_change(const Name& path) {
  const std::string& text = path.value;
  const bool run = (text == "run" || text.starts_with("run.")) && text != "run.start";
  if (!run) return true;
  error(path.place, "the run is the same for all cases", "write run: {...} beside cases");
  return false;
}

void ScenarioReader::read_head(const Node& root) {
  const Node* version = root.find("linetwin-scenario");
  if (!version) {
    const bool model = root.find("linetwin") != nullptr;
    error({kScenarioSource, 1, 1, 1},
          model ? "this is a model, no scenario"
                : "this is no linetwin scenario: the key \"linetwin-scenario\" is missing",
          model ? "a scenario names it: model: line.yaml" : "begin the file with linetwin-scenario: 1");
  } else if (!version->is_scalar() || version->text != "1") {
    error(version->place, fmt::format("version \"{}\" of the scenario format is not known", version->text),
          "linetwin-scenario: 1");
  }
  if (const std::string name = text_of(root, "name"); !name.empty()) scenario_.name = name;
  scenario_.description = text_of(root, "description");
  scenario_.currency = text_of(root, "currency");
  const Node* model = root.find("model");
  if (!model) {
    if (version || !root.find("linetwin"))
      error({kScenarioSource, 1, 1, 1}, "the scenario has no model", "add model: ../models/line.yaml");
  } else if (expect_text(*model, "model")) {
    model_ = model;
  }
}

void ScenarioReader::read_run(const Node& node) {
  if (node.kind == Node::Kind::Null) return;
  run_ = ModelReader(read_.diagnostics, {}).read_run_alone(node);
  if (run_.start)
    error(node.find("start")->place, "the start belongs to the model",
          "set it in a case, or in the model: run: {start: mon 06:00}");
  ScenarioRun& run = scenario_.run;
  if (run_.duration) run.duration = run_.duration->value;
  if (run_.warmup) run.warmup = run_.warmup->value;
  run.find_warmup = run_.find_warmup;
  if (run_.replications) run.replications = static_cast<std::int32_t>(run_.replications->value);
  if (run_.seed) run.seed = run_.seed->value;
}

void ScenarioReader::read(const Node& root) {
  if (!root.is_map()) {
    error({kScenarioSource, 1, 1, 1},
          root.kind == Node::Kind::Null ? "this file is empty"
                                        : fmt::format("a scenario is a map, and this is {}", kind_word(root)),
          "begin the file with linetwin-scenario: 1");
    return;
  }
  if (root.find("linetwin-scenario") || !root.find("linetwin")) keys(root, kSections, "a scenario");
  read_head(root);
  for (const Node::Entry& entry : root.entries) {
    const std::string& key = entry.key.text;
    if (key == "run") read_run(entry.value);
    if (key == "cases") read_cases(entry.value);
    if (key == "vary") read_factors(entry.value, key, Factor::Use::Vary);
    if (key == "one-at-a-time") read_factors(entry.value, key, Factor::Use::OneAtATime);
    if (key == "sample") read_sample(entry.value);
    if (key == "optimise") read_optimise(entry.value);
    if (key == "costs") read_costs(entry.value);
    if (key == "record") read_record(entry.value);
    if (key == "objective") read_objective(entry.value);
  }
  if (Design(scenario_).size() > kMostCases)
    error({kScenarioSource, 0, 0, 1}, fmt::format("this study has more than {} cases", kMostCases),
          "vary less, or sample it");
}

ScenarioRead read_scenario_text(const std::string& path, std::string text) {
  ScenarioRead read;
  Scenario& scenario = read.scenario;
  scenario.file = path;
  scenario.name = fs::path(path).stem().string();
  scenario.text = std::move(text);
  read.sources.add("", "");
  read.sources.add(path, scenario.text);
  const std::optional<Node> root =
      parse_document(read.sources, kScenarioSource, scenario.text, read.diagnostics);
  if (root) {
    ScenarioReader reader(read);
    reader.read(*root);
    const std::optional<Node> model =
        reader.model() ? load_model(read, *reader.model()) : std::optional<Node>();
    if (model && read_model(read, *model, reader.run())) {
      read.design_hash = hash_design(scenario, read.options);
      try_cases(read);
    }
  }
  read.diagnostics.sort();
  return read;
}

ScenarioRead read_scenario_file(const std::string& path) {
  LoadedText loaded = load_text(path, "scenario", kLargestScenarioFile);
  if (loaded.text) return read_scenario_text(path, std::move(*loaded.text));
  ScenarioRead read;
  read.scenario.file = path;
  read.sources.add("", "");
  read.sources.add(path, "");
  read.diagnostics.error({kScenarioSource, 0, 0, 1}, loaded.message, loaded.hint);
  return read;
}

}  // namespace linetwin
