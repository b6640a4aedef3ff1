"""Layouts of variables and data over a mesh of devices, and the processes that hold the devices.

A distribution says how each variable and each batch lies on the mesh; the backend does it. The unit is always the
global batch: a step over it gives the same loss, metrics and weights on one device and on many. With
`auto_shard_dataset` every process reads the same source and the backend takes its rows of each batch; without it
what a process reads is its share already. `initialize` lets the processes agree on a random seed, so that weights,
orders of samples and dropout masks are the same in all of them.

What a backend supplies, in `keras/src/backend/<b>/distribution_lib.py`:

    SUPPORTS_LAYOUTS            whether `set_distribution` has an effect; if not, it warns for several devices
    list_devices(device_type)   all devices of all processes: ["cpu:0", "cpu:1"], in the order of the processes
    get_device_count(device_type)
    initialize(job_addresses, num_processes, process_id)    joins the processes; any of the three may be None
    num_processes(), process_id()                           1 and 0 before `initialize`
    broadcast_integer(value)    the first process's value, in every process (only called if there are several)
    _to_backend_mesh(mesh), _to_backend_layout(layout)      the framework's own objects, cached by the objects here
    distribute_tensor(tensor, layout)                       the tensor laid out; inside a compiled step a constraint
    distribute_data_input(batch, layout, batch_dim_name)    what this process feeds, as its part of the global batch

A backend's Variable asks `self._settled_layout()` when it gets its storage (`backend/common/variables.py`), its runner
reads `distribution()` once in `build` and lays out batches in `step`, and results of `predict` and values that are
saved come back whole in every process. Only the first process writes files (`is_writer`).
"""
import collections.abc
import contextlib
import os
import re
import sys
import warnings

import numpy as np

from keras.src import backend, tree
from keras.src.api_export import keras_export
from keras.src.backend.common import global_state
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.utils import rng_utils

DEFAULT_BATCH_DIM_NAME = "batch"
GLOBAL_ATTRIBUTE_NAME = "distribution"
_ENVIRONMENT = "KERAS_DISTRIBUTION_"


@keras_export("keras.distribution.list_devices")
def list_devices(device_type=None):
    """The devices of all processes.

    Args:
        device_type: `"cpu"`, `"gpu"` or `"tpu"`. Default `None`: the fastest kind that there is.

    Returns:
        List of strings of kind and number, as `"cpu:0"`.

    Example:

    >>> keras.distribution.list_devices("cpu")[0]
    'cpu:0'
    """
    return backend.distribution_lib.list_devices(device_type)


@keras_export("keras.distribution.get_device_count")
def get_device_count(device_type=None):
    """How many devices all processes have together.

    Args:
        device_type: `"cpu"`, `"gpu"` or `"tpu"`. Default `None`: the fastest kind that there is.

    Returns:
        Integer.

    Example:

    >>> keras.distribution.get_device_count("cpu") >= 1
    True
    """
    return backend.distribution_lib.get_device_count(device_type)


@keras_export("keras.distribution.initialize")
def initialize(job_addresses=None, num_processes=None, process_id=None):
    """Joins the processes of a job; to be called in each of them before anything is computed.

    Arguments that are not given come from the environment variables `KERAS_DISTRIBUTION_JOB_ADDRESSES`,
    `KERAS_DISTRIBUTION_NUM_PROCESSES` and `KERAS_DISTRIBUTION_PROCESS_ID`, which `python -m keras.distribution.launch`
    sets. The processes then share a random seed, unless `keras.utils.set_random_seed` was called in all of them before.
    A process that is silent for `KERAS_DISTRIBUTION_TIMEOUT` seconds counts as lost (jax: 100, torch: 300).

    Args:
        job_addresses: String of addresses `host:port`, with commas between them, in the order of the processes; the
            first one is where all meet. Default `None`.
        num_processes: Integer, how many processes there are. Default `None`.
        process_id: Integer from 0, the number of this one. Default `None`.

    Raises:
        ValueError: If a number is none, or what is missing cannot be found.

    Example:

    >>> keras.distribution.initialize(num_processes=1, process_id=0)
    """
    job_addresses = job_addresses or os.environ.get(f"{_ENVIRONMENT}JOB_ADDRESSES")
    num_processes = _given_or_set("num_processes", num_processes)
    process_id = _given_or_set("process_id", process_id)
    library = backend.distribution_lib
    library.initialize(job_addresses, num_processes, process_id)
    if library.num_processes() > 1:
        own = rng_utils.get_random_seed()
        agreed = library.broadcast_integer(int(np.random.SeedSequence().entropy % 2**31) if own is None else own)
        if own is None:
            rng_utils.set_random_seed(agreed)


