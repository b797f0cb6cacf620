// Models and scenarios that lie about, and the cases of the scenario that is open.
#include <filesystem>

#include "scenario/read_scenario.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
void Panels::folder(const std::string& key, FolderList& list) {
  if (!ImGui::CollapsingHeader(say(key).c_str(), ImGuiTreeNodeFlags_DefaultOpen)) return;
  const std::vector<std::string>& files = list.files();
  if (files.empty()) coloured(palette::quiet(), say("no_files"));
  for (const std::string& file : files) {
    const std::string name = std::filesystem::path(file).stem().string();
    const bool open = app_.pane() && app_.pane()->document.path() == file;
    if (ImGui::Selectable((name + "##" + file).c_str(), open)) {
      app_.ask_to_open(file);
      return;  // the list may be another one now
    }
    whole_name(name);
    app_.probe().note_item("file:" + name);
  }
}

void Panels::cases() {
  const auto& names = app_.case_names();
  if (names.empty() || !ImGui::CollapsingHeader(say("cases").c_str(), ImGuiTreeNodeFlags_DefaultOpen)) return;
  const bool plain = app_.model_has_case();
  if (!plain) {
    const Pane& first = *app_.pane();
    if (ImGui::Selectable((say("as_is") + "##case").c_str(), !first.document.changed()))
      app_.choose_case(App::kNoCase);
    app_.probe().note_item("case:");
  }
  const std::size_t chosen = app_.chosen_case();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(names.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto number = static_cast<std::size_t>(i);
      const std::string& shown = plain && number == 0 ? say("as_is") : names[number];
      if (ImGui::Selectable((shown + "##case" + std::to_string(i)).c_str(), number == chosen))
        app_.choose_case(number);
      whole_name(shown);
      app_.probe().note_item("case:" + names[number]);
    }
}

// A tooltip for a name that is cut off.
void Panels::whole_name(const std::string& name) const {
  const bool cut = ImGui::CalcTextSize(name.c_str()).x > ImGui::GetItemRectSize().x;
  if (cut && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", name.c_str());
}

void Panels::browser(Rect at) {
  if (begin("browser", at)) {
    cases();
    folder("models", app_.models());
    folder("scenarios", app_.scenarios());
    if (!app_.recent().paths().empty() && ImGui::CollapsingHeader(say("recent").c_str()))
      for (const std::string& path : app_.recent().paths()) {
        if (ImGui::Selectable(
                (std::filesystem::path(path).filename().string() + "##recent" + path).c_str())) {
          app_.ask_to_open(path);
          break;
        }
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", path.c_str());
      }
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
