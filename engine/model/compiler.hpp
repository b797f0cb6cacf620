// The compiler's own bookkeeping, shared by its files; nobody else includes this.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.hpp"
#include "model/graph.hpp"
#include "model/line_model.hpp"
#include "model/spec.hpp"

namespace linetwin {

class Compiler {
 public:
  Compiler(const LineSpec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}
  LineModel compile();

 private:
  void error(const Place& place, std::string message, std::string hint = {}) {
    diagnostics_.error(place, std::move(message), std::move(hint));
  }
  void warn(const Place& place, std::string message, std::string hint = {}) {
    diagnostics_.warning(place, std::move(message), std::move(hint));
  }
  Element& element(ElementId e) { return model_.elements[static_cast<std::size_t>(e)]; }

  // ---- compile.cpp
  void name_variants();
  void name_elements();
  void connect();
  ElementId find_element(const Name& name, std::string_view where);
  VariantId find_variant(const Name& name);
  std::string suggestion(const std::string& word, const std::vector<std::string>& candidates);
  void check_names();
  void check_degrees();
  void compile_targets();

  // ---- compile_size.cpp
  bool check_size();
  bool places_left(const StationSpec& spec, std::int64_t machines, std::int64_t together);
  bool streams_left(std::int64_t machines, const TimeSpec& time);
  bool matrix_left(const SetupSpec& spec);
  void check_initial(const BufferSpec& spec);
  void check_fans();

  // ---- compile_element.cpp
  StreamId add_stream(std::string_view element, std::string_view purpose, const Distribution& d,
                      bool blocks = false);
  StreamId add_uniforms(std::string_view element, std::string_view purpose);
  TimeRef add_time(std::string_view element, const std::string& purpose, const TimeSpec& time,
                   bool blocks = false);
  void check_distribution(const Distribution& d, const Place& place);
  void warn_of_unnamed(const ShareSpec& spec, std::string_view what);
  void check_share(double share, const Place& place, std::string_view what);
  std::int64_t count_of(const std::optional<Count>& count, std::int64_t otherwise, std::int64_t least,
                        std::string_view what);
  CountRef counts_of(const CountSpec& spec, std::string_view what);
  void compile_elements();
  void compile_source(const SourceSpec& spec, ElementId e);
  void compile_sequence(const SourceSpec& spec, SourceModel& source);
  static bool needs_people(const StationSpec& spec);
  void compile_station(const StationSpec& spec, ElementId e);
  std::optional<TimeSpec> time_to_failure(const FailureSpec& failure);
  void compile_failures(const StationSpec& spec, StationModel& station);
  void compile_maintenance(const StationSpec& spec, StationModel& station);
  void compile_setup(const StationSpec& spec, StationModel& station);
  void compile_buffer(const BufferSpec& spec, ElementId e);
  void check_shares_needed();

  // ---- compile_people.cpp: shifts, workers, who stops with whom
  void name_shifts();
  std::int32_t calendar_of(const std::vector<Name>& shifts);
  void name_pools();
  std::int32_t crew_of(const std::optional<CrewSpec>& spec);
  void compile_stops();
  void compile_scheduled();
  bool ever_together(const std::set<std::int32_t>& calendars) const;
  void check_meetings();
  void check_use();

  // ---- compile_join.cpp: assembly and limits
  void compile_assembly(const StationSpec& spec, StationModel& station);
  void check_need(const StationModel& station, const Assembly::Need& need, const Place& place);
  std::int64_t amount_of(double amount, const LimitSpec& spec) const;
  void compile_limits();
  void compile_limit(const LimitSpec& spec);
  void check_initial_amount(const LimitSpec& spec, const LimitModel& limit);
  // Whether what comes from there is one of several parts that become one, and not the one that goes on.
  bool merges_into(ElementId from, ElementId to) const;

