"""Torch DataLoaders."""
from keras.src.trainers.data_adapters.data_adapter import DataAdapter
from keras.src.trainers.data_adapters.data_adapter_utils import list_to_tuple


class TorchDataLoaderAdapter(DataAdapter):
    """Batches from a `torch.utils.data.DataLoader`, on any backend.

    Args:
        dataloader: The DataLoader; it yields tensors or tuples, lists or dicts of them.

    Raises:
        ValueError: If it is no DataLoader.
    """

    def __init__(self, dataloader):
        import torch

        if not isinstance(dataloader, torch.utils.data.DataLoader):
            raise ValueError(
                f"Argument `dataloader` must be a torch DataLoader. Received: type {type(dataloader).__name__}"
            )
        self._dataloader = dataloader
        self._batch_size = dataloader.batch_size
        self._num_batches = self._partial_batch_size = None
        if hasattr(dataloader.dataset, "__len__"):
            self._num_batches = len(dataloader)
            if self._batch_size is not None:
                self._partial_batch_size = len(dataloader.dataset) % self._batch_size

    def batches(self):
        return map(list_to_tuple, self._dataloader)

    def get_state(self):
        return {"random": self._generator().get_state().numpy()}

    def set_state(self, state):
        import torch

        self._generator().set_state(torch.from_numpy(state["random"]))

    def _generator(self):
        """What orders and seeds of a pass are drawn from."""
        import torch

        return self._dataloader.generator or torch.default_generator

    def get_torch_dataloader(self):
        return self._dataloader

    @property
    def num_batches(self):
        return self._num_batches

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def has_partial_batch(self):
        return bool(self._partial_batch_size) if self._partial_batch_size is not None else None

    @property
    def partial_batch_size(self):
        return self._partial_batch_size
