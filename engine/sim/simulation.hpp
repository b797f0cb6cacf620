// The event executor: one replication of one line, event by event.
//
// run() is what others use; this class is for those who look inside: tests that check every event, the
// viewer, a twin that starts from a present state.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "model/line_model.hpp"
#include "sim/observer.hpp"
#include "sim/plan.hpp"
#include "sim/record.hpp"
#include "sim/run.hpp"
#include "sim/state.hpp"

namespace linetwin {

class Simulation {
 public:
  // Everything is set out, nothing has happened yet (sources begin with the first events). `model` and `plan`
  // must outlive the simulation; `plan` must be made of `model`.
  Simulation(const LineModel& model, const Plan& plan, std::uint64_t seed, std::uint64_t replication);
  // Goes on from a state that was copied or restored from a simulation of the same model.
  Simulation(const LineModel& model, const Plan& plan, LineState state);

  // Handles all events up to and including `until`, and then it is `until`; sooner when the line jams, is
  // caught in a loop without time, or the watcher asks to stop.
  void run_until(Time until, const RunWatch& watch = {});
  // Handles the next event, if there is one not after `until`; false when there was none or the line has
  // jammed. A piece that makes no difference, too.
  bool step(Time until);
  // A copy that goes on from here by itself, bit for bit as this one does; nobody observes it.
  Simulation fork() const;
  // Forgets the statistics so far: the window begins now.
  void begin_window();
  // Goes on to `until` as run_until() does, in pieces that make no difference: to look at the books between.
  void run_through(Time until, const RunWatch& watch = {}) {
    run_through(until, std::numeric_limits<std::int64_t>::max(), watch);
  }
  // The same, but of at most so many events: false when there are more, and then it is the time of the last.
  bool run_through(Time until, std::int64_t most_events, const RunWatch& watch = {});

  // From now on the observer, which must outlive the simulation, is told what happens. Call it before
  // anything has happened.
  void observe(Observer& observer);
  // Lead times of parts that reach a sink are kept from now on, see RunRecord::stays.
  // At most `most` of them (at least 2): when there would be more, every second one is dropped, and from then
  // on only every second one kept.
  void keep_stays(std::size_t most) { most_stays_ = most; }
  // The line's books so far, since time 0 or begin_window().
  Slice books(bool elements) const;

  // The books of the window, as of now.
  RunRecord record() const;

  // Goes on where a jam was found, and looks for none: for those who doubt the verdict.
  void go_on_in_spite_of_jams();

  const LineState& state() const { return s_; }
  // Every law that must hold between events (parts in = out + scrapped + inside, states and counts that agree
  // with each other, ...): empty when all do, else the first that does not.
  std::string broken_law();

 private:
  // ---- rows by index
  MachineRow& machine(MachineId m) { return s_.machines[static_cast<std::size_t>(m)]; }
  BufferRow& buffer(std::int32_t b) { return s_.buffers[static_cast<std::size_t>(b)]; }
  SourceRow& source(std::int32_t i) { return s_.sources[static_cast<std::size_t>(i)]; }
  ConveyorRow& conveyor(std::int32_t c) { return s_.conveyors[static_cast<std::size_t>(c)]; }
  const ConveyorModel& conveyor_model(std::int32_t c) const {
    return model_.conveyors[static_cast<std::size_t>(c)];
  }
  JobRow& job(std::int32_t j) { return s_.jobs[static_cast<std::size_t>(j)]; }
  VehicleRow& vehicle(std::int32_t v) { return s_.vehicles[static_cast<std::size_t>(v)]; }
  CallRow& call(std::int32_t c) { return s_.calls[static_cast<std::size_t>(c)]; }
  GiverRow& giver(GiverId g) { return s_.givers[static_cast<std::size_t>(g)]; }
  PartRow& part(PartId p) { return s_.parts[p]; }
  WaitingList& waiting(ElementId e) { return s_.waiting[static_cast<std::size_t>(e)]; }
  std::int32_t& accepting(std::int32_t station) { return s_.accepting[static_cast<std::size_t>(station)]; }
  const Element& element(ElementId e) const { return model_.elements[static_cast<std::size_t>(e)]; }
  const Plan::ElementPlan& element_plan(ElementId e) const {
    return plan_.elements[static_cast<std::size_t>(e)];
  }
  const Plan::Giver& giver_plan(GiverId g) const { return plan_.givers[static_cast<std::size_t>(g)]; }
  const StationModel& station_of(MachineId m) const {
    return model_.stations[static_cast<std::size_t>(model_.machines[static_cast<std::size_t>(m)].station)];
  }

