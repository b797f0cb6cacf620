#include "referee/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/graph.hpp"

namespace linetwin {

// A machine is written as activity + activities * (set of modes that are down). Activities: 0 idle, 1 ..
// phases working, then blocked with a finished part for successor t. A buffer: its parts; with several
// successors, then 1 + the successor of the first one (0: none). A source: 0 while the time to the next part
// runs, else 1 + the successor that its part waits for.
struct Chain::Node {
  ElementKind kind = ElementKind::Sink;
  std::size_t at = 0;  // its first number in the state
  std::vector<int> to;
  std::vector<double> shares;
  std::vector<int> from;
  std::size_t list = 0;         // with several predecessors: its first place in the state
  std::size_t list_length = 0;  // 0: one predecessor
  // stations
  std::size_t machines = 0;
  int phases = 1;
  double phase_rate = 0;
  double scrap = 0;
  std::vector<FailureView> modes;
  int activities() const { return 1 + phases + static_cast<int>(to.size()); }
  // buffers
  int capacity = 0;
  bool draws() const { return to.size() > 1; }
  // sources
  bool supply = false;
  bool drops = false;
  double arrival_rate = 0;
  // sinks
  bool good = true;
};

// Goes through all courses of an event: which alternative each draw took, and which draw to change next.
struct Chain::Draws {
  struct Draw {
    std::size_t taken;
    std::vector<double> shares;
  };
  std::vector<Draw> made;
  std::size_t next = 0;
  double probability = 1;

  std::size_t pick(const std::vector<double>& shares) {
    if (next == made.size()) {
      std::size_t first = 0;
      while (shares[first] <= 0) ++first;
      made.push_back({first, shares});
    }
    const Draw& draw = made[next++];
    probability *= draw.shares[draw.taken];
    return draw.taken;
  }
  bool another_course() {
    next = 0;
    probability = 1;
    while (!made.empty()) {
      Draw& last = made.back();
      do ++last.taken;
      while (last.taken < last.shares.size() && last.shares[last.taken] <= 0);
      if (last.taken < last.shares.size()) return true;
      made.pop_back();
    }
    return false;
  }
};

// The line while an event is worked off.
class Chain::Now {
 public:
  Now(const Chain& chain, std::u16string state, Draws& draws)
      : chain_(chain), state_(std::move(state)), draws_(draws) {}
  int good = 0;
  int entered = 0;

  int get(std::size_t i) const { return state_[i]; }
  void set(std::size_t i, int value) { state_[i] = static_cast<char16_t>(value); }
  const std::u16string& state() const { return state_; }

  int draw_successor(const Node& node) {
    return node.draws() ? static_cast<int>(draws_.pick(node.shares)) : 0;
  }
  bool draw_scrap(const Node& node) {
    return node.scrap > 0 && draws_.pick({1 - node.scrap, node.scrap}) == 1;
  }
  // A machine's part is finished.
  void finish(const Node& node, std::size_t machine) {
    if (draw_scrap(node)) {
      set(machine, 0);
      return;
    }
    const int t = draw_successor(node);
    set(machine, 1 + node.phases + t);
    wait(node, t);
  }
  // A part has come to a source.
  void arrive(const Node& node) {
    const int t = draw_successor(node);
    const Node& to = chain_.nodes_[static_cast<std::size_t>(node.to[static_cast<std::size_t>(t)])];
    if (node.drops && !room(to)) return;
    set(node.at, 1 + t);
    wait(node, t);
  }
  // Parts move until none can.
  void settle() {
    for (const Node& node : chain_.nodes_)
      if (node.kind == ElementKind::Source && node.supply && get(node.at) == 0) arrive(node);
    for (bool moved = true; moved;) {
      moved = false;
      for (const int e : chain_.against_flow_) moved = fill(e) || moved;
    }
    for (const Node& node : chain_.nodes_)
      if (node.machines > 1)
        std::sort(state_.begin() + static_cast<std::ptrdiff_t>(node.at),
                  state_.begin() + static_cast<std::ptrdiff_t>(node.at + node.machines), std::greater<>());
  }

 private:
  const Chain& chain_;
  std::u16string state_;
  Draws& draws_;

  const Node& node(int e) const { return chain_.nodes_[static_cast<std::size_t>(e)]; }
  int id(const Node& n) const { return static_cast<int>(&n - chain_.nodes_.data()); }

