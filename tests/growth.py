"""How work grows with its input: the ratio of two runs in one process, never seconds on a clock."""

import gc
import time


def check_growth(run, make, size, *, times=4, at_most=10):
    """Fail where `run` on ``make(times * size)`` costs more than `at_most` times what it costs on ``make(size)``.

    Linear work costs `times` as much and quadratic work its square, so with four times the text ten lies between. The
    least of some short runs is taken, and what looks worse is measured again, since a busy machine only ever adds.
    """
    small, large = make(size), make(times * size)
    run(small)  # compiles what is compiled once
    for runs in (1, 3, 3, 3):
        fewer, more = _least(run, small, 3), _least(run, large, runs)
        if more <= at_most * max(fewer, 0.0005):
            return
    raise AssertionError(f"{times} times the text costs {more / fewer:.1f} times the work")


def _least(run, text, runs):
    best = float("inf")
    gc.disable()
    try:
        for _ in range(runs):
            begun = time.process_time()
            run(text)
            best = min(best, time.process_time() - begun)
    finally:
        gc.enable()
    return best
