// The loss waterfall of the bottleneck: from what it could make to what it makes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/ui/panels.hpp"
#include "viewer/ui/plot.hpp"
#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

// In the order of Loss; the colours are those of the states that they come of.
struct LossLook {
  const char* key;
  MachineState state;
};
constexpr std::array<LossLook, kLosses> kLooks = {{{"loss.shifts", MachineState::Off},
                                                   {"loss.maintenance", MachineState::Maintenance},
                                                   {"loss.failures", MachineState::Down},
                                                   {"loss.setups", MachineState::Setup},
                                                   {"loss.waiting", MachineState::Waiting},
                                                   {"loss.blocking", MachineState::Blocked},
                                                   {"loss.starvation", MachineState::Starved},
                                                   {"loss.speed", MachineState::Working},
                                                   {"loss.quality", MachineState::Down},
                                                   {"loss.balance", MachineState::Off}}};

struct Step {
  std::string name;
  double from = 0;
  double to = 0;
  ImU32 colour = 0;
  bool whole = false;  // a bar from 0
};

}  // namespace

void Panels::losses(Pane& pane) {
  if (pane.log()) {
    coloured(palette::quiet(), say("no_replications"));
    return;
  }
  const auto answer = current(pane);
  if (!answer || !answer->losses) {
    coloured(palette::quiet(), say(answer ? "no_losses" : "no_answer_yet"));
    return;
  }
  const WaterfallFigures& figures = *answer->losses;
  std::vector<Step> steps;
  double level = figures.ideal;
  steps.push_back({say("loss.ideal"), 0, level, palette::line(), true});
  for (std::size_t i = 0; i < kLosses; ++i) {
    const double by = figures.steps[i].mean.value_or(0);
    if (std::abs(by) < 0.0005 * figures.ideal) continue;
    steps.push_back({say(kLooks[i].key), level, level + by, state_colour(kLooks[i].state)});
    level += by;
  }
  steps.push_back({say("loss.real"), 0, figures.real.mean.value_or(level), palette::accent(), true});

  const std::string station =
      answer->model->of(answer->model->stations[static_cast<std::size_t>(answer->losses_of)]).name;
  Plot::Axes axes;
  axes.x_high = static_cast<double>(steps.size());
  double high = 0;
  for (const Step& s : steps) high = std::max({high, s.from, s.to});
  axes.y_high = high * 1.22;  // with room for the numbers
  axes.x_axis = false;
  axes.y_label = fmt::format("{} ({})", station, say("unit.parts_per_h"));
  const float font = ImGui::GetFontSize();
  const float height = std::max(80.0f, ImGui::GetContentRegionAvail().y - 2.4f * font);
  const Plot plot("losses", height, axes);
  app_.probe().note("chart:losses", plot.from(), plot.to());
  // three digits of the whole, and at least one behind the point
  const int decimals = decimals_of(high, 3);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& s = steps[i];
    const double x0 = static_cast<double>(i) + 0.12, x1 = static_cast<double>(i) + 0.88;
    const float top = plot.y(std::max(s.from, s.to)),
                bottom = std::max(plot.y(std::min(s.from, s.to)), top + 1);
    plot.rect(x0, x1, top, bottom, s.colour);
    const double shown = s.whole ? s.to : s.to - s.from;
    const std::string number = fmt::format("{}{:.{}f}", s.whole || shown < 0 ? "" : "+", shown,
                                           std::max(decimals, decimals_of(shown, 1)));
    const float middle = (plot.x(x0) + plot.x(x1)) / 2;
    plot.list().AddText({middle - ImGui::CalcTextSize(number.c_str()).x / 2, top - font - 1}, palette::ink(),
                        number.c_str());
    // names over two lines where they are long
    const float wrap = plot.x(x1) - plot.x(x0) + 12, small = font * 0.85f;
    const float wide = ImGui::GetFont()->CalcTextSizeA(small, 10'000, wrap, s.name.c_str()).x;
    plot.list().AddText(ImGui::GetFont(), small, {middle - wide / 2, plot.to().y + 3}, palette::ink(),
                        s.name.c_str(), nullptr, wrap);
    if (i + 1 < steps.size())
      plot.list().AddLine({plot.x(x1), plot.y(s.to)}, {plot.x(static_cast<double>(i) + 1.12), plot.y(s.to)},
                          palette::line());
  }
}

}  // namespace linetwin::viewer
