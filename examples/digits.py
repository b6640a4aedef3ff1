"""Handwritten digits: train a small convnet, save it, and open it in a new process on the numpy backend.

    KERAS_BACKEND=jax python examples/digits.py        (or tensorflow, torch)

The 1,797 images of 8x8 pixels are the ones that scikit-learn ships. Writes `digits.keras` and `digits.png`
beside this file.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import keras
from keras import layers

FOLDER = Path(__file__).resolve().parent
MODEL_FILE, PICTURE_FILE = FOLDER / "digits.keras", FOLDER / "digits.png"
LEAST_ACCURACY = 0.97

# Run by the new process: it knows the file only, neither this program nor the backend that trained.
READER = """
import sys
import numpy as np
import keras
model = keras.models.load_model(sys.argv[1])
np.save(sys.argv[3], model.predict(np.load(sys.argv[2]), verbose=0))
print(f"{sys.argv[1].rpartition('/')[2]} opened by Keras {keras.__version__} on {keras.config.backend()}")
"""


def load_data():
    """Images of shape `(samples, 8, 8, 1)` with values from 0 to 16, and classes; a fifth is for testing."""
    digits = load_digits()
    images = digits.images.astype("float32")[..., None]
    classes = digits.target.astype("int32")
    return train_test_split(images, classes, test_size=0.2, random_state=0, stratify=classes)


def make_model():
    return keras.Sequential(
        [
            layers.Input((8, 8, 1)),
            layers.Rescaling(1 / 16),
            layers.Conv2D(32, 3, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.Activation("relu"),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.25),
            layers.Dense(10, activation="softmax"),
        ],
        name="digits",
    )


def train(model, x, y):
    model.compile(
        optimizer=keras.optimizers.Adam(2e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    early_stopping = keras.callbacks.EarlyStopping(
        "val_loss", patience=5, restore_best_weights=True
    )
    return model.fit(
        x, y, batch_size=32, epochs=20, validation_split=0.1, callbacks=[early_stopping]
    )


def draw(history, images, classes, probabilities):
    """The learning curves above some test images with the predicted classes."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(9, 6))
    grid = figure.add_gridspec(3, 8, height_ratios=[3, 1, 1])
    for column, name in enumerate(("loss", "accuracy")):
        axes = figure.add_subplot(grid[0, 4 * column : 4 * column + 4])
        epochs = range(1, len(history[name]) + 1)
        axes.plot(epochs, history[name], label="training")
        axes.plot(epochs, history[f"val_{name}"], label="validation")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_title(name)
        axes.set_xlabel("epoch")
        axes.legend()
    for i in range(16):
        axes = figure.add_subplot(grid[1 + i // 8, i % 8])
        axes.imshow(images[i, :, :, 0], cmap="gray_r")
        predicted = probabilities[i].argmax()
        axes.set_title(str(predicted), color="green" if predicted == classes[i] else "red")
        axes.axis("off")
    figure.tight_layout()
    figure.savefig(PICTURE_FILE, dpi=120)


def predict_in_a_new_process(images, backend="numpy"):
    """The probabilities that the saved model gives on another backend."""
    with tempfile.TemporaryDirectory() as folder:
        given, result = Path(folder, "images.npy"), Path(folder, "probabilities.npy")
        np.save(given, images)
        subprocess.run(
            [sys.executable, "-c", READER, str(MODEL_FILE), str(given), str(result)],
            env=dict(os.environ, KERAS_BACKEND=backend),
            check=True,
        )
        return np.load(result)


def main():
    keras.utils.set_random_seed(0)
    x_train, x_test, y_train, y_test = load_data()
    model = make_model()
    model.summary()
    history = train(model, x_train, y_train).history
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(f"test accuracy on {keras.config.backend()}: {accuracy:.4f} (loss {loss:.4f})")

    model.save(MODEL_FILE)
    probabilities = model.predict(x_test, verbose=0)
    draw(history, x_test, y_test, probabilities)
    print(f"wrote {MODEL_FILE.name} and {PICTURE_FILE.name}")

    on_numpy = predict_in_a_new_process(x_test)
    difference = np.abs(on_numpy - probabilities).max()
    same = np.array_equal(on_numpy.argmax(axis=1), probabilities.argmax(axis=1))
    print(f"numpy: {'the same' if same else 'OTHER'} classes, probabilities within {difference:.1e}")
    if accuracy < LEAST_ACCURACY or not same or difference > 1e-4:
        sys.exit("The digits example did not do what it promises.")


if __name__ == "__main__":
    main()
