// Shifts, worked out by hand from the calendar.
#include "support/line.hpp"

using namespace linetwin;
using namespace linetwin::test;

namespace {

Calendar calendar_of(const std::string& shifts, const std::string& use, const std::string& start = "mon") {
  const LineModel model =
      model_of("linetwin: 1\nrun: {start: " + start + "}\nshifts: {" + shifts +
               "}\nstations: {m: {cycle: 1 s, shift: " + use + "}}\nflow: [source -> m -> sink]");
  return model.calendars.front();
}

constexpr double kWeekS = 7 * 86400.0;

}  // namespace

TEST_CASE("a shift is on from its beginning up to its end, on its days") {
  const Calendar c = calendar_of("early: {days: mon-fri, times: [06:00-14:00]}", "early");
  CHECK_FALSE(c.on(6 * kHour - 1));
  CHECK(c.on(6 * kHour));
  CHECK(c.on(14 * kHour - 1));
  CHECK_FALSE(c.on(14 * kHour));
  CHECK_FALSE(c.on(5 * kDay + 10 * kHour));  // Saturday
  CHECK(c.on(7 * kDay + 10 * kHour));
  CHECK(c.next_change(0) == 6 * kHour);
  CHECK(c.next_change(6 * kHour) == 14 * kHour);
  CHECK(c.next_change(4 * kDay + 14 * kHour) == 7 * kDay + 6 * kHour);
  CHECK(c.time_on(0, kWeek) == 40 * kHour);
  CHECK(c.time_on(7 * kHour, kDay + 7 * kHour) == 8 * kHour);
}

TEST_CASE("a night shift goes over midnight, and over the end of the week") {
  const Calendar c = calendar_of("night: {days: [fri, sun], times: [22:00-06:00]}", "night");
  CHECK(c.on(4 * kDay + 23 * kHour));
  CHECK(c.on(5 * kDay + 5 * kHour));
  CHECK_FALSE(c.on(5 * kDay + 6 * kHour));
  CHECK(c.on(7 * kDay + 5 * kHour));  // Monday, from Sunday's shift
  CHECK(c.on(5 * kHour));             // also in the first week: Sunday before the run
}

TEST_CASE("shifts that follow each other are one stretch of time") {
  const Calendar c = calendar_of(
      "a: {times: [06:00-14:00]}, b: {times: [14:00-22:00]}, c: {times: [22:00-06:00]}", "[a, b]");
  CHECK(c.next_change(6 * kHour) == 22 * kHour);
  const Calendar whole = calendar_of(
      "a: {times: [06:00-14:00]}, b: {times: [14:00-22:00]}, c: {times: [22:00-06:00]}", "[a, b, c]");
  CHECK(whole.on(0));
  CHECK(whole.next_change(0) == kNever);
}

TEST_CASE("the run may begin on a weekday or on a date, and a date may be left out") {
  // 2026-12-23 is a Wednesday; the 25th, a Friday, is left out
  const Calendar c = calendar_of("early: {days: mon-fri, times: [06:00-14:00], except: [2026-12-25]}",
                                 "early", "2026-12-23 12:00");
  CHECK(c.on(0));
  CHECK(c.next_change(0) == 2 * kHour);
  CHECK(c.next_change(2 * kHour) == 18 * kHour);              // Thursday 06:00
  CHECK(c.next_change(26 * kHour) == 4 * kDay + 18 * kHour);  // from Thursday 14:00 to Monday 06:00
  CHECK(c.time_on(0, kWeek) == (2 + 8 + 8 + 8 + 6) * kHour);
  const Calendar w = calendar_of("early: {days: mon, times: [06:00-14:00]}", "early", "sun 20:00");
  CHECK(w.next_change(0) == 10 * kHour);
}

TEST_CASE("work that the end of the shift interrupts resumes where it stopped") {
  // 8 h a day hold 68 cycles of 7 min and 4 min of the next: 2400 min a week are 342 cycles and 6 min
  const std::string body = R"(stations: {m: {cycle: 7 min, shift: early}}
shifts: {early: {days: mon-fri, times: [06:00-14:00]}}
flow: [source -> m -> sink])";
  CHECK(run_for(body, kWeekS).sinks[0].parts == 342);
  const RunRecord r = run_for(body, 7 * kWeekS);
  CHECK(r.sinks[0].parts == 2400);
  CHECK(in_state(r, 0, MachineState::Off) == 7 * 128 * 3600.0);
  CHECK(in_state(r, 0, MachineState::Working) == 7 * 40 * 3600.0);
}

TEST_CASE("a part that is finished at the moment when the shift ends has left, and nothing comes in") {
  const RunRecord r = run_for(R"(stations: {m: {cycle: 1 h, shift: s}}
shifts: {s: {times: [00:00-02:00]}}
flow: [source -> m -> sink])",
                              86400);
  CHECK(r.sinks[0].parts == 2);
  CHECK(in_state(r, 0, MachineState::Off) == 22 * 3600.0);
}