  // ---- simulation.cpp: the loop
  void set_out();
  template <bool kTold>
  void handle_top();
  template <bool kTold>
  int handle_up_to(std::uint64_t last, int most);
  void handle_rare(EventSlot slot);
  void handle_transport(EventSlot slot);
  void begin_window_of_resources();
  void record_resources(RunRecord& r) const;

  // ---- observers
  bool wanted(Happening::Kind kind) const { return (wanted_ & mask(kind)) != 0; }
  void note(const Happening& happening);
  [[gnu::noinline]] void note_move(ElementId from, ElementId to, PartId p);
  [[gnu::noinline]] void note_finished(MachineId m, PartId first, VariantId variant, std::int64_t parts);
  [[gnu::noinline]] void note_level(ElementId e, std::int64_t level);
  [[gnu::noinline]] void note_state(MachineId m, MachineState state);
  [[gnu::noinline]] void note_inside();
  void tell_observer();
  void keep_stay(Time stay);

  // ---- draws.hpp
  Time draw_time(StreamId stream);
  Time draw_time(const TimeRef& time, VariantId variant) { return draw_time(time.of(variant)); }
  double draw_unit(StreamId stream);
  void refill(StreamId stream, std::uint64_t from);

  // ---- parts.hpp: pool, lists, entering and leaving the line
  PartId new_part(VariantId variant);
  void free_part(PartId p);
  static void append(LineState& s, PartList& list, PartId p);
  static PartId take_first(LineState& s, PartList& list);
  void enter_line(PartId p);
  void leave_to_sink(PartId p, std::int32_t sink, bool scrap);
  void leave_to_scrap(PartId p);

  // ---- flow.cpp: who gives to whom, and who waits
  PartId first_part(GiverId g) const;
  bool may_give(GiverId g) const;
  bool has_room(ElementId e) const;
  std::int64_t places_free(std::int32_t station) const;
  bool nobody_before(ElementId e);
  void offer(GiverId g);
  bool fetch(ElementId e, GiverId from);
  void first_changed(GiverId g);
  void departed(GiverId g);
  PartId take_from(GiverId g);
  std::int32_t committed_target(GiverId g);
  std::int32_t open_target(GiverId g);
  std::int32_t open_target(GiverId g, bool with_room);
  bool room_behind(GiverId g, std::int32_t target) const;
  std::int64_t queue_at(ElementId e) const;
  void give(GiverId g, std::int32_t target);
  void transfer(GiverId g, std::int32_t target);
  ElementId target_of(GiverId g, std::int32_t target) const {
    return plan_.node_element[static_cast<std::size_t>(giver_plan(g).first_node + target)];
  }
  std::int32_t via(GiverId g, std::int32_t target) const {
    return element(giver_plan(g).element).via[static_cast<std::size_t>(target)];
  }
  bool may_go(GiverId g, std::int32_t target);
  std::int32_t first_that_may_go(ElementId e);
  void watch_moves(ElementId to);
  void accept(ElementId e, PartId p);
  void enlist(GiverId g, std::int32_t target);
  void enlist_node(std::int32_t node);
  void delist(GiverId g);
  void delist_node(std::int32_t node);
  void fill(ElementId e);
  void post_fill(ElementId e);
  void post_offer(GiverId g);
  void post_offer_by_age(GiverId g);
  void settle();

