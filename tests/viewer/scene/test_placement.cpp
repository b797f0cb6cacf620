// Where things stand: everywhere free of each other, and inside the picture.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "random/random_line.hpp"
#include "viewer/document/document.hpp"
#include "viewer/scene/router.hpp"
#include "viewer/scene/scene.hpp"

using namespace linetwin;
using namespace linetwin::viewer;
using namespace linetwin::viewer::test;

namespace {

// The layout taken away: fleets and people that walk need one, so these go with it.
LineModel without_layout(const std::string& file) {
  ReadResult read = read_model_file(file);
  read.spec.layout.clear();
  read.spec.vehicles.clear();
  for (EdgeSpec& edge : read.spec.flow) edge.via.reset();
  for (auto& pool : read.spec.workers) pool.speed.reset();
  return compiled(std::move(read));
}

void check_free_of_each_other(const LineModel& model, const Placement& placement) {
  for (std::size_t a = 0; a < placement.elements.size(); ++a)
    for (std::size_t b = a + 1; b < placement.elements.size(); ++b) {
      INFO(model.elements[a].name << " and " << model.elements[b].name);
      // the layout itself may put one onto another
      const bool given = model.elements[a].spot && model.elements[b].spot;
      if (given && (contains(placement.elements[a], placement.elements[b].centre) ||
                    contains(placement.elements[b], placement.elements[a].centre)))
        continue;
      CHECK_FALSE(overlap(placement.elements[a], placement.elements[b]));
    }
}

void check_inside(const LineModel& model, const Placement& placement) {
  REQUIRE(placement.elements.size() == model.elements.size());
  REQUIRE(placement.machines.size() == model.machines.size());
  for (const Box& box : placement.elements) CHECK(placement.bounds.contains(extent(box)));
  for (const Box& box : placement.pools) CHECK(placement.bounds.contains(extent(box)));
  for (const Way& way : placement.ways)
    for (const Point p : way.points) CHECK(placement.bounds.contains(p));
  for (std::size_t m = 0; m < model.machines.size(); ++m) {
    const StationModel& station = model.stations[static_cast<std::size_t>(model.machines[m].station)];
    const Box& whole = placement.elements[static_cast<std::size_t>(station.element)];
    const Box& box = placement.machines[m];
    CHECK(box.width > 0);
    for (const double x : {-0.5, 0.5})
      for (const double y : {-0.5, 0.5}) CHECK(contains(whole, world(box, {x * box.width, y * box.depth})));
    for (std::size_t o = 0; o < m; ++o)
      if (model.machines[o].station == model.machines[m].station)
        CHECK_FALSE(overlap(box, placement.machines[o]));
  }
}

// Ways, those of vehicles apart (they drive where the aisles are), that run through a box that is none of
// their ends.
std::size_t ways_through_boxes(const Placement& placement) {
  const Router router(placement.elements, 1);
  return static_cast<std::size_t>(
      std::count_if(placement.ways.begin(), placement.ways.end(), [&](const Way& way) {
        return way.fleet == kNone && router.blocked(way.points, static_cast<std::size_t>(way.from),
                                                    static_cast<std::size_t>(way.to));
      }));
}

// A chain of stations and buffers with ways that leave it and come back, `elements` in all.
std::string long_line(int elements, std::uint64_t seed) {
  const StreamKey key = stream_key(stream_name_hash("test", "long line"), seed, 0);
  std::string stations = "stations:\n", buffers = "buffers:\n", flow = "flow:\n  - source", extra, routing;
  const int pairs = (elements - 2) / 2;
  for (int i = 0; i < pairs; ++i) {
    stations += fmt::format("  m{}: {{cycle: {{exponential: 10 s}}, machines: {}}}\n", i,
                            1 + static_cast<int>(3 * random_unit(key, static_cast<std::uint64_t>(i))));
    buffers += fmt::format("  b{}: {{capacity: {}}}\n", i, 4 + i % 40);
    flow += fmt::format(" -> m{0} -> b{0}", i);
    const double what = random_unit(key, static_cast<std::uint64_t>(1000 + i));
    const int other = what < 0.1 ? std::max(0, i - 4) : std::min(pairs - 1, i + 3);
    if (what < 0.2 && other != i) {
      extra += fmt::format("  - m{} -> b{}\n", i, other);
      routing += fmt::format("  m{}: {{b{}: 90 %, b{}: 10 %}}\n", i, i, other);
    }
  }
  return stations + buffers + flow + " -> sink\n" + extra + (routing.empty() ? "" : "routing:\n" + routing);
}

bool alike(const Placement& a, const Placement& b) {
  const auto same_points = [](const std::vector<Point>& one, const std::vector<Point>& two) {
    return std::equal(one.begin(), one.end(), two.begin(), two.end(),
                      [](Point p, Point q) { return p.x == q.x && p.y == q.y; });
  };
  const auto same_boxes = [](const std::vector<Box>& one, const std::vector<Box>& two) {
    return std::equal(one.begin(), one.end(), two.begin(), two.end(), [](const Box& p, const Box& q) {
      return p.centre.x == q.centre.x && p.centre.y == q.centre.y && p.width == q.width &&
             p.depth == q.depth && p.turn == q.turn;
    });
  };
  const auto same_fleet = [&](const FleetPlaces& one, const FleetPlaces& two) {
    return same_points(one.points, two.points) && one.point_of == two.point_of && one.aisles == two.aisles &&
           one.before == two.before;
  };
  return a.order == b.order && same_boxes(a.elements, b.elements) && same_boxes(a.machines, b.machines) &&
         same_boxes(a.pools, b.pools) && a.usual == b.usual && a.automatic == b.automatic &&
         std::equal(a.ways.begin(), a.ways.end(), b.ways.begin(), b.ways.end(),
                    [&](const Way& one, const Way& two) { return same_points(one.points, two.points); }) &&
         std::equal(a.fleets.begin(), a.fleets.end(), b.fleets.begin(), b.fleets.end(), same_fleet);
}

}  // namespace

