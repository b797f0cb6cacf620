// Figures so far, by hand and against the books of the simulation.
#include <catch2/catch.hpp>
#include <optional>

#include "viewer/scene/figures.hpp"
#include "viewer/scene/scene.hpp"

using namespace linetwin;
using namespace linetwin::viewer;
using namespace linetwin::viewer::test;

namespace {

std::optional<double> find(const std::vector<LiveFigure>& figures, FigureLabel label) {
  for (const LiveFigure& figure : figures)
    if (figure.label == label) return figure.value;
  return std::nullopt;
}

std::optional<double> of(const Scene& s, const std::string& name, FigureLabel label) {
  return find(figures(s.model, s.simulation.state(), element_called(s.model, name)), label);
}

}  // namespace

TEST_CASE("the figures of a station and a source so far") {
  // parts at 10, 20, ..., 110; each worked on for 6 s
  Scene s(line(R"(sources: {raw: {interarrival: 10 s}}
stations: {m: {cycle: 6 s}}
flow: [raw -> m -> sink]
)"));
  CHECK_FALSE(of(s, "m", FigureLabel::Working));  // no time has passed
  CHECK(of(s, "m", FigureLabel::Finished) == 0.0);
  s.at(110);
  CHECK(*of(s, "m", FigureLabel::Working) == Approx(60.0 / 110));
  CHECK(*of(s, "m", FigureLabel::Starved) == Approx(50.0 / 110));
  CHECK(of(s, "m", FigureLabel::Finished) == 10.0);
  CHECK(of(s, "m", FigureLabel::Parts) == 1.0);
  CHECK(*of(s, "m", FigureLabel::PerHour) == Approx(10 * 3600.0 / 110));
  CHECK(of(s, "raw", FigureLabel::Created) == 11.0);
  CHECK(of(s, "sink", FigureLabel::Parts) == 10.0);
  CHECK_FALSE(of(s, "m", FigureLabel::Failures));  // it has none
  const auto whole = figures_of_line(s.model, s.simulation.state());
  CHECK(find(whole, FigureLabel::MeanLeadTime) == 6.0);
  CHECK(*find(whole, FigureLabel::MeanParts) == Approx(60.0 / 110));
  s.simulation.begin_window();
  s.at(120);
  CHECK(*of(s, "m", FigureLabel::Working) == Approx(0.6));
  CHECK(of(s, "m", FigureLabel::Finished) == 1.0);
}

TEST_CASE("the mean level of a buffer so far") {
  // of three parts one goes to the station at 0, 10, 20
  Scene s(line(R"(sources: {raw: {interarrival: 1000 s}}
stations: {m: {cycle: 10 s}}
buffers: {b: {capacity: 3, initial: 3}}
flow: [raw -> b -> m -> sink]
)"));
  s.at(40);
  CHECK(*of(s, "b", FigureLabel::MeanParts) == Approx((2 * 10 + 1 * 10) / 40.0));
  CHECK(*of(s, "b", FigureLabel::Empty) == Approx(0.5));
  CHECK(of(s, "b", FigureLabel::Full) == 0.0);
  CHECK(of(s, "b", FigureLabel::Capacity) == 3.0);
}

TEST_CASE("figures of every model are those of the simulation's own books") {
  for (const std::string& file : model_files()) {
    INFO(file);
    Scene s(compiled(read_model_file(file)));
    s.simulation.run_until(50 * kHour);
    s.simulation.begin_window();
    s.simulation.run_until(120 * kHour);
    const LineState& state = s.simulation.state();
    const RunRecord r = s.simulation.record();
    const auto window = static_cast<double>(r.window);
    for (std::size_t i = 0; i < s.model.stations.size(); ++i) {
      const auto list = figures(s.model, state, s.model.stations[i].element);
      double sum = 0;
      for (std::size_t k = 0; k < kMachineStates; ++k) {
        const double share = *find(list, static_cast<FigureLabel>(k));
        sum += share;
        CHECK(share ==
              Approx(static_cast<double>(r.stations[i].time[k]) / window / s.model.stations[i].machines));
      }
      CHECK(sum == Approx(1));
      CHECK(find(list, FigureLabel::Finished) == static_cast<double>(r.stations[i].finished));
    }
    for (std::size_t b = 0; b < s.model.buffers.size(); ++b)
      CHECK(*find(figures(s.model, state, s.model.buffers[b].element), FigureLabel::MeanParts) ==
            Approx(static_cast<double>(r.buffers[b].level) / window));
    for (std::size_t c = 0; c < s.model.conveyors.size(); ++c)
      CHECK(*find(figures(s.model, state, s.model.conveyors[c].element), FigureLabel::Held) ==
            Approx(static_cast<double>(r.conveyors[c].held) / window));
    for (std::size_t p = 0; p < s.model.pools.size(); ++p)
      CHECK(*find(figures_of_pool(s.model, state, static_cast<std::int32_t>(p)), FigureLabel::MeanBusy) ==
            Approx(static_cast<double>(r.pools[p].busy) / window));
    for (std::size_t f = 0; f < s.model.fleets.size(); ++f)
      CHECK(
          *find(figures_of_fleet(s.model, state, static_cast<std::int32_t>(f)), FigureLabel::VehicleLoaded) ==
          Approx(static_cast<double>(r.fleets[f].loaded) / window / s.model.fleets[f].count));
    for (std::size_t l = 0; l < s.model.limits.size(); ++l)
      CHECK(*find(figures_of_limit(s.model, state, static_cast<std::int32_t>(l)), FigureLabel::MeanAmount) ==
            Approx(static_cast<double>(r.limits[l].amount) / window * s.model.limits[l].unit()));
  }
}