  // ---- station.cpp
  void take_on(std::int32_t station, PartId p);
  void start_processing(MachineId m);
  void batch_waited(MachineId m);
  void start_work(MachineId m);
  void run_leg(MachineId m);
  void stop_leg(MachineId m);
  void complete(MachineId m);
  void sort_out_scrap(MachineId m);
  void count_parts(MachineId m);
  void part_given(MachineId m);
  void split_parts(MachineId m);
  MachineState state_of(MachineId m) const;
  void refresh(MachineId m);
  // It neither works nor takes nor gives a part.
  static bool standing(const MachineRow& row) { return row.down > 0 || row.off || row.stopped; }
  void stand(MachineId m);
  void able_again(MachineId m);
  void go_on(MachineId m);
  void interrupt(MachineId m);
  void set_state(MachineRow& row, MachineState state) {
    if (row.state == state) return;
    row.time[static_cast<std::size_t>(row.state)] += s_.now - row.since;
    row.since = s_.now;
    if (is_active(state) != is_active(row.state)) {
      if (is_active(state)) {
        row.active_periods += static_cast<std::int64_t>(s_.now > row.idle_since);
      } else {
        row.idle_since = s_.now;
      }
    }
    row.state = state;
  }

  // ---- upkeep.cpp: failures, repairs, maintenance
  void start_mode(std::int32_t mode_row);
  void find_next_failure(MachineId m);
  void fail(std::int32_t mode_row);
  void go_down(std::int32_t mode_row);
  void repaired(std::int32_t mode_row);
  void due(std::int32_t task_row);
  void schedule_due(std::int32_t task_row);
  void maintain_if_pending(MachineId m);
  void maintained(MachineId m);

  // ---- people.cpp: shifts, workers, stations that stand with others
  void set_out_people();
  void shifts_changed(std::int32_t first);
  void shift_changed(std::int32_t shifted);
  void set_off(MachineId m, bool off);
  void withdraw(std::int32_t pool);
  std::int32_t crew_of(std::int32_t j) const;
  void ask(std::int32_t j);
  void release(std::int32_t j);
  void grant();
  bool find_people(std::int32_t j);
  void close_pools(std::int32_t j);
  Time send(std::int32_t j, const Crew::Need& need);
  void people_came(std::int32_t j);
  void begin_job(std::int32_t j);
  void count_busy(std::int32_t pool, std::int64_t change);
  void look_after_interlocks(MachineId m);
  void stop_with_others(std::int32_t station);
  void purged(std::int32_t station);

  // ---- join.cpp: assembly
  bool set_is_ready(ElementId e);
  bool parts_are_there(ElementId e, VariantId variant);
  bool set_is_complete(ElementId e, VariantId variant);
  std::vector<std::int32_t> limits_that_stop(ElementId e, VariantId variant);
  std::int64_t available(ElementId from, ElementId to, VariantId variant, std::int64_t enough,
                         std::vector<VariantId>& found);
  std::vector<MachineId> giving_machines(std::int32_t station);
  bool heads_for(GiverId g, PartId p, ElementId to);
  GiverId giver_with(ElementId from, ElementId to, VariantId variant);
  std::vector<VariantId> variants_at(ElementId from);
  PartId take_for(GiverId g, ElementId to, VariantId variant);
  void join(ElementId e);
  void post_joins(ElementId from);

  // ---- limit.cpp
  bool permits(ElementId from, ElementId to, VariantId variant) const;
  bool over(std::int32_t limit, ElementId e) const;
  void count_move(ElementId from, ElementId to, VariantId variant);
  void count_entry(ElementId from, ElementId to, VariantId variant);
  void count_exit(ElementId from, ElementId to, VariantId variant);
  void change_amount(std::int32_t limit, std::int64_t change);
  void fill_limit(std::int32_t limit);
  std::int32_t longer_waiting(std::int32_t a, std::int32_t b) const;
  bool holds_back(std::int32_t limit);
  void look_after_limits();

  // ---- conveyor.cpp
  bool entry_open(std::int32_t c) const;
  void put_on(std::int32_t c, PartId p);
  void reached_end(std::int32_t c);
  void schedule_end(std::int32_t c);
  void schedule_entry(std::int32_t c);
  void entry_opened(std::int32_t c);
  void stop_belt(std::int32_t c);
  PartId take_off(std::int32_t c);
  ElementId element_of_conveyor(std::int32_t c) const { return conveyor_model(c).element; }

