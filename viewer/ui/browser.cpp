// Models and scenarios that lie about, and the cases of the scenario that is open.
#include <algorithm>
#include <filesystem>

#include "scenario/read_scenario.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

// Files of a folder that may be models, by name. Folders that cannot be read are empty.
std::vector<std::filesystem::path> yaml_files(const std::string& folder) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto& path = entry->path();
    if (path.extension() == ".yaml" || path.extension() == ".yml") found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void Panels::folder(const std::string& key, const std::string& path) {
  if (!ImGui::CollapsingHeader(say(key).c_str(), ImGuiTreeNodeFlags_DefaultOpen)) return;
  const std::vector<std::filesystem::path> files = yaml_files(path);
  if (files.empty()) coloured(palette::quiet(), say("no_files"));
  for (const auto& file : files) {
    const std::string name = file.stem().string();
    const bool open = app_.pane() && std::filesystem::path(app_.pane()->document.path()) == file;
    if (ImGui::Selectable((name + "##" + file.string()).c_str(), open)) app_.ask_to_open(file.string());
    app_.probe().note_item("file:" + name);
  }
}

void Panels::cases() {
  const auto names = app_.case_names();
  if (names.empty() || !ImGui::CollapsingHeader(say("cases").c_str(), ImGuiTreeNodeFlags_DefaultOpen)) return;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(names.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto number = static_cast<std::size_t>(i);
      const std::string& shown = number == 0 ? say("as_is") : names[number];
      if (ImGui::Selectable((shown + "##case" + std::to_string(i)).c_str(), number == app_.chosen_case()))
        app_.choose_case(number);
      app_.probe().note_item("case:" + names[number]);
    }
}

void Panels::browser(Rect at) {
  if (begin("browser", at)) {
    cases();
    folder("models", app_.models_folder());
    folder("scenarios", app_.scenarios_folder());
    if (!app_.recent().paths().empty() && ImGui::CollapsingHeader(say("recent").c_str()))
      for (const std::string& path : app_.recent().paths()) {
        if (ImGui::Selectable((std::filesystem::path(path).filename().string() + "##recent" + path).c_str()))
          app_.ask_to_open(path);
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", path.c_str());
      }
  }
  ImGui::End();
}

}  // namespace linetwin::viewer
