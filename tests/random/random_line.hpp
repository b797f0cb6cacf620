// Random lines: models of the whole vocabulary, each from a seed, valid by construction. They may jam; they
// may not break a law.
#pragma once

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"

namespace linetwin::test {

class RandomLine {
 public:
  explicit RandomLine(std::uint64_t seed) : key_(stream_key(stream_name_hash("random", "line"), seed, 0)) {
    make();
  }
  const std::string& text() const { return text_; }
  // Kinds of the elements that stand next to each other, in the direction of the flow.
  const std::set<std::pair<std::string, std::string>>& pairs() const { return pairs_; }
  std::size_t elements() const { return kind_.size(); }
  std::size_t kinds() const {
    std::set<std::string> all;
    for (const auto& [name, kind] : kind_) all.insert(kind);
    return all.size() + (fleets_ > 0 ? 1 : 0);
  }

 private:
  double unit() { return random_unit(key_, k_++); }
  bool chance(double p) { return unit() < p; }
  int pick(int from, int to) { return from + static_cast<int>(unit() * (to - from + 1)); }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(pick(0, static_cast<int>(list.size()) - 1))];
  }

  std::string time(int low, int high) {
    const int mean = pick(low, high);
    switch (pick(0, 5)) {
      case 0: return fmt::format("{{exponential: {} s}}", mean);
      case 1: return fmt::format("{{uniform: {{min: {} s, max: {} s}}}}", mean / 2, mean + mean / 2 + 1);
      case 2: return fmt::format("{{gamma: {{mean: {} s, sd: {} s}}}}", mean, mean);
      case 3: return fmt::format("{{per_part: {{A: {} s, B: {} s}}}}", mean, mean + 2);
      default: return fmt::format("{} s", mean);
    }
  }
  // A count of at least 1, at times one for each variant.
  std::string count(int low, int high) {
    if (chance(0.8)) return std::to_string(pick(low, high));
    return fmt::format("{{per_part: {{A: {}, B: {}}}}}", pick(low, high), pick(low, high));
  }
  std::string crew() {
    const std::string& pool = any(pools_);
    if (pools_.size() > 1 && chance(0.3)) return fmt::format("[{{{}: 1}}, {{{}: 1}}]", pools_[0], pools_[1]);
    if (pools_.size() > 1 && chance(0.2)) return fmt::format("{{{}: 1, {}: 1}}", pools_[0], pools_[1]);
    return fmt::format("{{{}: {}}}", pool, chance(0.3) ? count(1, 2) : "1");
  }
  std::string shift() {
    return chance(0.3) && shifts_.size() > 1 ? "[" + shifts_[0] + ", " + shifts_[1] + "]" : any(shifts_);
  }

  // What a station may have besides its kind.
  std::string extras() {
    std::string s;
    if (chance(0.25)) s += fmt::format(", machines: {}", pick(2, 3));
    if (chance(0.2)) s += ", scrap: 5 %";
    if (chance(0.3)) {
      s += fmt::format(", failures: {{mtbf: {} s, mttr: {} s, clock: {}", pick(50, 400), pick(5, 60),
                       chance(0.5) ? "operating" : "calendar");
      if (!pools_.empty() && chance(0.4)) s += ", workers: " + crew();
      s += "}";
    }
    if (chance(0.15)) {
      s += fmt::format(", maintenance: {{every: {}, takes: {} s", chance(0.5) ? "7 parts" : "100 s",
                       pick(5, 20));
      if (!pools_.empty() && chance(0.4)) s += ", workers: " + crew();
      s += "}";
    }
    if (chance(0.2)) s += fmt::format(", setup: {} s", pick(1, 20));
    if (!pools_.empty() && chance(0.3)) s += ", workers: " + crew();
    if (!pools_.empty() && chance(0.1)) s += ", setup_workers: " + crew();
    if (!shifts_.empty() && chance(0.15)) s += ", shift: " + shift();
    if (!pools_.empty() && chance(0.1)) s += fmt::format(", priority: {}", pick(-1, 2));
    if (chance(0.15)) s += fmt::format(", stops_with: [air]{}", chance(0.5) ? ", purge: 7 s" : "");
    return s;
  }

  std::string add(const std::string& kind) {
    const std::string name = fmt::format("{}{}", kind, ++number_);
    kind_[name] = kind;
    order_.push_back(name);
    if (kind == "station") stations_ += fmt::format("  {}: {{cycle: {}{}}}\n", name, time(4, 30), extras());
    if (kind == "split")
      stations_ +=
          fmt::format("  {}: {{cycle: {}, split: {}{}}}\n", name, time(8, 30), count(2, 4), extras());
    if (kind == "batch") {
      const std::string size = count(2, 4);
      stations_ += fmt::format("  {}: {{cycle: {}, batch: {{size: {}, wait: {}}}{}}}\n", name, time(8, 30),
                               size, time(5, 60), extras());
    }
    if (kind == "buffer") {
      static const std::vector<std::string> orders = {"fifo", "lifo", "priority", "spt"};
      buffers_ += fmt::format("  {}: {{capacity: {}", name,
                              supplies_ == 0 && chance(0.3) ? "unlimited" : std::to_string(pick(2, 6)));
      if (chance(0.3)) buffers_ += ", order: " + any(orders);
      if (chance(0.2)) buffers_ += ", dwell: " + time(2, 20);
      if (chance(0.15)) {
        const int parts = pick(1, 2);
        buffers_ += fmt::format(", initial: {}", parts);
        initial_ += parts;
      }
      buffers_ += "}\n";
    }
    if (kind == "conveyor")
      conveyors_ += fmt::format("  {}: {{length: {} m, speed: {} m/s, pitch: {} m, accumulating: {}}}\n",
                                name, pick(2, 12), pick(1, 3), pick(1, 2), chance(0.5) ? "true" : "false");
    if (kind == "supply") sources_ += fmt::format("  {}: {{lot: {}}}\n", name, pick(1, 5));
    if (kind == "source") {
      static const std::vector<std::string> full = {"wait", "queue", "drop"};
      sources_ += fmt::format("  {}: {{interarrival: {{exponential: {} s}}, when_full: {}, batch: {}}}\n",
                              name, pick(8, 60), any(full), pick(1, 3));
    }
    if (kind == "sink") sinks_ += fmt::format("  {}: {{scrap: {}}}\n", name, chance(0.2) ? "true" : "false");
    return name;
  }

  // An arrow, perhaps by vehicle.
  void arrow(const std::string& from, const std::string& to, bool may_ride = true) {
    if (may_ride && fleets_ > 0 && chance(0.3)) {
      flow_ += fmt::format("  - {} -> agv{} -> {}\n", from, pick(1, fleets_), to);
      pairs_.emplace(kind_[from], "vehicles");
      pairs_.emplace("vehicles", kind_[to]);
    } else {
      flow_ += fmt::format("  - {} -> {}\n", from, to);
      pairs_.emplace(kind_[from], kind_[to]);
    }
    out_[from].push_back(to);
  }

  std::string take_end() {
    const auto i = static_cast<std::size_t>(pick(0, static_cast<int>(ends_.size()) - 1));
    const std::string name = ends_[i];
    ends_.erase(ends_.begin() + static_cast<std::ptrdiff_t>(i));
    return name;
  }

  std::string middle() {
    static const std::vector<std::string> kinds = {"station", "station", "station", "split",
                                                   "batch",   "buffer",  "buffer",  "conveyor"};
    return add(any(kinds));
  }

  void routing(const std::string& from, bool by_part = true) {
    if (routed_.contains(from) || out_[from].size() < 2) return;
    routed_.insert(from);
    const std::string& a = out_[from][0];
    const std::string& b = out_[from][1];
    switch (pick(by_part ? 0 : 1, 4)) {
      case 1: routing_ += fmt::format("  {}: {{{}: 60 %, {}: 40 %}}\n", from, a, b); break;
      case 2: routing_ += fmt::format("  {}: {{rule: shortest-queue}}\n", from); break;
      case 3: routing_ += fmt::format("  {}: {{rule: priority}}\n", from); break;
      case 0: routing_ += fmt::format("  {}: {{by_part: {{A: {}, B: {}}}}}\n", from, a, b); break;
      default: break;
    }
  }

  // Two that drop never meet at one moment: a set of theirs would never be whole.
  void keep_parts_of(const std::string& source) {
    const std::size_t line = sources_.find("  " + source + ":");
    const std::size_t drop = sources_.find("drop", line);
    if (drop < sources_.find('\n', line)) sources_.replace(drop, 4, "queue");
  }

  void assemble() {
    std::vector<std::string> from{take_end()};
    if (!ends_.empty()) from.push_back(take_end());
    const std::string name = fmt::format("assembly{}", ++number_);
    kind_[name] = "assembly";
    order_.push_back(name);
    std::string needs;
    for (const std::string& one : from) {
      if (kind_[one] == "source") keep_parts_of(one);
      // a store of many may give several at one moment
      const std::string number = kind_[one] == "buffer" && chance(0.5) ? count(1, 2) : "1";
      needs += fmt::format("{}{}: {}", needs.empty() ? "" : ", ", one, number);
      arrow(one, name, false);
    }
    const bool match = chance(0.1);
    bool supply = false;
    for (const std::string& one : from) supply = supply || kind_[one] == "supply";
    stations_ += fmt::format("  {}: {{cycle: {}, assemble: {{{}}}{}{}}}\n", name, time(4, 30), needs,
                             match && !supply ? ", match: variant" : "", extras());
    ends_.push_back(name);
  }

  void step() {
    const double what = unit();
    if (what < 0.15 && ends_.size() < 4) {
      const std::string from = take_end();
      for (int i = 0; i < 2; ++i) {
        const std::string to = middle();
        arrow(from, to);
        ends_.push_back(to);
      }
      routing(from);
    } else if (what < 0.3 && ends_.size() > 1) {
      const std::string to = middle();
      arrow(take_end(), to);
      arrow(take_end(), to);
      ends_.push_back(to);
    } else if (what < 0.45) {
      assemble();
    } else {
      const std::string to = middle();
      arrow(take_end(), to);
      ends_.push_back(to);
    }
  }

  void limits() {
    const int n = pick(0, 2);
    for (int l = 1; l <= n; ++l) {
      std::string over;
      for (const std::string& name : order_)
        if (kind_[name] != "source" && kind_[name] != "supply" && kind_[name] != "sink" && chance(0.4))
          over += (over.empty() ? "" : ", ") + name;
      if (over.empty()) continue;
      limits_ += chance(0.5) ? fmt::format("  limit{}: {{over: [{}], max: {}}}\n", l, over,
                                           pick(6 + initial_, 20 + initial_))
                             : fmt::format(
                                   "  limit{}: {{over: [{}], max: {} kg, holds: {{per_part: {{A: 0.7 kg, B: "
                                   "1 kg}}}}, report: [2 kg, 4 kg]}}\n",
                                   l, over, pick(6 + initial_, 20 + initial_));
    }
  }

  void make() {
    const int pools = pick(0, 2);
    for (int p = 1; p <= pools; ++p) pools_.push_back(fmt::format("people{}", p));
    const int shifts = pick(0, 2);
    for (int s = 1; s <= shifts; ++s) shifts_.push_back(fmt::format("shift{}", s));
    fleets_ = pick(0, 2);
    const int sources = pick(1, 3);
    for (int i = 0; i < sources; ++i) {
      const bool supply = chance(0.5);
      supplies_ += supply ? 1 : 0;  // which would fill an unlimited buffer at one moment
      ends_.push_back(add(supply ? "supply" : "source"));
    }
    const int steps = pick(6, 12);
    for (int i = 0; i < steps; ++i) step();
    // a way back, for rework
    if (chance(0.3)) {
      std::vector<std::string> stations;
      std::vector<std::string> buffers;
      for (const std::string& name : order_) {
        if (kind_[name] == "station" && out_[name].size() == 1) stations.push_back(name);
        if (kind_[name] == "buffer") buffers.push_back(name);
      }
      if (!stations.empty() && !buffers.empty()) {
        const std::string from = any(stations);
        const std::string to = any(buffers);
        if (out_[from][0] != to) {
          arrow(from, to);
          routing(from, false);  // a variant that always goes back never leaves
        }
      }
    }
    while (!ends_.empty()) {
      std::string from = take_end();
      if (kind_[from] == "supply" || (kind_[from] == "buffer" && supplies_ > 0)) {
        const std::string station = add("station");
        arrow(from, station);
        from = station;
      }
      arrow(from, sinks_.empty() || chance(0.4) ? add("sink") : last_sink());
    }
    limits();
    write();
  }
  std::string last_sink() const {
    for (auto it = order_.rbegin(); it != order_.rend(); ++it)
      if (kind_.at(*it) == "sink") return *it;
    return {};
  }

  void write() {
    text_ = "linetwin: 1\nparts: {A: {share: 60 %, priority: 1}, B: {share: 40 %}}\n";
    const auto section = [this](const char* name, const std::string& body) {
      if (!body.empty()) text_ += std::string(name) + ":\n" + body;
    };
    section("sources", sources_);
    section("stations", stations_ + "  air: {failures: {mtbf: 300 s, mttr: 20 s, clock: calendar}}\n");
    section("buffers", buffers_);
    section("conveyors", conveyors_);
    std::string vehicles;
    for (int f = 1; f <= fleets_; ++f)
      vehicles += fmt::format(
          "  agv{}: {{count: {}, speed: 1 m/s, load: {}, unload: 2 s, call: {}, dispatch: {}{}}}\n", f,
          pick(1, 3), time(1, 5), chance(0.5) ? "when_room" : "when_finished",
          chance(0.5) ? "nearest" : "longest_waiting",
          chance(0.3) ? ", paths: [[p1, p2], [p2, p3], [p3, p4], [p4, p1]]" : "");
    section("vehicles", vehicles);
    std::string workers;
    for (const std::string& pool : pools_) {
      workers += fmt::format("  {}: {{count: {}", pool, pick(2, 3));
      if (!shifts_.empty() && chance(0.3)) workers += ", shift: " + shift();
      if (chance(0.3)) workers += ", speed: 1 m/s";
      workers += "}\n";
    }
    section("workers", workers);
    std::string shifts;
    for (std::size_t s = 0; s < shifts_.size(); ++s)
      shifts += fmt::format("  {}: {{times: [00:00-00:{:02}, 00:{:02}-01:00, 02:00-24:00]}}\n", shifts_[s],
                            pick(3, 20), pick(21, 40));
    section("shifts", shifts);
    section("limits", limits_);
    section("sinks", sinks_);
    std::string layout;
    if (vehicles.find("paths") != std::string::npos)
      layout += "  p1: [5, 5]\n  p2: [25, 5]\n  p3: [25, 25]\n  p4: [5, 25]\n";
    layout += "  air: [0, 0]\n";
    for (const std::string& name : order_)
      layout += fmt::format("  {}: [{}, {}]\n", name, pick(0, 30), pick(0, 30));
    section("layout", layout);
    section("flow", flow_);
    section("routing", routing_);
  }

  StreamKey key_;
  std::uint64_t k_ = 0;
  int number_ = 0;
  int fleets_ = 0;
  int supplies_ = 0;
  int initial_ = 0;  // parts that lie in buffers at the start
  std::vector<std::string> pools_{};
  std::vector<std::string> shifts_{};
  std::vector<std::string> order_{};
  std::vector<std::string> ends_{};
  std::map<std::string, std::string> kind_{};
  std::map<std::string, std::vector<std::string>> out_{};
  std::set<std::string> routed_{};
  std::set<std::pair<std::string, std::string>> pairs_{};
  std::string sources_{}, stations_{}, buffers_{}, conveyors_{}, sinks_{}, limits_{}, flow_{}, routing_{},
      text_{};
};

}  // namespace linetwin::test
