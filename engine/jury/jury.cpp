#include "jury/jury.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace linetwin {
namespace {

double share_in(const StationRecord& station, MachineState state, Time of) {
  return of > 0 ? static_cast<double>(station.time[static_cast<std::size_t>(state)]) / static_cast<double>(of)
                : 0;
}

// Machine time outside `off`.
Time scheduled(const StationRecord& station) {
  Time sum = 0;
  for (std::size_t i = 0; i < kMachineStates; ++i)
    if (i != static_cast<std::size_t>(MachineState::Off)) sum += station.time[i];
  return sum;
}

double blocked(const StationRecord& s) { return share_in(s, MachineState::Blocked, scheduled(s)); }
double starved(const StationRecord& s) { return share_in(s, MachineState::Starved, scheduled(s)); }

std::int32_t best_of(const std::vector<double>& scores) {
  std::int32_t best = kNone;
  for (std::size_t s = 0; s < scores.size(); ++s)
    if (scores[s] > 0 && (best == kNone || scores[s] > scores[static_cast<std::size_t>(best)]))
      best = static_cast<std::int32_t>(s);
  return best;
}

// Rules of thumb say yes or no in each replication: counted by wins. The others measure: means are compared.
bool by_wins(JuryMethod method) { return method == JuryMethod::TurningPoint || method == JuryMethod::Arrow; }

// Two-sided sign test (Arbuthnott 1710; Conover 1999): could as many wins over the other be chance?
bool wins_apart(int wins, int other) {
  const int n = wins + other;
  const boost::math::binomial coin(n, 0.5);
  return 2 * boost::math::cdf(boost::math::complement(coin, wins - 1)) < 1 - kConfidence;
}

// Whether station `other` cannot be told from the winner: by the 95 % interval of their paired differences,
// for methods that count wins by a sign test. One replication tells only what is equal from what is not.
bool is_tied(JuryMethod method, const std::vector<std::vector<double>>& scores, const std::vector<int>& wins,
             std::size_t winner, std::size_t other) {
  if (by_wins(method)) return wins[other] > 0 && !wins_apart(wins[winner], wins[other]);
  std::vector<double> differences;
  for (const std::vector<double>& one : scores) differences.push_back(one[winner] - one[other]);
  const Figure difference = estimate(differences);
  return *difference.mean - difference.half_width.value_or(0) <= 0;
}

}  // namespace

const char* method_name(JuryMethod method) {
  switch (method) {
    case JuryMethod::Utilisation: return "utilisation";
    case JuryMethod::ActivePeriod: return "active period";
    case JuryMethod::Shifting: return "shifting";
    case JuryMethod::TurningPoint: return "turning point";
    case JuryMethod::Arrow: return "arrow";
    case JuryMethod::Sensitivity: return "sensitivity";
  }
  return "";
}

std::vector<std::vector<std::int32_t>> next_stations(const LineModel& model) {
  std::vector<std::vector<std::int32_t>> next(model.stations.size());
  for (std::size_t s = 0; s < model.stations.size(); ++s) {
    std::vector<char> seen(model.elements.size(), 0);
    std::vector<ElementId> open = model.of(model.stations[s]).successors;
    while (!open.empty()) {
      const ElementId e = open.back();
      open.pop_back();
      if (seen[static_cast<std::size_t>(e)]) continue;
      seen[static_cast<std::size_t>(e)] = 1;
      const Element& element = model.elements[static_cast<std::size_t>(e)];
      if (element.kind == ElementKind::Station) {
        if (element.index != static_cast<std::int32_t>(s)) next[s].push_back(element.index);
      } else {
        open.insert(open.end(), element.successors.begin(), element.successors.end());
      }
    }
    std::sort(next[s].begin(), next[s].end());
  }
  return next;
}

std::vector<double> utilisations(const RunRecord& record) {
  std::vector<double> scores;
  for (const StationRecord& s : record.stations)
    scores.push_back(scheduled(s) > 0 ? 1 - blocked(s) - starved(s) : 0);
  return scores;
}

