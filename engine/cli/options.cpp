#include "cli/options.hpp"

#include "report/text.hpp"

namespace linetwin::cli {

bool take_precision(const StudyArguments& a, std::optional<double>& into) {
  if (a.precision.empty()) {
    if (a.most_replications.empty()) return true;
    complain("--most-replications limits what --precision asks for, which is not given",
             "--precision 1%, or --replications N");
    return false;
  }
  double precision = 0;
  if (!take("--precision", parse_share(a.precision), precision)) return false;
  if (precision <= 0 || precision >= 1) {
    complain("--precision: a relative half width over 0 and below 100 % is wanted", "--precision 1%");
    return false;
  }
  into = precision;
  return true;
}

bool sensible(const RunOptions& options) {
  if (options.duration <= 0) {
    complain("a run of no duration");
    return false;
  }
  if (options.warmup >= options.duration) {
    complain(fmt::format("the warm-up ({}) is not shorter than the run ({}): nothing is left to count",
                         time_text(seconds(options.warmup)), time_text(seconds(options.duration))),
             "make --duration longer, or --warmup shorter");
    return false;
  }
  return true;
}

}  // namespace linetwin::cli
