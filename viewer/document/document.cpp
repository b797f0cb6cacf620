#include "viewer/document/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/quantity.hpp"
#include "model/compile.hpp"
#include "read/load.hpp"
#include "read/path.hpp"
#include "read/read_model.hpp"
#include "read/read_tree.hpp"
#include "read/rewrite.hpp"
#include "scenario/read_scenario.hpp"
#include "viewer/document/case_edits.hpp"
#include "viewer/document/file_kind.hpp"
#include "viewer/document/put_into_file.hpp"
#include "viewer/document/written_at.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::size_t kMostSteps = 200;  // of undo

TreeChange::Kind kind_of(Edit::Kind kind) {
  switch (kind) {
    case Edit::Kind::Add: return TreeChange::Kind::Add;
    case Edit::Kind::Remove: return TreeChange::Kind::Remove;
    case Edit::Kind::Set: break;
  }
  return TreeChange::Kind::Set;
}

// The text with the edits made in it; nothing, and why not in `fault`.
std::optional<std::string> with_edits(const std::string& name, const std::string& text,
                                      const std::vector<Edit>& edits, std::string& fault) {
  Sources sources;
  Diagnostics diagnostics;
  std::vector<TreeChange> changes;
  for (const Edit& edit : edits) {
    std::optional<TreeChange> change =
        read_change(kind_of(edit.kind), {edit.path, edit.value}, sources, diagnostics);
    if (!change) {
      fault = render(diagnostics, sources);
      return std::nullopt;
    }
    changes.push_back(std::move(*change));
  }
  std::optional<std::string> rewritten = rewrite(name, text, changes, sources, diagnostics);
  if (!rewritten) fault = render(diagnostics, sources);
  return rewritten;
}

// What a person may want to give that is not in the file, with what holds without it.
struct Offer {
  const char* key;
  const char* text;
};
const std::vector<std::pair<std::string_view, std::vector<Offer>>>& sections() {
  static const std::vector<std::pair<std::string_view, std::vector<Offer>>> all = {
      {"stations", {{"cycle", ""}, {"machines", "1"}, {"batch", "1"}, {"scrap", "0 %"}, {"priority", "0"}}},
      {"buffers", {{"capacity", ""}, {"order", "fifo"}, {"dwell", "0 s"}, {"initial", "0"}}},
      {"sources", {{"interarrival", ""}, {"batch", "1"}}},
      {"conveyors", {{"length", ""}, {"speed", ""}, {"pitch", ""}}},
      {"sinks", {{"scrap", "false"}}},
      {"vehicles", {{"count", "1"}, {"speed", ""}, {"load", "0 s"}, {"unload", "0 s"}}},
      {"workers", {{"count", "1"}, {"speed", ""}}},
      {"limits", {{"max", ""}}},
      {"shifts", {}}};
  return all;
}

const std::vector<Offer>& run_offers() {
  static const std::vector<Offer> all = {
      {"duration", "24 h"}, {"warmup", "0 s"}, {"replications", "10"}, {"seed", "1"}};
  return all;
}

void collect(const Node& node, const std::string& path, const std::string& label,
             std::vector<Property>& found) {
  switch (node.kind) {
    case Node::Kind::Scalar: found.push_back({path, label, node.text}); break;
    case Node::Kind::Map:
      for (const Node::Entry& entry : node.entries) {
        const std::string& key = entry.key.text;
        collect(entry.value, path + "." + key, label.empty() ? key : label + "." + key, found);
      }
      break;
    case Node::Kind::Sequence: {
      // a list of plain values, an empirical distribution say, is one value
      const bool plain = std::all_of(node.items.begin(), node.items.end(),
                                     [](const Node& item) { return item.is_scalar(); });
      if (plain) {
        found.push_back({path, label, flow_text(node)});
        break;
      }
      for (std::size_t i = 0; i < node.items.size(); ++i)
        collect(node.items[i], fmt::format("{}[{}]", path, i), fmt::format("{}[{}]", label, i), found);
      break;
    }
    case Node::Kind::Null: break;
  }
}

void add_offers(const Node& node, const std::string& path, const std::vector<Offer>& offers,
                std::vector<Property>& found) {
  for (const Offer& offer : offers)
    if (!node.find(offer.key)) found.push_back({path + "." + offer.key, offer.key, offer.text, false});
}

// Whether distances in the layout are a matter of time.
bool somebody_drives_or_walks(const LineModel& line) {
  return !line.fleets.empty() || std::any_of(line.pools.begin(), line.pools.end(),
                                             [](const PoolModel& pool) { return pool.speed > 0; });
}

