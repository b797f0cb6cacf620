// Logarithm, exponential and the normal quantile out of + - * / and sqrt alone: the same bits in every build.
// Good to a few units in the last place, which is all that sampling needs.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace linetwin::sampling {

// Natural logarithm of a normal positive double: argument reduced to [sqrt(1/2), sqrt(2)), then the series of
// log((1+s)/(1-s)) with the minimax coefficients of fdlibm (Sun Microsystems, 1993).
inline double log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t shifted = bits + (0x3ff0000000000000ull - 0x3fe6a09e00000000ull);
  // the exponent as a double without an integer conversion, which SSE2 has no vector form of
  const double k =
      std::bit_cast<double>((shifted >> 52) | 0x4330000000000000ull) - (4503599627370496.0 + 1023.0);
  const double m = std::bit_cast<double>((shifted & 0x000fffffffffffffull) + 0x3fe6a09e00000000ull);
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double t1 =
      w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double t2 =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double half = 0.5 * f * f;
  return k * 6.93147180369123816490e-01 -
         ((half - (s * (half + (t2 + t1)) + k * 1.90821492927058770002e-10)) - f);
}

// e^x for |x| < 700: x = k log 2 + r, then the Taylor series of e^r on |r| <= log(2)/2.
inline double exp(double x) {
  const double shifter = 6755399441055744.0;
  const double k = (x * 1.44269504088896338700e+00 + shifter) - shifter;
  const double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
  double sum = 1.0;
  for (int n = 14; n > 0; --n) sum = 1.0 + sum * r / n;
  const auto exponent = static_cast<std::int64_t>(k) + 1023;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(exponent) << 52);
}

// e^x with underflow to 0 and overflow to a very large number, for any x.
inline double exp_any(double x) {
  if (x < -700) return 0;
  return exp(x < 700 ? x : 700);
}

double log_gamma(double x);        // x > 0; Stirling's series after shifting x over 12
double normal_quantile(double p);  // 0 < p < 1; Wichura (1988), algorithm AS 241

}  // namespace linetwin::sampling
