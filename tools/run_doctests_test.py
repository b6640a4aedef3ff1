import doctest

import pytest
import run_doctests

import keras


@pytest.mark.parametrize(
    "want, got, same",
    [
        ("0.8808\n", "0.8808000087738037\n", True),
        ("[0.5, 0.8808]\n", "[0.5, 0.8808000087738037]\n", True),
        ("[0.5, 0.8808]\n", "[0.5, 0.8908]\n", False),
        ("[0.5, 0.8808]\n", "[0.5]\n", False),
        ("2.0\n", "2.0000000215\n", True),
        ("1e-3 1.5e-07\n", "1e-3 1.52e-07\n", True),
        ("(2, 3)\n", "torch.Size([2, 3])\n", True),
        ("(2,)\n", "torch.Size([2])\n", True),
        ("()\n", "TensorShape([])\n", True),
        ("(2, None)\n", "TensorShape([2, 4])\n", False),
        ("text\n", "other\n", False),
        ("{'a': 1.0}\n", "{'b': 1.0}\n", False),
        ("3\n", "4\n", False),
    ],
)
def test_floats_are_compared_to_the_decimals_shown(want, got, same):
    assert run_doctests.Checker().check_output(want, got, run_doctests.OPTIONS) == same


def test_public_objects_and_their_examples():
    found = dict(run_doctests.public_objects("keras.tree."))
    assert found["keras.tree.flatten"] is keras.tree.flatten
    (test,) = run_doctests.examples("keras.tree.flatten", keras.tree.flatten)
    runner = doctest.DocTestRunner(run_doctests.Checker(), verbose=False, optionflags=run_doctests.OPTIONS)
    run_doctests.run(test, runner)
    assert runner.tries == 1 and runner.failures == 0


def test_every_public_object_has_an_example_or_a_reason():
    missing, unneeded = run_doctests.without_example(run_doctests.public_objects("keras"))
    assert missing == [] and unneeded == []


def test_an_object_without_an_example_is_found():
    missing, unneeded = run_doctests.without_example(
        [("keras.f", "no example"), ("keras.g", keras.tree.flatten), ("keras.layers.FlaxLayer", object)]
    )
    assert missing == ["keras.f"]
    assert "keras.layers.FlaxLayer" not in unneeded and "keras.datasets.*.load_data" in unneeded


def test_examples_of_a_framework_run_on_its_backends_only():
    for path, backends in run_doctests.ONLY_ON.items():
        layer = dict(run_doctests.public_objects(path))[path]
        assert any(run_doctests.examples(path, layer)) == (keras.config.backend() in backends)