  // ---- compile_transport.cpp: conveyors, vehicles, the layout
  void compile_layout();
  void compile_conveyor(const ConveyorSpec& spec, ElementId e);
  void name_fleets();
  void compile_fleets();
  void compile_fleet(const FleetSpec& spec, FleetModel& fleet);
  std::vector<Spot> spots_of(const FleetSpec& spec, FleetModel& fleet);
  void measure_straight(FleetModel& fleet, const std::vector<Spot>& spots);
  void measure_aisles(const FleetSpec& spec, FleetModel& fleet, const std::vector<Spot>& spots);
  void check_walking();

  // ---- compile_routing.cpp
  void compile_routing(const RoutingSpec& spec);
  struct Ways;
  Ways ways_of(const Element& from) const;
  std::optional<std::size_t> find_way(const Element& from, const Ways& ways, const Name& name);
  void compile_probabilities(const RoutingSpec& spec, Element& from);
  void compile_by_part(const RoutingSpec& spec, Element& from);
  void rank_parts(const BufferSpec& spec, BufferModel& buffer);

  // ---- compile_graph.cpp
  // Variants that come from the same places and take the same ways: what holds for one, holds for all.
  struct Kin {
    std::vector<VariantId> variants;
    std::vector<int> entries;  // the elements where they come into the line; none: they never come
  };
  std::vector<char> variants_of(const SourceModel& source) const;
  std::vector<Kin> kindred() const;
  bool takes_arrow(const Element& from, std::size_t k, VariantId variant) const;
  FlowGraph flow_of(VariantId variant) const;
  bool ever_scraps(ElementId e, VariantId variant) const;
  void check_reachability(const std::vector<Kin>& kins);
  void report_caught(const std::vector<std::pair<VariantId, std::vector<int>>>& caught, bool all);
  void mark_loops();
  std::string chain(const std::vector<int>& elements, bool closed) const;

  // ---- compile_time.cpp
  bool is_zero(const TimeRef& time, VariantId variant) const;
  bool takes_time(ElementId e, VariantId variant) const;
  bool carried(ElementId from, ElementId to) const;
  bool times_vary(ElementId e) const;
  void check_loops(const std::vector<Kin>& kins);
  bool report_loop(const std::vector<int>& members, const std::vector<Kin>& kins);
  struct Supply;
  void check_supplies();
  void explore(Supply& supply, ElementId from);
  bool pours_away(ElementId e, const Supply& supply) const;
  bool flows_on(ElementId e, const Supply& supply) const;
  void report_supply(const SourceModel& source, Supply& supply);

  const LineSpec& spec_;
  Diagnostics& diagnostics_;
  LineModel model_;
  std::unordered_map<std::string, ElementId> by_name_;
  std::unordered_map<std::string, VariantId> variant_by_name_;
  std::unordered_map<std::string, std::string> others_;  // names that are no elements, and what they are
  std::unordered_map<std::string, std::int32_t> pool_by_name_;
  std::unordered_map<std::string, std::int32_t> fleet_by_name_;
  std::unordered_map<std::string, const ShiftSpec*> shift_by_name_;
  std::vector<std::pair<std::vector<std::string>, std::int32_t>> calendars_known_;
  std::int64_t first_day_ = 0;  // days since 1970-01-01 of day 0; used only when the start has a date
  Time offset_ = 0;             // from midnight of day 0 to time 0
  std::unordered_map<std::string, Spot> spots_;
  std::vector<std::string> element_names_;
  bool shares_given_ = true;
  int searches_ = 0;           // for what a misspelt name may mean
  std::int64_t ways_ = 0;      // between stops of fleets
  std::int64_t places_ = 0;    // on all machines
  std::int64_t streams_ = 0;   // of all machines' failures and maintenance
  std::int64_t values_ = 0;    // of empirical distributions in them
  std::int64_t matrices_ = 0;  // entries of all setup matrices
  std::int64_t initial_ = 0;   // parts that lie in the buffers at the start
  // what each element was made of, by element
  std::vector<const SourceSpec*> source_specs_;
  std::vector<const StationSpec*> station_specs_;
  std::vector<const BufferSpec*> buffer_specs_;
  std::vector<const SinkSpec*> sink_specs_;
  std::vector<const ConveyorSpec*> conveyor_specs_;
};

}  // namespace linetwin
