// The panels of the window, one file each or a few small ones together. They draw what the app holds and
// change it by what the app offers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/scene/figures.hpp"
#include "viewer/ui/app.hpp"
#include "viewer/ui/plot.hpp"

namespace linetwin::viewer {

// The time that charts show.
struct ChartSpan {
  Time from = 0;
  Time to = 0;
};

// "2 h 05 min", "3 d 04 h", "12.5 s": a length of time to about three digits.
std::string span_text(Time span, Language language);

// What an edit of a text in a table or list gives back.
struct TextEdit {
  bool done = false;  // Enter, or the cursor went elsewhere after a change
  std::string text;
};

class Panels {
 public:
  explicit Panels(App& app) : app_(app) {}
  void draw();

 private:
  // ---- panels.cpp: who stands where, and what all of them use
  struct Rect {
    ImVec2 from;
    ImVec2 to;
    float width() const { return to.x - from.x; }
    float height() const { return to.y - from.y; }
  };
  void body(Rect whole);
  void pictures(Rect at);
  // What is known of a line now, or of an earlier one of it until then.
  std::shared_ptr<const Answer> newest(const Pane& pane) const;
  // Of the line as it is; null while that is not known.
  std::shared_ptr<const Answer> current(const Pane& pane) const;
  // As the model says it, or as the replications have found it.
  Time warmup_of(const Pane& pane) const;
  // A window without frame at this place; end it with ImGui::End() whatever it returns.
  bool begin(const char* id, Rect at, int flags = 0);
  const std::string& say(std::string_view key) const { return viewer::say(key, app_.language); }
  std::string say(std::string_view key, const std::vector<std::string>& values) const {
    return viewer::say(key, app_.language, values);
  }
  // Noted in the probe by its key.
  bool button(std::string_view key);
  // `text` is shown, `key` is noted.
  bool button(const std::string& text, std::string_view key);
  bool item(std::string_view key, const char* shortcut = nullptr, bool marked = false, bool enabled = true);
  void coloured(ImU32 colour, const std::string& text) const;
  void wrapped(const std::string& text) const;
  std::string state_name(MachineState state) const;
  // A field whose text is that of `text` until somebody types.
  TextEdit edit_text(const char* id, const std::string& text, float width, const std::string& hint = {});
  std::string span_text(Time span) const { return viewer::span_text(span, app_.language); }
  // "Tue 14:03:25, day 2"
  std::string calendar_text(const LineModel& model, Time t) const;

  // ---- menu.cpp
  void menu();
  bool begin_menu(std::string_view key);  // end it with ImGui::EndMenu() when it is open
  void file_menu();
  void view_menu();
  void language_menu();
  void shortcuts();
  void dialogues();

  // ---- browser.cpp
  void browser(Rect at);
  void folder(const std::string& key, FolderList& list);
  void cases();
  void whole_name(const std::string& name) const;

  // ---- time_bar.cpp
  void time_bar(Rect at);
  bool time_in_two_rows(float width) const;  // for want of room
  void transport();
  void speed();
  void slider(float width);

  // ---- picture.cpp
  void canvas(Pane& pane, Rect at, bool first);
  void move_camera(Pane& pane, bool hovered);
  void touch(Pane& pane, const Hit& what, bool hovered, bool first);
  void tooltip(Pane& pane, const Hit& what);

  // ---- legend.cpp
  void legend(Rect at);

  // ---- headline.cpp
  void headline(Pane& pane, Rect at);
  void answer_row(const char* key, const Answer* answer, const std::string& progress);
  void logged(const Pane& pane);

  // ---- inspector.cpp
  void inspector(Rect at);
  void from_log();
  const char* live_figures_of(const Pane& pane, const std::string& name, bool draw);
  void whole_line(Pane& pane);
  void figures_table(const std::vector<LiveFigure>& figures);
  void quick_changes(Pane& pane, const std::string& name);
  void values(const Pane& pane, const std::vector<Property>& all);

  // ---- charts.cpp: the tabs; gantt.cpp, curves.cpp, losses.cpp, table.cpp, differences.cpp: each of them
  void charts(Rect at);
  void spans();
  void chart(Pane& pane);
  ChartSpan chart_span(const Pane& pane) const;
  Plot::Axes time_axes(const Pane& pane) const;
  void mark_times(const Pane& pane, const Plot& plot);
  void go_where_clicked(const Plot& plot);
  void gantt(Pane& pane);
  void levels(Pane& pane);
  void curves(Pane& pane);
  void losses(Pane& pane);
  void table(Pane& pane);
  void table_head(const LineModel& model);
  void table_row(const Pane& pane, const Answer* answer, std::size_t station);
  void differences();

  // ---- problems.cpp
  void problems(Pane& pane, Rect at);

  App& app_;
};

// "92.1 ± 0.4", to the digits that the half width allows; "-" without a mean.
std::string figure_text(const Figure& figure);
// Digits behind the point, at least one, so that so many digits are no zeros before others.
int decimals_of(double value, int digits);

}  // namespace linetwin::viewer
