"""Reads thousands of damaged files: each must end in a clean exception or in a model.

`python tools/fuzz_files.py --count 10000` makes case after case from a seed and reads each in a process of its own that
is watched: a crash, more than 5 seconds or more than 500 MB are failures. `--case N` shows a single one.
"""
import argparse
import collections
import copy
import io
import json
import os
import pathlib
import queue
import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
import warnings
import zipfile

SECONDS, MEGABYTES = 5, 500
SEED = 20261122
SLICE = 500  # cases that one process reads
ODD_VALUES = (
    None, True, -1, 0, 1, 2, 3.5, 10**9, 2**63, -(2**63), float("nan"), float("inf"), "", "a", "relu", "float32",
    "/etc/passwd", "\0", "x" * 10_000, [], [[]], [1, 2], {}, {"a": 1}, [None] * 5,
    {"class_name": "Dense", "config": {"units": 3}}, {"class_name": "__lambda__", "config": {"value": "x"}},
    {"class_name": "__tensor__", "config": {"value": [1], "dtype": "float32"}},
    {"class_name": "function", "config": "relu", "module": "builtins", "registered_name": "function"},
)


# The files that are damaged


def write_seeds(folder):
    """Models of several kinds in every format; a list of paths."""
    import keras

    folder, paths = pathlib.Path(folder), []
    for name, model in _models(keras).items():
        for suffix in (".keras", ".h5", ".weights.h5", ".safetensors", ".json"):
            path = folder / f"{name}{suffix}"
            if suffix == ".json":
                path.write_text(model.to_json())
            elif suffix in (".keras", ".h5"):
                model.save(path)
            else:
                keras.saving.save_weights(model, path)
            paths.append(path)
    return paths


def _models(keras):
    layers = keras.layers
    dense = keras.Sequential([keras.Input((4,)), layers.Dense(3, "relu"), layers.Dense(2)], name="dense")
    dense.compile("adam", "mse", metrics=["mae"])
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = layers.Dense(3, kernel_regularizer="l2")
    x = keras.ops.mean(layers.Concatenate()([shared(a), shared(b)]) * 2.0, axis=-1, keepdims=True)
    graph = keras.Model([a, b], [x, layers.BatchNormalization()(x)], name="graph")
    words = keras.Sequential(
        [
            keras.Input((1,), dtype="string"),
            layers.StringLookup(vocabulary=["a", "b", "c"], output_mode="one_hot"),
            layers.Dense(2),
        ],
        name="words",
    )
    steps = keras.Sequential(
        [keras.Input((3, 4)), layers.Bidirectional(layers.LSTM(2)), layers.Dropout(0.5, seed=1)], name="steps"
    )
    convolution = [keras.Input((4, 4, 2)), layers.Conv2D(3, 3), layers.GlobalAveragePooling2D()]
    inner = keras.Sequential(convolution, name="inner")
    image = keras.Input((4, 4, 2))
    nested = keras.Model(image, layers.Dense(2)(inner(image)), name="nested")
    return {"dense": dense, "graph": graph, "words": words, "steps": steps, "nested": nested}


# Damage


def damaged(content, suffix, rng):
    """Bytes of a file with some damage.

    Args:
        content: The bytes of a good file.
        suffix: Its kind.
        rng: `random.Random`.
    """
    special = {".keras": _damage_archive, ".h5": _damage_h5, ".json": _damage_text, ".safetensors": _damage_header}
    ways = [_flip_bits, _cut, _swap_stretches, _overwrite]
    if suffix in special and rng.random() < 0.6:
        ways = [special[suffix]]
    return rng.choice(ways)(content, rng)


def _flip_bits(content, rng):
    content = bytearray(content)
    for _ in range(rng.choice((1, 2, 8, 64))):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def _cut(content, rng):
    at = rng.randrange(len(content))
    return content[:at] if rng.random() < 0.7 else content[at:]


def _swap_stretches(content, rng):
    a, b, c = sorted(rng.randrange(len(content)) for _ in range(3))
    return content[:a] + content[b:c] + content[a:b] + content[c:]


def _overwrite(content, rng):
    a = rng.randrange(len(content))
    size = rng.choice((1, 4, 8, 64, 512))
    filling = rng.choice((b"\0", b"\xff", b"\x7f", bytes([rng.randrange(256)])))
    return content[:a] + filling * min(size, len(content) - a) + content[a + size :]


