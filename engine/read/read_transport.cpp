// Conveyors, vehicles, and where things stand.
#include <fmt/format.h>

#include <cmath>

#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostVehicles = 10'000;
constexpr double kFarthest = 1e6;  // metres

}  // namespace

// A length or a speed over 0.
std::optional<Placed<double>> ModelReader::read_measure(const Node& node, Dimension dimension,
                                                        std::string_view what, std::string_view example) {
  if (!expect_scalar(node, what)) return std::nullopt;
  const auto q = taken(node, parse_quantity(node.text));
  if (!q) return std::nullopt;
  if (q->dimension != dimension) {
    const char* const wanted = dimension == Dimension::Speed ? "a speed" : "a length";
    error(node.place,
          q->dimension == Dimension::None
              ? fmt::format("{} is {}, and \"{}\" has no unit", what, wanted, node.text)
              : fmt::format("{} is {}, and \"{}\" is none", what, wanted, node.text),
          fmt::format("write for example {}", example));
    return std::nullopt;
  }
  if (!(q->value > 0) || q->value > kFarthest) {
    error(node.place, fmt::format("{} is over 0, and at most a million", what));
    return std::nullopt;
  }
  return Placed<double>{q->value, node.place};
}

std::optional<Placed<double>> ModelReader::need_measure(const Node& node, const Name& owner,
                                                        const std::string& key, Dimension dimension,
                                                        std::string_view example) {
  if (const Node* n = node.find(key)) return read_measure(*n, dimension, key, example);
  error(owner.place, fmt::format("\"{}\" has no {}", owner.value, key),
        fmt::format("add {}: {}", key, example));
  return std::nullopt;
}

void ModelReader::read_conveyor(const Name& name, const Node& node) {
  ConveyorSpec conveyor;
  conveyor.name = name;
  if (expect_map(node, fmt::format("the conveyor \"{}\"", name.value))) {
    check_keys(node, {"length", "speed", "pitch", "accumulating"}, {}, "a conveyor");
    conveyor.length = need_measure(node, name, "length", Dimension::Length, "12 m");
    conveyor.speed = need_measure(node, name, "speed", Dimension::Speed, "0.2 m/s");
    conveyor.pitch = need_measure(node, name, "pitch", Dimension::Length, "0.6 m");
    if (const Node* n = node.find("accumulating")) {
      conveyor.accumulating = n->text != "false";
      if (!n->is_scalar() || (n->text != "true" && n->text != "false"))
        error(n->place, "accumulating is true or false");
    }
  }
  spec_.conveyors.push_back(std::move(conveyor));
}

void ModelReader::read_fleet(const Name& name, const Node& node) {
  FleetSpec fleet;
  fleet.name = name;
  spec_.vehicles.push_back(fleet);
  if (!expect_map(node, fmt::format("the vehicles \"{}\"", name.value))) return;
  check_keys(node, {"count", "speed", "load", "unload", "paths", "call", "dispatch"}, {}, "vehicles");
  if (const Node* n = node.find("count")) fleet.count = read_count(*n, 1, kMostVehicles, "count");
  fleet.speed = need_measure(node, name, "speed", Dimension::Speed, "1 m/s");
  if (const Node* n = node.find("load")) fleet.load = read_time(*n, "load");
  if (const Node* n = node.find("unload")) fleet.unload = read_time(*n, "unload");
  if (const Node* n = node.find("paths")) {
    if (!n->is_sequence()) error(n->place, "paths is a list of aisles", "paths: [[p1, p2], [p2, p3]]");
    for (const Node& aisle : n->items) {
      if (!aisle.is_sequence() || aisle.items.size() != 2 || !aisle.items[0].is_scalar() ||
          !aisle.items[1].is_scalar()) {
        error(aisle.place, "an aisle leads from one point to another", "write [p1, p2]");
        continue;
      }
      fleet.paths.push_back(
          {{aisle.items[0].text, aisle.items[0].place}, {aisle.items[1].text, aisle.items[1].place}});
    }
  }
  const auto choose = [&](const char* key, const char* usual, const char* other) {
    const Node* n = node.find(key);
    if (!n) return false;
    const std::vector<std::string> words = {usual, other};
    if (!n->is_scalar() || (n->text != usual && n->text != other))
      error(n->place, fmt::format("{} is {} or {}", key, usual, other), did_you_mean(n->text, words));
    return n->text == other;
  };
  if (choose("call", "when_room", "when_finished")) fleet.call = Call::WhenFinished;
  if (choose("dispatch", "nearest", "longest_waiting")) fleet.dispatch = Dispatch::LongestWaiting;
  spec_.vehicles.back() = std::move(fleet);
}

// [x, y]: plain numbers are metres.
bool ModelReader::read_pair(const Node& node, std::string_view what, double& x, double& y) {
  if (!node.is_sequence() || node.items.size() != 2) {
    error(node.place, fmt::format("{} is a pair of metres", what), "write [6, 2.5]");
    return false;
  }
  bool good = true;
  double* const into[] = {&x, &y};
  for (std::size_t i = 0; i < 2; ++i) {
    const Node& item = node.items[i];
    if (!expect_scalar(item, what)) return false;
    const auto q = taken(item, parse_quantity(item.text));
    if (!q) return false;
    if ((q->dimension != Dimension::None && q->dimension != Dimension::Length) ||
        !(std::abs(q->value) <= kFarthest)) {
      error(item.place, fmt::format("{} is in metres, at most a million", what));
      good = false;
    }
    *into[i] = q->value;
  }
  return good;
}

void ModelReader::read_layout(const Node& node) {
  if (node.kind == Node::Kind::Null || !expect_map(node, "layout")) return;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key.text.starts_with("x-")) continue;
    SpotSpec spot;
    spot.name = {entry.key.text, entry.key.place};
    if (entry.value.is_map()) {
      check_keys(entry.value, {"at", "size", "turn"}, {}, "a place in the layout");
      const Node* at = entry.value.find("at");
      if (!at) {
        error(entry.value.place, "a place in the layout needs at", "write {at: [6, 0]}");
        continue;
      }
      if (!read_pair(*at, "at", spot.x, spot.y)) continue;
      if (const Node* size = entry.value.find("size")) {
        double w = 0;
        double d = 0;
        if (read_pair(*size, "size", w, d)) spot.size = {w, d};
        if (w < 0 || d < 0) error(size->place, "a size is 0 or more");
      }
      if (const Node* turn = entry.value.find("turn"); turn && expect_scalar(*turn, "turn"))
        spot.turn = taken(*turn, parse_number(turn->text)).value_or(0);
    } else if (!read_pair(entry.value, "a place in the layout", spot.x, spot.y)) {
      continue;
    }
    spec_.layout.push_back(std::move(spot));
  }
}

}  // namespace linetwin
