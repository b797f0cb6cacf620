#include "viewer/ui/theme.hpp"

#include <array>
#include <cmath>
#include <string>

#include "drawing/palette.hpp"

namespace linetwin::viewer {
namespace {

int channel(std::string_view hex, std::size_t at) {
  return std::stoi(std::string(hex.substr(at, 2)), nullptr, 16);
}

ImVec4 vec(std::string_view hex, float alpha = 1) {
  return ImGui::ColorConvertU32ToFloat4(colour(hex, alpha));
}

}  // namespace

ImU32 colour(std::string_view hex, float alpha) {
  return IM_COL32(channel(hex, 1), channel(hex, 3), channel(hex, 5),
                  static_cast<int>(std::lround(alpha * 255)));
}

ImU32 state_colour(MachineState state) {
  static const auto colours = [] {
    std::array<ImU32, kMachineStates> all{};
    for (std::size_t i = 0; i < kMachineStates; ++i) all[i] = colour(drawing::kStateColours[i]);
    return all;
  }();
  return colours[static_cast<std::size_t>(state)];
}

ImU32 variant_colour(int variant) {
  static const std::array<ImU32, 7> colours = {
      colour("#24303a"),        colour(drawing::kOrange),     colour(drawing::kBlue),
      colour(drawing::kPurple), colour(drawing::kVermillion), colour(drawing::kGreen),
      colour(drawing::kYellow)};
  return colours[static_cast<std::size_t>(variant < 0 ? 0 : variant) % colours.size()];
}

ImU32 heat_colour(double share) { return colour(drawing::heat(share)); }

ImU32 ink_on(ImU32 c) {
  // by relative luminance, WCAG 2
  const ImVec4 v = ImGui::ColorConvertU32ToFloat4(c);
  const auto linear = [](float x) {
    return x <= 0.04045f ? x / 12.92f : std::pow((x + 0.055f) / 1.055f, 2.4f);
  };
  const float luminance = 0.2126f * linear(v.x) + 0.7152f * linear(v.y) + 0.0722f * linear(v.z);
  return luminance < 0.22f ? IM_COL32_WHITE : palette::ink();
}

bool has_room(const ImDrawList& list) {
  constexpr unsigned kMostCorners = 60'000;
  if (ImGui::GetIO().BackendFlags & ImGuiBackendFlags_RendererHasVtxOffset) return true;
  return list._VtxCurrentIdx < kMostCorners;
}

namespace palette {
ImU32 ink() { return colour(drawing::kInk); }
ImU32 quiet() { return colour(drawing::kQuiet); }
ImU32 grid() { return colour(drawing::kGrid); }
ImU32 line() { return colour(drawing::kLine); }
ImU32 pale() { return colour(drawing::kPale); }
ImU32 mark() { return colour(drawing::kVermillion); }
ImU32 accent() { return colour(drawing::kBlue); }
}  // namespace palette

void apply_theme(float scale) {
  ImGui::StyleColorsLight();
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowRounding = 0;
  style.FrameRounding = 3;
  style.GrabRounding = 3;
  style.ScrollbarRounding = 3;
  style.WindowBorderSize = 1;
  style.FrameBorderSize = 1;
  style.WindowPadding = {8, 6};
  style.ItemSpacing = {8, 5};
  auto& c = style.Colors;
  c[ImGuiCol_Text] = vec(drawing::kInk);
  c[ImGuiCol_TextDisabled] = vec(drawing::kQuiet);
  c[ImGuiCol_WindowBg] = vec("#ffffff");
  c[ImGuiCol_ChildBg] = {1, 1, 1, 0};
  c[ImGuiCol_PopupBg] = vec("#ffffff");
  c[ImGuiCol_Border] = vec(drawing::kGrid);
  c[ImGuiCol_FrameBg] = vec("#f4f6f8");
  c[ImGuiCol_FrameBgHovered] = vec(drawing::kPale);
  c[ImGuiCol_FrameBgActive] = vec(drawing::kGrid);
  c[ImGuiCol_MenuBarBg] = vec("#f4f6f8");
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = vec(drawing::kPale);
  c[ImGuiCol_Button] = vec("#eef2f5");
  c[ImGuiCol_ButtonHovered] = vec("#d9e6f0");
  c[ImGuiCol_ButtonActive] = vec("#bdd6e8");
  c[ImGuiCol_Header] = vec("#d9e6f0");
  c[ImGuiCol_HeaderHovered] = vec("#e6eff6");
  c[ImGuiCol_HeaderActive] = vec("#bdd6e8");
  c[ImGuiCol_SliderGrab] = c[ImGuiCol_CheckMark] = vec(drawing::kBlue);
  c[ImGuiCol_SliderGrabActive] = vec(drawing::kBlue);
  c[ImGuiCol_Tab] = vec("#eef2f5");
  c[ImGuiCol_TabHovered] = vec("#d9e6f0");
  c[ImGuiCol_TabActive] = vec("#ffffff");
  c[ImGuiCol_TableHeaderBg] = vec(drawing::kPale);
  c[ImGuiCol_TableBorderLight] = c[ImGuiCol_TableBorderStrong] = vec(drawing::kGrid);
  c[ImGuiCol_TextSelectedBg] = vec("#bdd6e8");
  style.ScaleAllSizes(scale);
}

}  // namespace linetwin::viewer
