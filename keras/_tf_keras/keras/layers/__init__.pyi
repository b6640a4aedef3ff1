# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.layers import *
from keras.src.legacy.layers import RandomHeight as RandomHeight
from keras.src.legacy.layers import RandomWidth as RandomWidth
from keras.src.legacy.layers import ThresholdedReLU as ThresholdedReLU
