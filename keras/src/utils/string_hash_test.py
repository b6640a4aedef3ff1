import numpy as np
import pytest

from keras.src.utils import string_hash

# One string for each rule of FarmHash, and for each number of bytes left over in SipHash.
STRINGS = [bytes(range(1, n + 1)) for n in (0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 32, 33, 64, 65, 100, 128, 129, 200)]

FAST = [
    912170738, 253544548, 765658202, 518011422, 736360325, 384877064, 307993194, 760762204,
    26648143, 442334867, 400520320, 154166169, 954423863, 438370381, 459641939, 467918384,
    282825075, 786912362,
]
STRONG = [
    151345687, 536968498, 222883201, 109786489, 692266714, 978697580, 603083193, 321154662,
    893804143, 156038158, 809455257, 202810774, 215757433, 961144372, 314091103, 139715943,
    370481016, 542128870,
]


def test_siphash_of_the_paper():
    # Appendix A of the paper: key 00 01 ... 0f, message 00 01 ... 0e.
    key = (0x0706050403020100, 0x0F0E0D0C0B0A0908)
    assert string_hash.siphash([bytes(range(15))], key)[0] == 0xA129CA6149BE45E5


def test_figures():
    # What `tf.strings.to_hash_bucket_fast` and `tf.strings.to_hash_bucket_strong` (key (3, 5)) of TensorFlow 2.21 give.
    modulus = 10**9 + 7
    assert string_hash.bucket(STRINGS, modulus).tolist() == FAST
    assert string_hash.bucket(STRINGS, modulus, key=(3, 5)).tolist() == STRONG


def test_no_strings():
    assert string_hash.bucket([], 3).shape == (0,)
    assert string_hash.bucket([], 3, key=(1, 2)).shape == (0,)


def test_equals_tensorflow():
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    values = [rng.integers(0, 256, n).astype("uint8").tobytes() for n in range(300)]
    fast = tf.strings.to_hash_bucket_fast(values, 2**62).numpy()
    np.testing.assert_array_equal(string_hash.bucket(values, 2**62), fast)
    strong = tf.strings.to_hash_bucket_strong(values, 2**62, [7, 2**40]).numpy()
    np.testing.assert_array_equal(string_hash.bucket(values, 2**62, key=(7, 2**40)), strong)
    columns = [tf.constant(values)[:, None], tf.range(300, dtype="int64")[:, None] * 10**15 - 5]
    crossed = tf.sparse.cross_hashed(columns, 2**62).values.numpy()
    found = string_hash.cross([string_hash.fingerprint64(values), columns[1].numpy()[:, 0].view("uint64")])
    np.testing.assert_array_equal(found % np.uint64(2**62), crossed.view("uint64"))
