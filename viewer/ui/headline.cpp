// The answer: what the line makes, how sure that is, where its bottleneck is, before and after what was
// changed.
#include <fmt/format.h>

#include <cmath>

#include "viewer/trace/log_figures.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr float kRoomy = 50;  // letters: from there on the columns share the width

std::string bottleneck_name(const Answer& answer) {
  const std::int32_t station = answer.summary.jury.verdict.station;
  if (station == kNone) return {};
  return answer.model->of(answer.model->stations[static_cast<std::size_t>(station)]).name;
}

}  // namespace

void Panels::answer_row(const char* key, const Answer* answer, const std::string& progress) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  if (*key) ImGui::TextUnformatted(say(key).c_str());
  ImGui::TableNextColumn();
  if (!answer) {
    coloured(palette::quiet(), progress);
    return;
  }
  if (answer->summary.finished == 0) {
    coloured(palette::mark(), say("all_jammed"));
    return;
  }
  ImGui::TextUnformatted(figure_text(answer->summary.throughput_per_h).c_str());
  if (!progress.empty()) {  // these are the figures of an earlier line
    ImGui::SameLine();
    coloured(palette::quiet(), progress);
  }
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(figure_text(answer->summary.wip).c_str());
  ImGui::TableNextColumn();
  const Verdict& verdict = answer->summary.jury.verdict;
  const std::string name = bottleneck_name(*answer);
  if (name.empty())
    coloured(palette::quiet(), say("no_bottleneck"));
  else
    coloured(palette::mark(),
             say("bottleneck_agree", {name, std::to_string(verdict.agree), std::to_string(verdict.of)}));
}

// What an event log has counted up to the moment shown.
void Panels::logged(const Pane& pane) {
  const std::int64_t good = logged_good(pane.player->model(), pane.frame);
  const Time now = pane.frame.now;
  const std::string per_h = now > 0 ? fmt::format("{:.2f}", static_cast<double>(good) / hours(now)) : "-";
  ImGui::TextUnformatted(say("logged", {std::to_string(good), per_h + " " + say("unit.parts_per_h"),
                                        std::to_string(pane.frame.inside)})
                             .c_str());
  const std::string from = say(pane.log()->guessed() ? "log_without_model" : "log_with_model");
  coloured(palette::quiet(), pane.log()->log().run.empty() ? from : from + " " + pane.log()->log().run);
  app_.probe().note(fmt::format("logged:{}:{}", good, pane.frame.inside), ImGui::GetItemRectMin(),
                    ImGui::GetItemRectMax());
}

void Panels::headline(Pane& pane, Rect at) {
  const std::string id = fmt::format("headline{}", pane.before_slot);
  if (begin(id.c_str(), at, ImGuiWindowFlags_NoScrollbar)) {
    app_.probe().note(id, at.from, at.to);
    if (pane.log()) {
      logged(pane);
      ImGui::End();
      return;
    }
    const auto before = app_.live().answer(pane.before_slot);
    const auto after = app_.live().answer(pane.after_slot);
    const bool changed = pane.document.line() != pane.opened;
    const auto running = [&](std::size_t slot) {
      const auto [ended, all] = app_.live().progress(slot);
      return ended < all ? say("running", {std::to_string(ended), std::to_string(all)}) : std::string();
    };
    if (ImGui::BeginTable("answers", 4,
                          at.width() < kRoomy * ImGui::GetFontSize() ? ImGuiTableFlags_SizingFixedFit
                                                                     : ImGuiTableFlags_SizingStretchProp)) {
      ImGui::TableSetupColumn("");
      ImGui::TableSetupColumn((say("throughput") + " (" + say("unit.parts_per_h") + ")").c_str());
      ImGui::TableSetupColumn(say("wip").c_str());
      ImGui::TableSetupColumn(say("bottleneck").c_str());
      ImGui::TableHeadersRow();
      answer_row(changed ? "before" : "", before.get(), running(pane.before_slot));
      if (changed) {
        answer_row("after", after.get(), running(pane.after_slot));
        const auto difference = before && after ? gain(*before, *after) : std::nullopt;
        if (difference && difference->mean) {
          ImGui::TableNextRow();
          ImGui::TableNextColumn();
          ImGui::TextUnformatted(say("gain").c_str());
          ImGui::TableNextColumn();
          const bool told = difference->half_width && std::abs(*difference->mean) > *difference->half_width;
          coloured(told ? palette::accent() : palette::quiet(),
                   (*difference->mean > 0 ? "+" : "") + figure_text(*difference));
          if (!told && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", say("not_told").c_str());
        }
      }
      ImGui::EndTable();
    }
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
