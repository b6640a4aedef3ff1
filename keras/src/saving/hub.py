"""Models in repositories of the Hugging Face hub: paths that begin with `hf://`."""
import math
import os
import tempfile

from keras.src.saving import saving_lib
from keras.src.utils import io_utils
from keras.src.utils.module_utils import LazyModule
from keras.src.version import __version__

PREFIX = "hf://"
huggingface_hub = LazyModule("huggingface_hub", pip_name="huggingface-hub")
_CARD = """---
library_name: keras
---

# {name}

A Keras model ({kind}, {count:,} parameters), saved with Keras {version}. It runs on jax, tensorflow and torch:

```python
model = keras.saving.load_model("{path}")
```
"""


def save_model(model, path):
    """Uploads the contents of a `.keras` archive and a model card to a repository, which is made if it is not there.

    Args:
        model: Keras model.
        path: String, `hf://user/repository`.

    Raises:
        ImportError: If huggingface_hub is not installed.
        ValueError: If the path names no repository.
    """
    repository = _repository(path)
    made = huggingface_hub.create_repo(repository, exist_ok=True)
    repository = getattr(made, "repo_id", None) or repository
    with tempfile.TemporaryDirectory() as folder:
        saving_lib.save_model(model, folder, zipped=False)
        count = sum(math.prod(variable.shape) for variable in model.weights)
        card = _CARD.format(
            name=repository, kind=type(model).__name__, count=count, version=__version__, path=path
        )
        with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
            file.write(card)
        huggingface_hub.upload_folder(
            repo_id=repository, folder_path=folder, commit_message=f"Save a model of Keras {__version__}"
        )
    io_utils.print_msg(f"Saved the model to {path!r}.")


def load_model(path, custom_objects=None, compile=True, safe_mode=True):
    """Downloads a repository, unless it is in the cache, and loads the model in it.

    Args:
        path: String, `hf://user/repository`.
        custom_objects: Dict from names to classes and functions that the config may name.
        compile: Boolean, whether to compile the model as it was.
        safe_mode: Boolean; `False` allows code from the repository to run.

    Raises:
        ImportError: If huggingface_hub is not installed.
        ValueError: If the path names no repository, or there is no model in it.
    """
    folder = huggingface_hub.snapshot_download(
        repo_id=_repository(path), library_name="keras", library_version=__version__
    )
    return saving_lib.load_model(folder, custom_objects, compile, safe_mode)


def _repository(path):
    name = str(path).removeprefix(PREFIX).strip("/")
    if not name:
        raise ValueError(f"Argument `filepath` must name a repository, as in 'hf://user/name'. Received: {path!r}")
    return name