def _given_or_set(argument, value):
    """The argument, or what the environment variable of its name says, or None."""
    if value is None:
        value = os.environ.get(_ENVIRONMENT + argument.upper())
    try:
        return None if value is None else int(value)
    except ValueError as e:
        raise ValueError(
            f"Argument `{argument}` of initialize (or {_ENVIRONMENT}{argument.upper()}) must be an integer. "
            f"Received: {argument}={value!r}"
        ) from e


def is_writer():
    """Whether this process is the one that writes files of the job."""
    return process_number() == 0


def process_number():
    """The number of this process in the job: 0 as long as nothing needed the backend's part."""
    library = sys.modules.get(f"keras.src.backend.{backend.backend()}.distribution_lib")
    return 0 if library is None else library.process_id()


@contextlib.contextmanager
def one_writer():
    """Context manager in which only the first process writes files; its value says whether this is it.

    The others save as it does, since values may have to be gathered from all, but throw away what they have written.
    """
    writes = is_writer()
    global_state.set_global_attribute("discards_files", not writes)
    try:
        yield writes
    finally:
        global_state.set_global_attribute("discards_files", False)


@keras_export("keras.distribution.DeviceMesh")
class DeviceMesh:
    """Devices arranged in a grid whose axes have names.

    Args:
        shape: Tuple of integers, as `(4, 2)`.
        axis_names: List of strings, one for each axis, as `["batch", "model"]`.
        devices: List of device strings. Default `None`: all that `list_devices` finds.

    Raises:
        ValueError: If shape, names and devices do not fit.

    Example:

    >>> mesh = keras.distribution.DeviceMesh((1, 1), ["batch", "model"], devices=["cpu:0"])
    >>> mesh.devices.tolist()
    [['cpu:0']]
    """

    def __init__(self, shape, axis_names, devices=None):
        if not shape or not axis_names:
            raise ValueError(
                "Arguments `shape` and `axis_names` of DeviceMesh must not be empty. "
                f"Received: shape={shape}, axis_names={axis_names}"
            )
        if len(shape) != len(axis_names):
            raise ValueError(
                "Arguments `shape` and `axis_names` of DeviceMesh must have the same length. "
                f"Received: shape={shape}, axis_names={axis_names}"
            )
        devices = np.array(list_devices() if devices is None else devices)
        if devices.size != np.prod(shape):
            raise ValueError(
                f"Argument `shape` of DeviceMesh must be one for {devices.size} devices. "
                f"Received: shape={shape}, devices={devices.ravel().tolist()}"
            )
        self._shape = shape
        self._axis_names = axis_names
        self._devices = devices.reshape(shape)
        self._backend_mesh = None

    shape = property(lambda self: self._shape, doc="Sizes of the axes.")
    axis_names = property(lambda self: self._axis_names, doc="Names of the axes.")
    devices = property(lambda self: self._devices, doc="NumPy array of device strings, of this shape.")

    @property
    def backend_mesh(self):
        """The mesh as the backend's framework knows it."""
        if self._backend_mesh is None:
            self._backend_mesh = backend.distribution_lib._to_backend_mesh(self)
        return self._backend_mesh

    def __repr__(self):
        return f"<DeviceMesh shape={self.shape}, axis_names={self.axis_names}>"


