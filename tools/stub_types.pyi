# The types behind the stubs that tools/stubs.py writes. Four kinds of entries:
# `class PARAMETERS` by parameter name (None is added where it is the default), `class RETURNS` by the name of a function,
# method or property, `class LAYER_OPTIONS`, and definitions, which stand in the stub as they are in place of the source's.
# A parameter that is not here has the type that its line under `Args:` begins with, or its default's, or `Any`.

class PARAMETERS:
    # shapes and sizes
    units: int
    filters: int
    kernel_size: Ints
    strides: Ints
    dilation_rate: Ints
    pool_size: Ints
    groups: int
    size: Ints
    shape: Shape | int
    batch_shape: Shape
    input_shape: Any
    target_shape: Sequence[int]
    dims: Sequence[int]
    output_size: Ints
    output_padding: Ints
    depth_multiplier: int
    cropping: Any
    input_dim: int
    output_dim: int
    num_heads: int
    key_dim: int
    value_dim: int
    head_dim: int
    num_query_heads: int
    num_key_value_heads: int
    num_classes: int
    num_tokens: int
    num_bins: int
    classes: int
    max_tokens: int
    lora_rank: int
    lora_alpha: float
    batch_size: int
    axis: Any
    axes: Any
    axis1: int
    axis2: int
    steps: int
    epochs: int
    initial_epoch: int
    steps_per_epoch: int
    validation_steps: int
    validation_batch_size: int
    steps_per_execution: int
    gradient_accumulation_steps: int
    ema_overwrite_frequency: int
    decay_steps: int
    fft_length: int
    sequence_length: int
    sequence_stride: int
    # words
    name: str
    data_format: DataFormat
    padding: Any
    interpolation: Interpolation
    reduction: Reduction
    dtype: DType
    policy: Policy
    identifier: Any
    monitor: str
    mode: str
    device_name: str
    package: str
    verbose: Verbose
    # functions and objects, or their names
    activation: ActivationLike
    recurrent_activation: ActivationLike
    classifier_activation: ActivationLike
    kernel_initializer: InitializerLike
    bias_initializer: InitializerLike
    recurrent_initializer: InitializerLike
    depthwise_initializer: InitializerLike
    pointwise_initializer: InitializerLike
    embeddings_initializer: InitializerLike
    beta_initializer: InitializerLike
    gamma_initializer: InitializerLike
    moving_mean_initializer: InitializerLike
    moving_variance_initializer: InitializerLike
    alpha_initializer: InitializerLike
    a_initializer: InitializerLike
    b_initializer: InitializerLike
    initializer: Any
    kernel_regularizer: RegularizerLike
    bias_regularizer: RegularizerLike
    recurrent_regularizer: RegularizerLike
    depthwise_regularizer: RegularizerLike
    pointwise_regularizer: RegularizerLike
    embeddings_regularizer: RegularizerLike
    beta_regularizer: RegularizerLike
    gamma_regularizer: RegularizerLike
    alpha_regularizer: RegularizerLike
    activity_regularizer: RegularizerLike
    regularizer: RegularizerLike
    kernel_constraint: ConstraintLike
    bias_constraint: ConstraintLike
    recurrent_constraint: ConstraintLike
    depthwise_constraint: ConstraintLike
    pointwise_constraint: ConstraintLike
    embeddings_constraint: ConstraintLike
    beta_constraint: ConstraintLike
    gamma_constraint: ConstraintLike
    alpha_constraint: ConstraintLike
    constraint: ConstraintLike
    optimizer: OptimizerLike
    loss: LossesLike
    loss_weights: Sequence[float] | Mapping[str, float] | float
    metrics: MetricsLike
    weighted_metrics: MetricsLike
    callbacks: Any
    fn: Callable[..., Any]
    f: Callable[..., Any]
    func: Callable[..., Any]
    fun: Callable[..., Any]
    function: Callable[..., Any]
    schedule: Callable[..., Any]
    on_epoch_begin: Callable[[int, Any], Any]
    on_epoch_end: Callable[[int, Any], Any]
    on_train_begin: Callable[[Any], Any]
    on_train_end: Callable[[Any], Any]
    on_train_batch_begin: Callable[[int, Any], Any]
    on_train_batch_end: Callable[[int, Any], Any]
    seed: Seed
    layer: Layer
    layers: Sequence[Layer | KerasTensor]
    model: Model
    custom_objects: Mapping[str, Any]
    config: Any
    # numbers
    learning_rate: LearningRateLike
    initial_learning_rate: float
    end_learning_rate: float
    weight_decay: float
    clipnorm: float
    clipvalue: float
    global_clipnorm: float
    loss_scale_factor: float
    epsilon: float
    momentum: float
    rate: float
    alpha: Any
    stddev: float
    label_smoothing: float
    min_delta: float
    threshold: float
    thresholds: float | Sequence[float]
    ignore_class: int
    class_id: int
    top_k: int
    decay_rate: float
    power: float
    # flags
    training: bool
    jit_compile: Any
    shuffle: Any
    flash_attention: bool
    # files
    filepath: Path
    path: Any
    directory: Path
    fname: Path
    cache_dir: Path
    log_dir: Path
    backup_dir: Path
    to_file: Path
    filename: Path
    dir_path: Path
    # tensors and data
    x1: TensorLike
    x2: TensorLike
    x: Data
    y: Data
    inputs: Any
    mask: Any
    sample_weight: Any
    class_weight: Mapping[int, float]
    validation_data: Data
    logs: Mapping[str, Any]
    fill_value: Any
    mean: Any
    variance: Any
    value: Any
    values: Any
    min_value: Any
    max_value: Any
    initial_state: Any
    input_tensor: Any
    weights: Any
    scale: Any
    scaling: Any
    activation_quantizer: Any
    weight_quantizer: Any
    k: Any
    q: Any
    b: Any
    n: Any
    start: Any
    stop: Any
    step: Any
    num: int
    indices: Any
    index: Any
    target: Any
    base: Any
    initial: Any
    default: Any
    factor: Any
    height_factor: Any
    width_factor: Any
    beta: Any
    gamma: Any
    minval: Any
    maxval: Any
    lower: Any
    upper: Any
    length: int
    order: Any
    offset: Any
    sigma: Any
    min_freq: float
    max_freq: float
    output_shape: Any
    output_mode: str
    merge_mode: str
    ngrams: int | Sequence[int]
    standardize: Any
    split: Any
    vocabulary: Any
    label_mode: str
    labels: Any
    pad_width: Any
    constant_values: Any
    block_size: Any
    dilation: Ints
    stride: Ints
    indices_or_sections: Any
    tol: Any
    nan: Any
    posinf: Any
    neginf: Any
    dx: Any
    ord: Any

