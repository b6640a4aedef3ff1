"""Paired timings: raw framework code and Keras by turns in one process, medians of what each round gives."""
import os
import statistics
import time

BACKENDS = ("jax", "tensorflow", "torch", "numpy")


def backend():
    """Name of the backend that this process measures."""
    return os.environ["KERAS_BACKEND"]


def _time(function, calls, clock=time.perf_counter):
    start = clock()
    for _ in range(calls):
        function()
    return (clock() - start) / calls


def _calls_for(function, seconds):
    """How many calls fill a round."""
    function()
    once = max(_time(function, 3), 1e-8)
    return max(1, int(seconds / once))


class Pair:
    """What a paired timing found, in seconds for one call.

    Attributes: `raw` and `keras`, the medians of the two; `ratio` and `above`, the medians over the rounds of their
    quotient and difference.
    """

    def __init__(self, rounds):
        self.raw = statistics.median(r for r, _ in rounds)
        self.keras = statistics.median(k for _, k in rounds)
        self.ratio = statistics.median(k / r for r, k in rounds)
        self.above = statistics.median(k - r for r, k in rounds)


def paired(raw, keras, rounds=15, seconds=0.02, clock=time.perf_counter):
    """Times two functions without arguments by turns.

    Args:
        raw: The framework's own code.
        keras: The same through Keras.
        rounds: Integer, how many times both are timed.
        seconds: Float, about how long each timing lasts.
        clock: Function that tells the time, as `time.process_time` for the CPU time of all threads.

    Returns:
        A `Pair`.
    """
    calls = min(_calls_for(raw, seconds), _calls_for(keras, seconds))
    return Pair([(_time(raw, calls, clock), _time(keras, calls, clock)) for _ in range(rounds)])


def report(what, budget, value, unit, note=""):
    """Prints a row that `run.py` collects: `what | budget | value | unit | note`."""
    print(f"ROW | {what} | {budget:g} | {value:.3g} | {unit} | {note}", flush=True)
