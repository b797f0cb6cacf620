// Colours that people with any kind of colour vision can tell apart: Okabe and Ito (2008), and one scale from
// light to dark blue.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace linetwin::drawing {

inline constexpr std::string_view kInk = "#24303a";    // texts, axes
inline constexpr std::string_view kQuiet = "#5d6b76";  // less important texts
inline constexpr std::string_view kGrid = "#e2e7eb";
inline constexpr std::string_view kLine = "#9aa7b1";  // edges, frames
inline constexpr std::string_view kPale = "#eef2f5";  // surfaces

inline constexpr std::string_view kOrange = "#E69F00";
inline constexpr std::string_view kSky = "#56B4E9";
inline constexpr std::string_view kGreen = "#009E73";
inline constexpr std::string_view kYellow = "#F0E442";
inline constexpr std::string_view kBlue = "#0072B2";
inline constexpr std::string_view kVermillion = "#D55E00";
inline constexpr std::string_view kPurple = "#CC79A7";

// working, setup, blocked, starved, down, maintenance, waiting, off
inline constexpr std::array<std::string_view, 8> kStateColours = {kGreen,      kYellow, kOrange, kSky,
                                                                  kVermillion, kPurple, kBlue,   "#c9d0d6"};

// A share from 0 (almost white) to 1 (dark blue).
std::string heat(double share);

// Black or white, whichever is read more easily on a colour "#rrggbb": by its relative luminance (WCAG 2).
std::string_view ink_on(std::string_view colour);

}  // namespace linetwin::drawing
