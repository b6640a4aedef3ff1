"""A short run of the file fuzzer, and that its corpus is always the same."""
import hashlib
import time

import fuzz_files
import pytest

COUNT = 150


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return sorted(fuzz_files.write_seeds(tmp_path_factory.mktemp("seeds")))


@pytest.mark.filterwarnings("ignore")
def test_short_run(seeds, tmp_path, monkeypatch):
    import keras

    models = {name: lambda model=model: model for name, model in fuzz_files._models(keras).items()}
    verdicts = set()
    for number in range(COUNT):
        name, suffix, content = fuzz_files.case(number, seeds)
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(content)
        before, start = fuzz_files._resident(reset=True), time.process_time()
        verdicts.add(fuzz_files.read(path, models))
        assert time.process_time() - start < fuzz_files.SECONDS, number
        assert fuzz_files._resident() - before < fuzz_files.MEGABYTES * 2**20, number
    assert "loaded" in verdicts and len(verdicts) > 4
    assert not verdicts & {"MemoryError", "SystemError", "RecursionError"}


def test_cases_are_the_same_for_the_same_seed(tmp_path):
    seeds = []
    for name in ("a.json", "b.keras.txt"):
        seeds.append(tmp_path / name)
        seeds[-1].write_text('{"class_name": "Dense", "config": {"units": [1, 2, 3]}}' * 3)
    hashes = [hashlib.md5(fuzz_files.case(n, seeds)[2]).hexdigest() for n in range(20)]
    assert hashes == [hashlib.md5(fuzz_files.case(n, seeds)[2]).hexdigest() for n in range(20)]
    assert len(set(hashes)) > 10
    assert hashes != [hashlib.md5(fuzz_files.case(n, seeds, seed=2)[2]).hexdigest() for n in range(20)]