TEST_CASE("every model has its place without a layout: no boxes overlap, ways run round boxes") {
  for (const std::string& file : model_files()) {
    INFO(file);
    const LineModel model = without_layout(file);
    const Placement placement = place(model);
    CHECK(placement.automatic);
    check_free_of_each_other(model, placement);
    check_inside(model, placement);
    CHECK(ways_through_boxes(placement) == 0);
  }
}

TEST_CASE("every model has its place by its layout: what has a size is as it says, nothing else overlaps") {
  for (const std::string& file : model_files()) {
    INFO(file);
    const LineModel model = compiled(read_model_file(file));
    const Placement placement = place(model);
    check_free_of_each_other(model, placement);
    check_inside(model, placement);
    CHECK(ways_through_boxes(placement) == 0);
    for (std::size_t e = 0; e < model.elements.size(); ++e) {
      if (!model.elements[e].spot) continue;
      CHECK(placement.elements[e].centre.x == model.elements[e].spot->x);
      CHECK(placement.elements[e].centre.y == model.elements[e].spot->y);
      if (!model.elements[e].spot->size) continue;
      CHECK(placement.elements[e].width == model.elements[e].spot->size->first);
      CHECK(placement.elements[e].depth == model.elements[e].spot->size->second);
    }
  }
}

TEST_CASE("random lines of the whole vocabulary have their place") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const linetwin::test::RandomLine random(seed);
    INFO(random.text());
    const LineModel model = compiled(read_model_text("random.yaml", random.text()));
    const Placement placement = place(model);
    check_inside(model, placement);
    if (placement.automatic) check_free_of_each_other(model, placement);
    for (std::size_t w = 0; w < placement.ways.size(); ++w) {
      REQUIRE(placement.ways[w].points.size() >= 2);
      for (const Point p : placement.ways[w].points) CHECK((std::isfinite(p.x) && std::isfinite(p.y)));
    }
  }
}