  // Who waits to enter an element with several predecessors, stands at the end of its list.
  void wait(const Node& giver, int t) {
    const Node& to = node(giver.to[static_cast<std::size_t>(t)]);
    if (to.list_length == 0) return;
    std::size_t place = to.list;
    while (get(place) != 0) ++place;
    set(place, 1 + id(giver));
  }
  std::optional<std::size_t> idle_machine(const Node& station) const {
    for (std::size_t m = station.at; m < station.at + station.machines; ++m)
      if (get(m) == 0) return m;
    return std::nullopt;
  }
  bool room(const Node& to) const {
    if (to.kind == ElementKind::Station) return idle_machine(to).has_value();
    return to.kind != ElementKind::Buffer || get(to.at) < to.capacity;
  }
  // Takes a part for element e from a giver that has one for it; false when it has none, or is down.
  bool take(const Node& giver, int e) {
    const auto t = static_cast<int>(std::find(giver.to.begin(), giver.to.end(), e) - giver.to.begin());
    switch (giver.kind) {
      case ElementKind::Source:
        if (get(giver.at) != 1 + t) return false;
        set(giver.at, 0);
        ++entered;
        return true;
      case ElementKind::Station:
        for (std::size_t m = giver.at; m < giver.at + giver.machines; ++m)
          if (get(m) == 1 + giver.phases + t) {
            set(m, 0);
            return true;
          }
        return false;
      default:
        if (get(giver.at) == 0 || (giver.draws() && get(giver.at + 1) != 1 + t)) return false;
        set(giver.at, get(giver.at) - 1);
        if (giver.draws()) set(giver.at + 1, 0);
        return true;
    }
  }
  // What a giver does when its part has gone: the next one comes forward, and waits.
  void next_part(const Node& giver) {
    if (giver.kind == ElementKind::Source && giver.supply) arrive(giver);
    if (giver.kind == ElementKind::Buffer && get(giver.at) > 0) come_forward(giver);
  }
  void come_forward(const Node& buffer) {
    const int t = draw_successor(buffer);
    if (buffer.draws()) set(buffer.at + 1, 1 + t);
    wait(buffer, t);
  }
  // The first in the list that may give leaves it.
  const Node* next_giver(int e) {
    const Node& to = node(e);
    if (to.list_length == 0) {  // one predecessor, or a sink, which has always room
      for (const int from : to.from)
        if (take(node(from), e)) return &node(from);
      return nullptr;
    }
    for (std::size_t p = to.list; p < to.list + to.list_length && get(p) != 0; ++p) {
      const Node& giver = node(get(p) - 1);
      if (!take(giver, e)) continue;
      for (std::size_t q = p; q + 1 < to.list + to.list_length; ++q) set(q, get(q + 1));
      set(to.list + to.list_length - 1, 0);
      return &giver;
    }
    return nullptr;
  }
  bool fill(int e) {
    const Node& to = node(e);
    bool moved = false;
    while (!to.from.empty() && room(to)) {
      const Node* const giver = next_giver(e);
      if (!giver) break;
      moved = true;
      if (to.kind == ElementKind::Station) set(*idle_machine(to), 1);
      if (to.kind == ElementKind::Sink && to.good) ++good;
      if (to.kind == ElementKind::Buffer) {
        set(to.at, get(to.at) + 1);
        if (get(to.at) == 1) come_forward(to);
      }
      next_part(*giver);
    }
    return moved;
  }
};

Chain::Chain() = default;
Chain::~Chain() = default;
Chain::Chain(Chain&&) noexcept = default;
Chain& Chain::operator=(Chain&&) noexcept = default;

void Chain::unfold(const std::u16string& state, double rate, const std::function<void(Now&)>& event,
                   std::vector<Move>& into) const {
  Draws draws;
  do {
    Now now(*this, state, draws);
    event(now);
    now.settle();
    into.push_back({rate * draws.probability, now.state(), now.good, now.entered});
  } while (draws.another_course());
}

std::u16string Chain::start() const {
  std::vector<Move> courses;
  unfold(
      std::u16string(length_, 0), 1, [](Now&) {}, courses);
  return courses.front().next;
}

std::vector<Move> Chain::moves(const std::u16string& state) const {
  std::vector<Move> all;
  for (const Node& node : nodes_) {
    if (node.kind == ElementKind::Station) station_moves(node, state, all);
    if (node.kind == ElementKind::Source && !node.supply && state[node.at] == 0)
      unfold(
          state, node.arrival_rate, [&node](Now& now) { now.arrive(node); }, all);
  }
  return all;
}

void Chain::station_moves(const Node& node, const std::u16string& state, std::vector<Move>& into) const {
  for (std::size_t m = node.at; m < node.at + node.machines; ++m) {
    if (m > node.at && state[m] == state[m - 1]) continue;  // counted with the first that is like it
    const auto alike = static_cast<double>(
        std::count(state.begin() + static_cast<std::ptrdiff_t>(m),
                   state.begin() + static_cast<std::ptrdiff_t>(node.at + node.machines), state[m]));
    const int activity = state[m] % node.activities();
    const int down = state[m] / node.activities();
    const bool working = activity >= 1 && activity <= node.phases;
    if (working && down == 0)
      unfold(
          state, alike * node.phase_rate,
          [&](Now& now) { activity < node.phases ? now.set(m, activity + 1) : now.finish(node, m); }, into);
    for (std::size_t i = 0; i < node.modes.size(); ++i) {
      const FailureView& mode = node.modes[i];
      const int bit = node.activities() << i;
      if ((down >> i & 1) != 0)
        unfold(
            state, alike / mode.repair_s, [&](Now& now) { now.set(m, state[m] - bit); }, into);
      else if (mode.clock == FailureClock::Calendar || (working && down == 0))
        unfold(
            state, alike / mode.up_s, [&](Now& now) { now.set(m, state[m] + bit); }, into);
    }
  }
}

int Chain::parts(const std::u16string& state) const {
  int sum = 0;
  for (const Node& node : nodes_) {
    if (node.kind == ElementKind::Buffer) sum += state[node.at];
    if (node.kind == ElementKind::Station)
      for (std::size_t m = node.at; m < node.at + node.machines; ++m)
        sum += state[m] % node.activities() != 0 ? 1 : 0;
  }
  return sum;
}

// ---- from the model

namespace {

constexpr int kMostNumber = 60'000;  // that a place in the state can hold
constexpr int kMostPhases = 40;

std::string odd_times(const StationView& s) {
  using Kind = Distribution::Kind;
  if (s.cycle.kind != Kind::Exponential && s.cycle.kind != Kind::Erlang)
    return fmt::format("the cycle time of \"{}\" is {}, not exponential or Erlang", s.name,
                       kind_name(s.cycle.kind));
  if (s.cycle_s <= 0) return fmt::format("the cycle of \"{}\" takes no time", s.name);
  if (s.cycle.kind == Kind::Erlang && s.cycle.b > kMostPhases)
    return fmt::format("the cycle time of \"{}\" has {:g} stages, over {}", s.name, s.cycle.b, kMostPhases);
  for (const FailureView& f : s.failures) {
    if (!f.exponential_up) return fmt::format("the mtbf of \"{}\" is not exponential", s.name);
    if (!f.exponential_repair) return fmt::format("the mttr of \"{}\" is not exponential", s.name);
    if (!(f.up_s > 0) || !(f.repair_s > 0))
      return fmt::format("the failures of \"{}\" have a time of 0 (mtbf, mttr)", s.name);
  }
  if (s.failures.size() > 6) return fmt::format("\"{}\" has {} failure modes", s.name, s.failures.size());
  return {};
}

std::string odd_source(const LineModel& model, const SourceModel& s) {
  if (s.unlimited) return {};
  const std::string& name = model.of(s).name;
  const Distribution& d = model.streams[static_cast<std::size_t>(s.interarrival.of(0))].written;
  if (d.kind != Distribution::Kind::Exponential)
    return fmt::format("the interarrival time of \"{}\" is {}, not exponential", name, kind_name(d.kind));
  if (s.when_full == WhenFull::Queue)
    return fmt::format("parts of \"{}\" wait outside without limit (when_full: queue)", name);
  return {};
}

std::string odd_element(const LineModel& model, const Element& e) {
  if (e.in_loop) return fmt::format("parts can come back to \"{}\"", e.name);
  if (e.successors.size() > 1 && e.routing.cumulative.empty())
    return fmt::format("the routing of \"{}\" is not by probability", e.name);
  const bool calendar_joins =
      e.predecessors.size() > 1 &&
      std::any_of(e.predecessors.begin(), e.predecessors.end(), [&](ElementId p) {
        const Element& from = model.elements[static_cast<std::size_t>(p)];
        if (from.kind != ElementKind::Station) return false;
        const auto& modes = model.stations[static_cast<std::size_t>(from.index)].failures;
        return std::any_of(modes.begin(), modes.end(),
                           [](const FailureMode& m) { return m.clock == FailureClock::Calendar; });
      });
  if (calendar_joins) return fmt::format("ways join at \"{}\" behind failures on the calendar clock", e.name);
  if (e.kind != ElementKind::Buffer) return {};
  const BufferModel& b = model.buffers[static_cast<std::size_t>(e.index)];
  if (b.capacity == kUnlimited) return fmt::format("\"{}\" holds any number of parts (capacity)", e.name);
  if (b.capacity > kMostNumber) return fmt::format("\"{}\" holds {} parts (capacity)", e.name, b.capacity);
  return {};
}

}  // namespace

std::optional<Chain> Chain::of(const LineModel& model, std::string& why) {
  why = beyond_the_methods(model);
  for (const SourceModel& s : model.sources)
    if (why.empty()) why = odd_source(model, s);
  for (const Element& e : model.elements)
    if (why.empty()) why = odd_element(model, e);
  for (const StationModel& s : model.stations) {
    if (why.empty()) why = odd_times(view_of(model, s));
    if (why.empty() && s.machines > 1000)
      why = fmt::format("\"{}\" has {} machines", model.of(s).name, s.machines);
  }
  if (!why.empty()) return std::nullopt;
  Chain chain;
  chain.lay_out(model);
  return chain;
}

void Chain::lay_out(const LineModel& model) {
  for (const Element& e : model.elements) {
    Node node;
    node.kind = e.kind;
    node.at = length_;
    node.to.assign(e.successors.begin(), e.successors.end());
    node.from.assign(e.predecessors.begin(), e.predecessors.end());
    for (std::size_t k = 0; k < e.routing.cumulative.size(); ++k)
      node.shares.push_back(e.routing.cumulative[k] - (k > 0 ? e.routing.cumulative[k - 1] : 0));
    const auto index = static_cast<std::size_t>(e.index);
    if (e.kind == ElementKind::Station) {
      const StationView view = view_of(model, model.stations[index]);
      node.machines = static_cast<std::size_t>(view.machines);
      node.phases = view.cycle.kind == Distribution::Kind::Erlang ? static_cast<int>(view.cycle.b) : 1;
      node.phase_rate = node.phases / view.cycle_s;
      node.scrap = view.scrap;
      node.modes = view.failures;
      length_ += node.machines;
    } else if (e.kind == ElementKind::Buffer) {
      node.capacity = static_cast<int>(model.buffers[index].capacity);
      length_ += node.draws() ? 2 : 1;
    } else if (e.kind == ElementKind::Source) {
      const SourceModel& source = model.sources[index];
      node.supply = source.unlimited;
      node.drops = source.when_full == WhenFull::Drop;
      if (!node.supply) node.arrival_rate = 1 / time_s(model, source.interarrival);
      length_ += 1;
    } else {
      node.good = !model.sinks[index].scrap;
    }
    nodes_.push_back(std::move(node));
  }
  for (Node& node : nodes_) {
    if (node.from.size() < 2 || node.kind == ElementKind::Sink) continue;
    node.list = length_;
    for (const int p : node.from) {
      const Node& giver = nodes_[static_cast<std::size_t>(p)];
      node.list_length += giver.kind == ElementKind::Station ? giver.machines : 1;
    }
    length_ += node.list_length;
  }
  FlowGraph flow{model.elements.size(), {}};
  for (std::size_t e = 0; e < nodes_.size(); ++e)
    for (const int to : nodes_[e].to) flow.arrows.emplace_back(static_cast<int>(e), to);
  const Components found = components(flow);
  for (auto c = found.members.rbegin(); c != found.members.rend(); ++c)
    against_flow_.insert(against_flow_.end(), c->begin(), c->end());
}

}  // namespace linetwin
