// A polynomial through what was observed: where a value is likely to be best between the settings tried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "compare/observed.hpp"
#include "statistics/estimate.hpp"

namespace linetwin::compare {

struct SurfacePoint {
  std::vector<double> x;  // by factor
  Observed observed;
};

// Where a factor was varied; its coded value is -1 at `low` and +1 at `high`.
struct Region {
  double low = 0;
  double high = 0;
};

// The constant (no factor), x (first), x times another (first < second) or its square (first == second).
struct Term {
  std::optional<std::size_t> first{};
  std::optional<std::size_t> second{};
  friend bool operator==(const Term&, const Term&) = default;
};

struct Coefficient {
  Term term;
  double value = 0;  // in coded units: how much half the region changes the answer
  std::optional<double> standard_error{};
  std::optional<double> t{};
  std::optional<double> p{};  // of a coefficient so large by chance, two-sided
};

enum class StationaryKind { Maximum, Minimum, Saddle, Ridge };

struct StationaryPoint {
  StationaryKind kind = StationaryKind::Ridge;
  std::vector<double> x{};  // in the factors' own units; empty on a ridge
  double value = 0;
  bool inside = false;                // the region
  std::vector<double> eigenvalues{};  // of the matrix of second-order coefficients, ascending, coded units
};

struct PointFit {
  double fitted = 0;
  double residual = 0;                        // observed mean minus fitted
  double leverage = 0;                        // 0 .. 1
  std::optional<double> left_out_residual{};  // against the fit without this point; nothing at leverage 1
};

struct Surface {
  int order = 2;  // 1: only constant and linear terms
  std::vector<Region> region;
  std::vector<Coefficient> coefficients;
  // Terms that the design cannot tell from others, or of factors that were not varied.
  std::vector<Term> left_out;
  std::vector<PointFit> points;  // as given; those without observations have no leverage
  double r_squared = 1;
  double adjusted_r_squared = 1;
  double residual_sd = 0;                       // of one observation (a point of n observations weighs n)
  double residual_degrees = 0;                  // points minus coefficients
  std::optional<double> press{};                // sum of squared left-out residuals, weighted (Allen 1974)
  std::optional<double> predicted_r_squared{};  // 1 - press / total: what it explains where it was not fitted
  FTest lack_of_fit{};  // of the polynomial against the noise at each setting; no F without that
  std::optional<StationaryPoint> stationary{};  // only where every factor has its square

  // The mean at x, with the half width of its interval from the residuals; not trusted outside the region.
  // Throws std::invalid_argument when x has another number of factors.
  Estimate at(const std::vector<double>& x, double confidence = kConfidence) const;
  // (X'WX)^-1 in the order of the coefficients, row by row.
  std::vector<double> covariance_factor;
};

struct SurfaceOptions {
  int order = 2;                      // 1: at most first order
  std::vector<Region> region{};       // by factor; empty: from the least to the largest x
  bool common_random_numbers = true;  // replications that all points have are blocks of the pure error
};

// Why there is no surface, or none of the order that was asked for.
enum class SurfaceLack : std::uint8_t {
  None,
  NoPoints,
  NotVaried,             // no factor was varied, or none apart from the others
  TooFewSettings,        // fewer than `needed_first`, or than the terms that can be told apart and one
  TooFewForSecondOrder,  // first order alone: fewer than `needed_second`
  SecondOrderNotTold     // first order alone: its terms cannot be told from each other or from lower ones
};

struct SurfaceAnswer {
  std::optional<Surface> surface{};
  SurfaceLack lack = SurfaceLack::None;
  std::size_t settings = 0;       // different x with observations
  std::size_t needed_first = 0;   // settings for a first-order surface: its coefficients and one to judge by
  std::size_t needed_second = 0;  // settings for a full second-order surface
};

// Weighted least squares on the means (weights n; Box and Wilson 1951; Myers, Montgomery, Anderson-Cook
// 2016), linear terms, products and squares in coded units. Terms of one order that the design cannot tell
// from each other are all left out, those that it cannot tell from lower ones too. With too few settings for
// what is then left and one more, first order; with too few for that, nothing.
//
// Each point given is one residual. Standard errors come from these residuals: they show the scatter about
// the surface, noise and lack of fit together, and under common random numbers what all points share goes
// into the constant alone. Pure error (for the test of lack of fit): the variances within points, and points
// given twice with the same x; with replications as blocks, without what replications share.
//
// What is no more than rounding noise against the largest mean is 0.
//
// Throws std::invalid_argument for points of unequal numbers of factors, no factor, numbers that are not
// finite, an order other than 1 and 2, or a region that is empty.
SurfaceAnswer fit_surface(const std::vector<SurfacePoint>& points, const SurfaceOptions& options = {});

}  // namespace linetwin::compare
