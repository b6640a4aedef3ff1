"""Distribution on the numpy backend: a single device, nothing to lay out."""
from keras.src.backend.common.no_layouts import (  # noqa: F401
    SUPPORTS_LAYOUTS,
    _to_backend_layout,
    _to_backend_mesh,
    distribute_data_input,
    distribute_tensor,
)


def list_devices(device_type=None):
    """The one device."""
    return ["cpu:0"] if (device_type or "cpu").lower() == "cpu" else []


def get_device_count(device_type=None):
    """One CPU."""
    return len(list_devices(device_type))


def initialize(job_addresses, num_processes, process_id):
    """Refuses to join several processes."""
    if num_processes not in (None, 1):
        raise ValueError(
            "The numpy backend runs in a single process: it does not train. "
            f"Received: num_processes={num_processes}"
        )


def num_processes():
    """One."""
    return 1


def process_id():
    """The first."""
    return 0
