// What is wrong with the file, and what a change was refused for.
#include <fmt/format.h>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {

void Panels::problems(Pane& pane, Rect at) {
  const bool wrong = !pane.document.errors().empty();
  const bool torn = pane.file_torn;
  if (!wrong && pane.message.empty() && !torn) return;
  // where it covers least
  ImGui::SetNextWindowPos({at.from.x, at.to.y}, ImGuiCond_Always, {0, 1});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {at.width(), at.height()});
  const int flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                    ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing;
  ImGui::PushStyleColor(ImGuiCol_Border, wrong || pane.message_is_error ? palette::mark() : palette::line());
  if (ImGui::Begin(fmt::format("problems{}", pane.before_slot).c_str(), nullptr, flags)) {
    if (wrong) {
      coloured(palette::mark(), say(pane.document.line() ? "file_has_errors" : "file_is_no_line"));
      ImGui::TextUnformatted(pane.document.errors().c_str());
    }
    if (torn) {
      coloured(palette::mark(), say("changed_on_disk"));
      if (button("keep_mine")) app_.keep_mine(pane);
      ImGui::SameLine();
      if (button("take_theirs")) app_.take_theirs(pane);
    }
    if (!pane.message.empty()) {
      if (pane.message_is_refusal) coloured(palette::mark(), say("refused"));
      ImGui::TextUnformatted(pane.message.c_str());
      if (button("dismiss")) pane.message.clear();
    }
    app_.probe().note(fmt::format("problems{}", pane.before_slot), ImGui::GetWindowPos(),
                      {ImGui::GetWindowPos().x + ImGui::GetWindowWidth(),
                       ImGui::GetWindowPos().y + ImGui::GetWindowHeight()});
  }
  ImGui::End();
  ImGui::PopStyleColor();
}

}  // namespace linetwin::viewer
