"""The part of `distribution_lib` that lays tensors out, for backends that do not."""
SUPPORTS_LAYOUTS = False


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
