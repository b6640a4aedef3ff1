"""`python -m keras.convert old.h5 new.keras` turns a model in an `.h5` file into a `.keras` file."""
import sys

from keras.src.legacy.convert import main

if __name__ == "__main__":
    sys.exit(main())
