// The menu, the keys, and the small windows that ask for a name.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <utility>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {

bool Panels::begin_menu(std::string_view key) {
  const bool open = ImGui::BeginMenu((say(key) + "##" + std::string(key)).c_str());
  app_.probe().note_item("menu:" + std::string(key));
  if (open && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) ImGui::CloseCurrentPopup();
  return open;
}

void Panels::menu() {
  if (!ImGui::BeginMainMenuBar()) return;
  if (begin_menu("file")) {
    file_menu();
    ImGui::EndMenu();
  }
  if (begin_menu("edit")) {
    const Pane* pane = app_.pane();
    if (item("undo", "Ctrl+Z", false, pane && pane->document.can_undo())) app_.undo();
    if (item("redo", "Ctrl+Y", false, pane && pane->document.can_redo())) app_.redo();
    ImGui::EndMenu();
  }
  if (begin_menu("view")) {
    view_menu();
    ImGui::EndMenu();
  }
  if (begin_menu("language")) {
    language_menu();
    ImGui::EndMenu();
  }
  if (app_.pane()) {
    ImGui::Separator();
    ImGui::TextUnformatted(app_.title().c_str());
    if (app_.unsaved()) {
      ImGui::SameLine();
      coloured(palette::mark(), say("unsaved"));
    }
  }
  ImGui::EndMainMenuBar();
}

void Panels::file_menu() {
  Pane* pane = app_.pane();
  // that can be changed and held against another
  const bool model = pane && pane->player && !pane->log();
  if (item("open", "Ctrl+O")) app_.ask(Question::Open);
  if (item("save", "Ctrl+S", false, model && pane->document.changed())) app_.save();
  if (item("save_as", nullptr, false, model)) app_.ask(Question::SaveAs);
  if (item("save_case", nullptr, false, model && !pane->document.changes().empty()))
    app_.ask(Question::SaveCase);
  if (item("reload", "Ctrl+R", false, pane != nullptr)) app_.take_theirs(*pane);
  ImGui::Separator();
  if (item("compare_with", nullptr, false, model)) app_.ask(Question::Compare);
  if (item("compare_before", nullptr, false, model && pane->document.line() != pane->opened))
    app_.compare_with("");
  if (item("compare_end", nullptr, false, app_.second() != nullptr)) app_.end_comparison();
  ImGui::Separator();
  if (item("quit", "Ctrl+Q")) app_.ask_to_quit();
}

void Panels::view_menu() {
  const Pane* pane = app_.pane();
  const bool line = pane && pane->player;
  if (item("fit", "F", false, line)) app_.fit();
  if (item("heat", "H", app_.show_heat, line && !pane->log())) app_.show_heat = !app_.show_heat;
  if (item("names", nullptr, app_.show_names, line)) app_.show_names = !app_.show_names;
  ImGui::Separator();
  if (item("larger", "Ctrl++")) app_.larger();
  if (item("smaller", "Ctrl+-")) app_.smaller();
  if (item("usual_size", "Ctrl+0", false, app_.text_scale() != 1)) app_.set_text_scale(1);
  ImGui::Separator();
  if (item("panel.browser", nullptr, app_.show_browser)) app_.show_browser = !app_.show_browser;
  if (item("panel.inspector", nullptr, app_.show_inspector)) app_.show_inspector = !app_.show_inspector;
  if (item("panel.charts", nullptr, app_.show_charts)) app_.show_charts = !app_.show_charts;
}

void Panels::language_menu() {
  if (ImGui::MenuItem("English", nullptr, app_.language == Language::English))
    app_.language = Language::English;
  app_.probe().note_item("menu:en");
  if (ImGui::MenuItem(app_.korean_name().c_str(), nullptr, app_.language == Language::Korean,
                      app_.korean_can_be_shown()))
    app_.language = Language::Korean;
  app_.probe().note_item("menu:ko");
}

