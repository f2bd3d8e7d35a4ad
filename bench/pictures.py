#!/usr/bin/python3
"""Times whole runs of cellroute-render: from the start of the process to the finished picture, files read anew.

    bench/pictures.py RENDER LIVER_RESULT [RUNS]

Median, lowest and highest of the wall time, CPU time and largest resident memory of each way to show the liver, at
1600 x 1200.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

MODES = {"dots": ["--view", "liver"],
         "cut": ["--view", "liver", "--cut", "z=1 cm"],
         "cloud": ["--view", "liver", "--as", "volume"],
         "vessels": ["--view", "trees"],
         "vessels, arrival": ["--view", "trees", "--vessels", "arrival"]}


def run(words):
    """Wall time, CPU time [s] and largest resident memory [MB] of a process."""
    start = time.perf_counter()
    child = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(words)}: status {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(render, result, runs=7):
    with tempfile.TemporaryDirectory() as folder:
        print("| 1600 x 1200 | median s | lowest to highest s | CPU s | MB |\n|---|---|---|---|---|")
        for name, more in MODES.items():
            words = [render, result, *more, "--size", "1600x1200", "-o", f"{folder}/a.png"]
            run(words)  # the system then has the files in memory, as after a run that wrote them
            walls, cpu, memory = zip(*(run(words) for _ in range(int(runs))))
            print(f"| {name} | {statistics.median(walls):.2f} | {min(walls):.2f} to {max(walls):.2f} "
                  f"| {statistics.median(cpu):.2f} | {max(memory):.0f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
