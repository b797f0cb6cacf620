// Parts, sources, stations, buffers, sinks.
#include <fmt/format.h>

#include <algorithm>

#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostCount = 1'000'000'000;
constexpr std::int64_t kMostTogether = 1'000'000;  // parts that are there at one moment
constexpr std::int64_t kMostMachines = 100'000;

// The position of a word among the allowed, or -1 with an error.
template <std::size_t N>
int word(const Node& node, std::string_view what, const std::array<std::string, N>& allowed,
         Diagnostics& diagnostics) {
  const auto it = std::find(allowed.begin(), allowed.end(), node.text);
  if (node.is_scalar() && it != allowed.end()) return static_cast<int>(it - allowed.begin());
  std::string list;
  for (const std::string& one : allowed) list += (list.empty() ? "" : ", ") + one;
  const std::string meant = did_you_mean(node.text, allowed);
  diagnostics.error(node.place, fmt::format("{} is one of {}", what, list), meant);
  return -1;
}

}  // namespace

void ModelReader::read_part(const Name& name, const Node& node) {
  PartSpec part;
  part.name = name;
  if (node.kind != Node::Kind::Null && expect_map(node, "a part")) {
    check_keys(node, {"share", "priority"}, {"route"}, "a part");
    if (const Node* share = node.find("share")) part.share = read_share(*share, "share");
    if (const Node* priority = node.find("priority"); priority && expect_scalar(*priority, "priority"))
      if (const auto number = taken(*priority, parse_number(priority->text)))
        part.priority = Placed<double>{*number, priority->place};
  }
  spec_.parts.push_back(std::move(part));
}

void ModelReader::read_source(const Name& name, const Node& node) {
  SourceSpec source;
  source.name = name;
  if (node.kind != Node::Kind::Null && expect_map(node, "a source")) {
    check_keys(node, {"interarrival", "part", "lot", "sequence", "batch", "limit", "start", "when_full"}, {},
               "a source");
    if (const Node* n = node.find("interarrival")) source.interarrival = read_time(*n, "interarrival");
    if (const Node* n = node.find("part"); n && expect_scalar(*n, "part"))
      source.part = Name{n->text, n->place};
    if (const Node* n = node.find("lot")) source.lot = read_count(*n, 1, kMostCount, "lot");
    if (const Node* n = node.find("sequence")) read_sequence(*n, source);
    if (const Node* n = node.find("batch")) source.batch = read_count(*n, 1, kMostTogether, "batch");
    if (const Node* n = node.find("limit")) source.limit = read_count(*n, 0, kMostCount, "limit");
    if (const Node* n = node.find("start")) source.start = read_time(*n, "start");
    if (const Node* n = node.find("when_full")) {
      static const std::array<std::string, 3> words = {"wait", "queue", "drop"};
      const int choice = word(*n, "when_full", words, diagnostics_);
      if (choice >= 0) source.when_full = Placed<WhenFull>{static_cast<WhenFull>(choice), n->place};
      if (choice > 0 && !node.find("interarrival"))
        error(n->place, "an unlimited supply gives a part when there is room, so it is never full",
              "give the source an interarrival time");
    }
    const bool supply = !node.find("interarrival");
    if (const Node* n = node.find("batch"); n && supply)
      error(n->place, "parts of an unlimited supply do not arrive together",
            "write lot, or give an interarrival time");
    if (source.part && (source.lot || source.sequence_place.known()))
      error(source.part->place,
            "part says that all parts are of one variant, and lot or sequence say otherwise",
            "keep one of them");
    if (source.lot && source.sequence_place.known())
      error(source.lot->place, "lot and sequence contradict each other", "keep one of them");
  }
  spec_.sources.push_back(std::move(source));
}

// [A*40, B*20]: runs of one variant.
void ModelReader::read_sequence(const Node& node, SourceSpec& source) {
  source.sequence_place = node.place;
  if (!node.is_sequence() || node.items.empty()) {
    error(node.place, "sequence is a list of runs", "sequence: [A*40, B*20]");
    return;
  }
  for (const Node& item : node.items) {
    if (!expect_scalar(item, "a run of the sequence")) continue;
    std::string name = item.text;
    SequenceRun run;
    if (const std::size_t star = name.find('*'); star != std::string::npos) {
      const auto count = taken(item, parse_count(name.substr(star + 1), 1, kMostCount));
      if (!count) continue;
      run.count = *count;
      name.resize(star);
    }
    while (!name.empty() && name.back() == ' ') name.pop_back();
    run.part = {name, item.place};
    source.sequence.push_back(std::move(run));
  }
}

