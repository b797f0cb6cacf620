// What is selected: its figures so far, and its numbers in the model, which can be changed here.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/scene/figures.hpp"
#include "viewer/trace/log_figures.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

const Element* element_called(const LineModel& model, const std::string& name) {
  const auto found = std::find_if(model.elements.begin(), model.elements.end(),
                                  [&](const Element& e) { return e.name == name; });
  return found == model.elements.end() ? nullptr : &*found;
}

const char* kind_key(const LineModel& model, const Element& element) {
  switch (element.kind) {
    case ElementKind::Source: return "kind.source";
    case ElementKind::Station: return "kind.station";
    case ElementKind::Buffer: return "kind.buffer";
    case ElementKind::Conveyor: return "kind.conveyor";
    case ElementKind::Sink:
      return model.sinks[static_cast<std::size_t>(element.index)].scrap ? "kind.bin" : "kind.sink";
  }
  return "kind.station";
}

// What + and - change of an element, and to no less than this.
struct Quick {
  const char* key = nullptr;
  const char* more = nullptr;
  const char* less = nullptr;
};
Quick quick_of(ElementKind kind) {
  if (kind == ElementKind::Buffer) return {"capacity", "one_more_place", "one_place_less"};
  if (kind == ElementKind::Station) return {"machines", "one_more_machine", "one_machine_less"};
  return {};
}

}  // namespace

void Panels::inspector(Rect at) {
  if (begin("inspector", at)) {
    Pane* pane = app_.pane();
    const Element* element =
        pane && pane->player ? element_called(pane->player->model(), app_.selected()) : nullptr;
    if (!element) {
      ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
      wrapped(say("nothing_selected"));
      ImGui::PopStyleColor();
    } else {
      ImGui::TextUnformatted(element->name.c_str());
      ImGui::SameLine();
      coloured(palette::quiet(), say(kind_key(pane->player->model(), *element)));
      ImGui::Separator();
      live_figures(*pane, static_cast<ElementId>(element - pane->player->model().elements.data()));
      if (pane->log()) {
        from_log();
      } else {
        quick_changes(*pane, *element);
        values(*pane, *element);
      }
    }
  }
  ImGui::End();
}

void Panels::live_figures(const Pane& pane, ElementId element) {
  const LineModel& model = pane.player->model();
  const Player* const run = pane.simulation();
  figures_table(run ? figures(model, run->state(), element) : logged_figures(model, pane.frame, element));
}

void Panels::from_log() {
  ImGui::Spacing();
  ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  wrapped(say("from_log"));
  ImGui::PopStyleColor();
  app_.probe().note("from_log", at, ImGui::GetItemRectMax());
}

// + and - for what is most often tried: a place in a buffer, a machine at a station.
void Panels::quick_changes(Pane& pane, const Element& element) {
  const Quick quick = quick_of(element.kind);
  if (!quick.key) return;
  const std::vector<Property> all = pane.document.properties(element);
  const auto property =
      std::find_if(all.begin(), all.end(), [&](const Property& p) { return p.label == quick.key; });
  if (property == all.end()) return;
  const auto change = [&](double by) {
    if (const auto text = pane.document.stepped(*property, by, 1); text && *text != property->text)
      app_.change({{property->path, *text}});
  };
  ImGui::Spacing();
  const bool more = button(quick.more);
  ImGui::SameLine();
  const bool less = button(quick.less);
  if (more) change(1);
  if (less) change(-1);
}

void Panels::values(Pane& pane, const Element& element) {
  ImGui::Spacing();
  ImGui::TextUnformatted(say("values").c_str());
  const std::vector<Property> all = pane.document.properties(element);
  if (all.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
    wrapped(say("not_in_sections"));
    ImGui::PopStyleColor();
    return;
  }
  if (!ImGui::BeginTable("values", 2, ImGuiTableFlags_SizingStretchProp)) return;
  for (const Property& property : all) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    coloured(property.given ? palette::ink() : palette::quiet(), property.label);
    ImGui::TableNextColumn();
    const std::string id = "##" + property.path;
    const TextEdit edited =
        edit_text(id.c_str(), property.given ? property.text : "", -1, property.given ? "" : property.text);
    app_.probe().note_item("value:" + property.path);
    if (edited.done && edited.text != property.text && !edited.text.empty())
      app_.change({{property.path, edited.text}});
    if (edited.done && edited.text.empty() && property.given)
      app_.change({{property.path, "", Edit::Kind::Remove}});
  }
  ImGui::EndTable();
}

}  // namespace linetwin::viewer