std::uint64_t run_key_of(const std::string& text, const std::string& folder, const Node& tree,
                         const LineModel& line) {
  const bool distances = somebody_drives_or_walks(line);
  std::uint64_t key = kNoText;
  if (line.hash != hash_text(text)) {  // there are measured values beside it, which may change without it
    Diagnostics ignored;
    key ^= read_tree(tree, {folder, {}, 0}, ignored).text_hash;
  }
  for (const Node::Entry& entry : tree.entries)
    if (distances || entry.key.text != "layout")
      key = hash_text(entry.key.text + ": " + flow_text(entry.value) + "\n", key);
  return key;
}

// The file has something at the path.
bool stands_in(const std::string& text, const std::string& path) {
  Sources sources;
  Diagnostics ignored;
  const int source = sources.add("file", text);
  const std::optional<Node> root = parse_document(sources, source, text, ignored);
  const auto steps = split_path({path, {sources.add("path", path), 1, 1, 1}}, ignored);
  return root && steps && !reach(*root, *steps, "find", ignored).empty();
}

// Metres with centimetres, without zeros behind.
std::string metres(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

bool Document::refuse(std::string why) {
  refusal_ = std::move(why);
  return false;
}

void Document::forget_steps() {
  edits_.clear();
  undone_from_.clear();
  redone_from_.clear();
}

bool Document::open(const std::string& path) {
  path_ = path;
  name_ = path;
  folder_ = folder_of(path);
  on_disk_ = written_at(path);
  LoadedText loaded = load_text(path, "model", kLargestModelFile);
  forget_steps();
  if (!loaded.text) {
    errors_ = fmt::format("{}: error: {}{}\n", path, loaded.message,
                          loaded.hint.empty() ? "" : " (" + loaded.hint + ")");
    text_.clear();
    saved_.clear();
    tree_.reset();
    whole_ = false;
    return false;
  }
  saved_ = *loaded.text;
  return take(std::move(*loaded.text));
}

bool Document::open_text(const std::string& name, std::string text, const std::string& folder) {
  path_.clear();
  name_ = name;
  folder_ = folder;
  on_disk_.reset();
  forget_steps();
  saved_ = text;
  return take(std::move(text));
}

// The text becomes that of the document; the line only if it is one.
bool Document::take(std::string text) {
  text_ = std::move(text);
  ReadResult read = read_model_text(name_, text_, {}, folder_);
  std::optional<LineModel> model;
  if (read.spec.flow_place.known()) model = compile(read.spec, read.diagnostics);
  RunOptions options = run_options(read.spec, read.diagnostics);
  if (!model && !read.diagnostics.has_errors()) read.diagnostics.error({}, "the flow is empty");
  read.diagnostics.sort();
  {
    Sources sources;
    Diagnostics ignored;
    const int source = sources.add(name_, text_);
    tree_ = parse_document(sources, source, text_, ignored);
  }
  const bool whole = model && !read.diagnostics.has_errors();
  errors_.clear();
  warnings_.clear();
  (whole ? warnings_ : errors_) = render(read.diagnostics, read.sources);
  whole_ = whole;
  if (!whole) return false;
  line_ = std::make_shared<const LineModel>(std::move(*model));
  options_ = options;
  run_key_ = run_key_of(text_, folder_, *tree_, *line_);
  ++revision_;
  return true;
}

bool Document::change(const std::vector<Edit>& edits) {
  refusal_.clear();
  std::string fault;
  std::optional<std::string> text = with_edits(name_, text_, edits, fault);
  if (!text) return refuse(std::move(fault));
  std::vector<Edit> all = edits_;
  all.insert(all.end(), edits.begin(), edits.end());
  return take_step(std::move(*text), std::move(all));
}

bool Document::take_case(const std::vector<TreeChange>& changes) {
  refusal_.clear();
  std::string text = saved_;
  std::vector<Edit> all;
  for (const TreeChange& change : changes) {
    std::string fault;
    const std::optional<std::vector<Edit>> edits = edits_of(change, text, fault);
    std::optional<std::string> next = edits ? with_edits(name_, text, *edits, fault) : std::nullopt;
    if (!next) return refuse(std::move(fault));
    text = std::move(*next);
    all.insert(all.end(), edits->begin(), edits->end());
  }
  return take_step(std::move(text), std::move(all));
}

void Document::keep_step(Step before) {
  undone_from_.push_back(std::move(before));
  if (undone_from_.size() > kMostSteps) undone_from_.erase(undone_from_.begin());
  redone_from_.clear();
}

// What cannot be read or is no line leaves all as it was.
bool Document::take_step(std::string text, std::vector<Edit> edits) {
  if (text == text_) {
    edits_ = std::move(edits);
    return true;
  }
  Step before{text_, edits_};
  const bool was_whole = whole_;
  std::optional<Node> tree = std::move(tree_);
  std::string errors = std::move(errors_), warnings = std::move(warnings_);
  if (!take(std::move(text))) {
    text_ = std::move(before.text);
    whole_ = was_whole;
    tree_ = std::move(tree);
    warnings_ = std::move(warnings);
    return refuse(std::exchange(errors_, std::move(errors)));
  }
  keep_step(std::move(before));
  edits_ = std::move(edits);
  return true;
}

bool Document::undo() {
  if (undone_from_.empty()) return false;
  Step step = std::move(undone_from_.back());
  undone_from_.pop_back();
  redone_from_.push_back({text_, edits_});
  edits_ = std::move(step.edits);
  take(std::move(step.text));
  return true;
}

bool Document::redo() {
  if (redone_from_.empty()) return false;
  Step step = std::move(redone_from_.back());
  redone_from_.pop_back();
  undone_from_.push_back({text_, edits_});
  edits_ = std::move(step.edits);
  take(std::move(step.text));
  return true;
}

std::vector<Edit> Document::changes() const {
  std::vector<Edit> last;
  for (const Edit& edit : edits_) {
    const auto same =
        std::find_if(last.begin(), last.end(), [&](const Edit& e) { return e.path == edit.path; });
    if (same == last.end()) {
      last.push_back(edit);
    } else if (edit.kind != Edit::Kind::Remove) {
      same->value = edit.value;
      if (same->kind == Edit::Kind::Remove) same->kind = Edit::Kind::Set;
    } else if (same->kind == Edit::Kind::Add || !stands_in(saved_, edit.path)) {
      last.erase(same);  // it came and went
    } else {
      *same = edit;
    }
  }
  return last;
}

bool Document::save_as(const std::string& path) {
  refusal_.clear();
  if (path.empty()) return refuse("no file name was given");
  if (!line_) return refuse("there is no line to save");
  if (std::string fault = put_into_file(path, text_); !fault.empty()) return refuse(std::move(fault));
  path_ = path;
  name_ = path;
  const bool elsewhere = folder_ != folder_of(path);
  folder_ = folder_of(path);
  on_disk_ = written_at(path);
  saved_ = text_;
  edits_.clear();
  // the file may have been gone or broken, and what lies beside it may be missing now
  if (!errors_.empty() || elsewhere) take(text_);
  return true;
}

bool Document::save_case(const std::string& scenario_path, const std::string& case_name) {
  refusal_.clear();
  const std::vector<Edit> all = changes();
  if (all.empty()) return refuse("nothing was changed: there is no case to save");
  if (path_.empty()) return refuse("the model is in no file yet: save it first");
  const std::optional<std::string> text = scenario_with(scenario_path, case_name, all);
  if (!text) return false;
  const ScenarioRead read = read_scenario_text(scenario_path, *text);
  std::error_code error;
  const bool same = std::filesystem::equivalent(read.scenario.model_file, path_, error);
  if (!same && !error && !read.scenario.model_file.empty())
    return refuse(fmt::format("{} is a scenario on another model ({}): give another name", scenario_path,
                              read.scenario.model_file));
  if (read.diagnostics.has_errors()) return refuse(render(read.diagnostics, read.sources));
  if (!same) return refuse(path_ + " is not there: save the model first");
  const std::vector<Factor>& factors = read.scenario.factors;
  case_is_varied_ = std::any_of(factors.begin(), factors.end(),
                                [](const Factor& f) { return f.use != Factor::Use::Optimise; });
  if (std::string fault = put_into_file(scenario_path, *text); !fault.empty())
    return refuse(std::move(fault));
  return true;
}

// Nothing where there is no such scenario, or it has such a case already; refusal() says so.
std::optional<std::string> Document::scenario_with(const std::string& scenario_path,
                                                   const std::string& case_name,
                                                   const std::vector<Edit>& all) {
  std::error_code error;
  std::string text;
  if (std::filesystem::exists(scenario_path, error)) {
    LoadedText loaded = load_text(scenario_path, "scenario", kLargestModelFile);
    if (!loaded.text || kind_of_file(scenario_path) != FileKind::Scenario) {
      refuse(loaded.text ? scenario_path + " is no scenario: give another name" : loaded.message);
      return std::nullopt;
    }
    text = std::move(*loaded.text);
  } else {
    const auto model = std::filesystem::proximate(path_, folder_of(scenario_path), error);
    text = fmt::format("linetwin-scenario: 1\nmodel: {}\n",
                       (error ? std::filesystem::path(path_) : model).string());
  }
  // the keys of a case in the order in which they apply: what is set needs what was added
  std::string body;
  for (const auto& [kind, word] :
       {std::pair(Edit::Kind::Add, "add"), {Edit::Kind::Set, "set"}, {Edit::Kind::Remove, "remove"}}) {
    std::string entries;
    for (const Edit& edit : all) {
      if (edit.kind != kind) continue;
      const std::string path = edit.path.find('[') == std::string::npos ? edit.path : "\"" + edit.path + "\"";
      if (!entries.empty()) entries += ", ";
      entries += kind == Edit::Kind::Remove ? path : path + ": " + edit.value;
    }
    if (entries.empty()) continue;
    if (!body.empty()) body += ", ";
    body += kind == Edit::Kind::Remove ? fmt::format("{}: [{}]", word, entries)
                                       : fmt::format("{}: {{{}}}", word, entries);
  }
  std::string fault;
  std::optional<std::string> rewritten =
      with_edits(scenario_path, text, {{"cases." + case_name, "{" + body + "}", Edit::Kind::Add}}, fault);
  if (!rewritten) refuse(std::move(fault));
  return rewritten;
}

bool Document::changed_on_disk() const { return !path_.empty() && written_at(path_) != on_disk_; }

bool Document::reload() {
  on_disk_ = written_at(path_);
  LoadedText loaded = load_text(path_, "model", kLargestModelFile);
  if (!loaded.text) {
    errors_ = fmt::format("{}: error: {}\n", path_, loaded.message);
    return false;
  }
  saved_ = *loaded.text;
  if (*loaded.text == text_) {
    edits_.clear();
    // it may be back after it was gone, and the values beside it may be others
    const bool same = errors_.empty() && line_ && line_->hash == hash_text(text_);
    return same || take(std::move(*loaded.text));
  }
  // nobody wants to go back to a text with errors, and save that
  if (whole_)
    keep_step({text_, edits_});
  else
    redone_from_.clear();
  edits_.clear();
  return take(std::move(*loaded.text));
}

std::string Document::path_of(const std::string& name) const {
  if (!tree_) return {};
  for (const auto& [section, offers] : sections()) {
    const Node* entries = tree_->find(section);
    if (entries && entries->is_map() && entries->find(name)) return fmt::format("{}.{}", section, name);
  }
  return {};
}

std::vector<Property> Document::properties(const std::string& name) const {
  std::vector<Property> found;
  const std::string path = path_of(name);
  if (path.empty()) return found;
  const std::string_view section = std::string_view(path).substr(0, path.find('.'));
  const Node* node = tree_->find(section)->find(name);
  if (node->is_map()) collect(*node, path, "", found);
  for (const auto& [known, offers] : sections())
    if (known == section) add_offers(*node, path, offers, found);
  return found;
}

std::vector<Property> Document::run_properties() const {
  std::vector<Property> found;
  if (!tree_) return found;
  static const Node nothing;
  const Node* run = tree_->find("run");
  if (!run) run = &nothing;
  collect(*run, "run", "", found);
  add_offers(*run, "run", run_offers(), found);
  if (const Node* targets = tree_->find("targets")) collect(*targets, "targets", "targets", found);
  return found;
}

std::optional<std::string> Document::stepped(const Property& property, double by, double least) const {
  const Parsed<WrittenQuantity> now = parse_written(property.text);
  if (!now.value) return std::nullopt;
  return written(std::max(now.value->number + by, least), now.value->unit);
}

bool Document::move(const std::vector<Moved>& moved) {
  std::vector<Edit> edits;
  const Node* layout = tree_ ? tree_->find("layout") : nullptr;
  for (const Moved& m : moved) {
    const Node* spot = layout ? layout->find(m.name) : nullptr;
    const bool opened = spot && spot->is_map();
    const std::string at = fmt::format("[{}, {}]", metres(m.x), metres(m.y));
    if (!spot && m.size)
      edits.push_back({"layout." + m.name, fmt::format("{{at: {}, size: [{}, {}]}}", at,
                                                       metres(m.size->first), metres(m.size->second))});
    else
      edits.push_back({"layout." + m.name + (opened ? ".at" : ""), at});
  }
  return change(edits);
}

}  // namespace linetwin::viewer
