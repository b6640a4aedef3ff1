# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing import *
from keras._tf_keras.keras.preprocessing import image as image
from keras._tf_keras.keras.preprocessing import sequence as sequence
from keras._tf_keras.keras.preprocessing import text as text
