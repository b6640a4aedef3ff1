"""Images to and from arrays and files."""
import io

import numpy as np
import pytest

import keras
from keras import utils

Image = pytest.importorskip("PIL.Image")
LAST = {"data_format": "channels_last"}


def pixels(*shape):
    return np.random.default_rng(0).integers(0, 256, shape).astype("uint8")


@pytest.mark.parametrize("channels, mode", [(1, "L"), (3, "RGB"), (4, "RGBA")])
def test_arrays_become_images(channels, mode):
    x = pixels(3, 4, channels)
    image = utils.array_to_img(x, scale=False, **LAST)
    assert (image.mode, image.size) == (mode, (4, 3))
    np.testing.assert_array_equal(np.asarray(image).reshape(x.shape), x)
    np.testing.assert_array_equal(utils.img_to_array(image, **LAST), x)
    first = utils.array_to_img(x.transpose(2, 0, 1), data_format="channels_first", scale=False)
    np.testing.assert_array_equal(np.asarray(first), np.asarray(image))
    np.testing.assert_array_equal(utils.img_to_array(image, data_format="channels_first"), x.transpose(2, 0, 1))
    assert utils.img_to_array(image, dtype="uint8", **LAST).dtype == "uint8"


def test_values_are_stretched():
    x = np.array([[[-1.0], [0.0], [3.0]]])
    assert np.asarray(utils.array_to_img(x, **LAST)).tolist() == [[0, 63, 255]]
    assert np.asarray(utils.array_to_img(keras.ops.array(x), **LAST)).tolist() == [[0, 63, 255]]
    assert np.asarray(utils.array_to_img(np.ones((1, 2, 1)), **LAST)).tolist() == [[0, 0]]
    assert utils.array_to_img(np.full((2, 2, 1), 300.0), scale=False, **LAST).mode == "I"


@pytest.mark.parametrize("call, named", [
    (lambda: utils.array_to_img(np.ones((2, 3))), "(2, 3)"),
    (lambda: utils.array_to_img(np.ones((2, 3, 2)), **LAST), "(2, 3, 2)"),
    (lambda: utils.array_to_img(np.ones((2, 3, 3)), data_format="bogus"), "bogus"),
    (lambda: utils.img_to_array(3), "()"),
    (lambda: utils.load_img("x.png", color_mode="bogus"), "color_mode='bogus'"),
    (lambda: utils.load_img("x.png", target_size=(2, 2), interpolation="bogus"), "interpolation='bogus'"),
    (lambda: keras.preprocessing.image.smart_resize(np.ones((4, 4)), (2, 2)), "(4, 4)"),
    (lambda: keras.preprocessing.image.smart_resize(np.ones((4, 4, 1)), (2,)), "size=(2,)"),
])
def test_refuses(call, named, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    utils.save_img("x.png", pixels(5, 4, 3), **LAST)
    with pytest.raises(ValueError) as error:
        call()
    assert named in str(error.value)


def test_files(tmp_path):
    path, x = tmp_path / "x.png", pixels(5, 8, 3)
    utils.save_img(path, x, scale=False, **LAST)
    np.testing.assert_array_equal(utils.img_to_array(utils.load_img(path), **LAST), x)
    np.testing.assert_array_equal(np.asarray(utils.load_img(io.BytesIO(path.read_bytes()))), x)
    assert utils.load_img(str(path), color_mode="rgba").mode == "RGBA"
    assert utils.load_img(path, color_mode="grayscale").mode == "L"
    with pytest.raises(TypeError, match="path=3"):
        utils.load_img(3)
    with pytest.raises(FileNotFoundError):
        utils.load_img(tmp_path / "missing.png")


def test_resizing_while_loading(tmp_path):
    path, x = tmp_path / "x.png", pixels(4, 8, 3)
    utils.save_img(path, x, scale=False, **LAST)
    assert utils.load_img(path, target_size=(2, 6), interpolation="bilinear").size == (6, 2)
    middle = utils.load_img(path, target_size=(2, 2), interpolation="box", keep_aspect_ratio=True)
    means = x[:, 2:6].reshape(2, 2, 2, 2, 3).mean((1, 3))  # the middle square, in blocks of four
    np.testing.assert_allclose(np.asarray(middle, "float64"), means, atol=1)  # rounded twice


def test_formats(tmp_path):
    with pytest.warns(UserWarning, match="transparency"):
        utils.save_img(tmp_path / "x.jpg", pixels(2, 2, 4), **LAST)
    utils.save_img(tmp_path / "x.bin", pixels(2, 2, 3), file_format="jpg", quality=50, **LAST)
    for name in ("x.jpg", "x.bin"):
        image = Image.open(tmp_path / name)
        assert (image.format, image.mode) == ("JPEG", "RGB")
    buffer = io.BytesIO()
    utils.save_img(buffer, pixels(2, 2, 1), file_format="png", **LAST)
    assert Image.open(buffer).mode == "L"


def test_smart_resize_takes_the_middle():
    resize = keras.preprocessing.image.smart_resize
    x = np.zeros((2, 4, 1), "float32")
    x[:, 1:3] = 1
    for image in (resize(x, (3, 3)), resize(x[None], (3, 3))[0]):
        assert isinstance(image, np.ndarray) and image.shape == (3, 3, 1)
        np.testing.assert_allclose(image, 1.0, atol=1e-6)
    first = resize(keras.ops.array(x.transpose(2, 0, 1)), (5, 5), "nearest", data_format="channels_first")
    assert keras.ops.is_tensor(first)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(first), np.ones((1, 5, 5)))
    assert resize(np.ones((4, 4, 1), "uint8"), (2, 2)).dtype == "uint8"
    with pytest.raises(TypeError, match="bogus"):
        resize(x, (2, 2), bogus=1)
