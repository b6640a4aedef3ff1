# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.legacy import *
from keras._tf_keras.keras.legacy import saving as saving
