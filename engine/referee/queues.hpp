// Open lines with room without limit before every station: queues one after the other.
#pragma once

#include "referee/view.hpp"

namespace linetwin {

// Exact where it is so: all stations M/M/c in a row (Jackson 1957; Burke 1956), or a single M/G/1 (Pollaczek
// 1930, Khinchine 1932), with failures on the operating clock by completion times (Gaver 1962). Else the
// approximation GI/G/c station by station (Allen 1978, with Cunneen; Kraemer and Langenbach-Belz 1976) with
// the variability of departures passed on (Hopp and Spearman, Factory Physics).
Opinion queue_opinion(const LineModel& model);

// The probability that an arrival waits in M/M/c with `load` = arrival rate x service time < c (Erlang 1917).
double erlang_c(int servers, double load);

}  // namespace linetwin
