"""What all twins share: how they complain, and their side of a contest."""

import sys
import time


def fail(subject, problem, advice, status=3):
    """Ends the program with one line, as all programs of this house do it."""
    line = f"primer: error: {subject}: {problem}; {advice}"
    print(" ".join(line.split()), file=sys.stderr)
    sys.exit(status)


def cannot_import(problem):
    """The same for a library that this Python lacks."""
    fail(sys.executable, f"cannot import what twins need ({problem})", "./primer setup twins makes .venv, which can")


def answer_benchmark(library, version, work):
    """Does the work as often as a line `run N` on stdin asks for, and says how long it took: `seconds S`."""
    print("ready", library, version, flush=True)
    for line in sys.stdin:
        times = int(line.removeprefix("run "))
        begin = time.perf_counter()
        for _ in range(times):
            work()
        print("seconds", time.perf_counter() - begin, flush=True)