TEST_CASE("a line of 200 elements has the shape of its picture, and hardly an arrow crosses a box") {
  const LineModel model = line(long_line(200, 1));
  REQUIRE(model.elements.size() == 200);
  for (const double aspect : {1.0, 16.0 / 9, 3.0}) {
    INFO(aspect);
    const Placement placement = place(model, aspect);
    check_free_of_each_other(model, placement);
    CHECK(ways_through_boxes(placement) * 50 <= placement.ways.size());
    // rows are whole, so it is not met exactly
    const double shape = placement.bounds.width() / placement.bounds.depth();
    CHECK(shape > aspect / 2);
    CHECK(shape < aspect * 2);
  }
}

TEST_CASE("parts go from left to right, and arrows that lead back are known") {
  const Scene s(line(R"(stations: {m1: {cycle: 1 s}, m2: {cycle: 1 s}}
buffers: {b1: {capacity: 3}, b2: {capacity: 3}}
flow:
  - source -> b1 -> m1 -> b2 -> m2 -> sink
  - m2 -> b1
routing: {m2: {sink: 90 %, b1: 10 %}}
)"));
  const char* order[] = {"source", "b1", "m1", "b2", "m2", "sink"};
  for (std::size_t i = 1; i < std::size(order); ++i)
    CHECK(s.box(order[i - 1]).centre.x < s.box(order[i]).centre.x);
  for (const Way& way : s.placement.ways)
    CHECK(way.back ==
          (s.model.elements[static_cast<std::size_t>(way.from)].name == "m2" && way.successor == 1));
}

TEST_CASE("what the layout leaves out stands between, before and behind what it is connected with") {
  const Scene s(line(R"(stations: {m1: {cycle: 1 s}, m2: {cycle: 1 s}}
buffers: {b: {capacity: 3}}
flow: [source -> m1 -> b -> m2 -> sink]
layout:
  m1: {at: [0, 0], size: [2, 2]}
  m2: {at: [20, 0], size: [2, 2]}
)"));
  CHECK_FALSE(s.placement.automatic);
  CHECK(s.box("b").centre.x == Approx(10).margin(0.01));
  CHECK(s.box("b").centre.y == Approx(0).margin(0.01));
  CHECK(s.box("source").centre.x < -1);
  CHECK(s.box("sink").centre.x > 21);
  check_free_of_each_other(s.model, s.placement);
}

TEST_CASE("a source that the layout leaves out stands behind its buffer, away from where the parts go") {
  const Scene s(line(R"(stations: {m: {cycle: 1 s}}
buffers: {b: {capacity: 3}}
flow: [source -> b -> m -> sink]
layout:
  m: {at: [0, 0], size: [2, 2]}
  b: {at: [4, 0], size: [1, 1]}
)"));
  CHECK(s.box("source").centre.x > 4.5);
  CHECK(s.box("sink").centre.x < -1);
}

TEST_CASE("a station of many machines keeps them all in its box, in cells that get small") {
  for (const int machines : {1, 2, 7, 50, 1000}) {
    const Scene s(line(fmt::format(
        "stations: {{m: {{cycle: 1 s, machines: {}}}}}\nflow: [source -> m -> sink]\n", machines)));
    check_inside(s.model, s.placement);
    CHECK(s.box("m").width <= 8);
  }
}

TEST_CASE("a conveyor's parts move towards what comes next, whatever way its box is turned") {
  const Scene s(line(R"(stations: {m1: {cycle: 1 s}, m2: {cycle: 1 s}}
conveyors: {c: {length: 6 m, speed: 1 m/s, pitch: 1 m}}
flow: [source -> m1 -> c -> m2 -> sink]
layout:
  m1: {at: [20, 0], size: [2, 2]}
  c: {at: [10, 0], size: [6, 1]}
  m2: {at: [0, 0], size: [2, 2]}
)"));
  CHECK(s.placement.belts[0].begin.x == Approx(13));
  CHECK(s.placement.belts[0].end.x == Approx(7));
}

TEST_CASE("what is under the pointer: the machine, its station, an arrow, or nothing") {
  const Scene s(line(R"(stations: {m1: {cycle: 1 s, machines: 4}, m2: {cycle: 1 s}}
flow: [source -> m1 -> m2 -> sink]
layout:
  m1: {at: [0, 0], size: [4, 4]}
  m2: {at: [10, 0], size: [2, 2]}
)"));
  const ElementId m1 = element_called(s.model, "m1");
  // two by two machines; the first stands at the upper left
  CHECK(hit(s.model, s.placement, {-0.9, 0.9}) == Hit{Hit::Kind::Machine, 0, m1});
  CHECK(hit(s.model, s.placement, {0.9, -0.9}) == Hit{Hit::Kind::Machine, 3, m1});
  CHECK(hit(s.model, s.placement, {0, 0}) == Hit{Hit::Kind::Element, m1, m1});
  CHECK(hit(s.model, s.placement, {1.99, 1.99}) == Hit{Hit::Kind::Element, m1, m1});
  const Hit way = hit(s.model, s.placement, {5, 0.1}, 0.2);
  CHECK(way.kind == Hit::Kind::Way);
  CHECK(way.element == m1);
  CHECK(hit(s.model, s.placement, {5, 0.1}).kind == Hit::Kind::Nothing);
  CHECK(hit(s.model, s.placement, {5, 3}, 0.2).kind == Hit::Kind::Nothing);
}

TEST_CASE("an element that is moved takes its machines and arrows along, and all else stays") {
  const Scene s(line(R"(stations: {m1: {cycle: 1 s, machines: 2}, m2: {cycle: 1 s}}
flow: [source -> m1 -> m2 -> sink]
layout:
  m1: {at: [0, 0], size: [4, 2]}
  m2: {at: [10, 0], size: [2, 2]}
)"));
  const ElementId m1 = element_called(s.model, "m1");
  const Placement moved = placement_with(s.model, s.placement, m1, {0, 7});
  for (std::size_t m = 0; m < 2; ++m) {
    CHECK(moved.machines[m].centre.x == Approx(s.placement.machines[m].centre.x));
    CHECK(moved.machines[m].centre.y == Approx(s.placement.machines[m].centre.y + 7));
  }
  CHECK(moved.machines[2].centre.y == s.placement.machines[2].centre.y);
  CHECK(hit(s.model, moved, {0, 7}).element == m1);
  for (const Way& way : moved.ways)
    if (way.from == m1) CHECK(distance(way.points.front(), {0, 7}) < 2.3);
  check_inside(s.model, moved);
}

TEST_CASE("a line that is changed where nothing has a place stands as before") {
  int same = 0, other = 0;
  for (const std::string& file : model_files()) {
    Document document;
    REQUIRE(document.open(file));
    const std::shared_ptr<const LineModel> before = document.line();
    const Placement placed = place(*before);
    std::vector<Property> all;
    for (const Element& e : before->elements)
      for (const Property& p : document.properties(e.name)) all.push_back(p);
    for (const PoolModel& pool : before->pools)
      for (const Property& p : document.properties(pool.name)) all.push_back(p);
    for (const Property& property : all) {
      const std::optional<std::string> more = document.stepped(property, 1, 0);
      if (!more || !document.change({{property.path, *more}})) continue;
      INFO(file << ": " << property.path << " = " << *more);
      if (same_places(*before, *document.line())) {
        ++same;
        CHECK(alike(placed, place(*document.line())));
      } else {
        ++other;
      }
      REQUIRE(document.undo());
    }
  }
  CHECK(same > 20);
  CHECK(other > 5);
}

TEST_CASE("an arrow whose straight way is barred runs round the box in it") {
  const std::vector<Box> boxes{{{0, 0}, 2, 2, 0}, {{10, 0}, 2, 2, 0}, {{5, 0}, 2, 6, 0}};
  Router router(boxes, 1);
  const std::vector<Point> way = router.route(0, 1);
  CHECK_FALSE(router.blocked(way, 0, 1));
  CHECK(way.size() > 2);
  // up 3.5 to 4 m and down again at least, 8 m along
  CHECK(length(way) > 8 + 2 * 3);
  CHECK(length(way) < 8 + 2 * 4.1);
  const Box& box = boxes[0];
  CHECK(distance(way.front(), box.centre) == Approx(1));
  CHECK(router.route(0, 2).size() == 2);
}
