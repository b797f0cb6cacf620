// A small study with every field of the results database filled, and processes to write it in.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "results/results.hpp"
#include "support/program.hpp"

namespace linetwin::test {

inline ResultsHead example_head() {
  ResultsHead head;
  head.scenario = "더 많은 \"레이저\"";
  head.scenario_file = "scenarios/it's here.yaml";
  head.scenario_text = "name: x\ncases:\n  - 'a'\n";
  head.model = "pillar; DROP TABLE cases";
  head.model_file = "models/pillar.yaml";
  head.model_text = "linetwin: 1\n\nname: pillar\n";
  head.model_hash = "0123456789abcdef";
  head.design_hash = "fedcba9876543210";
  head.version = "0.1.0";
  head.seed = 18446744073709551615U;
  head.cases = 1234567890123;
  head.currency = "₩";
  head.objective = "throughput_per_h";
  head.maximise = false;
  head.constraints = {{"cost", "<=", 150.25}, {"stations.laser.working", ">", -0.1}};
  head.factors = {{"stations.*.failures.mttr", "scale", "sample"}, {"buffers.버퍼.capacity", "set", "vary"}};
  head.metrics = {"stations.laser.working", "buffers.버퍼.mean", "limits.a.peak"};
  return head;
}

inline ResultsCase example_case(std::int64_t id) {
  ResultsCase c;
  c.id = id;
  c.name = "케이스 \"" + std::to_string(id) + "\" it's\na second line";
  c.base = id % 2 == 0 ? "as-is" : "three-lasers";
  c.cost = 0.1 * static_cast<double>(id);
  c.levels = {{0, "x 0.7", 0.7}, {1, "", std::nullopt}};
  c.changes = "set buffers.b.capacity = " + std::to_string(id) + "\nscale a.* = 0.7";
  return c;
}

inline ResultsReplication example_replication(std::int64_t case_id, std::int32_t replication) {
  ResultsReplication r;
  r.case_id = case_id;
  r.replication = replication;
  r.seed = 18446744073709551615U;
  r.duration_us = 31'622'400'000'000'000;
  r.warmup_us = 3'600'000'000;
  r.outcome = "finished";
  r.ended_us = r.duration_us;
  r.seconds = 0.0125;
  const auto x = static_cast<double>(case_id) + 0.1 * replication;
  r.throughput_per_h = 90 + x;
  r.throughput_per_scheduled_h = 100 + x;
  r.wip = x / 3;
  r.lead_time_s = 1e-300 * x;
  r.parts_out = 1e15 + x;
  r.parts_scrapped = 0;
  r.bottleneck = replication % 3 == 2 ? "용접" : "laser";
  r.metrics = {x, std::nullopt, -x};
  return r;
}

inline ResultsReplication jammed_replication(std::int64_t case_id, std::int32_t replication) {
  ResultsReplication r;
  r.case_id = case_id;
  r.replication = replication;
  r.outcome = "jammed";
  r.message = "a waits for b\nb waits for \"a\"";
  r.ended_us = 17;
  r.metrics.resize(3);
  return r;
}

struct Content {
  ResultsHead head;
  std::vector<ResultsCase> cases;
  std::vector<ResultsReplication> replications;
  bool operator==(const Content&) const = default;
};

// All that is in a database, without the time that replications took.
inline Content content_of(const std::string& path) {
  const ResultsReader reader(path);
  Content content{reader.head(), reader.all_cases(), {}};
  reader.each_replication([&](ResultsReplication r) {
    r.seconds = 0;
    content.replications.push_back(std::move(r));
  });
  return content;
}

// Rows of a query, as the sqlite3 shell prints them.
inline std::vector<std::string> rows_of(const std::string& path, const std::string& query) {
  const SQLite::Database database(path, SQLite::OPEN_READWRITE);
  SQLite::Statement statement(database, query);
  std::vector<std::string> rows;
  while (statement.executeStep()) {
    std::string row;
    for (int i = 0; i < statement.getColumnCount(); ++i)
      row += (i > 0 ? "|" : "") + statement.getColumn(i).getString();
    rows.push_back(row);
  }
  return rows;
}

// What `act` is refused with: "message | hint"; empty if it is not.
inline std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const ResultsError& error) {
    return std::string(error.what()) + " | " + error.hint;
  }
  return "";
}

// Another process that does something and says a few bytes of it meanwhile.
class Child {
 public:
  using Say = std::function<void(const std::string&)>;
  explicit Child(const std::function<void(const Say&)>& act) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    process_ = fork();
    if (process_ == 0) {
      close(ends[0]);
      const Say say = [&](const std::string& text) { (void)!write(ends[1], text.data(), text.size()); };
      try {
        act(say);
      } catch (const std::exception& error) {
        say(std::string("exception: ") + error.what());
      }
      _exit(0);
    }
    close(ends[1]);
    from_ = ends[0];
  }
  ~Child() {
    close(from_);
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t process() const { return process_; }
  // Waits for so many bytes; fewer if it ends before.
  std::string hear(std::size_t bytes) {
    std::string heard(bytes, '\0');
    std::size_t n = 0;
    while (n < bytes) {
      const ssize_t got = read(from_, heard.data() + n, bytes - n);
      if (got <= 0) break;
      n += static_cast<std::size_t>(got);
    }
    heard.resize(n);
    return heard;
  }
  // All that it says until its end; it is gone then.
  std::string hear_out() {
    std::string all;
    for (std::string piece; !(piece = hear(1)).empty();) all += piece;
    waitpid(process_, nullptr, 0);
    process_ = 0;
    return all;
  }
  void kill_it() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
  int from_ = -1;
};

}  // namespace linetwin::test
