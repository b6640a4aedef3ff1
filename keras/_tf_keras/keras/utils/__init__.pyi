# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.utils import *
from keras._tf_keras.keras.utils import bounding_boxes as bounding_boxes
from keras._tf_keras.keras.utils import legacy as legacy
