// The laws that hold between any two events, for tests that check them at every event.
#include <fmt/format.h>

#include <numeric>

#include "sim/simulation.hpp"

namespace linetwin {
namespace {

std::int64_t length(const LineState& s, const PartList& list) {
  std::int64_t n = 0;
  for (PartId p = list.head; p != kNoPart; p = p == list.tail ? kNoPart : s.parts[p].next) ++n;
  return n;
}

std::string machine_law(const MachineRow& row, const LineState& s) {
  if (length(s, row.parts) != row.count && row.count > 0) return "a machine's count is not that of its parts";
  if (row.count == 0 && row.phase != Phase::Loading) return "an empty machine is not loading";
  const bool accepts = row.phase == Phase::Loading && row.down == 0 && !row.maintained;
  if (accepts != row.accepts) return "a machine takes parts when it should not, or the other way round";
  const bool busy = row.phase == Phase::Setup || row.phase == Phase::Work;
  if (row.leg != (busy && row.down == 0)) return "work goes on during a repair, or stands without one";
  if (row.leg && (!s.events.pending(row.leg_slot) || s.events.time_of(row.leg_slot) != row.leg_end))
    return "a running leg has no event at its end";
  const Time total = std::accumulate(row.time.begin(), row.time.end(), Time{0}) + (s.now - row.since);
  if (total != s.now - s.window_start)
    return "the durations of a machine's states do not add up to the window";
  MachineState state = MachineState::Starved;
  if (row.phase == Phase::Unloading) state = MachineState::Blocked;
  if (row.phase == Phase::Work) state = MachineState::Working;
  if (row.phase == Phase::Setup) state = MachineState::Setup;
  if (row.down > 0) state = MachineState::Down;
  if (row.maintained) state = MachineState::Maintenance;
  if (state != row.state) return "a machine's state is not what its circumstances say";
  return {};
}

std::string buffer_law(const BufferRow& row, const BufferModel& model, const LineState& s) {
  std::int64_t ready = length(s, row.ready);
  for (std::int32_t rank = 1; rank < model.ranks; ++rank)
    ready += length(s, s.ready[static_cast<std::size_t>(row.further + rank - 1)]);
  if (length(s, row.dwelling) != row.dwellers || ready + row.dwellers != row.level)
    return "a buffer's level is not the number of its parts";
  if (row.level < 0 || (model.capacity != kUnlimited && row.level > model.capacity))
    return "a buffer holds more than its capacity";
  return {};
}

}  // namespace

std::string Simulation::broken_law() const {
  std::int64_t on_machines = 0;
  std::vector<std::int32_t> accepting(model_.stations.size(), 0);
  for (std::size_t m = 0; m < s_.machines.size(); ++m) {
    const MachineRow& row = s_.machines[m];
    on_machines += row.count;
    accepting[static_cast<std::size_t>(model_.machines[m].station)] += row.accepts ? 1 : 0;
    if (const std::string law = machine_law(row, s_); !law.empty())
      return fmt::format("{} (machine {} of {})", law, model_.machines[m].number + 1,
                         model_.of(station_of(static_cast<MachineId>(m))).name);
  }
  if (accepting != s_.accepting) return "a station's count of machines that take parts is wrong";
  std::int64_t in_buffers = 0;
  for (std::size_t b = 0; b < s_.buffers.size(); ++b) {
    in_buffers += s_.buffers[b].level;
    if (const std::string law = buffer_law(s_.buffers[b], model_.buffers[b], s_); !law.empty())
      return fmt::format("{} ({})", law, model_.of(model_.buffers[b]).name);
  }
  if (on_machines + in_buffers != s_.inside)
    return "the parts on machines and in buffers are not those inside";
  if (s_.total_in != s_.total_out + s_.total_scrapped + s_.inside)
    return "parts in are not out + scrapped + inside";
  for (std::size_t e = 0; e < model_.elements.size(); ++e) {
    const GiverId direct = plan_.fetches_from[e];
    const MachineId alone = plan_.unlisted[e];
    const bool left =
        (direct != kNone && first_part(direct) != kNoPart) ||
        (alone != kNone && s_.machines[static_cast<std::size_t>(alone)].phase == Phase::Unloading);
    if (has_room(static_cast<ElementId>(e)) && (left || s_.waiting[e].count > 0))
      return fmt::format("a part waits for {}, which has room", model_.elements[e].name);
  }
  return {};
}

}  // namespace linetwin
