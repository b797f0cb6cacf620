// A Latin hypercube (McKay, Beckman, Conover 1979) point by point, without a table: each factor's range is
// cut into as many strata as there are points, and each stratum is hit once.
#pragma once

#include <cstdint>

#include "base/random.hpp"

namespace linetwin {

// A bijection of 0 .. n-1 that depends on the key: a Feistel network (Luby and Rackoff 1988) on the next
// power of four, walked along its cycle until it is below n (Black and Rogaway 2002). i < n.
std::uint64_t permuted(std::uint64_t i, std::uint64_t n, StreamKey key);

// Of point `i` of `n`: where between 0 and 1 a factor with this key stands. The points lie inside their
// strata, a thousandth of the width away from the ends, so that they may be rounded.
double stratified(std::uint64_t i, std::uint64_t n, StreamKey key);

}  // namespace linetwin
