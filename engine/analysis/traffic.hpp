// How many parts pass each element for each part that enters the line: means only, by the traffic equations
// (Jackson 1957), through scrap, rework, joins and splits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/line_model.hpp"

namespace linetwin {

struct Traffic {
  // [variant][element]: parts that come in; at an assembly, sets, counted as the variant that they become
  std::vector<std::vector<double>> parts;
  std::vector<double> sources;  // shares of what enters, by source; they sum to 1
  std::optional<double>
      arrivals_per_h;  // parts that enter at most, where sources with interarrival times say so
  double good = 0;     // parts that reach a sink that is no scrap bin
  std::vector<std::string> assumptions;  // what was assumed on the way, in words
  double at(ElementId e) const;          // over all variants
};

// Of a model without assembly in which some supply is unlimited, sources are taken to give equally many
// parts; where assemblies join what comes from several, as many as their sets need.
Traffic traffic(const LineModel& model);

// The share of the parts of a variant at an element that leave it for its k-th successor; scrap is not among
// them, and pieces count each.
double leaving(const LineModel& model, const Element& from, std::size_t k, std::size_t variant);

}  // namespace linetwin
