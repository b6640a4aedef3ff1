# Written by tools/generate_namespace.py from the @keras_export marks. Not to be edited by hand.
from keras.preprocessing.image import *
from keras.src.legacy.preprocessing.image_iterators import DirectoryIterator as DirectoryIterator
from keras.src.legacy.preprocessing.image import ImageDataGenerator as ImageDataGenerator
from keras.src.legacy.preprocessing.image_iterators import Iterator as Iterator
from keras.src.legacy.preprocessing.image_iterators import NumpyArrayIterator as NumpyArrayIterator
from keras.src.legacy.preprocessing.image_functions import apply_affine_transform as apply_affine_transform
from keras.src.legacy.preprocessing.image_functions import apply_brightness_shift as apply_brightness_shift
from keras.src.legacy.preprocessing.image_functions import apply_channel_shift as apply_channel_shift
from keras.src.legacy.preprocessing.image_functions import random_brightness as random_brightness
from keras.src.legacy.preprocessing.image_functions import random_channel_shift as random_channel_shift
from keras.src.legacy.preprocessing.image_functions import random_rotation as random_rotation
from keras.src.legacy.preprocessing.image_functions import random_shear as random_shear
from keras.src.legacy.preprocessing.image_functions import random_shift as random_shift
from keras.src.legacy.preprocessing.image_functions import random_zoom as random_zoom
