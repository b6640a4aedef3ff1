"""Distribution on the numpy backend: a single device, nothing to lay out."""
SUPPORTS_LAYOUTS = False


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


def _to_backend_mesh(device_mesh):
    return device_mesh


def _to_backend_layout(layout):
    return layout


def distribute_tensor(tensor, layout):
    """The tensor as it is."""
    return tensor


def distribute_data_input(batch, layout, batch_dim_name):
    """The batch as it is."""
    return batch