  // ---- vehicle.cpp
  bool fits_now(ElementId e) const;
  void make_call(GiverId g, std::int32_t target);
  void set_aside(GiverId g, std::int32_t c);
  void send_vehicle(std::int32_t v, std::int32_t c);
  void vehicle_event(std::int32_t v);
  void start_loading(std::int32_t v);
  void go_on_loading(std::int32_t v);
  void loaded(std::int32_t v);
  void at_door(std::int32_t v);
  void start_unloading(std::int32_t v);
  void deliver(std::int32_t v);
  void next_call(std::int32_t v);
  void set_vehicle(VehicleRow& row, VehicleState state);
  std::int32_t first_at_door(ElementId e) const;
  const CallRow& call_of(std::int32_t v) const {
    return s_.calls[static_cast<std::size_t>(s_.vehicles[static_cast<std::size_t>(v)].call)];
  }
  bool waits_longer(std::int32_t v, std::int32_t node) const;
  bool may_leave_door(std::int32_t v) const;
  bool leave_door(std::int32_t v);
  bool has_doors(ElementId e) const;
  ElementId destination(std::int32_t c) const {
    const CallRow& row = s_.calls[static_cast<std::size_t>(c)];
    return target_of(row.giver, row.target);
  }
  std::int32_t stop_of(std::int32_t fleet, ElementId e) const {
    return model_.fleets[static_cast<std::size_t>(fleet)].stop[static_cast<std::size_t>(e)];
  }

  // ---- buffer.cpp
  void put(std::int32_t b, PartId p);
  void make_ready(std::int32_t b, PartId p);
  void dwell_over(std::int32_t b);
  PartList& ready_list(std::int32_t b, std::int32_t rank) {
    return rank == 0 ? buffer(b).ready : s_.ready[static_cast<std::size_t>(buffer(b).further + rank - 1)];
  }
  std::int32_t first_rank(std::int32_t b) const;
  PartId first_ready(std::int32_t b) const;
  PartId take_ready(std::int32_t b);
  void level_up(BufferRow& row, std::int64_t capacity) {
    row.area -= s_.now;
    if (row.level == 0) row.empty += s_.now;
    if (++row.level == capacity) row.full -= s_.now;
  }
  void level_down(BufferRow& row, std::int64_t capacity) {
    row.area += s_.now;
    if (row.level == capacity) row.full += s_.now;
    if (--row.level == 0) row.empty -= s_.now;
  }

  // ---- source.cpp
  void start_source(std::int32_t i);
  PartId supply(std::int32_t i);
  void wait_in_supply(std::int32_t i);
  VariantId next_variant(std::int32_t i);
  void arrival(std::int32_t i);
  void schedule_arrival(std::int32_t i);
  void drop_what_finds_no_room(std::int32_t i);
  void left_source(std::int32_t i);

  // ---- short_way.hpp: completion at a plain machine, told to an observer or not
  template <bool kTold>
  void complete_plain(MachineId m, const PlainPath& path);
  void begin_work_plain(MachineId m, MachineRow& row, const PlainPath& path, PartId p);
  template <bool kTold>
  void resume_plain(MachineId m, const PlainPath& path, PartId p);
  template <bool kTold>
  void starve_plain(MachineId m, const PlainPath& path, MachineRow& row);
  template <bool kTold>
  void block_plain(MachineId m, const PlainPath& path, MachineRow& row);
  template <bool kTold>
  PartId next_plain(const PlainPath& path, MachineId& released);
  template <bool kTold>
  void release_plain(MachineId m);
  template <bool kTold>
  void set_state_plain(MachineId m, MachineRow& row, MachineState state);
  template <bool kTold>
  void level_down_plain(const PlainPath& path, BufferRow& in);
  template <bool kTold>
  void take_place_plain(const PlainPath& path, BufferRow& in, MachineId from);
  ElementId element_of(const PlainPath& path) const {
    return model_.stations[static_cast<std::size_t>(path.station)].element;
  }
  void use_short_ways(bool use);

  // ---- laws.cpp
  std::string broken_people_law() const;
  std::string broken_limit_law() const;
  std::string broken_waiting_law();
  bool opens_now(ElementId e) const;
  bool needs_people(MachineId m) const {
    const auto at = static_cast<std::size_t>(m);
    return plan_.work_job[at] != kNone || plan_.maintain_job[at] != kNone;
  }