class RETURNS:
    # properties
    name: str
    path: str
    dtype: str
    shape: tuple[int | None, ...]
    ndim: int
    trainable: bool
    built: bool
    layers: list[Any]
    variables: list[Variable]
    weights: list[Variable]
    trainable_variables: list[Any]  # of Variables; but functions of frameworks, as GradientTape.gradient, take them
    trainable_weights: list[Any]
    non_trainable_variables: list[Variable]
    non_trainable_weights: list[Variable]
    metrics_variables: list[Variable]
    metrics: list[Any]
    metrics_names: list[str]
    losses: list[Any]
    dtype_policy: DTypePolicy
    compute_dtype: str
    variable_dtype: str
    supports_masking: bool
    inputs: list[KerasTensor]
    outputs: list[KerasTensor]
    # methods
    get_config: ConfigDict
    get_build_config: Any
    get_compile_config: ConfigDict
    from_config: Self
    get_weights: list[Any]
    add_weight: Variable
    add_variable: Variable
    count_params: int
    get_layer: Any  # a layer, whose own attributes a checker cannot know
    to_json: str
    add_metric: Any
    get_vocabulary: list[Any]
    vocabulary_size: int
    compute_output_shape: Any
    compute_output_spec: Any
    fit: History
    evaluate: Any
    predict: Any
    state_dict: dict[str, Any]
    # functions
    load_model: Any
    clone_model: Model
    clone_and_freeze: Model
    model_from_json: Model
    array_to_img: Any
    is_keras_tensor: bool
    is_tensor: bool
    standardize_dtype: str
    result_type: str
    floatx: str
    image_data_format: str
    backend: str
    get_file: str
    get_uid: int
    list_devices: list[str]
    get_registered_name: str
    get_custom_objects: dict[str, Any]
    serialize_keras_object: Any
    to_categorical: Any
    pad_sequences: Any
    get_word_index: dict[str, int]
    load_data: Any
    flatten: list[Any]
    # operations with several results
    split: list[Any]
    array_split: list[Any]
    hsplit: list[Any]
    vsplit: list[Any]
    dsplit: list[Any]
    unstack: list[Any]
    meshgrid: list[Any]
    moments: tuple[Any, Any]
    top_k: tuple[Any, Any]
    slogdet: tuple[Any, Any]
    eig: tuple[Any, Any]
    eigh: tuple[Any, Any]
    qr: tuple[Any, Any]
    lu_factor: tuple[Any, Any]
    frexp: tuple[Any, Any]
    modf: tuple[Any, Any]
    divmod: tuple[Any, Any]
    histogram: tuple[Any, Any]
    rfft: tuple[Any, Any]
    fft: tuple[Any, Any]
    fft2: tuple[Any, Any]
    ifft2: tuple[Any, Any]
    stft: tuple[Any, Any]
    svd: Any
    unique: Any
    nonzero: Any
    ctc_decode: Any

