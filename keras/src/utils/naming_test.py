import pytest

from keras.src.backend.common import global_state
from keras.src.utils import naming


@pytest.mark.parametrize(
    "name, expected",
    [
        ("Dense", "dense"),
        ("LayerNormalization", "layer_normalization"),
        ("HTTPServer", "http_server"),
        ("Conv2DTranspose", "conv2d_transpose"),
        ("MyV2Layer", "my_v2_layer"),
        ("GRU", "gru"),
        ("LSTMCell", "lstm_cell"),
        ("RMSProp", "rms_prop"),
        ("already_snake", "already_snake"),
        ("_Private", "__private"),
        ("With Space", "with_space"),
        ("Dense-1", "dense1"),
        ("aB", "a_b"),
        ("9Lives", "9_lives"),
    ],
)
def test_to_snake_case(name, expected):
    assert naming.to_snake_case(name) == expected


def test_names_count_up_from_the_bare_name():
    assert [naming.auto_name("Dense") for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    assert naming.uniquify("other") == "other"


def test_uids_and_names_share_their_counters():
    assert naming.uniquify("block") == "block"
    assert naming.get_uid("block") == 2
    assert naming.uniquify("block") == "block_2"


@pytest.mark.parametrize("reset", [naming.reset_uids, lambda: global_state.clear_session()])
def test_counters_begin_again(reset):
    naming.auto_name("Dense")
    reset()
    assert naming.auto_name("Dense") == "dense"


def test_get_object_name():
    class CallMe:
        def __call__(self):
            pass

    named = CallMe()
    named.name = "given"
    assert naming.get_object_name(named) == "given"
    assert naming.get_object_name(CallMe()) == "call_me"
    assert naming.get_object_name(CallMe) == "call_me"
    assert naming.get_object_name(test_to_snake_case) == "test_to_snake_case"
