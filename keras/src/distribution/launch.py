"""Starts a script in several processes of this machine: `python -m keras.distribution.launch --nproc 2 train.py`.

Each process finds in its environment what its framework asks for, so that `keras.distribution.initialize()` needs no
arguments: `KERAS_DISTRIBUTION_*` (jax, torch), `MASTER_ADDR`, `MASTER_PORT`, `RANK`, `LOCAL_RANK`, `WORLD_SIZE`
(torch) and `TF_CONFIG` (tensorflow). When a process fails the others are ended, and the launcher exits with its code.
"""
import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time

GRACE = 5.0  # seconds between asking a process to end and killing it


def main(arguments=None):
    """Runs the command line; returns the exit code: 0, or that of the first process that failed."""
    parser = argparse.ArgumentParser(prog="python -m keras.distribution.launch", description=__doc__.split("\n")[0])
    parser.add_argument("--nproc", type=int, required=True, help="how many processes")
    parser.add_argument("--timeout", type=float, default=None, help="seconds after which all are ended (exit code 124)")
    parser.add_argument("script", help="Python file to run")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="its arguments")
    options = parser.parse_args(arguments)
    if options.nproc < 1:
        parser.error(f"argument --nproc must be positive. Received: --nproc={options.nproc}")
    return launch([sys.executable, options.script, *options.arguments], options.nproc, options.timeout)


def launch(command, count, timeout=None):
    """Runs a command in `count` processes and waits for them.

    Args:
        command: List of strings.
        count: Integer.
        timeout: Seconds after which all are ended, or None.

    Returns:
        Exit code: 0, that of the first process that failed (128 + the signal that ended it), or 124 after `timeout`.
    """
    former = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    processes = []
    try:
        with _free_ports(count) as ports:
            for environment in environments(ports):
                processes.append(subprocess.Popen(command, env={**os.environ, **environment}))
            return _wait(processes, timeout)
    finally:
        _end(processes)
        signal.signal(signal.SIGTERM, former)


def environments(ports):
    """The environment variables of each of the processes that meet at these ports of this machine."""
    addresses, count = [f"127.0.0.1:{port}" for port in ports], len(ports)
    host, port = addresses[0].split(":")
    for rank in range(count):
        yield {
            "KERAS_DISTRIBUTION_JOB_ADDRESSES": ",".join(addresses),
            "KERAS_DISTRIBUTION_NUM_PROCESSES": str(count),
            "KERAS_DISTRIBUTION_PROCESS_ID": str(rank),
            "MASTER_ADDR": host,
            "MASTER_PORT": port,
            "WORLD_SIZE": str(count),
            "RANK": str(rank),
            "LOCAL_RANK": str(rank),
            "TF_CONFIG": json.dumps({"cluster": {"worker": addresses}, "task": {"type": "worker", "index": rank}}),
        }


@contextlib.contextmanager
def _free_ports(count):
    """Numbers of free ports.

    On Linux they stay bound, so that the system gives them to nobody else before the processes listen; these may, as
    the servers of all three frameworks set `SO_REUSEADDR`, too.
    """
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in sockets]
        if sys.platform != "linux":
            stack.close()
        yield ports


def _wait(processes, timeout):
    """Waits until all have ended, one has failed or the time is up; returns the exit code."""
    deadline = None if timeout is None else time.monotonic() + timeout
    while any(process.poll() is None for process in processes):
        if any(process.poll() for process in processes):
            break
        if deadline is not None and time.monotonic() > deadline:
            _say(f"not all of {len(processes)} processes ended within {timeout} seconds; they are ended.")
            return 124
        time.sleep(0.05)
    # A signal, whose code is negative, comes before the errors of those that lost the process.
    code, rank = min((process.poll() or sys.maxsize, rank) for rank, process in enumerate(processes))
    if code == sys.maxsize:
        return 0
    reason = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
    _say(f"process {rank} of {len(processes)} {reason}; the others are ended.")
    return 128 - code if code < 0 else code


def _end(processes):
    """Ends what still runs: asks first, and kills what does not listen."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _say(text):
    print(f"keras.distribution.launch: {text}", file=sys.stderr, flush=True)
