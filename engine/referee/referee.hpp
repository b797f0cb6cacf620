// What theory says about a line, without simulating it: an independent opinion beside the simulation's.
//
// Every finding names its method and source, what it assumes, and whether it is exact, an approximation or a
// bound. Methods that do not apply say which of their assumptions the line breaks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"

namespace linetwin {

struct Finding {
  enum class Kind {
    Exact,        // up to rounding, if the assumptions hold as they do in the model
    Approximate,  // measured accuracy: docs/methods.md
    Bound,        // the line makes no more than this
  };
  Kind kind = Kind::Exact;
  std::string method;
  std::string source;                   // author and year
  double throughput_per_h = 0;          // good parts into sinks, in the long run
  std::optional<double> wip{};          // parts between source and sink
  std::optional<double> lead_time_s{};  // of the parts that reach a sink
  std::vector<std::string> assumptions{};
};

struct NotApplied {
  std::string method;
  std::string reason;  // the assumption that is broken, with the element and key
};

struct RefereeReport {
  std::vector<Finding> findings;  // exact ones first, then approximations, then bounds
  std::vector<NotApplied> not_applied;
  // The one to judge a simulation by: the first that is no bound; nothing where there are bounds alone.
  const Finding* best() const;
};

struct RefereeOptions {
  std::size_t most_states = 200'000;  // of the Markov chain
};

// Judges the long run: what the file says of warm-up and duration, `initial` parts and a source's `start` do
// not matter. Throws nothing but std::bad_alloc.
RefereeReport consult(const LineModel& model, const RefereeOptions& options = {});

const char* kind_name(Finding::Kind kind);  // "exact", "approximate", "bound"

}  // namespace linetwin
