import base64
import http.server
import json
import sys
import threading
import types

import numpy as np
import pytest

import keras
from keras.src.saving import hub
from keras.src.utils import module_utils


def model():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])


def assert_loads(path, wanted):
    for one, other in zip(keras.saving.load_model(path).get_weights(), wanted.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_paths_of_the_hub(tmp_path, monkeypatch):
    """With functions in the place of the package's."""
    stored, fake = {}, types.ModuleType("huggingface_hub")
    fake.create_repo = lambda name, exist_ok: types.SimpleNamespace(repo_id=f"me/{name}")
    fake.snapshot_download = lambda repo_id, **kwargs: stored[repo_id, kwargs["library_name"]]

    def upload(repo_id, folder_path, commit_message):
        import shutil

        stored[repo_id, "keras"] = str(shutil.copytree(folder_path, tmp_path / "repository"))

    fake.upload_folder = upload
    monkeypatch.setitem(sys.modules, "huggingface_hub", fake)
    monkeypatch.setattr(hub.huggingface_hub, "module", None)
    saved = model()
    saved.save("hf://small")
    names = sorted(path.name for path in (tmp_path / "repository").iterdir())
    assert names == ["README.md", "config.json", "metadata.json", "model.weights.h5"]
    assert "library_name: keras" in (tmp_path / "repository" / "README.md").read_text()
    assert_loads("hf://me/small", saved)
    for path, kwargs in (("hf://me/x.keras", {}), ("hf://me/x", {"zipped": True}), ("hf://", {})):
        with pytest.raises(ValueError):
            keras.saving.save_model(saved, path, **kwargs)


def test_missing_package(monkeypatch):
    def fail(name):
        raise ImportError(name)

    monkeypatch.setattr(module_utils, "_import", fail)
    monkeypatch.setattr(hub.huggingface_hub, "module", None)
    with pytest.raises(ImportError, match="pip install huggingface-hub"):
        keras.saving.load_model("hf://me/small")


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of the hub as uploading a folder and downloading a repository ask for."""

    files = {}
    commit = "0" * 40

    def answer(self, body=b"", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(200)
        for name, value in {"Content-Length": len(body), "X-Repo-Commit": self.commit, **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/repos/create"):
            self.answer({"url": f"http://{self.headers['Host']}/me/small"})
        elif "/preupload/" in self.path:
            files = json.loads(content)["files"]
            self.answer({"files": [{"path": f["path"], "uploadMode": "regular", "shouldIgnore": False} for f in files]})
        elif "/commit/" in self.path:
            for line in content.splitlines():
                entry = json.loads(line)
                if entry["key"] == "file":
                    self.files[entry["value"]["path"]] = base64.b64decode(entry["value"]["content"])
            url = f"http://{self.headers['Host']}/me/small/commit/{self.commit}"
            self.answer({"commitUrl": url, "commitOid": self.commit, "hookOutput": "", "success": True})
        else:
            self.answer({})

    def do_GET(self):
        name = self.path.partition("/resolve/")[2].partition("/")[2]
        if name:
            self.answer(self.files[name], ETag=f'"{name}"')
        elif "/tree/" in self.path:
            entries = self.files.items()
            self.answer([{"type": "file", "path": n, "size": len(c), "oid": n} for n, c in entries])
        else:
            siblings = [{"rfilename": name} for name in self.files]
            self.answer({"id": "me/small", "sha": self.commit, "siblings": siblings, "private": False})

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture
def endpoint(tmp_path, monkeypatch):
    package = pytest.importorskip("huggingface_hub")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    api = package.HfApi(endpoint=url, token="hf_none")
    for name in ("create_repo", "upload_folder"):
        monkeypatch.setattr(package, name, getattr(api, name))
    download = package.snapshot_download
    local = {"endpoint": url, "cache_dir": tmp_path / "cache"}
    monkeypatch.setattr(package, "snapshot_download", lambda **kwargs: download(**kwargs, **local))
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_hub_of_our_own(endpoint):
    saved = model()
    saved.save("hf://me/small")
    assert sorted(Hub.files) == ["README.md", "config.json", "metadata.json", "model.weights.h5"]
    assert_loads("hf://me/small", saved)