class LAYER_OPTIONS:  # what `**kwargs` of a layer's constructor are
    name: str | None
    dtype: Policy | Any
    trainable: bool
    autocast: bool
    activity_regularizer: RegularizerLike | None
    input_shape: Shape
    input_dim: int
    batch_input_shape: Shape
    batch_size: int | None
    input_dtype: DType
    weights: Iterable[Any]

# Constructors and calls

def Input(
    shape: Shape | None = None,
    batch_size: int | None = None,
    dtype: DType | None = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Shape | None = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor: ...

class Layer:
    name: str
    built: bool
    supports_masking: bool
    input_spec: Any
    def __init__(self, *, activity_regularizer: RegularizerLike | None = None, trainable: bool = True,
        dtype: Policy | Any = None, autocast: bool = True, name: str | None = None, **kwargs: Any) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def add_weight(self, shape: Shape | None = None, initializer: InitializerLike | None = None, dtype: DType | None = None,
        trainable: bool = True, autocast: bool = True, regularizer: RegularizerLike | None = None,
        constraint: ConstraintLike | None = None, aggregation: str = "none", overwrite_with_gradient: bool = False,
        name: str | None = None, **kwargs: Any) -> Variable: ...
    @property
    def input(self) -> Any: ...
    @property
    def output(self) -> Any: ...
    # On torch a layer is a torch.nn.Module as well.
    def parameters(self, recurse: bool = True) -> Any: ...
    def named_parameters(self, *args: Any, **kwargs: Any) -> Any: ...
    def to(self, *args: Any, **kwargs: Any) -> Self: ...
    def eval(self) -> Self: ...
    def train(self, mode: bool = True) -> Self: ...

class Rematerializing:
    def rematerialized_call(self, layer_call: Any, *args: Any, **kwargs: Any) -> Any: ...

class Calling:
    def call(self, *args: Any, **kwargs: Any) -> Any: ...
    def compute_mask(self, *args: Any, **kwargs: Any) -> Any: ...

class Building:
    def build(self, *args: Any, **kwargs: Any) -> None: ...
    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any: ...
    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any: ...

class Operation:
    name: str
    def __init__(self, name: str | None = None, **kwargs: Any) -> None: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def call(self, *args: Any, **kwargs: Any) -> Any: ...
    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any: ...
    def rematerialized_call(self, layer_call: Any, *args: Any, **kwargs: Any) -> Any: ...

class Model:
    @overload
    def __init__(self, inputs: Structure, outputs: Structure, *, trainable: bool = True, name: str | None = None) -> None: ...
    @overload
    def __init__(self, *, trainable: bool = True, dtype: Policy | Any = None, autocast: bool = True,
        activity_regularizer: RegularizerLike | None = None, name: str | None = None, **kwargs: Any) -> None: ...
    input_shape: Any
    output_shape: Any
    inputs: list[KerasTensor]
    outputs: list[KerasTensor]

class Functional:
    def __init__(self, inputs: Structure, outputs: Structure, name: str | None = None, **kwargs: Any) -> None: ...

class Sequential:
    def __init__(self, layers: Sequence[Layer | KerasTensor] | None = None, trainable: bool = True,
        name: str | None = None) -> None: ...
    def add(self, layer: Layer | KerasTensor, rebuild: bool = True) -> None: ...
    def pop(self, rebuild: bool = True) -> Layer: ...

class Trainer:
    optimizer: Any
    loss: Any
    stop_training: bool
    history: Any
    def compile(self, optimizer: OptimizerLike = "rmsprop", loss: LossesLike | None = None,
        loss_weights: Sequence[float] | Mapping[str, float] | float | None = None, metrics: MetricsLike | None = None,
        weighted_metrics: MetricsLike | None = None, run_eagerly: bool = False, steps_per_execution: int = 1,
        jit_compile: Literal["auto"] | bool | str | None = "auto", auto_scale_loss: bool = True) -> None: ...
    def train_step(self, *args: Any, **kwargs: Any) -> Any: ...
    def test_step(self, *args: Any, **kwargs: Any) -> Any: ...
    def predict_step(self, *args: Any, **kwargs: Any) -> Any: ...

class Callback:
    params: Any
    @property
    def model(self) -> Any: ...
    def on_batch_begin(self, batch: int, logs: Any = None) -> None: ...
    def on_batch_end(self, batch: int, logs: Any = None) -> None: ...
    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None: ...
    def on_epoch_end(self, epoch: int, logs: Any = None) -> None: ...
    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None: ...
    def on_train_batch_end(self, batch: int, logs: Any = None) -> None: ...
    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None: ...
    def on_test_batch_end(self, batch: int, logs: Any = None) -> None: ...
    def on_predict_batch_begin(self, batch: int, logs: Any = None) -> None: ...
    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None: ...
    def on_train_begin(self, logs: Any = None) -> None: ...
    def on_train_end(self, logs: Any = None) -> None: ...
    def on_test_begin(self, logs: Any = None) -> None: ...
    def on_test_end(self, logs: Any = None) -> None: ...
    def on_predict_begin(self, logs: Any = None) -> None: ...
    def on_predict_end(self, logs: Any = None) -> None: ...

class History:
    history: dict[str, list[Any]]
    epoch: list[int]

class SKLBase:
    def __init__(
        self,
        model: Model | Callable[..., Model],
        warm_start: bool = False,
        model_kwargs: dict[str, Any] | None = None,
        fit_kwargs: dict[str, Any] | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any, **kwargs: Any) -> Self: ...

class Metric:
    name: str
    def __call__(self, *args: Any, **kwargs: Any) -> Tensor: ...
    def update_state(self, *args: Any, **kwargs: Any) -> None: ...
    def result(self) -> Any: ...

class Loss:
    name: str
    def __call__(self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None) -> Tensor: ...
    def call(self, y_true: Any, y_pred: Any) -> Any: ...

class Initializer:
    def __call__(self, shape: Any, dtype: DType | None = None) -> Tensor: ...

class Regularizer:
    def __call__(self, x: Any) -> Tensor: ...

class Constraint:
    def __call__(self, w: Any) -> Tensor: ...

class LearningRateSchedule:
    def __call__(self, step: Any) -> Tensor: ...

class BaseOptimizer:
    learning_rate: Any
    iterations: Variable
    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Any]]) -> Any: ...

