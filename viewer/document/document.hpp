// A model file under the hands of an engineer: its text with the changes made so far, undo and redo, the line
// that it describes, and what is wrong with it. The text is the truth: every change is made in it, with
// comments and order kept, and read again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/line_model.hpp"
#include "read/change.hpp"
#include "read/document.hpp"
#include "viewer/document/edit.hpp"

namespace linetwin::viewer {

// A value of an element, as it stands in the file.
struct Property {
  std::string path;   // stations.laser.failures[0].mttr
  std::string label;  // failures[0].mttr
  std::string text;   // "45 min"; of what is left out: the default
  bool given = true;  // it stands in the file
};

class Document {
 public:
  // Reads a model. False when it is no line: errors() says why, and the document has the text all the same,
  // so that it can be mended and read again. `name` is how messages call it.
  bool open(const std::string& path);
  // The same of a text that is in no file yet; `folder` is where its CSV files are.
  bool open_text(const std::string& name, std::string text, const std::string& folder);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  // As it is in the file.
  const std::string& file_text() const { return saved_; }
  const std::string& folder() const { return folder_; }
  // Null until a text was read without errors; then the line of the last text that had none.
  const std::shared_ptr<const LineModel>& line() const { return line_; }
  const RunOptions& options() const { return options_; }
  // Of all in it that bears on a run: the same for two lines that differ in comments, or in where things
  // stand while nothing drives or walks there.
  std::uint64_t run_key() const { return run_key_; }
  // Rises by one whenever line() becomes another one.
  std::uint64_t revision() const { return revision_; }
  // What is wrong with the text, as `linetwin check` prints it; empty: nothing. Then line() may be an older
  // one.
  const std::string& errors() const { return errors_; }
  const std::string& warnings() const { return warnings_; }

  // ---- changes; each call is one step of undo. False: nothing was changed, and refusal() says why.
  bool change(const std::vector<Edit>& edits);
  // The file with the changes of a case of a scenario, and nothing else; one step of undo, too.
  bool take_case(const std::vector<TreeChange>& changes);
  const std::string& refusal() const { return refusal_; }
  bool undo();
  bool redo();
  bool can_undo() const { return !undone_from_.empty(); }
  bool can_redo() const { return !redone_from_.empty(); }
  // The text is not what is in the file.
  bool changed() const { return text_ != saved_; }
  // What was changed since the file was read, once for each path; what was undone is left out.
  std::vector<Edit> changes() const;

  // ---- files; false after refusal() was given a reason
  bool save() { return save_as(path_); }
  bool save_as(const std::string& path);
  // Adds a case with all changes to a scenario on this model, or begins one; refused where the scenario would
  // have errors then. The model must have been saved nowhere with these changes: the scenario changes the
  // file as it is on the disk.
  bool save_case(const std::string& scenario_path, const std::string& case_name);
  // The scenario of the last save_case() varies values besides, of its new case too.
  bool case_is_varied() const { return case_is_varied_; }
  // The file is another than when it was read or saved last. Looks at the disk.
  bool changed_on_disk() const;
  // Reads it again; what was changed here is dropped (and can be had back by undo). False as open().
  bool reload();

  // ---- what stands in the file
  // What an element, a fleet, a pool, a limit, a shift has, in the order of the file, and what it may have
  // besides. None for a name that no section declares.
  std::vector<Property> properties(const std::string& name) const;
  // How it is run, and its targets.
  std::vector<Property> run_properties() const;
  // The path of a name's own entry: "stations.laser"; empty where no section declares it.
  std::string path_of(const std::string& name) const;
  // Another number at a path: what is written there, with its unit, and `by` added; not below `least`.
  // Counts stay whole. Nothing when no plain number is there.
  std::optional<std::string> stepped(const Property& property, double by, double least) const;
  // Places for these elements in `layout`, metres, and their sizes where they have none there: one step.
  struct Moved {
    std::string name;
    double x = 0;
    double y = 0;
    std::optional<std::pair<double, double>> size{};
  };
  bool move(const std::vector<Moved>& moved);

 private:
  struct Step {
    std::string text;
    std::vector<Edit> edits;  // that led to it
  };
  bool take(std::string text);
  bool take_step(std::string text, std::vector<Edit> edits);
  void keep_step(Step before);
  std::optional<std::string> scenario_with(const std::string& path, const std::string& case_name,
                                           const std::vector<Edit>& edits);
  bool refuse(std::string why);
  void forget_steps();

  std::string path_;
  std::string name_;
  std::string folder_;
  std::string text_;
  std::string saved_;
  std::optional<std::filesystem::file_time_type> on_disk_;
  std::vector<Edit> edits_;        // that led from the file to the text, step after step
  std::vector<Step> undone_from_;  // what undo() goes back to
  std::vector<Step> redone_from_;
  std::optional<Node> tree_;  // of the text, where it is YAML
  std::shared_ptr<const LineModel> line_;
  RunOptions options_;
  bool case_is_varied_ = false;
  bool whole_ = false;  // the text is a line
  std::uint64_t run_key_ = 0;
  std::uint64_t revision_ = 0;
  std::string errors_;
  std::string warnings_;
  std::string refusal_;
};

}  // namespace linetwin::viewer
