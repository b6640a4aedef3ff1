"""RemoteMonitor: the numbers of each epoch sent to a web server."""
import json
import warnings

import numpy as np

from keras.src.api_export import keras_export
from keras.src.callbacks.callback import Callback

try:
    import requests
except ImportError:
    requests = None


@keras_export("keras.callbacks.RemoteMonitor")
class RemoteMonitor(Callback):
    """Posts the numbers of each epoch to a web server, as JSON.

    Args:
        root: URL of the server. Default `"http://localhost:9000"`.
        path: Path on the server. Default `"/publish/epoch/end/"`.
        field: Name of the form field that holds the JSON. Default `"data"`.
        headers: Dict of HTTP headers, or `None`.
        send_as_json: Boolean, whether the body is the JSON itself. Default `False`: a form.

    Raises:
        ImportError: If the package `requests` is missing, when it is needed.

    Example:

    >>> send = keras.callbacks.RemoteMonitor("http://localhost:9000", send_as_json=True)
    """

    def __init__(
        self, root="http://localhost:9000", path="/publish/epoch/end/", field="data", headers=None,
        send_as_json=False,
    ):
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch, logs=None):
        if requests is None:
            raise ImportError("RemoteMonitor needs the package `requests`: pip install requests")
        message = {"epoch": epoch}
        for name, value in (logs or {}).items():
            message[name] = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
        try:
            if self.send_as_json:
                requests.post(self.root + self.path, json=message, headers=self.headers)
            else:
                requests.post(self.root + self.path, {self.field: json.dumps(message)}, headers=self.headers)
        except requests.exceptions.RequestException:
            warnings.warn(f"RemoteMonitor could not reach the server at {self.root}.", stacklevel=2)
