# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.losses import *
from keras.src.legacy.losses import kl_divergence as KLD
from keras.src.legacy.losses import mean_absolute_error as MAE
from keras.src.legacy.losses import mean_absolute_percentage_error as MAPE
from keras.src.legacy.losses import mean_squared_error as MSE
from keras.src.legacy.losses import mean_squared_logarithmic_error as MSLE
from keras.src.legacy.losses import Reduction as Reduction
from keras.src.legacy.losses import kl_divergence as kld
from keras.src.legacy.losses import kl_divergence as kullback_leibler_divergence
from keras.src.legacy.losses import log_cosh as logcosh
from keras.src.legacy.losses import mean_absolute_error as mae
from keras.src.legacy.losses import mean_absolute_percentage_error as mape
from keras.src.legacy.losses import mean_squared_error as mse
from keras.src.legacy.losses import mean_squared_logarithmic_error as msle
