#include "viewer/line_guest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "base/diagnostics.hpp"
#include "base/time.hpp"
#include "viewer/document/put_into_file.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

using namespace std::chrono_literals;
// Of a frame: the rest of a sixtieth of a second is for drawing it.
constexpr Budget kBudget = 8ms;
// Nobody waits for the frames of a picture or a recording.
constexpr Budget kPatient = 2s;
// So long does a picture wait for replications.
constexpr auto kReplications = 60s;

AppOptions options_for(const Arguments& arguments) {
  AppOptions options;
  options.language = arguments.language;
  const bool picture = arguments.screenshot || arguments.record;
  if (!picture) options.recent_file = usual_recent_file();
  options.least_text_scale = static_cast<float>(kLeastScale);
  options.most_text_scale = static_cast<float>(kMostScale);
  options.watch_files = !picture;
  return options;
}

ChartTab tab_of(Chart chart) {
  switch (chart) {
    case Chart::Levels: return ChartTab::Levels;
    case Chart::Curves: return ChartTab::Curves;
    case Chart::Losses: return ChartTab::Losses;
    case Chart::Table: return ChartTab::Table;
    case Chart::Differences: return ChartTab::Differences;
    case Chart::None:
    case Chart::Gantt: break;
  }
  return ChartTab::Gantt;
}

}  // namespace

LineGuest::LineGuest(const Arguments& arguments)
    : app_(options_for(arguments)),
      probe_(arguments.probe),
      recorded_(arguments.record.has_value()),
      pictured_(arguments.screenshot || arguments.record) {
  if (probe_) app_.probe().listen();
  app_.set_text_scale(static_cast<float>(arguments.scale));
  if (!arguments.file) return;
  opened_ = app_.open(arguments.file->string());
  if (!app_.pane()->player) return;
  if (pictured_) {
    app_.show_browser = false;
    app_.show_inspector = false;
  }
  set_view(arguments);
  if (arguments.at) {
    const Time end = app_.pane()->player->end();
    if (*arguments.at > end)
      std::fputs(
          fmt::format("linetwin-viewer: warning: --at lies behind the end of the run ({:g} h)\n", hours(end))
              .c_str(),
          stderr);
    app_.go_to(*arguments.at);
  }
  if (arguments.screenshot && !arguments.at)
    app_.go_to(app_.pane()->player->end() / 4);  // when there is something to be seen
  if (recorded_) {
    until_ = arguments.record->until;
    app_.clock().play();
  }
}

// What else the command line says about what is to be seen.
void LineGuest::set_view(const Arguments& arguments) {
  if (arguments.compare && !app_.compare_with(arguments.compare->string())) {
    fault_ = app_.pane()->message.empty() ? app_.panes().back()->document.errors() : app_.pane()->message;
    if (fault_.empty())
      fault_ = error_line(fmt::format("--compare: {} cannot be shown beside {}", arguments.compare->string(),
                                      arguments.file->string()));
  }
  app_.show_heat = arguments.look == Look::Heat;
  if (arguments.chart) {
    app_.show_charts = *arguments.chart != Chart::None;
    app_.chart = tab_of(*arguments.chart);
  }
  if (!arguments.select) return;
  std::vector<std::string> names;
  for (const Element& e : app_.pane()->player->model().elements) names.push_back(e.name);
  if (std::find(names.begin(), names.end(), *arguments.select) == names.end()) {
    const std::string hint = did_you_mean(*arguments.select, names);
    fault_ = error_line(fmt::format("--select: the line has no \"{}\"", *arguments.select),
                        hint.empty() ? "" : hint);
    return;
  }
  app_.select(*arguments.select);
  app_.show_inspector = true;
}

void LineGuest::frame() {
  app_.advance(static_cast<double>(ImGui::GetIO().DeltaTime), pictured_ ? kPatient : kBudget);
  app_.draw();
  if (app_.question() == Question::None && app_.soon() == App::Soon::Nothing) interrupted_ = asks_ = false;
  tell_of_question();
  if (probe_) write_probe();
}

void LineGuest::write_probe() {
  std::string text = probe_text(app_.probe());
  if (const Pane* pane = app_.pane(); pane && pane->player)
    text += fmt::format("#now\t{}\n", seconds(pane->player->now()));
  if (text == probed_) return;
  probed_ = std::move(text);
  if (const std::string fault = put_into_file(probe_->string(), probed_); !fault.empty())
    throw std::runtime_error("--probe: " + fault);
}

bool LineGuest::stirred() {
  const bool waits = pictured_ && !late_ && !app_.seeking() && !app_.settled();
  if (waits && std::chrono::steady_clock::now() - begun_ > kReplications) {
    late_ = true;
    std::fputs(
        "linetwin-viewer: warning: the replications take long: the picture shows what is known of them\n",
        stderr);
  }
  return app_.stirred();
}

void LineGuest::dress() { apply_theme(1); }

// All words and names at first, and again when there are others.
std::string LineGuest::new_text() {
  // a file that is opened begins at another hundred thousand
  const std::uint64_t opened = app_.openings() * 100'000;
  const std::uint64_t revision = app_.pane() ? opened + app_.pane()->document.revision() + 1 : 0;
  const std::uint64_t both = revision + (app_.second() ? app_.second()->document.revision() << 32 : 0);
  std::string files = app_.file_names();
  if (told_ && both == told_revision_ && app_.language == told_language_ && files == told_files_) return {};
  told_ = true;
  told_revision_ = both;
  told_language_ = app_.language;
  told_files_ = std::move(files);
  return app_.texts() + told_files_;
}

void LineGuest::lacks_letters(const std::string& message) {
  std::fputs(fmt::format("linetwin-viewer: warning: {}\n", message).c_str(), stderr);
  if (app_.language == Language::Korean) app_.korean_cannot_be_shown();
}

bool LineGuest::may_close() {
  app_.ask_to_quit();
  return app_.done();
}

bool LineGuest::interrupted() {
  if (interrupted_ || may_close()) return true;
  interrupted_ = true;  // until the question is answered
  return false;
}

void LineGuest::tell_of_question() {
  if (!interrupted_ || asks_ || app_.question() != Question::Unsaved) return;
  asks_ = true;
  constexpr const char* kWord =
      "linetwin-viewer: changes are not saved: the window asks what is to be done\n"
      "(Ctrl+C again leaves without them)\n";
  std::fputs(kWord, stderr);
}

bool LineGuest::done() const {
  if (app_.done()) return true;
  if (!recorded_ || app_.panes().empty() || !app_.panes().front()->player) return false;
  const Playback& player = *app_.panes().front()->player;
  return (until_ && player.now() >= *until_) || player.at_end();
}

std::string LineGuest::fault() const {
  if (!fault_.empty()) return fault_;
  if (app_.panes().empty()) return {};
  const Pane& pane = *app_.panes().front();
  if (opened_) return {};
  return pane.document.errors().empty() ? pane.message : pane.document.errors();
}

}  // namespace linetwin::viewer