TEST_CASE("a station outside its shift neither takes nor gives") {
  // m2 is on from 06:00: m1's parts wait in b (2) and on m1 itself until then
  const RunRecord r = run_for(R"(stations: {m1: {cycle: 1 h, shift: day}, m2: {cycle: 1 h, shift: late}}
buffers: {b: {capacity: 2}}
shifts: {day: {times: [00:00-04:00]}, late: {times: [06:00-12:00]}}
flow: [source -> m1 -> b -> m2 -> sink])",
                              12 * 3600.0);
  // m1 makes 2 parts into b, a third that blocks from 03:00; at 04:00 it is off, holding that part
  CHECK(in_state(r, 0, MachineState::Blocked) == 3600);
  CHECK(in_state(r, 0, MachineState::Off) == 8 * 3600.0);
  CHECK(r.sinks[0].parts == 2);
}

TEST_CASE("a repair without workers goes on outside the shift, one with workers follows theirs") {
  // the machine works 06:00 to 07:00, fails after exactly 1 h of work, and is repaired in 10 h
  const std::string head = "shifts: {s: {times: [06:00-14:00]}}\nflow: [source -> m -> sink]\n";
  const RunRecord alone = run_for(
      head +
          R"(stations: {m: {cycle: 1 min, shift: s, failures: {mtbf: {constant: 1 h}, mttr: {constant: 10 h}}}})",
      2 * 86400);
  // down from 07:00 to 17:00, so ready at 06:00 next day
  CHECK(alone.sinks[0].parts == 120);
  CHECK(in_state(alone, 0, MachineState::Down) == 2 * 7 * 3600.0);
  const RunRecord crewed = run_for(
      head +
          R"(stations: {m: {cycle: 1 min, shift: s, failures: {mtbf: {constant: 1 h}, mttr: {constant: 10 h}, workers: {w: 1}}}}
workers: {w: {count: 1, shift: s}})",
      2 * 86400);
  // 7 h of the repair on the first day, 3 h on the second, then 1 h of work
  CHECK(crewed.sinks[0].parts == 120);
  CHECK(in_state(crewed, 0, MachineState::Down) == (7 + 3 + 4) * 3600.0);
  CHECK(in_state(crewed, 0, MachineState::Working) == 2 * 3600.0);
}

TEST_CASE("throughput is given per hour of the calendar and per hour of the shifts") {
  const LineModel model = model_of(R"(linetwin: 1
stations: {m1: {cycle: 1 min, shift: early}, m2: {cycle: 1 min, shift: [early, late]}}
shifts: {early: {days: mon-fri, times: [06:00-14:00]}, late: {days: mon-fri, times: [12:00-20:00]}}
buffers: {b: {capacity: unlimited}}
flow: [source -> m1 -> b -> m2 -> sink])");
  const Summary s = simulate(model, options_of(5 * 168, 168, 1));
  CHECK(s.scheduled_h == 4 * 5 * 14);
  CHECK(*s.throughput_per_h.mean == Approx(2400.0 / 168).epsilon(1e-6));
  CHECK(*s.throughput_per_scheduled_h.mean == Approx(2400.0 / 70).epsilon(1e-6));
}

TEST_CASE("machines that come back together give in the order in which they have waited") {
  // q has room at 1151, while m is off; at 1200 B (ready since 500) goes before A (since 600)
  const RunRecord r = run_for(R"(parts: {A: {share: 50 %}, B: {share: 50 %}}
sources: {s: {sequence: [A*1, B*1], limit: 2}, t: {limit: 1, part: A}}
stations:
  m: {cycle: {per_part: {A: 600 s, B: 500 s}}, machines: 2, shift: sh}
  n: {cycle: 1 s}
  q: {cycle: {per_part: {A: 1150 s, B: 30 s}}}
shifts: {sh: {times: [00:00-00:15, 00:20-24:00]}}
flow: [t -> n -> q -> sink, s -> m -> q])",
                              1235);
  CHECK(r.sinks[0].parts == 2);
  CHECK(r.variants[1].good == 1);
}

TEST_CASE("hours after midnight may be written on, as belonging to the day before") {
  const Calendar c = calendar_of("night: {days: mon, times: [20:00-24:30, 25:10-29:00]}", "night");
  CHECK(c.on(24 * kHour));
  CHECK_FALSE(c.on(24 * kHour + 30 * kMinute));
  CHECK(c.next_change(24 * kHour + 30 * kMinute) == 25 * kHour + 10 * kMinute);
  CHECK(c.on(29 * kHour - 1));
  CHECK_FALSE(c.on(10 * kHour));
  CHECK(c.share_of_week() * 168 == Approx(4.5 + 3 + 5.0 / 6));
}

TEST_CASE("hours in which only repairers are on shift are not hours of the line") {
  const LineModel model = model_of(R"(linetwin: 1
shifts: {day: {days: mon-fri, times: [08:00-12:00, 13:00-17:00]}, repairs: {days: mon-sat, times: [08:00-17:00]}}
workers: {fitters: {count: 1, shift: repairs}}
stations: {m: {cycle: 60 s, shift: day, failures: {mtbf: 1000000 h, mttr: 1 h, workers: {fitters: 1}}}}
flow: [source -> m -> sink])");
  const Summary s = simulate(model, options_of(168, 0, 1));
  CHECK(s.scheduled_h == 40);
  CHECK(*s.throughput_per_scheduled_h.mean == Approx(60));
}
