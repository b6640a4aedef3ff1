"""Grain datasets and loaders."""
from keras.src.trainers.data_adapters.data_adapter import DataAdapter
from keras.src.trainers.data_adapters.data_adapter_utils import list_to_tuple


class GrainDatasetAdapter(DataAdapter):
    """Batches from Grain, on any backend.

    Args:
        dataset: A `grain.MapDataset`, `grain.IterDataset` or `grain.DataLoader` whose items are batches.

    Raises:
        ValueError: If it is none of these.
    """

    def __init__(self, dataset):
        import grain

        if not isinstance(dataset, (grain.MapDataset, grain.IterDataset, grain.DataLoader)):
            raise ValueError(
                "Argument `dataset` must be a Grain MapDataset, IterDataset or DataLoader. "
                f"Received: type {type(dataset).__name__}"
            )
        self._dataset = dataset
        self._num_batches = len(dataset) if isinstance(dataset, grain.MapDataset) else None

    def batches(self):
        if self._num_batches is None:
            return map(list_to_tuple, self._dataset)
        return (list_to_tuple(self._dataset[i]) for i in range(self._num_batches))

    @property
    def num_batches(self):
        return self._num_batches