@keras_export("keras.distribution.TensorLayout")
class TensorLayout:
    """How the dimensions of a tensor are divided over the axes of a mesh.

    Args:
        axes: Tuple with, for each dimension of the tensor, the name of the axis over which it is divided, or `None`.
        device_mesh: `DeviceMesh`, or `None` to be set later.

    Raises:
        ValueError: If the mesh has no axis of such a name.

    Example:

    >>> mesh = keras.distribution.DeviceMesh((1,), ["batch"], devices=["cpu:0"])
    >>> keras.distribution.TensorLayout(("batch", None), mesh).axes
    ('batch', None)
    """

    def __init__(self, axes, device_mesh=None):
        self._axes = tuple(axes)
        self._device_mesh = device_mesh
        self._backend_layout = None
        self._check()

    axes = property(lambda self: self._axes, doc="Names of mesh axes, or None, by dimension.")

    @property
    def device_mesh(self):
        """The mesh, or None; it can be set once."""
        return self._device_mesh

    @device_mesh.setter
    def device_mesh(self, device_mesh):
        if self._device_mesh is not None:
            raise ValueError(
                "The `device_mesh` of a TensorLayout can be set once only. "
                f"Received: {device_mesh} where there is {self._device_mesh}"
            )
        self._device_mesh = device_mesh
        self._check()

    @property
    def backend_layout(self):
        """The layout as the backend's framework knows it."""
        if self._backend_layout is None:
            if self._device_mesh is None:
                raise ValueError(f"A TensorLayout needs a `device_mesh` before tensors are laid out. Received: {self}")
            self._backend_layout = backend.distribution_lib._to_backend_layout(self)
        return self._backend_layout

    def _check(self):
        if self._device_mesh is not None:
            unknown = [axis for axis in self._axes if axis is not None and axis not in self._device_mesh.axis_names]
            if unknown:
                raise ValueError(
                    f"Argument `axes` of TensorLayout may name {self._device_mesh.axis_names}, the axes of its mesh. "
                    f"Received: axes={self._axes}"
                )

    def __repr__(self):
        return f"<TensorLayout axes={self.axes}, device_mesh={self.device_mesh}>"


class Distribution:
    """Base of the ways to spread variables and data over a mesh.

    Args:
        device_mesh: `DeviceMesh`.
        batch_dim_name: String, the mesh axis over which batches are divided, or `None`.
        auto_shard_dataset: Boolean, whether all processes read the same data, of which each takes its share; `False`
            if each reads its own share. Default `True`.
    """

    def __init__(self, device_mesh, batch_dim_name=None, auto_shard_dataset=True):
        self._device_mesh = device_mesh
        self._batch_dim_name = batch_dim_name
        self._auto_shard_dataset = auto_shard_dataset

    device_mesh = property(lambda self: self._device_mesh, doc="The mesh.")
    batch_dim_name = property(lambda self: self._batch_dim_name, doc="The mesh axis that divides batches.")

    @property
    def auto_shard_dataset(self):
        """Whether all processes read the same data, of which each takes its share."""
        return self._auto_shard_dataset

    @auto_shard_dataset.setter
    def auto_shard_dataset(self, value):
        self._auto_shard_dataset = value

    @property
    def num_processes(self):
        """How many processes there are."""
        return backend.distribution_lib.num_processes()

    @property
    def num_model_replicas(self):
        """How many times the mesh holds the whole model: the size of the axis that divides batches."""
        mesh = self._device_mesh
        return mesh.shape[list(mesh.axis_names).index(self._batch_dim_name)]

    @property
    def data_shard_id(self):
        """The number of the share of each batch that this process feeds."""
        shares = min(self.num_model_replicas, self.num_processes)
        return backend.distribution_lib.process_id() * shares // self.num_processes

    def get_data_layout(self, data_shape):
        """The `TensorLayout` of a batch of this shape."""
        raise NotImplementedError

    def get_variable_layout(self, variable):
        """The `TensorLayout` of a variable."""
        raise NotImplementedError

    def get_tensor_layout(self, path):
        """The `TensorLayout` of an intermediate tensor, or None to leave it to the compiler."""
        raise NotImplementedError

    def distribute_dataset(self, dataset):
        """The dataset that this process reads: the same in each, as shares are taken from its batches."""
        return dataset

    @contextlib.contextmanager
    def scope(self):
        """Context manager in which this is the distribution."""
        outer = distribution()
        set_distribution(self)
        try:
            yield
        finally:
            set_distribution(outer)

    def _with_output_layout(self, path, outputs):
        """What the layer of this path returned, laid out if there is a layout for `path/output`."""
        layout = self.get_tensor_layout(f"{path}/output")
        return outputs if layout is None else tree.map_structure(lambda x: distribute_tensor(x, layout), outputs)

    def _data_layout(self, data_shape):
        """A layout that divides the first dimension, if there is one."""
        axes = (self._batch_dim_name, *[None] * len(data_shape))[: len(data_shape)]
        return TensorLayout(axes, self._device_mesh)

    def __repr__(self):
        return f"<{type(self).__name__} device_mesh={self.device_mesh}>"


