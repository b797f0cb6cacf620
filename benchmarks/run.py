#!/usr/bin/env python3
"""Runs the benchmarks and prints their table: run.py build/bench/linetwin_bench

Repetitions of all methods are interleaved, and the median of CPU time is taken: on a shared machine only what is
measured side by side can be compared.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(program):
    command = [program, "--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_min_time=0.3",
               "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true"]
    out = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for bench in out["benchmarks"]:
        if bench.get("error_occurred"):
            sys.exit("%s: %s" % (bench["name"], bench["error_message"]))
    return {b["run_name"]: b for b in out["benchmarks"] if b["aggregate_name"] == "median"}


def simpy_rates():
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import simpy"], capture_output=True).returncode:
        return {}
    out = subprocess.run([python, os.path.join(HERE, "simpy_line.py")], check=True, capture_output=True, text=True).stdout
    return {line.split()[0]: float(line.split()[2]) for line in out.splitlines()}


def main():
    program = os.path.abspath(sys.argv[1])
    before = simpy_rates()
    median = measure(program)
    after = simpy_rates()
    simpy = {case: (before[case] + after[case]) / 2 for case in before}
    rate = lambda name: median[name]["items_per_second"]
    print("| part-operations per CPU second | T5 | T50 | U10 |\n| --- | --- | --- | --- |")
    cases = ("t5", "t50", "u10")
    row = lambda title, cells: print("| %s | %s |" % (title, " | ".join(cells)))
    for title, method in (
            ("exact recursion, 8 replications in lanes", "recursion_lanes"), ("exact recursion, one replication", "recursion"),
            ("minimal event loop", "minimal_loop"), ("**linetwin**", "engine")):
        row(title, ["%.1f million" % (rate("%s/%s" % (method, c)) / 1e6) for c in cases])
    if simpy:
        row("SimPy 3", ["%.2f million" % (simpy[c] / 1e6) for c in cases])
    row("linetwin / minimal event loop", ["**%.2f**" % (rate("engine/" + c) / rate("minimal_loop/" + c)) for c in cases])
    if simpy:
        row("linetwin / SimPy", ["**%.0f**" % (rate("engine/" + c) / simpy[c]) for c in cases])
    print("\n| time against a run that is asked for its books alone | T5 | T50 | U10 |\n| --- | --- | --- | --- |")
    for title, method in (("lead times and 500 slices kept", "kept"), ("shifting bottleneck observed", "shifting"),
                          ("everything that a report needs", "everything"), ("event log written as text", "trace")):
        row(title, ["%.2f" % (rate("engine/" + c) / rate("%s/%s" % (method, c))) for c in cases])
    operations, megabytes = subprocess.run([program, "--memory"], check=True, capture_output=True, text=True).stdout.split()
    event = {n: 1e9 / rate("line_of/%d" % n) for n in (5, 50, 500, 5000)}
    print("\n| what | measured |\n| --- | --- |")
    print("| cost of an event with 5, 50, 500, 5000 stations | %s ns |" % ", ".join("%.0f" % event[n] for n in event))
    print("| 5000 stations / 5 stations | **%.2f** |" % (event[5000] / event[5]))
    passing = {name: [1e6 / rate(name) for name in names] for names in (
        ["conveyor/%d" % n for n in (10, 100, 1000, 10000)], ["workers/%d" % n for n in (1, 10, 100)],
        ["vehicles/%d" % n for n in (1, 10, 100)]) for name in names[:1]}
    costs = lambda name: ", ".join("%.2f" % x for x in passing[name])
    print("| a part over a full conveyor of 10, 100, 1000, 10000 places between two stations | %s µs |" % costs("conveyor/10"))
    print("| 10000 places / 10 places | **%.2f** |" % (passing["conveyor/10"][-1] / passing["conveyor/10"][0]))
    print("| a part through five stations of 1, 10, 100 machines that share a pool of workers | %s µs |" % costs("workers/1"))
    print("| a part through five stations between which 4, 40, 400 vehicles carry | %s µs |" % costs("vehicles/1"))
    print("| reading a model of 5000 stations | %.0f ms |" % median["read/5000"]["cpu_time"])
    print("| compiling it | **%.0f ms** |" % median["compile/5000"]["cpu_time"])
    print("| 16 replications, 1 thread / 2 threads | **%.2f** |" %
          (median["replications/1/real_time"]["real_time"] / median["replications/2/real_time"]["real_time"]))
    real = lambda name: median[name]["real_time"]
    print("| a batch of 200 cases of 50 ms, 1 thread / 2 threads | **%.2f** |" % (real("batch/1/real_time") / real("batch/2/real_time")))
    print("| the same with runner, lines and database / the engine alone | **%.3f** |" % (real("batch/1/real_time") / real("bare/real_time")))
    print("| peak memory over %s part-operations | **%s MB** |" % ("{:,}".format(int(operations)), megabytes))


if __name__ == "__main__":
    main()
