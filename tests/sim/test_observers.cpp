#include <filesystem>
#include <map>

#include "observe/flow_counts.hpp"
#include "sim/state.hpp"
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* kUnreliable = R"(linetwin: 1
name: unreliable
stations:
  a: {cycle: {exponential: 10 s}, failures: {mtbf: 20 min, mttr: 2 min}}
  b: {cycle: 9 s, scrap: 5 %}
  c: {cycle: {lognormal: {mean: 8 s, sd: 4 s}}, machines: 2}
buffers:
  ab: {capacity: 3}
  bc: {capacity: 2}
flow: [source -> a -> ab -> b -> bc -> c -> sink]
)";

// Keeps its own books of what it is told, from the moment the window begins.
class Bookkeeper : public Observer {
 public:
  Bookkeeper(const LineModel& model, Time window) : model_(model), window_(window) {
    state_.resize(model.machines.size());
    since_.resize(model.machines.size());
    time_.resize(model.machines.size());
    level_.resize(model.elements.size());
    level_since_.resize(model.elements.size());
    area_.resize(model.elements.size());
  }
  void take(std::span<const Happening> happenings) override {
    for (const Happening& h : happenings) {
      ordered_ = ordered_ && h.at >= last_;
      last_ = h.at;
      const auto a = static_cast<std::size_t>(h.a);
      if (h.kind == Happening::Kind::State) {
        add_state(a, h.at);
        state_[a] = h.state;
      } else if (h.kind == Happening::Kind::Level) {
        add_level(a, h.at);
        level_[a] = h.value;
      } else if (h.kind == Happening::Kind::Finished && h.at > window_) {
        finished += h.value;
      } else if (h.kind == Happening::Kind::Scrapped && h.at > window_) {
        ++scrapped;
      } else if (h.kind == Happening::Kind::Move && h.at > window_ &&
                 model_.elements[static_cast<std::size_t>(h.b)].kind == ElementKind::Sink) {
        ++left;
        lead_time += h.value;
      }
    }
  }
  void end(Time at) override {
    for (std::size_t m = 0; m < state_.size(); ++m) add_state(m, at);
    for (std::size_t e = 0; e < level_.size(); ++e) add_level(e, at);
  }
  bool ordered() const { return ordered_; }
  Time in_state(std::int32_t station, std::size_t state) const {
    Time sum = 0;
    for (std::size_t m = 0; m < state_.size(); ++m)
      if (model_.machines[m].station == station) sum += time_[m][state];
    return sum;
  }
  Integral area(ElementId e) const { return area_[static_cast<std::size_t>(e)]; }
  std::int64_t finished = 0, scrapped = 0, left = 0;
  Integral lead_time = 0;

 private:
  void add_state(std::size_t m, Time at) {
    time_[m][state_[m]] += std::max(at, window_) - std::max(since_[m], window_);
    since_[m] = at;
  }
  void add_level(std::size_t e, Time at) {
    area_[e] +=
        static_cast<Integral>(level_[e]) * (std::max(at, window_) - std::max(level_since_[e], window_));
    level_since_[e] = at;
  }
  const LineModel& model_;
  Time window_;
  Time last_ = 0;
  bool ordered_ = true;
  std::vector<std::uint8_t> state_;
  std::vector<Time> since_;
  std::vector<std::array<Time, kMachineStates>> time_;
  std::vector<std::int64_t> level_;
  std::vector<Time> level_since_;
  std::vector<Integral> area_;
};

std::int64_t total_finished(const RunRecord& r) {
  std::int64_t sum = 0;
  for (const StationRecord& s : r.stations) sum += s.finished;
  return sum;
}

}  // namespace