  // ---- jam.cpp
  void look_for_jams();
  // Something that waits: for room in an element, to give, for a part to come, to enter a certain successor,
  // for a vehicle, at a door, for a limit.
  struct WaitNode {
    enum class Kind : std::uint8_t {
      Room,
      Set,
      Give,
      Supply,
      Pass,
      Enter,
      Fleet,
      Door,
      Limit
    } kind = Kind::Room;
    std::int32_t id = 0;   // element, giver, fleet, vehicle or limit
    std::int32_t sub = 0;  // Enter: the successor, by position; Supply, Pass: the element that it would come
                           // to; Set: the variant, kNone: any
    friend auto operator<=>(const WaitNode&, const WaitNode&) = default;
  };
  struct Wait {
    bool alive = false;
    bool all = false;  // for all of these; else for one of them
    std::vector<WaitNode> on{};
  };
  Wait expand(const WaitNode& node);
  bool is_on_vehicle(const CallRow& row) const;
  void expand_room(Wait& wait, ElementId e);
  void expand_machines(Wait& wait, ElementId e);
  void expand_set(Wait& wait, ElementId e, VariantId variant);
  void expand_give(Wait& wait, GiverId g);
  void expand_supply(Wait& wait, ElementId e, ElementId to);
  void expand_call(Wait& wait, const CallRow& row);
  void expand_pass(Wait& wait, ElementId from, ElementId to);
  void expand_inside(Wait& wait, ElementId e);
  void expand_arrivals(Wait& wait, ElementId e, bool reserved_only);
  void expand_limit(Wait& wait, std::int32_t limit);
  void add_limits(Wait& wait, ElementId from, ElementId to, VariantId variant);
  bool proves_alive(const WaitNode& node, std::vector<WaitNode>& seen);
  bool jammed_from(const WaitNode& root);
  void look_everywhere_for_jams();
  void record_circle(const std::vector<WaitNode>& circle);
  void record_endless_loop();
  std::int64_t parts_on(ElementId e) const;
  std::int64_t places_on(ElementId e) const;

  const LineModel& model_;
  const Plan& plan_;
  LineState s_;
  // Work of the present event; empty between events, so no part of the state.
  struct Task {
    enum class Kind : std::uint8_t { Fill, Offer, Limit } kind;
    std::int32_t id;    // element, giver or limit
    bool aged = false;  // an offer among others of this moment: who has waited longest first
  };
  std::vector<Task> work_;
  std::size_t work_begun_ = 0;      // tasks of it that are done, or being done
  std::vector<WaitNode> blocked_;   // began to wait in this event, where circles can close
  bool asked_ = false;              // somebody asks for people, or people are free
  std::vector<std::int64_t> free_;  // by pool, while people are given
  std::vector<char> closed_;        // by pool, likewise: kept for somebody who asked before
  std::vector<std::pair<std::int32_t, std::int32_t>> sent_;  // worker, his walk: while people are sent
  VariantId set_variant_ = kNone;                            // of the set that was found ready; kNone: any
  VariantId set_becomes_ = 0;                                // the variant of the part that it becomes
  std::vector<char> touched_;  // elements that a part entered, while looking for an endless loop
  Time moves_at_ = -1;         // the moment of the latest moves, and how many there were in it
  std::int64_t moves_ = 0;
  int block_left_ = 0;  // events until the next look around
  Time block_began_ = 0;
  Observer* observer_ = nullptr;
  Happening::Mask wanted_ = 0;    // kinds that it wants to be told
  std::vector<Happening> log_;    // that it has not been told yet
  std::int64_t told_inside_ = 0;  // parts inside, as noted last
  std::size_t most_stays_ = 0;    // 0: none are kept
  std::vector<Time> stays_;
  std::int64_t stays_stride_ = 1;
  std::int64_t stays_skipped_ = 0;
  bool ignore_jams_ = false;
  bool arriving_ = false;      // parts that are lost or come in, one after the other
  bool looks_ahead_ = false;   // for jams: machines that stand will give again
  bool no_short_way_ = false;  // very much happens at one moment: watch every move
};

}  // namespace linetwin