# Tensors and variables: operators

class KerasTensor:
    name: str
    def __init__(self, shape: Shape, dtype: DType = "float32", sparse: bool = False, ragged: bool = False,
        record_history: bool = True, name: str | None = None, **kwargs: Any) -> None: ...
    @property
    def shape(self) -> tuple[int | None, ...]: ...
    @property
    def dtype(self) -> str: ...
    @property
    def ndim(self) -> int: ...
    @property
    def sparse(self) -> bool: ...
    @property
    def ragged(self) -> bool: ...
    def reshape(self, newshape: Shape) -> KerasTensor: ...
    def squeeze(self, axis: int | Sequence[int] | None = None) -> KerasTensor: ...
    def __len__(self) -> int: ...
    def __getitem__(self, key: Any) -> KerasTensor: ...
    def __add__(self, other: Any) -> KerasTensor: ...
    def __radd__(self, other: Any) -> KerasTensor: ...
    def __sub__(self, other: Any) -> KerasTensor: ...
    def __rsub__(self, other: Any) -> KerasTensor: ...
    def __mul__(self, other: Any) -> KerasTensor: ...
    def __rmul__(self, other: Any) -> KerasTensor: ...
    def __matmul__(self, other: Any) -> KerasTensor: ...
    def __rmatmul__(self, other: Any) -> KerasTensor: ...
    def __truediv__(self, other: Any) -> KerasTensor: ...
    def __rtruediv__(self, other: Any) -> KerasTensor: ...
    def __floordiv__(self, other: Any) -> KerasTensor: ...
    def __rfloordiv__(self, other: Any) -> KerasTensor: ...
    def __mod__(self, other: Any) -> KerasTensor: ...
    def __rmod__(self, other: Any) -> KerasTensor: ...
    def __pow__(self, other: Any) -> KerasTensor: ...
    def __rpow__(self, other: Any) -> KerasTensor: ...
    def __and__(self, other: Any) -> KerasTensor: ...
    def __or__(self, other: Any) -> KerasTensor: ...
    def __xor__(self, other: Any) -> KerasTensor: ...
    def __invert__(self) -> KerasTensor: ...
    def __neg__(self) -> KerasTensor: ...
    def __abs__(self) -> KerasTensor: ...
    def __lt__(self, other: Any) -> KerasTensor: ...
    def __le__(self, other: Any) -> KerasTensor: ...
    def __gt__(self, other: Any) -> KerasTensor: ...
    def __ge__(self, other: Any) -> KerasTensor: ...
    def __eq__(self, other: Any) -> Any: ...
    def __ne__(self, other: Any) -> Any: ...