void Panels::shortcuts() {
  ImGuiIO& io = ImGui::GetIO();
  // the keys of letters are those of their ASCII characters
  const auto pressed = [](char key) { return ImGui::IsKeyPressed(static_cast<int>(key), false); };
  if (app_.soon() != App::Soon::Nothing) {
    // as if Enter had been pressed: the field takes what was typed in this frame
    const bool typing = std::exchange(app_.typing().field, 0) != 0;
    if (!typing)
      app_.do_it_now();
    else
      io.KeysDownDuration[ImGui::GetKeyIndex(ImGuiKey_Enter)] = 0;
  }
  if (app_.question() != Question::None) return;
  Pane* pane = app_.pane();
  if (io.KeyCtrl && !io.KeyAlt) {
    if (pressed('O')) app_.soon(App::Soon::Ask);
    if (pressed('Q')) app_.soon(App::Soon::Quit);
    if (pressed('S') && pane) app_.soon(App::Soon::Save);
    if (pressed('=')) app_.larger();  // the key of "+", with Shift or without
    if (pressed('-')) app_.smaller();
    if (pressed('0')) app_.set_text_scale(1);
    if (!pane || io.WantTextInput) return;
    if (pressed('R')) app_.take_theirs(*pane);
    if (pressed('Z')) io.KeyShift ? app_.redo() : app_.undo();
    if (pressed('Y')) app_.redo();
    return;
  }
  if (io.WantTextInput || !pane || !pane->player) return;
  const auto named = [](ImGuiKey key, bool repeat) {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), repeat);
  };
  if (named(ImGuiKey_Space, false)) app_.clock().playing() ? app_.clock().pause() : app_.clock().play();
  if (named(ImGuiKey_RightArrow, true)) app_.step();
  if (named(ImGuiKey_LeftArrow, true)) app_.step_back();
  if (named(ImGuiKey_Home, false)) app_.go_to(0);
  if (named(ImGuiKey_End, false)) app_.go_to(pane->player->end());
  if (named(ImGuiKey_Escape, false) &&
      !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
    // first what covers the picture
    if (pane->message.empty())
      app_.select("");
    else
      pane->message.clear();
  }
  if (pressed('F')) app_.fit();
  if (pressed('H')) app_.show_heat = !app_.show_heat;
}

void Panels::dialogues() {
  const Question question = app_.question();
  if (question == Question::None) return;
  const char* const title_key = question == Question::Open       ? "open"
                                : question == Question::SaveAs   ? "save_as"
                                : question == Question::SaveCase ? "save_case"
                                : question == Question::Compare  ? "compare_with"
                                : question == Question::Unsaved  ? "unsaved"
                                                                 : "overwrite";
  const std::string title = say(title_key) + "##question";
  if (!ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({size.x / 2, size.y * 0.35f}, ImGuiCond_Always, {0.5f, 0.5f});
  if (!ImGui::BeginPopupModal(title.c_str(), nullptr,
                              ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove))
    return;
  bool yes = false;
  if (question == Question::Unsaved) {
    ImGui::TextUnformatted(say("unsaved_question", {app_.pane()->document.path()}).c_str());
    if (button("save")) app_.answer_unsaved(true);
    ImGui::SameLine();
    if (button("discard")) app_.answer_unsaved(false);
    ImGui::SameLine();
  } else if (question == Question::Overwrite) {
    ImGui::TextUnformatted(say("overwrite_question", {app_.answer_path()}).c_str());
    yes = button("overwrite");
    ImGui::SameLine();
  } else {
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    ImGui::SetNextItemWidth(ImGui::GetFontSize() * 26);
    yes =
        ImGui::InputText(say("file_name").c_str(), &app_.answer_path(), ImGuiInputTextFlags_EnterReturnsTrue);
    app_.probe().note_item("answer:path");
    if (question == Question::SaveCase) {
      ImGui::SetNextItemWidth(ImGui::GetFontSize() * 26);
      yes = ImGui::InputText(say("case_name").c_str(), &app_.answer_name(),
                             ImGuiInputTextFlags_EnterReturnsTrue) ||
            yes;
      app_.probe().note_item("answer:name");
    }
    yes = button("ok") || yes;
    ImGui::SameLine();
  }
  const bool no = button("cancel") || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
  if (yes) app_.answer();
  if (no) app_.ask(Question::None);
  if (app_.question() != question) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace linetwin::viewer
