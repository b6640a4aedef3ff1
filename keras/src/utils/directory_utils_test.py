"""image_, text_ and audio_dataset_from_directory."""
import os
import wave

import numpy as np
import pytest

import keras
from keras import utils

FORMATS = [("tf", "tensorflow"), ("grain", "grain")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Texts `a0` ... `b3`, sounds of 3 and 5 samples, images of one gray value."""
    monkeypatch.chdir(tmp_path)
    for name in "ab":
        os.makedirs(f"texts/{name}/inner")
        os.makedirs(f"sounds/{name}")
        for i in range(3):
            (tmp_path / f"texts/{name}/{i}.txt").write_text(f"{name}{i}")
        (tmp_path / f"texts/{name}/inner/3.txt").write_text(f"{name}3")
        (tmp_path / f"texts/{name}/note.md").write_text("no text file")
    for name, samples in (("a", [0, 16384, -32768]), ("b", [8192] * 5)):
        with wave.open(f"sounds/{name}/1.wav", "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", "none"))
            file.writeframes(np.array(samples, "<i2").tobytes())
    return tmp_path


def plain(x):
    x = np.asarray(x)
    if x.dtype.kind in "OSU":
        return [t.decode() if isinstance(t, bytes) else t for t in x.ravel().tolist()]
    return x.tolist()


def read(dataset):
    return [tuple(map(plain, b)) if isinstance(b, (tuple, list)) else plain(b) for b in dataset]


def texts(module="tensorflow", **options):
    pytest.importorskip(module)
    return utils.text_dataset_from_directory("texts", **{"verbose": False, "shuffle": False} | options)


ALL = ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]
LABELS = [
    ({}, ["a", "b"], [(ALL, [0] * 4 + [1] * 4)]),
    ({"label_mode": "binary", "batch_size": 4}, ["a", "b"], [(ALL[:4], [[0.0]] * 4), (ALL[4:], [[1.0]] * 4)]),
    ({"label_mode": "categorical"}, ["a", "b"], [(ALL, [[1, 0]] * 4 + [[0, 1]] * 4)]),
    ({"label_mode": None}, None, [ALL]),
    ({"labels": None}, None, [ALL]),
    ({"labels": list(range(8))}, list("01234567"), [(ALL, list(range(8)))]),
    ({"labels": [9] * 4 + [-1] * 4, "label_mode": "categorical"}, ["-1", "9"], [(ALL, [[0, 0]] * 8)]),
    ({"labels": [0.5] * 8, "validation_split": 0.0}, ["0.5"], [(ALL, [0.5] * 8)]),
    ({"class_names": ["b", "a"]}, ["b", "a"], [(ALL[4:] + ALL[:4], [0] * 4 + [1] * 4)]),
    ({"max_length": 1, "label_mode": None}, None, [["a"] * 4 + ["b"] * 4]),
    ({"validation_split": 0.25, "subset": "validation"}, ["a", "b"], [(ALL[6:], [1, 1])]),
    ({"validation_split": 0.25, "subset": "training", "label_mode": None}, None, [ALL[:6]]),
]


@pytest.mark.parametrize("format, module", FORMATS)
@pytest.mark.parametrize("options, class_names, expected", LABELS)
def test_labels(folder, options, class_names, expected, format, module):
    dataset = texts(module, format=format, **options)
    assert dataset.class_names == class_names
    assert read(dataset) == expected


@pytest.mark.parametrize("format, module", FORMATS)
def test_shuffles(folder, format, module):
    (x, y), (again, _), (other, _) = (read(texts(module, format=format, shuffle=True, seed=s))[0] for s in (1, 1, 2))
    assert x == again != other and sorted(x) == ALL
    assert y == [int(text[0] == "b") for text in x]
    both = texts(module, format=format, shuffle=True, seed=1, validation_split=0.5, subset="both", label_mode=None)
    assert sorted(sum((sum(read(part), []) for part in both), [])) == ALL


def test_without_labels_all_files_count(folder):
    """Folders without subfolders, too, and lists of labels are not looked at."""
    (folder / "texts/more.txt").write_text("more")
    assert read(texts(label_mode=None, labels=[1])) == read(texts(labels=None)) == [["more", *ALL]]
    assert read(texts()) == [(ALL, [0] * 4 + [1] * 4)]


def test_links_are_followed_when_asked(folder):
    os.symlink(folder / "texts/a", folder / "texts/b/link")
    assert read(texts(label_mode=None)) == [ALL]
    assert len(read(texts(label_mode=None, follow_links=True))[0]) == 12


def test_says_what_it_found(folder, capsys):
    texts(verbose=True, validation_split=0.25, subset="both")
    assert capsys.readouterr().out.splitlines() == [
        "Found 8 files belonging to 2 classes.", "Using 6 files for training.", "Using 2 files for validation.",
    ]


@pytest.mark.parametrize("options, named", [
    ({"labels": "bogus"}, "labels='bogus'"), ({"labels": [1, 2]}, "2 entries"), ({"label_mode": "bogus"}, "'bogus'"),
    ({"class_names": ["x"]}, "['x']"), ({"labels": None, "class_names": ["a"]}, "class_names"),
    ({"label_mode": None, "class_names": ["a"]}, "class_names"), ({"class_names": []}, "no files"),
    ({"subset": ""}, "subset=''"),
    ({"validation_split": 0.5}, "subset=None"), ({"subset": "training"}, "validation_split=None"),
    ({"subset": "both", "validation_split": 2.0}, "2.0"), ({"subset": "all", "validation_split": 0.5}, "'all'"),
    ({"subset": "both", "validation_split": 0.5, "shuffle": True}, "seed"), ({"format": "bogus"}, "'bogus'"),
    ({"subset": "validation", "validation_split": 0.01}, "no files"),
])
def test_refuses(folder, options, named):
    with pytest.raises(ValueError) as error:
        texts(**options)
    assert named in str(error.value)


def test_categories_are_integers(folder):
    with pytest.raises(TypeError, match="integers"):
        texts(labels=list("abababab"), label_mode="categorical")


def test_missing_folder():
    for function in (texts, utils.image_dataset_from_directory, utils.audio_dataset_from_directory):
        with pytest.raises(FileNotFoundError):
            function("missing") if function is not texts else utils.text_dataset_from_directory("missing")


def test_sounds(folder):
    pytest.importorskip("tensorflow")
    sounds = lambda **options: utils.audio_dataset_from_directory("sounds", shuffle=False, verbose=False, **options)
    a, b = [[0.0], [0.5], [-1.0]], [[0.25]] * 5
    assert read(sounds()) == [([a + [[0.0]] * 2, b], [0, 1])]
    assert read(sounds(batch_size=None)) == [(a, 0), (b, 1)]
    assert read(sounds(output_sequence_length=4, label_mode=None)) == [[a + [[0.0]], b[:4]]]
    (x, _), = sounds(ragged=True)
    assert x.to_list() == [a, b]
    assert [x.to_list() for x in sounds(ragged=True, batch_size=None, labels=None)] == [a, b]
    train, test = both = sounds(subset="both", validation_split=0.5)
    assert isinstance(both, tuple) and read(train) == [([a], [0])] and read(test) == [([b], [1])]
    for wrong in ({"ragged": True, "output_sequence_length": 3}, {"sampling_rate": -1}):
        with pytest.raises(ValueError, match=list(wrong)[-1]):
            sounds(**wrong)


@pytest.fixture
def images(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("PIL")
    x = np.zeros((2, 6, 3), "uint8")
    x[:, 2:4] = 200
    for name in "ab":
        os.makedirs(name)
        utils.save_img(f"{name}/1.png", x, scale=False, data_format="channels_last")
    return x


@pytest.mark.parametrize("format, module", FORMATS)
def test_images(images, format, module):
    pytest.importorskip(module)

    def read_images(**options):
        options = {"image_size": (2, 2), "shuffle": False, "verbose": False, "format": format} | options
        return utils.image_dataset_from_directory(".", **options)

    dataset = read_images(crop_to_aspect_ratio=True)
    ((x, y),) = dataset
    assert dataset.class_names == ["a", "b"] and [p[-7:] for p in dataset.file_paths] == ["a/1.png", "b/1.png"]
    np.testing.assert_allclose(np.asarray(x), np.full((2, 2, 2, 3), 200.0))
    np.testing.assert_array_equal(np.asarray(y), [0, 1])
    ((x, _),) = read_images(image_size=(2, 6), color_mode="grayscale", data_format="channels_first")
    np.testing.assert_allclose(np.asarray(x)[0, 0], images[:, :, 0], atol=0.01)
    ((x, _),) = read_images(image_size=(6, 6), pad_to_aspect_ratio=True, interpolation="nearest")
    np.testing.assert_allclose(np.asarray(x)[0, [0, 5]], 0.0)
    np.testing.assert_allclose(np.asarray(x)[0, 2:4], images)
    assert next(iter(read_images(image_size=3, label_mode=None))).shape == (2, 3, 3, 3)
    assert next(iter(read_images(color_mode="rgba", batch_size=None)))[0].shape == (2, 2, 4)


@pytest.mark.parametrize("wrong", [
    {"color_mode": "bogus"}, {"image_size": (5,)}, {"image_size": (-1, 2)}, {"interpolation": "bogus"}, {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True},
])
def test_images_refuse(images, wrong):
    with pytest.raises(ValueError, match=list(wrong)[0]):
        utils.image_dataset_from_directory(".", **wrong)


@pytest.mark.skipif(keras.config.backend() == "numpy", reason="numpy: no training")
def test_a_model_trains_on_images(images):
    pytest.importorskip("tensorflow")
    dataset = utils.image_dataset_from_directory(".", image_size=(2, 2), data_format="channels_last", verbose=False)
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    assert np.isfinite(model.fit(dataset, verbose=0).history["loss"][0])
