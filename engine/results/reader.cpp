#include <fmt/format.h>

#include <algorithm>

#include "results/database.hpp"
#include "results/queries.hpp"
#include "results/results.hpp"
#include "results/schema.hpp"
#include "statistics/estimate.hpp"

namespace linetwin {

using namespace results;

namespace {

constexpr const char* kReplications =
    "SELECT case_id, replication, seed, duration_us, warmup_us, outcome, message, ended_us, seconds,"
    " throughput_per_h, throughput_per_scheduled_h, wip, lead_time_s, parts_out, parts_scrapped, bottleneck"
    " FROM replications";

SQLite::Database open_results(const DatabasePath& path) {
  switch (look_at(path)) {
    case Found::Nothing: throw ResultsError(path.typed + ": there is no such file");
    case Found::Empty: throw ResultsError(path.typed + ": is empty: no study was written to it");
    case Found::Results: break;
  }
  return open_to_read(path);
}

std::uint64_t seed_of(const DatabasePath& path, const std::string& digits) {
  try {
    return std::stoull(digits);
  } catch (const std::exception&) {
    throw ResultsError(fmt::format("{}: is damaged: a seed is \"{}\"", path.typed, digits));
  }
}

CaseFigure figure_of(const std::vector<double>& observations) {
  const Figure figure = estimate(observations);
  return {static_cast<std::int64_t>(observations.size()), figure.mean.value_or(0), figure.sd.value_or(0)};
}

}  // namespace

struct ResultsReader::Impl {
  explicit Impl(const std::string& name) : path(name), database(open_results(path)) {
    head = in_words(path, database, [&] { return read_head(path, database); });
  }

  template <class Do>
  auto ask(const Do& act) const {
    return in_words(path, database, act);
  }
  ResultsReplication replication_of(const SQLite::Statement& row, SQLite::Statement& its_figures) const;
  ResultsCase case_of(const SQLite::Statement& row, SQLite::Statement& its_levels) const;
  std::vector<ResultsCase> cases(const std::string& where) const;
  void each(const std::string& where, const std::function<void(const ResultsReplication&)>& see) const;

