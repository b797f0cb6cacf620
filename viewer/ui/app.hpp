// The window's whole state and what can be done with it. Knows Dear ImGui, but no window and no OpenGL: tests
// run it with a null backend.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/capacity.hpp"
#include "diff/difference.hpp"
#include "viewer/document/document.hpp"
#include "viewer/document/folder_list.hpp"
#include "viewer/document/live.hpp"
#include "viewer/document/recent.hpp"
#include "viewer/player/clock.hpp"
#include "viewer/player/playback.hpp"
#include "viewer/player/player.hpp"
#include "viewer/scene/frame.hpp"
#include "viewer/scene/placement.hpp"
#include "viewer/trace/trace_player.hpp"
#include "viewer/ui/camera.hpp"
#include "viewer/ui/probe.hpp"
#include "viewer/words/words.hpp"

namespace linetwin {
struct ScenarioRead;
}

namespace linetwin::viewer {

// When a file was written last.
using FileTime = std::optional<std::filesystem::file_time_type>;

// One model in the window: its file, its run, its picture, its answers. Of an event log there is the run as
// it was, and no document.
struct Pane {
  explicit Pane(std::size_t first_slot) : before_slot(first_slot), after_slot(first_slot + 1) {}
  Document document;
  std::unique_ptr<Playback> player;  // none while the file is no line yet
  std::string log_path;              // of the event log; empty: none was opened
  FileTime log_read;                 // the log as it was read
  FileTime log_seen;                 // and as it was when it was looked at last
  // The one or the other, by what the player plays.
  const Player* simulation() const { return dynamic_cast<const Player*>(player.get()); }
  void name_elements();
  const TracePlayer* log() const { return dynamic_cast<const TracePlayer*>(player.get()); }
  std::unordered_map<std::string, ElementId> element_of;  // of the player's model, by name
  CapacityReport capacity;
  Placement placement;
  Frame frame;
  Camera camera;
  bool fit = true;                          // the camera shows all, until somebody moves it
  std::uint64_t revision = 0;               // of the document, that all this was made of
  std::shared_ptr<const LineModel> line;    // that the placement is of
  std::size_t before_slot;                  // of Live: the line as it was opened
  std::size_t after_slot;                   // the line as it is now, once it differs
  std::shared_ptr<const LineModel> opened;  // the line as it was opened
  std::string opened_text;
  std::uint64_t opened_key = 0;  // Document::run_key() of it
  std::uint64_t played_key = 0;  // of what the player plays
  std::uint64_t asked_key = 0;   // of what was asked last for `after_slot`
  std::string message;           // refusals, and what was saved; empty: none
  bool message_is_error = false;
  bool message_is_refusal = false;
  bool file_torn = false;  // changed on the disk and here
  ElementId dragged = kNone;
  bool drag_moved = false;
  Placement before_drag;
  drawing::Point drag_offset{};  // from the pointer to the centre, metres
};

enum class ChartTab : std::uint8_t { Gantt, Levels, Curves, Losses, Table, Differences };

// What the window asks for in a dialogue.
enum class Question : std::uint8_t { None, Open, SaveAs, SaveCase, Compare, Unsaved, Overwrite };

struct AppOptions {
  Language language = Language::English;
  std::string models_folder = "models";
  std::string scenarios_folder = "scenarios";
  std::string recent_file;   // where recent files are kept; empty: nowhere
  int threads = 0;           // of the replications in the background; 0: all cores but one
  bool replications = true;  // run them
  bool watch_files = true;
  float least_text_scale = 0.5f;
  float most_text_scale = 4;
};

class App {
 public:
  explicit App(AppOptions options);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // ---- files
  // A model, a scenario (its model, with its cases to choose from) or an event log. False when it is no line;
  // the window then shows why. What was changed before is lost.
  bool open(const std::string& path);
  // The same, after a question where something is not saved. Where there is no such file, all stays.
  void ask_to_open(const std::string& path);
  void ask_to_quit();
  void save();
  // Changes that would be lost; a case that is looked at is in its scenario.
  bool unsaved() const;
  // What is done once the text that is being typed has been taken; given up if that is refused.
  enum class Soon : std::uint8_t { Nothing, Save, Ask, Open, Quit };
  void soon(Soon what);
  Soon soon() const { return soon_; }
  void do_it_now();
  void keep_mine(Pane& pane);
  void take_theirs(Pane& pane);
  // Beside the first model, in step with it; an empty path: the first one as it was when it was opened.
  bool compare_with(const std::string& path);
  void end_comparison();
  // What differs between the two models, in words, and the elements that it is about.
  std::vector<std::string> difference_sentences() const;
  const std::vector<std::string>& different_elements() const { return different_elements_; }
  // Cases of the scenario that is open, by their names; "as-is", where nothing is varied, is the model as it
  // is. None without one.
  const std::vector<std::string>& case_names() const { return case_names_; }
  static constexpr std::string_view kAsIs = "as-is";
  bool model_has_case() const;  // it is "as-is"
  // kNoCase: something else is open.
  static constexpr std::size_t kNoCase = static_cast<std::size_t>(-1);
  std::size_t chosen_case() const;
  // The model with the changes of a case (kNoCase: without any), as one step that can be undone; it is held
  // against the model as it is.
  bool choose_case(std::size_t number);