class Variable:
    shape: tuple[int, ...]
    @property
    def value(self) -> Tensor: ...
    def numpy(self) -> Any: ...
    def assign(self, value: Any) -> Any: ...
    def assign_add(self, value: Any) -> Any: ...
    def assign_sub(self, value: Any) -> Any: ...
    def __add__(self, other: Any) -> Tensor: ...
    def __radd__(self, other: Any) -> Tensor: ...
    def __sub__(self, other: Any) -> Tensor: ...
    def __rsub__(self, other: Any) -> Tensor: ...
    def __mul__(self, other: Any) -> Tensor: ...
    def __rmul__(self, other: Any) -> Tensor: ...
    def __matmul__(self, other: Any) -> Tensor: ...
    def __rmatmul__(self, other: Any) -> Tensor: ...
    def __truediv__(self, other: Any) -> Tensor: ...
    def __rtruediv__(self, other: Any) -> Tensor: ...
    def __floordiv__(self, other: Any) -> Tensor: ...
    def __mod__(self, other: Any) -> Tensor: ...
    def __pow__(self, other: Any) -> Tensor: ...
    def __lt__(self, other: Any) -> Tensor: ...
    def __le__(self, other: Any) -> Tensor: ...
    def __gt__(self, other: Any) -> Tensor: ...
    def __ge__(self, other: Any) -> Tensor: ...

# Decorators and context managers keep the type of what they wrap.

def register_keras_serializable(package: str = "Custom", name: str | None = None) -> Callable[[T], T]: ...
def remat(f: T) -> T: ...
def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]: ...
def device(device_name: str) -> AbstractContextManager[Any]: ...