std::vector<double> active_periods_s(const RunRecord& record) {
  std::vector<double> scores;
  for (const StationRecord& s : record.stations) {
    Time active = 0;
    for (std::size_t i = 0; i < kMachineStates; ++i)
      if (is_active(static_cast<MachineState>(i))) active += s.time[i];
    scores.push_back(s.active_periods > 0 ? seconds(active) / static_cast<double>(s.active_periods) : 0);
  }
  return scores;
}

std::vector<double> turning_points(const RunRecord& record,
                                   const std::vector<std::vector<std::int32_t>>& next) {
  const std::vector<StationRecord>& stations = record.stations;
  std::vector<double> scores(stations.size(), 0);
  std::vector<char> ruled_out(stations.size(), 0);
  const auto waits = [&](std::size_t s) { return blocked(stations[s]) + starved(stations[s]); };
  for (std::size_t s = 0; s < stations.size(); ++s)
    for (const std::int32_t behind : next[s]) {
      const auto k = static_cast<std::size_t>(behind);
      // s can be the point only if k is rather starved; k only if s is rather blocked
      if (starved(stations[k]) <= blocked(stations[k]) || waits(s) >= waits(k)) ruled_out[s] = 1;
      if (blocked(stations[s]) <= starved(stations[s]) || waits(k) >= waits(s)) ruled_out[k] = 1;
    }
  for (std::size_t s = 0; s < stations.size(); ++s)
    if (!ruled_out[s] && scheduled(stations[s]) > 0) scores[s] = 1 - waits(s);
  return scores;
}

std::vector<double> arrow_severities(const RunRecord& record,
                                     const std::vector<std::vector<std::int32_t>>& next) {
  const std::vector<StationRecord>& stations = record.stations;
  std::vector<double> severity(stations.size(), 0);
  std::vector<char> gives(stations.size(), 0);  // an arrow leads away from it
  for (std::size_t s = 0; s < stations.size(); ++s)
    for (const std::int32_t behind : next[s]) {
      const auto k = static_cast<std::size_t>(behind);
      const double difference = blocked(stations[s]) - starved(stations[k]);
      severity[s] += std::abs(difference);
      severity[k] += std::abs(difference);
      // s blocked more than k is starved: the trouble lies behind s
      gives[difference > 0 ? s : k] = 1;
      if (difference == 0) gives[s] = 1;
    }
  for (std::size_t s = 0; s < stations.size(); ++s) {
    if (gives[s] || scheduled(stations[s]) == 0) severity[s] = 0;
    if (stations.size() == 1) severity[s] = 1;
  }
  return severity;
}

Vote vote(JuryMethod method, const std::vector<std::vector<double>>& scores) {
  Vote result;
  result.method = method;
  if (scores.empty()) return result;
  const std::size_t stations = scores.front().size();
  std::vector<int> wins(stations, 0);
  std::vector<double> means(stations, 0);
  for (std::size_t s = 0; s < stations; ++s) {
    std::vector<double> column;
    for (const std::vector<double>& one : scores) column.push_back(one[s]);
    result.scores.push_back(estimate(column));
    means[s] = *result.scores.back().mean;
  }
  for (const std::vector<double>& one : scores) {
    result.winners.push_back(best_of(one));
    if (result.winners.back() != kNone) ++wins[static_cast<std::size_t>(result.winners.back())];
  }
  result.station = best_of(means);
  if (result.station == kNone) return result;
  auto winner = static_cast<std::size_t>(result.station);
  if (by_wins(method))
    for (std::size_t s = 0; s < stations; ++s)
      if (wins[s] > wins[winner] || (wins[s] == wins[winner] && means[s] > means[winner])) winner = s;
  result.station = static_cast<std::int32_t>(winner);
  result.share_of_replications = static_cast<double>(wins[winner]) / static_cast<double>(scores.size());
  for (std::size_t s = 0; s < stations; ++s)
    if (s != winner && is_tied(method, scores, wins, winner, s))
      result.tied.push_back(static_cast<std::int32_t>(s));
  return result;
}