TEST_CASE("an observer's books agree with the run's own, on every model of the project") {
  int seen = 0;
  for (const auto& file : fs::directory_iterator(fs::path(LINETWIN_SOURCE_DIR) / "models")) {
    if (file.path().extension() != ".yaml") continue;
    INFO(file.path().filename().string());
    const LineModel model = model_of_file(file.path().string());
    const RunOptions options = options_of(60, 20, 1);
    Bookkeeper books(model, options.warmup);
    RunAsk ask;
    ask.observer = &books;
    const RunRecord observed = run(model, options, 3, {}, ask);
    CHECK(hash(observed) == hash(run(model, options, 3)));
    CHECK(books.ordered());
    bool agree = true;
    for (std::size_t s = 0; s < model.stations.size(); ++s)
      for (std::size_t i = 0; i < kMachineStates; ++i)
        agree = agree && books.in_state(static_cast<std::int32_t>(s), i) == observed.stations[s].time[i];
    for (std::size_t b = 0; b < model.buffers.size(); ++b)
      agree = agree && books.area(model.buffers[b].element) == observed.buffers[b].level;
    for (std::size_t c = 0; c < model.conveyors.size(); ++c)
      agree = agree && books.area(model.conveyors[c].element) == observed.conveyors[c].level;
    CHECK(agree);
    CHECK(books.finished == total_finished(observed));
    std::int64_t left = 0;
    Integral lead_time = 0;
    for (const VariantRecord& v : observed.variants) left += v.left, lead_time += v.lead_time;
    CHECK(books.left == left);
    CHECK((books.lead_time == lead_time));
    ++seen;
  }
  CHECK(seen > 8);
}

TEST_CASE("slices add up to the books of the whole, and asking for them changes nothing") {
  const LineModel model = model_of(kUnreliable);
  const RunOptions options = options_of(30, 0, 1);
  const RunRecord plain = run(model, options, 0);
  RunAsk ask;
  ask.slice = 7 * kMinute + 13 * kSecond;  // no divisor of the duration
  ask.elements = true;
  ask.stays = 1 << 20;
  const RunRecord sliced = run(model, options, 0, {}, ask);
  CHECK(hash(plain) == hash(sliced));
  CHECK(static_cast<Time>(sliced.slices.size()) == (options.duration + ask.slice - 1) / ask.slice);
  Slice sum;
  std::vector<std::array<Time, kMachineStates>> states(model.stations.size());
  std::vector<Integral> areas(model.buffers.size());
  for (const Slice& slice : sliced.slices) {
    sum.good += slice.good;
    sum.left += slice.left;
    sum.scrapped += slice.scrapped;
    sum.lead_time += slice.lead_time;
    sum.wip += slice.wip;
    for (std::size_t s = 0; s < states.size(); ++s)
      for (std::size_t i = 0; i < kMachineStates; ++i) states[s][i] += slice.stations[s][i];
    for (std::size_t b = 0; b < areas.size(); ++b) areas[b] += slice.buffers[b];
  }
  CHECK(sum.good == plain.variants[0].good);
  CHECK(sum.left == plain.variants[0].left);
  CHECK(sum.scrapped == plain.scrapped);
  CHECK((sum.lead_time == plain.variants[0].lead_time));
  CHECK((sum.wip == plain.wip));
  for (std::size_t s = 0; s < states.size(); ++s) CHECK(states[s] == plain.stations[s].time);
  for (std::size_t b = 0; b < areas.size(); ++b) CHECK((areas[b] == plain.buffers[b].level));
  Integral stays = 0;
  for (const Time stay : sliced.stays) stays += stay;
  CHECK((stays == plain.variants[0].lead_time));
}

TEST_CASE("a warm-up that ends inside a slice leaves the slices as they are without it") {
  const LineModel model = model_of(kUnreliable);
  RunAsk ask;
  ask.slice = kHour;
  ask.elements = true;
  const RunRecord without = run(model, options_of(12, 0, 1), 0, {}, ask);
  const RunRecord with = run(model, options_of(12, 2.4, 1), 0, {}, ask);
  REQUIRE(with.slices.size() == 12);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(with.slices[i].good == without.slices[i].good);
    CHECK((with.slices[i].wip == without.slices[i].wip));
    CHECK(with.slices[i].stations == without.slices[i].stations);
    CHECK((with.slices[i].buffers == without.slices[i].buffers));
  }
}

