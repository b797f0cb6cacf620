// All stations in a table that sorts by any column.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "analysis/capacity.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr int kFixedColumns = 4;  // station, machines, cycle, capacity

double column_value(const CapacityReport& capacity, const Answer* answer, const LineModel& model,
                    std::size_t station, int column) {
  const StationCapacity& c = capacity.stations[station];
  if (column == 1) return model.stations[station].machines;
  if (column == 2) return c.cycle_s;
  if (column == 3) return c.line_parts_per_h;
  if (!answer || answer->summary.stations.size() <= station) return 0;
  return answer->summary.stations[station]
      .state[static_cast<std::size_t>(column - kFixedColumns)]
      .mean.value_or(0);
}

}  // namespace

void Panels::table_head(const LineModel& model) {
  ImGui::TableSetupScrollFreeze(1, 1);
  // as wide as the heads need, with room for the arrow of the sorted one
  const auto head_of = [](const std::string& head, int flags, float least = 0) {
    const float wide = ImGui::CalcTextSize(head.c_str()).x + 1.5f * ImGui::GetFontSize();
    ImGui::TableSetupColumn(head.c_str(), flags, std::max(wide, least));
  };
  float names = 0;
  constexpr std::size_t kMostMeasured = 400;
  for (std::size_t s = 0; s < std::min(model.stations.size(), kMostMeasured); ++s)
    names = std::max(names, ImGui::CalcTextSize(model.of(model.stations[s]).name.c_str()).x);
  head_of(say("column.station"), ImGuiTableColumnFlags_NoHide, std::min(names, 16 * ImGui::GetFontSize()));
  for (const char* key : {"column.machines", "column.cycle", "column.capacity"})
    head_of(say(key), ImGuiTableColumnFlags_PreferSortDescending);
  for (std::size_t s = 0; s < kMachineStates; ++s)
    head_of(fmt::format("{} %", state_name(static_cast<MachineState>(s))),
            ImGuiTableColumnFlags_PreferSortDescending);
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (int c = 0; c < ImGui::TableGetColumnCount(); ++c) {
    ImGui::TableSetColumnIndex(c);
    ImGui::TableHeader(ImGui::TableGetColumnName(c));
    app_.probe().note_item(fmt::format("column:{}", c));
  }
}

void Panels::table_row(const Pane& pane, const Answer* answer, std::size_t station) {
  const LineModel& model = *pane.document.line();
  const std::string& name = model.of(model.stations[station]).name;
  const bool bottleneck =
      answer && answer->summary.jury.verdict.station == static_cast<std::int32_t>(station);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  if (bottleneck) ImGui::PushStyleColor(ImGuiCol_Text, palette::mark());
  if (ImGui::Selectable(name.c_str(), app_.selected() == name, ImGuiSelectableFlags_SpanAllColumns))
    app_.select(name);
  if (bottleneck) ImGui::PopStyleColor();
  app_.probe().note_item("row:" + name);
  for (int c = 1; c < ImGui::TableGetColumnCount(); ++c) {
    ImGui::TableNextColumn();
    const double value = column_value(pane.capacity, answer, model, station, c);
    if (c == 1)
      ImGui::Text("%.0f", value);
    else if (c < kFixedColumns)
      ImGui::TextUnformatted(fmt::format("{:.{}f}", value, decimals_of(value, 4)).c_str());
    else if (answer)
      ImGui::Text("%.1f", 100 * value);
  }
}

void Panels::table(Pane& pane) {
  if (pane.log()) {
    coloured(palette::quiet(), say("no_replications"));
    return;
  }
  const auto answer = current(pane);
  const auto& line = pane.document.line();
  if (!line) return;
  const LineModel& model = *line;
  const CapacityReport& capacity = pane.capacity;
  const int columns = kFixedColumns + static_cast<int>(kMachineStates);
  if (!ImGui::BeginTable("stations", columns,
                         ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                             ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable |
                             ImGuiTableFlags_SizingFixedFit))
    return;
  table_head(model);
  std::vector<std::size_t> order(model.stations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (const ImGuiTableSortSpecs* sort = ImGui::TableGetSortSpecs(); sort && sort->SpecsCount > 0) {
    const int column = sort->Specs[0].ColumnIndex;
    const bool down = sort->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    const auto before = [&](std::size_t a, std::size_t b) {
      if (column == 0)
        return down ? model.of(model.stations[b]).name < model.of(model.stations[a]).name
                    : model.of(model.stations[a]).name < model.of(model.stations[b]).name;
      const double x = column_value(capacity, answer.get(), model, a, column);
      const double y = column_value(capacity, answer.get(), model, b, column);
      return down ? y < x : x < y;
    };
    std::stable_sort(order.begin(), order.end(), before);
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(order.size()));
  while (clipper.Step())
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
      table_row(pane, answer.get(), order[static_cast<std::size_t>(row)]);
  ImGui::EndTable();
}

}  // namespace linetwin::viewer