  // ---- time
  Clock& clock() { return clock_; }
  void go_to(Time t);  // over as many frames as it takes
  std::optional<Time> seeking() const { return seek_; }
  void step();
  void step_back();

  // ---- changes in the first model
  bool change(const std::vector<Edit>& edits);  // one step; false with a message in the pane
  // An element to another place, metres; in a model without a layout all the others get theirs.
  bool move_element(ElementId element, drawing::Point centre);
  void undo();
  void redo();

  // ---- dialogues
  void ask(Question question);
  Question question() const { return question_; }
  std::string& answer_path() { return answer_path_; }
  std::string& answer_name() { return answer_name_; }
  void answer();                   // what was asked is done with what was typed
  void answer_unsaved(bool save);  // and then what had been wanted

  // ---- each frame
  // Time goes on by so many real seconds, at most `budget` of work; files are looked at, the pictures follow.
  void advance(double real_seconds, Budget budget);
  void draw();  // into the current frame of Dear ImGui
  // Whether the next frame will be another one.
  bool moving() const;
  // Whether all that was asked for has come: the moment, the replications.
  bool settled() const;
  // Whether something has come since this was asked last: an answer, a file that changed.
  bool stirred();

  // ---- texts that are being typed
  struct Typing {
    unsigned field = 0;  // Dear ImGui's number of it; 0: none
    std::string text;
  };
  Typing& typing() { return typing_; }
  // The one before, until its field is drawn again.
  Typing& typed_before() { return typed_before_; }

  // ---- to look at
  Pane* pane() { return panes_.empty() ? nullptr : panes_.front().get(); }
  Pane* second() { return panes_.size() < 2 ? nullptr : panes_[1].get(); }
  const std::vector<std::unique_ptr<Pane>>& panes() const { return panes_; }
  Live& live() { return live_; }
  Probe& probe() { return probe_; }
  const RecentFiles& recent() const { return recent_; }
  FolderList& models() { return models_; }
  FolderList& scenarios() { return scenarios_; }
  const std::string& selected() const { return selected_; }
  void select(const std::string& name) { selected_ = name; }
  void fit();
  void tell_error(const std::string& message);
  std::string title() const;
  bool done() const { return done_; }
  // Rises with every file that is opened.
  std::uint64_t openings() const { return openings_; }
  // The texts that the window shows: words, and names of the models. For fonts.
  std::string texts() const;
  // The names of files that it shows, which may change at any time.
  std::string file_names();
  // No font has its letters: the interface stays English.
  void korean_cannot_be_shown();
  bool korean_can_be_shown() const { return korean_; }
  std::string korean_name() const;

  // How large texts and signs are; 1: as usual. The window that they are in asks for it.
  float text_scale() const;
  void set_text_scale(float scale);
  void larger();
  void smaller();

  // ---- settings
  Language language = Language::English;
  ChartTab chart = ChartTab::Gantt;
  Time chart_span = 0;  // up to the present; 0: all that has been run
  bool show_browser = true;
  bool show_inspector = true;
  bool show_charts = true;
  bool show_heat = false;
  bool show_names = true;

 private:
  void follow(Pane& pane);
  void restart(Pane& pane);
  void look_at_files(double real_seconds);
  bool open_scenario(const std::string& path);
  void close_scenario();
  bool read_cases();
  void read_cases_again(const std::string& shown);
  void see_case();
  void keep_as_case(const std::string& name);
  void forget_cases();
  bool is_there(const std::string& path);
  void follow_live(Pane& pane);
  bool open_log(Pane& pane);
  void reload_log(Pane& pane);
  bool log_is_new(const Pane& pane) const;
  void tell(Pane& pane, std::string message, bool error);
  void refuse(Pane& pane);  // what the document says
  void find_differences();

  AppOptions options_;
  std::vector<std::unique_ptr<Pane>> panes_;
  Clock clock_;
  Live live_;
  Probe probe_;
  RecentFiles recent_;
  FolderList models_;
  FolderList scenarios_;
  std::string selected_;
  std::optional<Time> seek_;
  double since_looked_ = 0;
  bool done_ = false;
  Soon soon_ = Soon::Nothing;
  Typing typing_;
  Typing typed_before_;
  float text_scale_ = 1;
  int text_steps_ = 0;  // from there
  std::uint64_t openings_ = 0;
  bool korean_ = true;
  std::vector<std::shared_ptr<const Answer>> seen_answers_;
  std::unique_ptr<ScenarioRead> scenario_;
  std::vector<std::string> case_names_;
  std::string scenario_path_;
  std::string scenario_model_;  // the file that it changes
  FileTime scenario_seen_;
  std::string scenario_fault_;      // as it was told
  bool scenario_is_other_ = false;  // it is on another model now: to be opened anew
  // Texts that cases make of the model, by their hashes: undo may come back to any.
  std::unordered_map<std::uint64_t, std::string> case_of_text_;
  std::string shown_case_;  // whose text it is; empty: of none
  std::vector<Difference> differences_;
  std::vector<std::string> different_elements_;
  Question question_ = Question::None;
  std::string answer_path_;
  std::string answer_name_;
  std::string wanted_path_;  // what is opened once what was changed is saved or given up; empty: quit
};

}  // namespace linetwin::viewer
