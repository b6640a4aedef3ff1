# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.optimizers import *
from keras._tf_keras.keras.optimizers import legacy as legacy
from keras._tf_keras.keras.optimizers import schedules as schedules
