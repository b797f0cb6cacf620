#include "viewer/trace/log_figures.hpp"

namespace linetwin::viewer {
namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<LiveFigure> logged_figures(const LineModel& model, const Frame& frame, ElementId element) {
  const std::size_t index = at(model.elements[at(element)].index);
  const auto count = [](FigureLabel label, std::int64_t number) {
    return LiveFigure{label, static_cast<double>(number)};
  };
  std::vector<LiveFigure> figures;
  switch (model.elements[at(element)].kind) {
    case ElementKind::Source:
      figures = {count(FigureLabel::Created, frame.sources[index].created),
                 count(FigureLabel::Lost, frame.sources[index].lost)};
      break;
    case ElementKind::Station: {
      const StationModel& station = model.stations[index];
      std::int64_t parts = 0;
      for (std::int32_t n = 0; n < station.machines; ++n)
        parts += frame.machines[at(station.first_machine + n)].parts;
      figures = {count(FigureLabel::Parts, parts)};
      break;
    }
    case ElementKind::Buffer: figures = {count(FigureLabel::Parts, frame.buffers[index].level)}; break;
    case ElementKind::Conveyor: figures = {count(FigureLabel::Parts, frame.conveyors[index].level)}; break;
    case ElementKind::Sink:
      figures = {count(FigureLabel::Parts, frame.sinks[index])};
      if (frame.now > 0)
        figures.push_back({FigureLabel::PerHour, static_cast<double>(frame.sinks[index]) / hours(frame.now)});
      break;
  }
  return figures;
}

std::int64_t logged_good(const LineModel& model, const Frame& frame) {
  std::int64_t good = 0;
  for (std::size_t s = 0; s < model.sinks.size(); ++s)
    if (!model.sinks[s].scrap) good += frame.sinks[s];
  return good;
}

}  // namespace linetwin::viewer
