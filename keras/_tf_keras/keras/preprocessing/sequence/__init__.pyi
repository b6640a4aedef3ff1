# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing.sequence import *
from keras.src.legacy.preprocessing.sequence import TimeseriesGenerator as TimeseriesGenerator
from keras.src.legacy.preprocessing.sequence import make_sampling_table as make_sampling_table
from keras.src.legacy.preprocessing.sequence import skipgrams as skipgrams