TEST_CASE("active periods are counted alike on the short and on the general way, and by whoever watches") {
  const LineModel model = model_of(kUnreliable);
  const RunOptions options = options_of(40, 5, 1);
  class Counter : public Observer {
   public:
    Counter(Time window, std::size_t machines) : window_(window), active_(machines), since_(machines, -1) {
      counts.resize(machines);
    }
    void take(std::span<const Happening> happenings) override {
      for (const Happening& h : happenings) {
        if (h.kind != Happening::Kind::State) continue;
        const auto m = static_cast<std::size_t>(h.a);
        // a machine that is active when the window begins is in a period of the window
        if (h.at > window_ && last_ <= window_)
          for (std::size_t i = 0; i < active_.size(); ++i) counts[i] = active_[i];
        last_ = h.at;
        const bool is = is_active(static_cast<MachineState>(h.state));
        if (is && !active_[m] && h.at > since_[m]) ++counts[m];
        if (!is && active_[m]) since_[m] = h.at;
        active_[m] = is;
      }
    }
    std::vector<std::int64_t> counts;

   private:
    Time window_;
    Time last_ = 0;
    std::vector<char> active_;
    std::vector<Time> since_;
  } counter(options.warmup, model.machines.size());
  RunAsk ask;
  ask.observer = &counter;
  const RunRecord observed = run(model, options, 0, {}, ask);
  const RunRecord plain = run(model, options, 0);
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    std::int64_t expected = 0;
    for (std::size_t m = 0; m < model.machines.size(); ++m)
      if (model.machines[m].station == static_cast<std::int32_t>(s)) expected += counter.counts[m];
    CHECK(plain.stations[s].active_periods == observed.stations[s].active_periods);
    CHECK(plain.stations[s].active_periods == expected);
    CHECK(expected > 100);
  }
}

TEST_CASE("parts are counted along every edge: what enters an element leaves it, is scrapped or is inside") {
  const LineModel model = model_of(R"(linetwin: 1
name: rework
stations:
  make: {cycle: 10 s, scrap: 4 %}
  test: {cycle: 5 s}
  mend: {cycle: {exponential: 20 s}}
buffers: {faulty: {capacity: unlimited}, mended: {capacity: unlimited}}
flow: [source -> make -> test -> sink, test -> faulty -> mend -> mended -> test]
routing: {test: {sink: 80 %, faulty: 20 %}}
)");
  const RunOptions options = options_of(100, 0, 1);
  FlowCounter counter(model, -1);  // what happens at time 0 counts, too
  RunAsk ask;
  ask.observer = &counter;
  const RunRecord r = run(model, options, 0, {}, ask);
  const FlowCounts& counts = counter.counts();
  std::map<std::string, std::int64_t> in, out;
  for (std::size_t e = 0; e < model.elements.size(); ++e)
    for (std::size_t k = 0; k < model.elements[e].successors.size(); ++k) {
      out[model.elements[e].name] += counts.moved[e][k];
      in[model.elements[static_cast<std::size_t>(model.elements[e].successors[k])].name] +=
          counts.moved[e][k];
    }
  CHECK(in["sink"] == r.variants[0].good);
  CHECK(out["source"] == r.sources[0].created);
  const std::int64_t scrapped = counts.scrapped[static_cast<std::size_t>(model.stations[0].element)];
  CHECK(scrapped == r.stations[0].scrapped);
  CHECK(std::abs(in["make"] - out["make"] - scrapped) <= 1);
  CHECK(std::abs(in["test"] - out["test"]) <= 1);
  // of the visits at the tester, a share of 20 % are by parts that have been there: p / (1 - p) per new part
  const auto test = static_cast<std::size_t>(model.stations[1].element);
  const double repeated =
      static_cast<double>(counts.repeated[test]) / static_cast<double>(counts.passes[test]);
  CHECK(repeated == Approx(0.2).margin(0.01));
  CHECK(counts.repeated[static_cast<std::size_t>(model.stations[0].element)] == 0);
}

TEST_CASE("of more lead times than are asked for, every second, fourth, ... is kept") {
  const LineModel model = model_of(kUnreliable);
  const RunOptions options = options_of(30, 0, 1);
  RunAsk all;
  all.stays = 1 << 20;
  RunAsk few;
  few.stays = 1000;
  const RunRecord whole = run(model, options, 0, {}, all);
  const RunRecord thinned = run(model, options, 0, {}, few);
  CHECK(whole.stays_stride == 1);
  REQUIRE(whole.stays.size() > 8000);
  CHECK(thinned.stays_stride == 16);
  CHECK(thinned.stays.size() <= 1000);
  CHECK(thinned.stays.size() >= 500);
  const auto mean = [](const std::vector<Time>& stays) {
    double sum = 0;
    for (const Time stay : stays) sum += seconds(stay);
    return sum / static_cast<double>(stays.size());
  };
  CHECK(mean(thinned.stays) == Approx(mean(whole.stays)).epsilon(0.1));
}
