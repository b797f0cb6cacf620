// The typed reader: tree -> LineSpec. One class over several files: times and shares, elements, flow.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/quantity.hpp"
#include "model/spec.hpp"
#include "read/document.hpp"

namespace linetwin {

// Reports keys that are neither in `known` nor `x-...`; those in `later` are refused by name.
void check_keys(const Node& map, const std::vector<std::string>& known, const std::vector<std::string>& later,
                std::string_view where, Diagnostics& diagnostics);

class ModelReader {
 public:
  // `folder` is where CSV files are looked for; empty: none may be named.
  ModelReader(Diagnostics& diagnostics, std::string folder)
      : diagnostics_(diagnostics), folder_(std::move(folder)) {}

  LineSpec read(const Node& root);
  // A `run` section alone.
  RunSpec read_run_alone(const Node& node);

 private:
  using Keys = std::vector<std::string>;

  // ---- read_model.cpp: the top level and what is common
  void error(const Place& place, std::string message, std::string hint = {}) {
    diagnostics_.error(place, std::move(message), std::move(hint));
  }
  void check_keys(const Node& map, const Keys& known, const Keys& later, std::string_view where) {
    linetwin::check_keys(map, known, later, where, diagnostics_);
  }
  bool expect_map(const Node& node, std::string_view what);
  // Calls `read` for each named entry of a section, after checking the name.
  void read_section(const Node& root, std::string_view section,
                    const std::function<void(const Name&, const Node&)>& read);
  bool check_name(const Node& key);
  void warn_if_boolean(const Node& key);
  void read_head(const Node& root);
  void read_run(const Node& node);
  void read_targets(const Node& node);

  // ---- read_value.cpp: quantities, times, shares
  bool expect_scalar(const Node& node, std::string_view what);
  template <class T>
  std::optional<T> taken(const Node& node, Parsed<T> parsed) {
    if (!parsed.value) error(node.place, parsed.message, parsed.hint);
    return parsed.value;
  }
  std::optional<Count> read_count(const Node& node, std::int64_t least, std::int64_t most,
                                  std::string_view what);
  // A count, or one for each part.
  std::optional<CountSpec> read_counts(const Node& node, std::int64_t least, std::int64_t most,
                                       std::string_view what);
  std::optional<Placed<double>> read_share(const Node& node, std::string_view what);
  std::optional<ShareSpec> read_share_spec(const Node& node, std::string_view what);
  std::optional<double> read_plain_time(const Node& node);
  // A plain time becomes `exponential` where the format says so (mtbf, mttr), else a constant.
  enum class Plain { Constant, Exponential };
  std::optional<TimeSpec> read_time(const Node& node, std::string_view what, Plain plain = Plain::Constant);
  std::optional<Distribution> read_distribution(const Node& node, std::string_view what, Plain plain);
  std::optional<Distribution> read_parameters(const Node& key, const Node& value);
  std::optional<Distribution> read_empirical(const Node& value);
  bool read_empirical_lists(const Node& value, Distribution& d);

  // ---- read_csv.cpp
  bool read_csv_column(const Node& file, const Node& column, Distribution& d);

  // ---- read_elements.cpp
  void read_part(const Name& name, const Node& node);
  void read_source(const Name& name, const Node& node);
  void read_sequence(const Node& node, SourceSpec& source);
  void read_station(const Name& name, const Node& node);
  void read_buffer(const Name& name, const Node& node);
  void read_sink(const Name& name, const Node& node);

  // ---- read_upkeep.cpp: failures, maintenance, setup
  void for_one_or_list(const Node& node, std::string_view what, const std::function<void(const Node&)>& read);
  std::optional<FailureSpec> read_failure(const Node& node);
  void read_mtbf(const Node& node, FailureSpec& failure);
  std::optional<MaintenanceSpec> read_maintenance(const Node& node);
  std::optional<SetupSpec> read_setup(const Node& node);
  std::string read_item_name(const Node& node);

  // ---- read_people.cpp: workers, shifts, the start of the run
  std::optional<CrewSpec> read_crew(const Node& node);
  std::vector<Name> read_names(const Node& node, std::string_view what);
  void read_pool(const Name& name, const Node& node);
  void read_shift(const Name& name, const Node& node);
  std::optional<Placed<StartSpec>> read_start(const Node& node);

  // ---- read_transport.cpp: conveyors, vehicles, the layout
  std::optional<Placed<double>> read_measure(const Node& node, Dimension dimension, std::string_view what,
                                             std::string_view example);
  std::optional<Placed<double>> need_measure(const Node& node, const Name& owner, const std::string& key,
                                             Dimension dimension, std::string_view example);
  void read_conveyor(const Name& name, const Node& node);
  void read_fleet(const Name& name, const Node& node);
  void read_layout(const Node& node);
  bool read_pair(const Node& node, std::string_view what, double& x, double& y);

  // ---- read_limits.cpp: limits, assembly, interlocks
  void read_limit(const Name& name, const Node& node);
  std::optional<double> read_amount(const Node& node, LimitSpec& limit, bool first);
  void read_join(const Node& node, StationSpec& station);
  void read_batch(const Node& node, StationSpec& station);

  // ---- read_flow.cpp
  void read_flow(const Node& node);
  void read_chain(const Node& node);
  void join_fans(const std::vector<std::vector<Name>>& fans);
  void read_routing(const Node& element, const Node& value);

  Diagnostics& diagnostics_;
  std::string folder_;
  LineSpec spec_;
  std::map<std::string, Place> names_;  // taken, over all sections
};

// The cure for `{working:3 kW}`, which is one key to YAML; empty when that is not what happened.
std::string space_hint(const std::string& key);

// Names: letters of any script, digits, `_`, `-`; begins with a letter or digit, does not end with `-`.
bool is_name(std::string_view text);

}  // namespace linetwin
