#!/usr/bin/env python3
"""The reference lines in SimPy 3, a widely used peer: parts per unit of time and part-operations per CPU second."""
import random
import sys
import time

import simpy

LINES = {"t5": (5, 10, False), "t50": (50, 5, False), "u10": (10, 10, True)}


def run(name, parts, seed=7):
    stations, capacity, fails = LINES[name]
    random.seed(seed)
    env = simpy.Environment()
    done = env.event()
    left = [0]

    def station(before, behind):
        to_failure = random.expovariate(0.01) if fails else 0.0
        while True:
            if before is not None:
                yield before.get()
            if fails:
                work = 1.0
                while to_failure < work:
                    yield env.timeout(to_failure)
                    work -= to_failure
                    yield env.timeout(random.expovariate(0.1))
                    to_failure = random.expovariate(0.01)
                to_failure -= work
                yield env.timeout(work)
            else:
                yield env.timeout(random.expovariate(1.0))
            if behind is not None:
                yield behind.put(1)
            else:
                left[0] += 1
                if left[0] == parts:
                    done.succeed()

    buffers = [None] + [simpy.Store(env, capacity) for _ in range(stations - 1)] + [None]
    for i in range(stations):
        env.process(station(buffers[i], buffers[i + 1]))
    began = time.process_time()
    env.run(until=done)
    spent = time.process_time() - began
    return parts / env.now, parts * stations / spent


if __name__ == "__main__":
    for line in sys.argv[1:] or LINES:
        throughput, rate = run(line, 120000 // LINES[line][0])
        print(line, throughput, rate)