void ModelReader::read_station(const Name& name, const Node& node) {
  StationSpec station;
  station.name = name;
  if (!expect_map(node, fmt::format("the station \"{}\"", name.value))) {
    spec_.stations.push_back(std::move(station));  // the name is known all the same
    return;
  }
  check_keys(node,
             {"cycle", "machines", "batch", "scrap", "failures", "maintenance", "setup", "setup_workers",
              "workers", "priority", "shift", "stops_with", "purge", "assemble", "match", "split"},
             {"power"}, "a station");
  if (const Node* n = node.find("cycle")) {
    station.has_cycle = true;
    station.cycle = read_time(*n, "cycle");
  }
  if (const Node* n = node.find("machines")) station.machines = read_count(*n, 1, kMostMachines, "machines");
  if (const Node* n = node.find("batch")) read_batch(*n, station);
  read_join(node, station);
  if (const Node* n = node.find("workers")) station.workers = read_crew(*n);
  if (const Node* n = node.find("setup_workers")) station.setup_workers = read_crew(*n);
  if (const Node* n = node.find("priority"); n && expect_scalar(*n, "priority"))
    if (const auto number = taken(*n, parse_number(n->text)))
      station.priority = Placed<double>{*number, n->place};
  if (const Node* n = node.find("shift")) station.shifts = read_names(*n, "shift");
  if (const Node* n = node.find("stops_with")) station.stops_with = read_names(*n, "stops_with");
  if (const Node* n = node.find("purge")) {
    station.purge = read_time(*n, "purge");
    if (!node.find("stops_with"))
      error(n->place, "purge follows a stop, and nothing stops this station",
            "add stops_with: [ventilation]");
  }
  if (const Node* n = node.find("scrap")) station.scrap = read_share_spec(*n, "scrap");
  if (const Node* n = node.find("failures"))
    for_one_or_list(*n, "failures", [&](const Node& one) {
      if (auto failure = read_failure(one)) station.failures.push_back(std::move(*failure));
    });
  if (const Node* n = node.find("maintenance"))
    for_one_or_list(*n, "maintenance", [&](const Node& one) {
      if (auto task = read_maintenance(one)) station.maintenance.push_back(std::move(*task));
    });
  if (const Node* n = node.find("setup")) station.setup = read_setup(*n);
  spec_.stations.push_back(std::move(station));
}

void ModelReader::read_buffer(const Name& name, const Node& node) {
  BufferSpec buffer;
  buffer.name = name;
  if (!expect_map(node, fmt::format("the buffer \"{}\"", name.value))) {
    spec_.buffers.push_back(std::move(buffer));  // the name is known all the same
    return;
  }
  check_keys(node, {"capacity", "order", "dwell", "initial"}, {}, "a buffer");
  if (const Node* n = node.find("capacity")) {
    if (n->is_scalar() && n->text == "unlimited") {
      buffer.capacity = Count{kUnlimited, n->place};
    } else if (n->is_scalar() && n->text == "0") {
      error(n->place, "a buffer holds at least one part",
            "leave the buffer out; stations may follow each other directly");
    } else {
      buffer.capacity = read_count(*n, 1, kMostCount, "capacity");
    }
  } else {
    error(name.place, fmt::format("the buffer \"{}\" has no capacity", name.value),
          "add capacity: 10, or capacity: unlimited");
  }
  if (const Node* n = node.find("order")) {
    if (n->is_scalar() && n->text == "edd") {
      error(
          n->place,
          "the order \"edd\" is part of the model format, but this version of linetwin does not simulate it",
          "use fifo, lifo, priority or spt");
    } else {
      static const std::array<std::string, 4> words = {"fifo", "lifo", "priority", "spt"};
      const int choice = word(*n, "order", words, diagnostics_);
      if (choice >= 0) buffer.order = Placed<BufferOrder>{static_cast<BufferOrder>(choice), n->place};
    }
  }
  if (const Node* n = node.find("dwell")) buffer.dwell = read_time(*n, "dwell");
  if (const Node* n = node.find("initial")) buffer.initial = read_count(*n, 0, kMostTogether, "initial");
  spec_.buffers.push_back(std::move(buffer));
}

void ModelReader::read_sink(const Name& name, const Node& node) {
  SinkSpec sink;
  sink.name = name;
  if (node.kind != Node::Kind::Null && expect_map(node, "a sink")) {
    check_keys(node, {"scrap"}, {}, "a sink");
    if (const Node* n = node.find("scrap")) {
      static const std::array<std::string, 2> words = {"false", "true"};
      sink.scrap = word(*n, "scrap", words, diagnostics_) == 1;
    }
  }
  spec_.sinks.push_back(std::move(sink));
}

}  // namespace linetwin