@keras_export("keras.distribution.DataParallel")
class DataParallel(Distribution):
    """Each device has the whole model and its share of every batch.

    Args:
        device_mesh: `DeviceMesh` of one axis. Default `None`: one over `devices`.
        devices: List of device strings. Default `None`, or an empty one: all that `list_devices` finds.
        auto_shard_dataset: Boolean, whether all processes read the same data, of which each takes its share; `False`
            if each reads its own share. Default `True`.

    Raises:
        ValueError: If `device_mesh` is no DeviceMesh.

    Example:

    >>> distribution = keras.distribution.DataParallel(devices=["cpu:0"])
    >>> with distribution.scope():
    ...     model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    >>> distribution.get_data_layout((8, 3)).axes
    ('batch', None)
    """

    def __init__(self, device_mesh=None, devices=None, auto_shard_dataset=True):
        if device_mesh is None:
            devices = np.array(list_devices() if devices is None or len(devices) == 0 else devices)
            device_mesh = DeviceMesh(devices.shape, [DEFAULT_BATCH_DIM_NAME], devices)
        elif not isinstance(device_mesh, DeviceMesh):
            raise ValueError(
                f"Argument `device_mesh` of DataParallel must be a DeviceMesh. Received: device_mesh={device_mesh!r}"
            )
        if len(device_mesh.shape) > 1:
            warnings.warn(
                f"DataParallel divides batches over the first axis of {device_mesh}; along the others the devices "
                "do the same work twice.",
                stacklevel=2,
            )
        super().__init__(device_mesh, device_mesh.axis_names[0], auto_shard_dataset)

    def get_data_layout(self, data_shape):
        return self._data_layout(data_shape)

    def get_variable_layout(self, variable):
        return variable._layout or TensorLayout([None] * len(variable.shape), self._device_mesh)

    def get_tensor_layout(self, path):
        return None


@keras_export("keras.distribution.ModelParallel")
class ModelParallel(Distribution):
    """Variables are divided over devices as a `LayoutMap` says, and batches over the axis `batch_dim_name`.

    Args:
        layout_map: `LayoutMap` from paths of variables to layouts.
        batch_dim_name: String, the mesh axis over which batches are divided. Default `None`: the first axis.
        auto_shard_dataset: Boolean, whether all processes read the same data, of which each takes its share; `False`
            if each reads its own share. Default `True`.

    Raises:
        ValueError: If `layout_map` is no LayoutMap, or its mesh has no such axis.

    Example:

    >>> mesh = keras.distribution.DeviceMesh((1, 1), ["batch", "model"], devices=["cpu:0"])
    >>> layout_map = keras.distribution.LayoutMap(mesh)
    >>> layout_map["dense.*kernel"] = (None, "model")
    >>> distribution = keras.distribution.ModelParallel(layout_map=layout_map, batch_dim_name="batch")
    >>> distribution.num_model_replicas
    1
    """

    def __init__(self, *, layout_map=None, batch_dim_name=None, auto_shard_dataset=True, **kwargs):
        kwargs.pop("device_mesh", None)  # earlier versions asked for it; the layout map has it
        if kwargs:
            raise TypeError(f"ModelParallel got arguments that it does not know: {sorted(kwargs)}")
        if not isinstance(layout_map, LayoutMap):
            raise ValueError(
                f"Argument `layout_map` of ModelParallel must be a LayoutMap. Received: layout_map={layout_map!r}"
            )
        mesh = layout_map.device_mesh
        batch_dim_name = batch_dim_name or mesh.axis_names[0]
        if batch_dim_name not in mesh.axis_names:
            raise ValueError(
                f"Argument `batch_dim_name` of ModelParallel must be one of {mesh.axis_names}, the axes of the mesh. "
                f"Received: batch_dim_name={batch_dim_name!r}"
            )
        super().__init__(mesh, batch_dim_name, auto_shard_dataset)
        self._layout_map = layout_map

    def get_data_layout(self, data_shape):
        return self._data_layout(data_shape)

    def get_variable_layout(self, variable):
        found = variable._layout or self._layout_map[variable.path]
        return found or TensorLayout([None] * len(variable.shape), self._device_mesh)

    def get_tensor_layout(self, path):
        return self._layout_map[path]


