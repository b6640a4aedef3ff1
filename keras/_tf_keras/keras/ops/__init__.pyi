# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.ops import *
from keras._tf_keras.keras.ops import image as image
from keras._tf_keras.keras.ops import linalg as linalg
from keras._tf_keras.keras.ops import nn as nn
from keras._tf_keras.keras.ops import numpy as numpy
