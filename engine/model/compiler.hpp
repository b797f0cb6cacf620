// The compiler's own bookkeeping, shared by its files; nobody else includes this.
#pragma once

#include <map>
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
  void check_degrees();

  // ---- compile_element.cpp
  StreamId add_stream(std::string_view element, std::string_view purpose, const Distribution& d,
                      bool blocks = false);
  StreamId add_uniforms(std::string_view element, std::string_view purpose);
  TimeRef add_time(std::string_view element, const std::string& purpose, const TimeSpec& time,
                   bool blocks = false);
  void compile_source(const SourceSpec& spec, ElementId e);
  void compile_sequence(const SourceSpec& spec, SourceModel& source);
  void compile_station(const StationSpec& spec, ElementId e);
  void compile_failures(const StationSpec& spec, StationModel& station);
  void compile_maintenance(const StationSpec& spec, StationModel& station);
  void compile_setup(const StationSpec& spec, StationModel& station);
  void compile_buffer(const BufferSpec& spec, ElementId e);
  void check_shares_needed();

  // ---- compile_routing.cpp
  void compile_routing(const RoutingSpec& spec);
  void compile_probabilities(const RoutingSpec& spec, Element& from);
  void compile_by_part(const RoutingSpec& spec, Element& from);
  void rank_parts(const BufferSpec& spec, BufferModel& buffer);

  // ---- compile_graph.cpp
  FlowGraph used_arrows() const;
  void check_reachability(const FlowGraph& flow);
  void mark_loops();
  void check_time_passes(const FlowGraph& flow);
  bool takes_time(ElementId e) const;
  bool always_scraps(ElementId e) const;
  std::string chain(const std::vector<int>& elements, bool closed) const;

  const LineSpec& spec_;
  Diagnostics& diagnostics_;
  LineModel model_;
  std::unordered_map<std::string, ElementId> by_name_;
  std::unordered_map<std::string, VariantId> variant_by_name_;
  std::vector<std::string> element_names_;
  bool shares_given_ = true;
  int searches_ = 0;
  // what each element was made of, by element
  std::vector<const SourceSpec*> source_specs_;
  std::vector<const StationSpec*> station_specs_;
  std::vector<const BufferSpec*> buffer_specs_;
  std::vector<const SinkSpec*> sink_specs_;
};

}  // namespace linetwin
