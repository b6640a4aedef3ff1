"""Space into channels and back, patches, complex numbers, on tensorflow."""
from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import nn_family
from keras.src.backend.tensorflow.kernels import binary_formula, formula
from keras.src.backend.tensorflow.nn_conv import conv_transpose

depth_to_space = formula(nn_family.depth_to_space)
space_to_depth = formula(nn_family.space_to_depth)
unfold = formula(nn_family.unfold)
polar = binary_formula(nn_family.polar, dtypes.promote_float)
fold = formula(nn_family.fold, conv_transpose=conv_transpose)
