// How fast the results database is; prints its figures, and is run only when asked for: linetwin_tests
// "[.study]"
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <string>

#include "example.hpp"
#include "results/results.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

double seconds_of(const std::function<void()>& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the processor, in this process and in the kernel for it.
double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

long peak_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("speed of the results database", "[.study]") {
  constexpr int kCases = 100'000;
  const Folder folder;
  const std::string path = folder.file("results.db");
  ResultsHead head = example_head();
  head.factors.push_back({"stations.press.cycle", "set", "vary"});
  head.metrics = {"a", "b", "c", "d", "e"};
  ResultsCase its_case = example_case(0);
  its_case.levels = {{0, "x 0.7", 0.7}, {1, "20", 20}, {2, "12 s", 12}};
  ResultsReplication r = example_replication(0, 0);
  r.metrics = {1, 2, 3, 4, 5};
  {
    ResultsWriter writer(path, head);
    long kb = 0;
    const double before = processor_seconds();
    const double adding = seconds_of([&] {
      for (int id = 0; id < kCases; ++id) {
        its_case.id = r.case_id = id;
        its_case.changes = "set buffers.b.capacity = " + std::to_string(id) + "\nscale a.* = 0.7";
        writer.add(its_case, r);
        if (id == kCases / 10) kb = peak_kb();
      }
    });
    std::printf("add: %.1f us each of %d with waiting for the disk, %.1f us of the processor\n",
                1e6 * adding / kCases, kCases, 1e6 * (processor_seconds() - before) / kCases);
    std::printf("peak memory: %ld kB after a tenth, %ld kB after all\n", kb, peak_kb());
    std::printf("-wal %.1f MB\n", static_cast<double>(fs::file_size(path + "-wal")) / 1e6);
  }
  std::printf("database %.1f MB\n", static_cast<double>(fs::file_size(path)) / 1e6);
  std::unique_ptr<ResultsWriter> writer;
  std::unique_ptr<ResultsReader> reader;
  std::printf("open to go on: %.4f s\n",
              seconds_of([&] { writer = std::make_unique<ResultsWriter>(path, head); }));
  std::printf("total: %.4f s\n", seconds_of([&] { CHECK(writer->total() == kCases); }));
  std::printf("done: %.6f s\n", seconds_of([&] { CHECK(writer->done(77'777).size() == 1); }));
  std::printf("open to read: %.4f s\n", seconds_of([&] { reader = std::make_unique<ResultsReader>(path); }));
  for (const char* metric : {"throughput_per_h", "c", "cost"})
    std::printf("figures of %s: %.4f s\n", metric,
                seconds_of([&] { CHECK(reader->figures(metric).size() == kCases); }));
  std::printf("all_cases: %.4f s\n", seconds_of([&] { CHECK(reader->all_cases().size() == kCases); }));
  int seen = 0;
  std::printf("each_replication: %.4f s\n",
              seconds_of([&] { reader->each_replication([&](const ResultsReplication&) { ++seen; }); }));
  CHECK(seen == kCases);
}