def _damage_archive(content, rng):
    """Damage below the checksums: members are changed and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [[info.filename, archive.read(info)] for info in archive.infolist()]
    way = rng.randrange(6)
    chosen = rng.choice(members)
    if way == 0:
        members.remove(chosen)
    elif way == 1:
        other = rng.choice(members)
        chosen[1], other[1] = other[1], chosen[1]
    elif way == 2:
        chosen[0] = rng.choice(["x", "../x", "config.json", "assets/x", "a/" * 50, chosen[0].upper()])
    elif way == 3 and chosen[1]:
        chosen[1] = rng.choice([_flip_bits, _cut, _overwrite])(chosen[1], rng)
    else:
        for member in members:
            if member[0] == "config.json":
                member[1] = _damage_text(member[1], rng)
            elif way == 5 and member[0].endswith(".h5"):
                member[1] = _flip_bits(member[1], rng)
    buffer = io.BytesIO()
    packing = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", packing) as new:
        warnings.simplefilter("ignore")
        for name, data in members:
            new.writestr(name, data)
    return buffer.getvalue()


def _damage_h5(content, rng):
    import h5py

    buffer = io.BytesIO(content)
    with h5py.File(buffer, "r+") as file:
        texts = [name for name in file.attrs if isinstance(file.attrs[name], str) and name.endswith("config")]
        groups = []
        file.visit(groups.append)
        if texts and rng.random() < 0.6:
            name = rng.choice(texts)
            file.attrs[name] = _damage_text(file.attrs[name].encode(), rng).decode("utf-8", "replace").replace("\0", "")
        elif groups:
            name = rng.choice(groups)
            item = file[name]
            if item.attrs and rng.random() < 0.5:
                item.attrs[rng.choice(list(item.attrs))] = rng.choice([1, "x", [b"a", b"b"], 2.5])
            else:
                del file[name]
                if rng.random() < 0.5:
                    file[name] = rng.choice([1.5, [1, 2, 3], "text"])
    return buffer.getvalue()


def _damage_header(content, rng):
    (length,) = struct.unpack("<Q", content[:8])
    text = _damage_text(content[8 : 8 + length], rng)
    return struct.pack("<Q", len(text)) + text + content[8 + length :]


def _damage_text(content, rng):
    try:
        value = json.loads(content)
    except ValueError:
        return content
    for _ in range(rng.choice((1, 1, 2, 5))):
        value = _damage_value(value, rng)
    return json.dumps(value).encode()


def _damage_value(value, rng):
    """A structure of which one place is another value, gone, or there twice."""
    places = [(None, None)]
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, (dict, list)):
            keys = list(node) if isinstance(node, dict) else range(len(node))
            places += [(node, key) for key in keys]
            pending += [node[key] for key in keys]
    node, key = rng.choice(places)
    if node is None:
        return rng.choice(ODD_VALUES) if rng.random() < 0.1 else value
    way = rng.random()
    if way < 0.5:
        node[key] = copy.deepcopy(rng.choice(ODD_VALUES))
    elif way < 0.7:
        del node[key]
    elif way < 0.85:
        other, other_key = rng.choice(places[1:])
        node[key] = copy.deepcopy(other[other_key]) if other_key in other or isinstance(other, list) else None
    elif isinstance(node, list):
        node.append(copy.deepcopy(node[key]))
    else:
        node[str(key) + "x"] = node.pop(key)
    return value


# Cases


def case(number, seeds, seed=SEED):
    """`(name, suffix, content)` of a case; the same for the same number and seed."""
    rng = random.Random(seed * 1_000_003 + number)
    path = rng.choice(seeds)
    name = path.name.partition(".")[0]
    return name, path.name.removeprefix(name), damaged(path.read_bytes(), path.suffix, rng)


def read(path, models):
    """What reading a file came to: `"loaded"`, or the name of the exception."""
    import keras

    name = path.name
    try:
        if name.endswith((".weights.h5", ".safetensors")):
            models[name.split(".")[0]]().load_weights(path)
            if name.endswith("h5"):
                keras.saving.KerasFileEditor(path)
        elif name.endswith(".json"):
            keras.models.model_from_json(path.read_text("utf-8", "replace"))
        else:
            found = keras.saving.load_model(path)
            [weight.shape for weight in found.get_weights()]
    except Exception as e:  # that is the question
        return type(e).__name__
    return "loaded"


def work(folder, first, last, seed):
    """Reads cases one after another, and prints a line when one begins and when it ends."""
    warnings.simplefilter("ignore")
    import keras

    keras.config.disable_interactive_logging()
    seeds = sorted(pathlib.Path(folder).glob("*.*"))
    models = {name: lambda model=model: model for name, model in _models(keras).items()}
    with tempfile.TemporaryDirectory() as scratch, open(os.devnull, "w") as nowhere:
        for number in range(first, last):
            name, suffix, content = case(number, seeds, seed)
            path = pathlib.Path(scratch, f"{name}{suffix}")
            path.write_bytes(content)
            print("begin", number, file=sys.__stdout__, flush=True)
            before = _resident(reset=True)
            start = time.process_time()
            sys.stdout = nowhere
            verdict = read(path, models)
            sys.stdout = sys.__stdout__
            seconds, grown = time.process_time() - start, (_resident() - before) / 2**20
            print("end", number, verdict, f"{seconds:.2f}", f"{grown:.0f}", f"{name}{suffix}", flush=True)


def _resident(reset=False):
    """The largest resident size of late, where the system tells."""
    try:
        if reset:
            pathlib.Path("/proc/self/clear_refs").write_text("5")
        status = pathlib.Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def run_slice(folder, first, last, seed, report):
    """Reads a slice of cases in processes that are watched.

    Args:
        folder: Where the good files lie.
        first: Number of the first case.
        last: One more than that of the last.
        seed: The corpus.
        report: `collections.Counter` of verdicts; failures are kept under `"failures"`.
    """
    failures = report.setdefault("failures", [])
    while first < last:
        command = [sys.executable, __file__, "--work", str(folder), str(first), str(last), "--seed", str(seed)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            hung = False
            for line in _lines(process):
                if line is None:
                    process.kill()
                    hung = True
                    break
                word, number, *rest = line.split()
                if word == "end":
                    _note(report, failures, int(number), *rest)
                    first = int(number) + 1
        if first < last:  # it hung or died at this case
            failures.append((first, "hang" if hung else f"crash {process.returncode}"))
            first += 1


def _lines(process):
    """Lines of a process as they come; None when one takes too long."""
    lines = queue.Queue()

    def pump():
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    threading.Thread(target=pump, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=12 * SECONDS)  # the machine may be busy, and a process has to start
        except queue.Empty:
            line = None
        if line == "":
            return
        yield line
        if line is None:
            return


def _note(report, failures, number, verdict, seconds, grown, name):
    report["verdicts"][verdict] += 1
    report["slowest"] = max(report["slowest"], float(seconds))
    report["largest"] = max(report["largest"], int(grown))
    if float(seconds) > SECONDS or int(grown) > MEGABYTES or verdict in ("MemoryError", "SystemError"):
        failures.append((number, f"{name}: {verdict}, {seconds} s, {grown} MB"))


def main(arguments=None):
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000, help="how many cases")
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--case", type=int, help="write this case into the current folder and read it")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    if options.work:
        work(options.work[0], int(options.work[1]), int(options.work[2]), options.seed)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        seeds = sorted(write_seeds(folder))
        if options.case is not None:
            return show(options.case, seeds, options.seed)
        report = {"verdicts": collections.Counter(), "slowest": 0.0, "largest": 0}
        last = options.start + options.count
        for first in range(options.start, last, SLICE):
            run_slice(folder, first, min(first + SLICE, last), options.seed, report)
            failures, verdicts = len(report["failures"]), dict(report["verdicts"])
            print(f"{min(first + SLICE, last)}: {verdicts}, {failures} failures", flush=True)
    print(f"slowest {report['slowest']:.2f} s, largest growth {report['largest']} MB")
    for failure in report["failures"]:
        print("FAILED", *failure)
    return 1 if report["failures"] else 0


def show(number, seeds, seed):
    """Reads a single case, with its traceback."""
    import keras

    name, suffix, content = case(number, seeds, seed)
    path = pathlib.Path(f"case_{number}{suffix}")
    path.write_bytes(content)
    print(path)
    if suffix in (".weights.h5", ".safetensors"):
        _models(keras)[name].load_weights(path)
    elif suffix == ".json":
        keras.models.model_from_json(path.read_text())
    else:
        keras.saving.load_model(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
