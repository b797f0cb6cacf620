// What is selected: its figures so far, and its numbers in the model, which can be changed here. With nothing
// selected, the line as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "viewer/scene/figures.hpp"
#include "viewer/trace/log_figures.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

template <class Rows>
std::int32_t index_of(const Rows& rows, const std::string& name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
  return found == rows.end() ? kNone : static_cast<std::int32_t>(found - rows.begin());
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

// What + and - change, by the section of what is selected.
struct Quick {
  std::string_view section;
  std::string_view key;
  const char* more;
  const char* less;
};
constexpr std::array<Quick, 4> kQuick = {{{"buffers", "capacity", "one_more_place", "one_place_less"},
                                          {"stations", "machines", "one_more_machine", "one_machine_less"},
                                          {"vehicles", "count", "one_more_vehicle", "one_vehicle_less"},
                                          {"workers", "count", "one_more_person", "one_person_less"}}};

}  // namespace

void Panels::inspector(Rect at) {
  if (begin("inspector", at)) {
    Pane* pane = app_.pane();
    const std::string name = app_.selected();
    const char* kind = pane && pane->player ? live_figures_of(*pane, name, false) : nullptr;
    if (!kind) {
      if (pane && pane->player) whole_line(*pane);
    } else {
      ImGui::TextUnformatted(name.c_str());
      ImGui::SameLine();
      coloured(palette::quiet(), say(kind));
      ImGui::Separator();
      live_figures_of(*pane, name, true);
      if (pane->log()) {
        from_log();
      } else {
        quick_changes(*pane, name);
        values(*pane, pane->document.properties(name));
      }
    }
  }
  ImGui::End();
}

// What stands in place of the values that can be changed.
void Panels::from_log() {
  ImGui::Spacing();
  ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  wrapped(say("from_log"));
  ImGui::PopStyleColor();
  app_.probe().note("from_log", at, ImGui::GetItemRectMax());
}

// Draws its figures if wanted; the key of what it is, null where nothing has the name.
const char* Panels::live_figures_of(const Pane& pane, const std::string& name, bool draw) {
  const LineModel& model = pane.player->model();
  const Player* const run = pane.simulation();  // a log has figures of elements only
  const auto show = [&](const std::vector<LiveFigure>& figures) {
    if (draw) figures_table(figures);
  };
  if (const std::int32_t e = index_of(model.elements, name); e != kNone) {
    show(run ? figures(model, run->state(), e) : logged_figures(model, pane.frame, e));
    return kind_key(model, model.elements[static_cast<std::size_t>(e)]);
  }
  if (const std::int32_t f = index_of(model.fleets, name); f != kNone) {
    if (run) show(figures_of_fleet(model, run->state(), f));
    return "kind.fleet";
  }
  if (const std::int32_t p = index_of(model.pools, name); p != kNone) {
    if (run) show(figures_of_pool(model, run->state(), p));
    return "kind.pool";
  }
  if (const std::int32_t l = index_of(model.limits, name); l != kNone) {
    if (run) show(figures_of_limit(model, run->state(), l));
    return "kind.limit";
  }
  return nullptr;
}

// Its figures, how it is run, and what has no place in the picture of its own.
void Panels::whole_line(Pane& pane) {
  const LineModel& model = pane.player->model();
  ImGui::TextUnformatted(model.name.c_str());
  if (!model.description.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
    wrapped(model.description);
    ImGui::PopStyleColor();
  }
  ImGui::Separator();
  if (const Player* const run = pane.simulation()) figures_table(figures_of_line(model, run->state()));
  ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
  wrapped(say("nothing_selected"));
  ImGui::PopStyleColor();
  const auto names = [&](const auto& rows, const char* key) {
    for (const auto& row : rows) {
      if (ImGui::SmallButton((row.name + "##" + key).c_str())) app_.select(row.name);
      app_.probe().note_item("select:" + row.name);
      ImGui::SameLine();
      coloured(palette::quiet(), say(key));
    }
  };
  names(model.fleets, "kind.fleet");
  names(model.pools, "kind.pool");
  names(model.limits, "kind.limit");
  if (pane.log())
    from_log();
  else
    values(pane, pane.document.run_properties());
}

// + and - for what is most often tried: a place in a buffer, a machine, a vehicle, a person.
void Panels::quick_changes(Pane& pane, const std::string& name) {
  const std::string path = pane.document.path_of(name);
  const auto quick = std::find_if(kQuick.begin(), kQuick.end(), [&](const Quick& q) {
    return path.starts_with(std::string(q.section) + ".");
  });
  if (quick == kQuick.end()) return;
  const std::vector<Property> all = pane.document.properties(name);
  const auto property =
      std::find_if(all.begin(), all.end(), [&](const Property& p) { return p.label == quick->key; });
  if (property == all.end()) return;
  const auto change = [&](double by) {
    if (const auto text = pane.document.stepped(*property, by, 1); text && *text != property->text)
      app_.change({{property->path, *text}});
  };
  ImGui::Spacing();
  const bool more = button(quick->more);
  ImGui::SameLine();
  const bool less = button(quick->less);
  if (more) change(1);
  if (less) change(-1);
}

void Panels::values(const Pane& pane, const std::vector<Property>& all) {
  ImGui::Spacing();
  ImGui::TextUnformatted(say("values").c_str());
  if (all.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette::quiet());
    wrapped(say(pane.document.errors().empty() ? "not_in_sections" : "file_has_errors"));
    ImGui::PopStyleColor();
    return;
  }
  if (!ImGui::BeginTable("values", 2, ImGuiTableFlags_SizingStretchProp)) return;
  // long names are cut, and never push the fields out of sight
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch, 1.2f);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1.0f);
  for (const Property& property : all) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    coloured(property.given ? palette::ink() : palette::quiet(), property.label);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", property.label.c_str());
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
