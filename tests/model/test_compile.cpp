// What the compiler makes of a model that is right; what it says of wrong ones is in tests/broken.
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

std::vector<std::string> names_of(const LineModel& model) {
  std::vector<std::string> names;
  for (const Element& e : model.elements) names.push_back(e.name);
  return names;
}

const Distribution& written(const LineModel& model, const TimeRef& time) {
  return model.streams[static_cast<std::size_t>(time.of(0))].written;
}

}  // namespace

TEST_CASE("elements are numbered in the order of the file, whatever section they stand in") {
  const LineModel model = model_of(R"(linetwin: 1
buffers: {z: {capacity: 1}}
stations:
  b: {cycle: 1 s, machines: 2}
  a: {cycle: 1 s}
flow: [source -> a -> z -> b -> sink]
)");
  CHECK(names_of(model) == std::vector<std::string>{"z", "b", "a", "source", "sink"});
  REQUIRE(model.machines.size() == 3);
  CHECK(model.of(model.stations[static_cast<std::size_t>(model.machines[0].station)]).name == "b");
  CHECK(model.machines[1].number == 1);
  CHECK(model.stations[1].first_machine == 2);
}

TEST_CASE("an availability gives the exponential time to failure that it stands for") {
  const LineModel model = model_of(R"(linetwin: 1
stations: {m: {cycle: 1 s, failures: {availability: 90 %, mttr: {constant: 10 min}}}}
flow: [source -> m -> sink]
)");
  // a = mtbf / (mtbf + mttr), so mtbf = 10 min x 0.9 / 0.1
  const Distribution& d = written(model, model.machines[0].to_failure[0]);
  CHECK(d.kind == Distribution::Kind::Exponential);
  CHECK(mean(d) == Approx(90.0 * static_cast<double>(kMinute)).epsilon(1e-12));
}

TEST_CASE("a machine that is always available has no failures") {
  const LineModel model = model_of(R"(linetwin: 1
stations: {m: {cycle: 1 s, failures: {availability: 100 %, mttr: 10 min}}}
flow: [source -> m -> sink]
)");
  CHECK(model.stations[0].failures.empty());
}

TEST_CASE("a buffer that sorts ranks the variants, equal ones alike") {
  const LineModel model = model_of(R"(linetwin: 1
parts: {A: {share: 20 %, priority: 1}, B: {share: 30 %, priority: 5}, C: {share: 50 %, priority: 1}}
stations:
  x: {cycle: {per_part: {A: 3 s, B: 1 s, C: 2 s}}}
  y: {cycle: 1 s}
buffers: {p: {capacity: 3, order: priority}, s: {capacity: 3, order: spt}, f: {capacity: 3}}
flow: [source -> p -> y -> s -> x -> f -> sink]
)");
  CHECK(model.buffers[0].rank == std::vector<std::int32_t>{1, 0, 1});
  CHECK(model.buffers[0].ranks == 2);
  CHECK(model.buffers[1].rank == std::vector<std::int32_t>{2, 0, 1});
  CHECK(model.buffers[2].rank.empty());
}

TEST_CASE("a fan is all its arrows, in the order written, and an arrow written twice is one") {
  const LineModel model = model_of(R"(linetwin: 1
stations: {a: {cycle: 1 s}, b: {cycle: 1 s}, c: {cycle: 1 s}, d: {cycle: 1 s}}
flow: [source -> a | b -> d | c -> sink, a -> c]
)");
  REQUIRE(model.elements[0].successors.size() == 2);
  CHECK(model.elements[0].successors == std::vector<ElementId>{3, 2});
  CHECK(model.elements[1].successors == std::vector<ElementId>{3, 2});
  CHECK(model.elements[2].predecessors == std::vector<ElementId>{0, 1});
}

TEST_CASE("elements on a circle of the flow are marked, those before and behind are not") {
  const LineModel model = model_of(R"(linetwin: 1
stations: {a: {cycle: 1 s}, test: {cycle: 1 s}, repair: {cycle: 1 s}, pack: {cycle: 1 s}}
buffers: {back: {capacity: 2}}
flow: [source -> a -> test -> pack -> sink, test -> back -> repair -> test]
routing: {test: {pack: 90 %, back: 10 %}}
)");
  std::vector<std::string> on_loop;
  for (const Element& e : model.elements)
    if (e.in_loop) on_loop.push_back(e.name);
  CHECK(on_loop == std::vector<std::string>{"test", "repair", "back"});
}

TEST_CASE("each element draws from streams of its own name") {
  const char* const text = R"(linetwin: 1
stations: {a: {cycle: {exponential: 1 s}}, b: {cycle: {exponential: 1 s}}}
flow: [source -> a -> b -> sink]
)";
  const LineModel two = model_of(text);
  const LineModel more = model_of(R"(linetwin: 1
stations: {z: {cycle: {exponential: 3 s}, scrap: 2 %}, b: {cycle: {exponential: 1 s}}}
flow: [source -> z -> b -> sink]
)");
  const auto stream_of = [](const LineModel& model) {
    return model.streams[static_cast<std::size_t>(model.stations[1].cycle.first)].name_hash;
  };
  CHECK(stream_of(two) == stream_of(more));  // b's numbers stay when its neighbour becomes another
  CHECK(two.streams[static_cast<std::size_t>(two.stations[0].cycle.first)].name_hash != stream_of(two));
}