@keras_export("keras.distribution.LayoutMap")
class LayoutMap(collections.abc.MutableMapping):
    """A dict from paths to layouts, whose keys may be regular expressions.

    A look-up takes the key that equals the path, else the one expression that fits the whole of it, else `None`. Paths
    are those of variables (`"dense/kernel"`), and of layers with `/output` for what they return.

    Args:
        device_mesh: `DeviceMesh` for layouts that have none.

    Example:

    >>> mesh = keras.distribution.DeviceMesh((1, 1), ["batch", "model"], devices=["cpu:0"])
    >>> layout_map = keras.distribution.LayoutMap(mesh)
    >>> layout_map["dense.*kernel"] = (None, "model")
    >>> layout_map["dense_1/kernel"].axes
    (None, 'model')
    """

    def __init__(self, device_mesh):
        self._layouts = {}
        self._device_mesh = device_mesh

    device_mesh = property(lambda self: self._device_mesh, doc="The mesh of layouts that come without one.")

    def __getitem__(self, path):
        """The layout for a path, or None; ValueError if several expressions fit it."""
        if path in self._layouts:
            return self._layouts[path]
        fitting = [key for key in self._layouts if re.fullmatch(key, path)]
        if len(fitting) > 1:
            raise ValueError(f"Each path may fit one key of a LayoutMap. Received: {path!r}, which fits {fitting}")
        return self._layouts[fitting[0]] if fitting else None

    def __setitem__(self, key, layout):
        """Sets the layout of a new key: a `TensorLayout`, or the tuple of its axes."""
        if key in self._layouts:
            raise ValueError(f"A key of a LayoutMap is set once. Received: {key!r}, which has {self._layouts[key]}")
        if isinstance(layout, tuple):
            layout = TensorLayout(layout)
        if not isinstance(layout, TensorLayout):
            raise ValueError(f"Values of a LayoutMap are TensorLayouts or tuples. Received: {layout!r} for {key!r}")
        if layout.device_mesh is None:
            layout.device_mesh = self._device_mesh
        self._layouts[key] = layout

    def __contains__(self, path):
        return self[path] is not None

    def __delitem__(self, key):
        del self._layouts[key]

    def __len__(self):
        return len(self._layouts)

    def __iter__(self):
        return iter(self._layouts)


@keras_export("keras.distribution.distribute_tensor")
def distribute_tensor(tensor, layout):
    """Lays a tensor out over devices.

    Args:
        tensor: Tensor; symbolic ones come back as they are.
        layout: `TensorLayout`.

    Returns:
        Tensor of the same values, shape and dtype.

    Example:

    >>> mesh = keras.distribution.DeviceMesh((1,), ["batch"], devices=["cpu:0"])
    >>> layout = keras.distribution.TensorLayout(("batch", None), mesh)
    >>> keras.distribution.distribute_tensor(keras.ops.ones((4, 2)), layout).shape == (4, 2)
    True
    """
    if isinstance(tensor, KerasTensor):
        return tensor
    return backend.distribution_lib.distribute_tensor(tensor, layout)


@keras_export("keras.distribution.distribution")
def distribution():
    """The distribution that is set, or None.

    Returns:
        `Distribution` or None.

    Example:

    >>> keras.distribution.distribution() is None
    True
    """
    return global_state.get_global_attribute(GLOBAL_ATTRIBUTE_NAME)


@keras_export("keras.distribution.set_distribution")
def set_distribution(value):
    """Sets how variables made from now on, and batches, are spread over devices.

    Args:
        value: `Distribution`, or None for none.

    Example:

    >>> keras.distribution.set_distribution(keras.distribution.DataParallel(devices=["cpu:0"]))
    >>> keras.distribution.set_distribution(None)
    """
    if isinstance(value, Distribution) and not backend.distribution_lib.SUPPORTS_LAYOUTS:
        if value.device_mesh.devices.size > 1:
            warnings.warn(
                f"The {backend.backend()} backend does not lay out tensors: {value} has no effect. With tensorflow "
                "make the model and call `fit` in the scope of a `tf.distribute` strategy.",
                stacklevel=2,
            )
    global_state.set_global_attribute(GLOBAL_ATTRIBUTE_NAME, value)
