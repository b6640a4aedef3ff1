"""`python -m keras.distribution.launch --nproc N script.py`: see `keras/src/distribution/launch.py`."""
import sys

from keras.src.distribution.launch import main

if __name__ == "__main__":
    sys.exit(main())