namespace {

// By station: how many of these name it, and of equals who has the larger measure.
std::int32_t most_named(const std::vector<std::int32_t>& named, const std::vector<double>& measure) {
  std::vector<int> count(measure.size(), 0);
  std::int32_t best = kNone;
  for (const std::int32_t station : named)
    if (station != kNone) ++count[static_cast<std::size_t>(station)];
  for (std::size_t s = 0; s < measure.size(); ++s) {
    if (count[s] == 0) continue;
    const auto b = static_cast<std::size_t>(best);
    if (best == kNone || count[s] > count[b] || (count[s] == count[b] && measure[s] > measure[b]))
      best = static_cast<std::int32_t>(s);
  }
  return best;
}

std::vector<double> means_of(const Vote& vote) {
  std::vector<double> means;
  for (const Figure& score : vote.scores) means.push_back(score.mean.value_or(0));
  return means;
}

// Another station for which as much speaks: as many methods name it, or most of those that name the winner
// cannot tell it from the winner.
std::vector<std::int32_t> tied_with(const Jury& jury, std::int32_t winner, int agree, std::size_t stations) {
  std::vector<std::int32_t> tied;
  for (std::int32_t s = 0; s < static_cast<std::int32_t>(stations); ++s) {
    if (s == winner) continue;
    int named = 0;
    int not_told_apart = 0;
    for (const Vote& vote : jury.votes) {
      if (vote.station == s) ++named;
      if (vote.station == winner && std::find(vote.tied.begin(), vote.tied.end(), s) != vote.tied.end())
        ++not_told_apart;
    }
    if (named == agree || 2 * not_told_apart > agree) tied.push_back(s);
  }
  return tied;
}

Verdict judge(const Jury& jury) {
  Verdict verdict;
  if (jury.votes.empty() || jury.votes.front().scores.empty()) return verdict;
  const std::vector<double> measure = means_of(jury.votes.front());
  std::vector<std::int32_t> named;
  std::size_t replications = 0;
  for (const Vote& vote : jury.votes) {
    named.push_back(vote.station);
    verdict.of += static_cast<int>(vote.station != kNone);
    replications = std::max(replications, vote.winners.size());
  }
  verdict.station = most_named(named, measure);
  verdict.agree = static_cast<int>(std::count(named.begin(), named.end(), verdict.station));
  if (verdict.station == kNone) return verdict;
  verdict.tied = tied_with(jury, verdict.station, verdict.agree, measure.size());
  int won = 0;
  for (std::size_t r = 0; r < replications; ++r) {
    std::vector<std::int32_t> winners;
    for (const Vote& vote : jury.votes)
      if (r < vote.winners.size()) winners.push_back(vote.winners[r]);
    won += static_cast<int>(most_named(winners, measure) == verdict.station);
  }
  verdict.share_of_replications = static_cast<double>(won) / static_cast<double>(replications);
  return verdict;
}

}  // namespace

Jury hold_jury(const LineModel& model, const std::vector<const RunRecord*>& records,
               const std::vector<std::vector<BottleneckShare>>& shifting) {
  Jury jury;
  if (records.empty() || model.stations.empty()) return jury;
  const std::vector<std::vector<std::int32_t>> next = next_stations(model);
  const auto ask = [&](JuryMethod method, auto score) {
    std::vector<std::vector<double>> scores;
    for (const RunRecord* record : records) scores.push_back(score(*record));
    jury.votes.push_back(vote(method, scores));
  };
  ask(JuryMethod::Utilisation, utilisations);
  ask(JuryMethod::ActivePeriod, active_periods_s);
  if (!shifting.empty()) {
    std::vector<std::vector<double>> scores;
    for (const std::vector<BottleneckShare>& one : shifting) {
      scores.emplace_back();
      for (const BottleneckShare& share : one) scores.back().push_back(share.sole + share.shifting / 2);
    }
    jury.votes.push_back(vote(JuryMethod::Shifting, scores));
  }
  ask(JuryMethod::TurningPoint, [&](const RunRecord& r) { return turning_points(r, next); });
  ask(JuryMethod::Arrow, [&](const RunRecord& r) { return arrow_severities(r, next); });
  jury.verdict = judge(jury);
  return jury;
}

void add_vote(Jury& jury, Vote vote) {
  jury.votes.push_back(std::move(vote));
  jury.verdict = judge(jury);
}

}  // namespace linetwin