  DatabasePath path;
  SQLite::Database database;
  ResultsHead head;
};

ResultsReplication ResultsReader::Impl::replication_of(const SQLite::Statement& row,
                                                       SQLite::Statement& its_figures) const {
  ResultsReplication r;
  r.case_id = whole(row, 0);
  r.replication = static_cast<std::int32_t>(whole(row, 1));
  r.seed = seed_of(path, text(row, 2));
  r.duration_us = whole(row, 3);
  r.warmup_us = whole(row, 4);
  r.outcome = text(row, 5);
  r.message = text(row, 6);
  r.ended_us = whole(row, 7);
  r.seconds = number(row, 8).value_or(0);
  int at = 9;
  for (auto* figure : {&r.throughput_per_h, &r.throughput_per_scheduled_h, &r.wip, &r.lead_time_s,
                       &r.parts_out, &r.parts_scrapped})
    *figure = number(row, at++);
  r.bottleneck = text(row, at);
  r.metrics.resize(head.metrics.size());
  Use figures(its_figures, r.case_id, r.replication);
  while (figures.next()) {
    const auto metric = static_cast<std::size_t>(whole(its_figures, 0));
    if (metric < r.metrics.size()) r.metrics[metric] = number(its_figures, 1);
  }
  return r;
}

void ResultsReader::Impl::each(const std::string& where,
                               const std::function<void(const ResultsReplication&)>& see) const {
  // `see` is called outside, so that what it throws stays what it is; the open row holds one snapshot of all
  auto rows = ask([&] { return SQLite::Statement(database, kReplications + where); });
  auto figures = ask([&] {
    return SQLite::Statement(database,
                             "SELECT metric_id, value FROM figures WHERE case_id = ? AND replication = ?");
  });
  while (ask([&] { return rows.executeStep(); })) see(ask([&] { return replication_of(rows, figures); }));
}

ResultsCase ResultsReader::Impl::case_of(const SQLite::Statement& row, SQLite::Statement& its_levels) const {
  ResultsCase c;
  c.id = whole(row, 0);
  c.name = text(row, 1);
  c.base = text(row, 2);
  c.cost = number(row, 3).value_or(0);
  c.changes = text(row, 4);
  Use levels(its_levels, c.id);
  while (levels.next())
    c.levels.push_back({whole(its_levels, 0), text(its_levels, 1), number(its_levels, 2)});
  return c;
}

std::vector<ResultsCase> ResultsReader::Impl::cases(const std::string& where) const {
  return ask([&] {
    std::vector<ResultsCase> all;
    SQLite::Statement rows(database, "SELECT id, name, base, cost, changes FROM cases" + where);
    SQLite::Statement levels(
        database, "SELECT factor_id, text, number FROM levels WHERE case_id = ? ORDER BY factor_id");
    while (rows.executeStep()) all.push_back(case_of(rows, levels));
    return all;
  });
}

ResultsReader::ResultsReader(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
ResultsReader::~ResultsReader() = default;

const ResultsHead& ResultsReader::head() const { return impl_->head; }

std::int64_t ResultsReader::cases() const {
  return impl_->ask([&] { return one_number(impl_->database, "SELECT count(*) FROM cases"); });
}

std::int64_t ResultsReader::replications() const {
  return impl_->ask([&] { return count_replications(impl_->database); });
}

bool ResultsReader::knows(const std::string& metric) const {
  const auto all = metrics();
  return std::find(all.begin(), all.end(), metric) != all.end();
}

std::vector<std::string> ResultsReader::metrics() const { return metric_names(impl_->head); }

ResultsCase ResultsReader::its_case(std::int64_t id) const {
  auto found = impl_->cases(fmt::format(" WHERE id = {}", id));
  if (found.empty()) throw ResultsError(fmt::format("{}: has no case {}", impl_->path.typed, id));
  return std::move(found.front());
}

std::vector<ResultsCase> ResultsReader::all_cases() const { return impl_->cases(" ORDER BY id"); }

std::vector<std::pair<std::int64_t, CaseFigure>> ResultsReader::figures(const std::string& metric) const {
  const std::string select = select_metric(impl_->path, impl_->head, metric);
  return impl_->ask([&] {
    std::vector<std::pair<std::int64_t, CaseFigure>> all;
    if (metric == "cost") {  // as it is, not as a mean of itself
      SQLite::Statement rows(impl_->database,
                             "SELECT id, cost, (SELECT count(*) FROM replications r WHERE r.case_id = c.id)"
                             " FROM cases c ORDER BY id");
      while (rows.executeStep())
        all.emplace_back(whole(rows, 0), CaseFigure{whole(rows, 2), number(rows, 1).value_or(0), 0});
      return all;
    }
    std::vector<double> observations;
    SQLite::Statement rows(impl_->database, select + " ORDER BY r.case_id, r.replication");
    while (rows.executeStep()) {
      const std::int64_t id = whole(rows, 0);
      if (all.empty() || all.back().first != id) {
        if (!all.empty()) all.back().second = figure_of(observations);
        observations.clear();
        all.emplace_back(id, CaseFigure{});
      }
      if (const auto value = number(rows, 2)) observations.push_back(*value);
    }
    if (!all.empty()) all.back().second = figure_of(observations);
    return all;
  });
}

ResultsValues ResultsReader::values(std::int64_t case_id, const std::string& metric) const {
  return values_of(impl_->path, impl_->database, impl_->head, case_id, metric);
}

std::vector<ResultsReplication> ResultsReader::unfinished(std::int64_t most) const {
  std::vector<ResultsReplication> all;
  impl_->each(fmt::format(" WHERE outcome <> 'finished' ORDER BY case_id, replication LIMIT {}",
                          std::max<std::int64_t>(most, 0)),
              [&](const ResultsReplication& r) { all.push_back(r); });
  return all;
}

std::vector<std::pair<std::string, double>> ResultsReader::bottlenecks(std::int64_t case_id) const {
  return impl_->ask([&] {
    std::vector<std::pair<std::string, double>> all;
    SQLite::Statement rows(
        impl_->database,
        "SELECT station, share FROM bottlenecks WHERE case_id = ? ORDER BY replications DESC, station");
    rows.bind(1, case_id);
    while (rows.executeStep()) all.emplace_back(text(rows, 0), number(rows, 1).value_or(0));
    return all;
  });
}

void ResultsReader::each_replication(const std::function<void(const ResultsReplication&)>& see) const {
  impl_->each(" ORDER BY case_id, replication", see);
}

}  // namespace linetwin
