// Colours and measures of the window. Colours of states are those of the report (drawing/palette.hpp), which
// people with any kind of colour vision can tell apart.
#pragma once

#include <string_view>

#include "imgui.h"
#include "sim/record.hpp"

namespace linetwin::viewer {

// "#rrggbb" as Dear ImGui has it; `alpha` from 0 to 1.
ImU32 colour(std::string_view hex, float alpha = 1);
ImU32 state_colour(MachineState state);
// Of a variant of parts: a fixed order of colours; beyond their number they begin again.
ImU32 variant_colour(int variant);
// A share of time from 0 to 1, light to dark.
ImU32 heat_colour(double share);
// Black or white, whichever is read more easily on it.
ImU32 ink_on(ImU32 colour);

// Whether more can be drawn into the list. There is an end to it where the driver is so old that a list holds
// 65536 corners; then the rest is left out.
bool has_room(const ImDrawList& list);

namespace palette {
ImU32 ink();    // texts
ImU32 quiet();  // less important ones
ImU32 grid();
ImU32 line();    // frames, ways
ImU32 pale();    // surfaces
ImU32 mark();    // the bottleneck
ImU32 accent();  // what is selected
}  // namespace palette

// Light, with square corners; called once a context.
void apply_theme(float scale);

}  // namespace linetwin::viewer
