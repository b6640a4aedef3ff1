"""LateModule."""
import importlib
import threading
import time

from keras.src.backend.common.late import LateModule


def test_waits_for_a_module_that_another_thread_is_loading(tmp_path, monkeypatch):
    (tmp_path / "slow_module.py").write_text("import time\ntime.sleep(0.3)\nvalue = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    thread = threading.Thread(target=importlib.import_module, args=("slow_module",))
    thread.start()
    time.sleep(0.1)
    assert LateModule("slow_module").value == 3
    thread.join()
