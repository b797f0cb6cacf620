// What the reference loops know of a line: stations in a row, equal buffers between them, an unlimited supply
// and outlet. Taken from a compiled model, so that every method runs the same file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "model/line_model.hpp"

namespace linetwin::recursion {

struct SerialLine {
  const LineModel* model = nullptr;
  std::size_t stations = 0;
  std::size_t room = 0;  // places of each buffer

  const StationModel& station(std::size_t i) const { return model->stations[i]; }
  const Stream& stream(StreamId id) const { return model->streams[static_cast<std::size_t>(id)]; }
  const Stream& cycle(std::size_t i) const { return stream(station(i).cycle.first); }
  bool fails() const { return !station(0).failures.empty(); }
  const Stream& to_failure(std::size_t i) const { return stream(model->machines[i].to_failure[0].first); }
  const Stream& to_repair(std::size_t i) const { return stream(model->machines[i].to_repair[0].first); }
};

// Nothing when the model is more than a serial line of single machines in the order of the file, all of them
// with or all without one operating failure mode, between equal buffers. `model` must outlive the result.
inline std::optional<SerialLine> serial_line(const LineModel& model) {
  const std::size_t n = model.stations.size();
  if (n < 2 || model.buffers.size() != n - 1 || model.sources.size() != 1 || model.sinks.size() != 1)
    return {};
  const SerialLine line{&model, n, static_cast<std::size_t>(model.buffers[0].capacity)};
  if (!model.sources[0].unlimited || model.variants.size() != 1) return {};
  for (const BufferModel& b : model.buffers)
    if (b.capacity != model.buffers[0].capacity || b.capacity < 1 || b.dwell.given() || b.initial_count > 0)
      return {};
  ElementId at = model.sources[0].element;
  for (std::size_t i = 0; i < n; ++i) {
    const StationModel& s = line.station(i);
    if (s.machines != 1 || s.batch.most != 1 || !s.scrap.empty() || !s.maintenance.empty()) return {};
    if (s.failures.size() > 1 || s.failures.size() != line.station(0).failures.size()) return {};
    if (line.fails() && (s.failures[0].counts_parts || s.failures[0].clock != FailureClock::Operating))
      return {};
    // source -> station, station -> buffer -> station
    for (const ElementId next : {i == 0 ? s.element : model.buffers[i - 1].element, s.element}) {
      if (next == at) continue;
      const Element& from = model.elements[static_cast<std::size_t>(at)];
      if (from.successors.size() != 1 || from.successors[0] != next) return {};
      at = next;
    }
  }
  return line;
}

}  // namespace linetwin::recursion
