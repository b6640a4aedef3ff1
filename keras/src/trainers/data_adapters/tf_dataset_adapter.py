"""tf.data pipelines."""
from keras.src import tree
from keras.src.trainers.data_adapters.data_adapter import DataAdapter
from keras.src.trainers.data_adapters.data_adapter_utils import list_to_tuple


class TFDatasetAdapter(DataAdapter):
    """Batches from a `tf.data.Dataset`, on any backend.

    Args:
        dataset: The dataset; it yields tensors or tuples of structures of tensors.
        class_weight: Dict from class index to weight; the elements must then be `(x, y)`.
        distribution: Unused here; the jax backend shards each batch.

    Raises:
        ValueError: If it is no dataset.
    """

    def __init__(self, dataset, class_weight=None, distribution=None):
        import tensorflow as tf

        if not isinstance(dataset, (tf.data.Dataset, tf.distribute.DistributedDataset)):
            raise ValueError(f"Argument `dataset` must be a tf.data.Dataset. Received: type {type(dataset).__name__}")
        if class_weight is not None:
            dataset = dataset.map(make_class_weight_map_fn(class_weight))
        self._dataset = dataset
        # Two batches are prepared while a step runs. AUTOTUNE would begin with none.
        self._ahead = dataset.prefetch(2) if isinstance(dataset, tf.data.Dataset) else dataset
        self._passes = 0

    def batches(self):
        self._passes += 1
        return map(list_to_tuple, self._ahead)

    def iterate(self, feed):
        # On tensorflow the pass begins at once, as in Keras 3; elsewhere with its first batch.
        return map(feed.batch, self.batches()) if feed.READS_LIKE_TF_DATA else super().iterate(feed)

    def skip_pass(self):
        """Begins a pass that nothing is read of, if the data tell their length: shuffles take another order in each."""
        if self.num_batches is not None:
            self._passes += 1
            iter(self._dataset)

    def get_state(self):
        return {"passes": self._passes}

    def set_state(self, state):
        """Begins as many passes as there were, since a shuffle takes another order in each."""
        while self._passes < state["passes"]:
            self._passes += 1
            next(iter(self._dataset), None)

    def get_tf_dataset(self):
        return self._dataset

    def specs(self):
        """What stands for a batch without reading one; None if ranks are unknown or batches are of several replicas."""
        specs = list_to_tuple(getattr(self._dataset, "element_spec", None))
        known = all(getattr(getattr(leaf, "shape", None), "rank", None) for leaf in tree.flatten(specs))
        return specs if known else None

    @property
    def num_batches(self):
        size = getattr(self._dataset, "cardinality", -1)  # of a distributed dataset it is a property
        size = int(size() if callable(size) else size)
        return size if size >= 0 else None  # negative: infinite or unknown

    @property
    def batch_size(self):
        first = tree.flatten(self._dataset.element_spec)[0]
        shape = getattr(first, "shape", None)
        return shape[0] if shape is not None and shape.rank else None


def make_class_weight_map_fn(class_weight):
    """A function for `Dataset.map` that adds each sample's class weight.

    Args:
        class_weight: Dict whose keys are 0, 1, ..., n-1.

    Returns:
        Function from `(x, y)` to `(x, y, weights)`.

    Raises:
        ValueError: If the keys are others.
    """
    import tensorflow as tf

    if sorted(class_weight) != list(range(len(class_weight))):
        raise ValueError(
            "Argument `class_weight` must have the keys 0, 1, ..., number of classes - 1 with a tf.data.Dataset. "
            f"Received: keys {sorted(class_weight)}"
        )
    table = tf.constant([float(class_weight[c]) for c in range(len(class_weight))])

    def add_weights(*data):
        if len(data) != 2:
            raise ValueError(
                "Argument `class_weight` needs a dataset of pairs (x, y), without sample weights. "
                f"Received elements of {len(data)} parts"
            )
        x, y = data
        if tree.is_nested(y):
            raise ValueError("Argument `class_weight` needs a model with a single output.")
        if y.shape.rank is not None and y.shape.rank >= 2:
            classes = tf.argmax(y, axis=-1) if y.shape[-1] != 1 else tf.squeeze(y, axis=-1)
        else:
            classes = y
        return x, y, tf.gather(table, tf.cast(tf.round(tf.cast(classes, "float32")), "int32"))

    return add_weights
