"""The hashes behind hashed categories, over NumPy: the numbers that TensorFlow gives, without TensorFlow.

All arithmetic is on uint64 arrays, which wrap around as the algorithms ask. Strings lie end to end in one buffer and
are read eight bytes at a time at many places at once, so that a step of an algorithm is one NumPy operation for
all strings.
"""
import numpy as np

_U64 = np.uint64
_K0, _K1, _K2 = _U64(0xC3A5C85C97CB3127), _U64(0xB492B66FBE98F273), _U64(0x9AE16A3B2F90404F)
_FARM_X, _FARM_Y = (_U64(start % 2**64) for start in (81 * int(_K2), 81 * int(_K1) + 113))
_CAT_MULTIPLIER = _U64(0xC6A4A7935BD1E995)
_CROSS_KEY = _U64(0xDECAFCAFFE)
_SIP_START = tuple(_U64(int.from_bytes(word, "big")) for word in (b"somepseu", b"dorandom", b"lygenera", b"tedbytes"))
_PADDING = 64


class _Strings:
    """Byte strings laid end to end.

    Args:
        values: Sequence of bytes.
    """

    def __init__(self, values):
        self.lengths = np.fromiter(map(len, values), np.int64, len(values))
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.data = np.frombuffer(b"".join(values) + bytes(_PADDING), np.uint8)
        self._words = self._overlapping("<u8")
        self._halves = self._overlapping("<u4")

    def _overlapping(self, dtype):
        """A view that holds the number that begins at each byte."""
        count = len(self.data) - np.dtype(dtype).itemsize + 1
        return np.ndarray((count,), dtype, self.data, strides=(1,))

    def word(self, places):
        """The 64-bit numbers at these places."""
        return self._words[places].astype(_U64)

    def half(self, places):
        """The 32-bit numbers at these places, as 64-bit ones."""
        return self._halves[places].astype(_U64)

    def byte(self, places):
        """The bytes at these places, as 64-bit numbers."""
        return self.data[places].astype(_U64)


def fingerprint64(values):
    """FarmHash `Fingerprint64` of byte strings: https://github.com/google/farmhash.

    Args:
        values: Sequence of bytes.

    Returns:
        uint64 array of the hashes.
    """
    strings = _Strings(values)
    hashes = np.empty(len(values), _U64)
    shortest = -1
    for longest, rule in _FARM_RULES:
        chosen = np.flatnonzero((strings.lengths > shortest) & (strings.lengths <= longest))
        if chosen.size:
            lengths = strings.lengths[chosen]
            hashes[chosen] = rule(strings, strings.starts[chosen], lengths, lengths.astype(_U64))
        shortest = longest
    return hashes


def siphash(values, key):
    """SipHash-2-4 of byte strings (Aumasson and Bernstein, 2012: https://131002.net/siphash).

    Args:
        values: Sequence of bytes.
        key: The two halves of the key, integers.

    Returns:
        uint64 array of the hashes.
    """
    strings = _Strings(values)
    k0, k1 = (_U64(int(half) & 0xFFFFFFFFFFFFFFFF) for half in key)
    state = [np.full(len(values), start ^ half) for start, half in zip(_SIP_START, (k0, k1, k0, k1))]
    blocks = strings.lengths // 8
    for i in range(int(blocks.max(initial=0))):
        active = np.flatnonzero(blocks > i)
        part = [v[active] for v in state]
        _sip_absorb(part, strings.word(strings.starts[active] + 8 * i))
        for v, changed in zip(state, part):
            v[active] = changed
    _sip_absorb(state, _sip_last_block(strings, blocks))
    state[2] ^= _U64(0xFF)
    _sip_rounds(state, 4)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def cross(columns):
    """The hash of a tuple of features, as in TensorFlow's `tf.sparse.cross_hashed`.

    Args:
        columns: uint64 arrays of one shape: `fingerprint64` of strings, integers as they are.

    Returns:
        uint64 array of the hashes.
    """
    result = np.full(columns[0].shape, _CROSS_KEY)
    for column in columns:
        mixed = _shift_mix(column * _CAT_MULTIPLIER) * _CAT_MULTIPLIER
        result = _shift_mix((result ^ _CAT_MULTIPLIER ^ mixed) * _CAT_MULTIPLIER) * _CAT_MULTIPLIER
        result = _shift_mix(result)
    return result


def bucket(values, num_buckets, key=None):
    """The buckets of byte strings: `fingerprint64` modulo their number, with a key `siphash`.

    Args:
        values: Sequence of bytes.
        num_buckets: Integer.
        key: The two halves of the key of `siphash`, or None.

    Returns:
        int64 array.
    """
    hashes = fingerprint64(values) if key is None else siphash(values, key)
    return (hashes % _U64(num_buckets)).astype(np.int64)


# FarmHash, the variant "na"


def _rotate(x, bits):
    """Bits rotated to the right."""
    return (x >> _U64(bits)) | (x << _U64(64 - bits))


def _shift_mix(x):
    return x ^ (x >> _U64(47))


def _hash_pair(u, v, multiplier):
    """Hash of 16 bytes."""
    a = _shift_mix((u ^ v) * multiplier)
    return _shift_mix((v ^ a) * multiplier) * multiplier


def _farm_none(strings, start, length, n):
    return np.full(length.shape, _K2)


def _farm_to_3(strings, start, length, n):
    first, middle, last = (strings.byte(start + place) for place in (0, length >> 1, length - 1))
    y = first + (middle << _U64(8))
    z = n + (last << _U64(2))
    return _shift_mix((y * _K2) ^ (z * _K0)) * _K2


def _farm_to_7(strings, start, length, n):
    return _hash_pair(n + (strings.half(start) << _U64(3)), strings.half(start + length - 4), _K2 + n * _U64(2))


def _farm_to_16(strings, start, length, n):
    multiplier = _K2 + n * _U64(2)
    a = strings.word(start) + _K2
    b = strings.word(start + length - 8)
    c = _rotate(b, 37) * multiplier + a
    d = (_rotate(a, 25) + b) * multiplier
    return _hash_pair(c, d, multiplier)


def _farm_to_32(strings, start, length, n):
    end = start + length
    multiplier = _K2 + n * _U64(2)
    a = strings.word(start) * _K1
    b = strings.word(start + 8)
    c = strings.word(end - 8) * multiplier
    d = strings.word(end - 16) * _K2
    return _hash_pair(_rotate(a + b, 43) + _rotate(c, 30) + d, a + _rotate(b + _K2, 18) + c, multiplier)


def _farm_to_64(strings, start, length, n):
    end = start + length
    multiplier = _K2 + n * _U64(2)
    a = strings.word(start) * _K2
    b = strings.word(start + 8)
    c = strings.word(end - 8) * multiplier
    d = strings.word(end - 16) * _K2
    y = _rotate(a + b, 43) + _rotate(c, 30) + d
    z = _hash_pair(y, a + _rotate(b + _K2, 18) + c, multiplier)
    e = strings.word(start + 16) * multiplier
    f = strings.word(start + 24)
    g = (y + strings.word(end - 32)) * multiplier
    h = (z + strings.word(end - 24)) * multiplier
    return _hash_pair(_rotate(e + f, 43) + _rotate(g, 30) + h, e + _rotate(f + a, 18) + g, multiplier)


def _farm_long(strings, start, length, n):
    """More than 64 bytes: a state of seven words absorbs blocks of 64, the last block ends with the string."""
    x = strings.word(start) + _FARM_X
    y = np.full(length.shape, _FARM_Y)
    z = _shift_mix(y * _K2 + _U64(113)) * _K2
    zero = np.zeros(length.shape, _U64)
    state = [x, y, z, zero, zero.copy(), zero.copy(), zero.copy()]
    blocks = (length - 1) // 64
    for i in range(int(blocks.max())):
        active = np.flatnonzero(blocks > i)
        changed = _farm_absorb([s[active] for s in state], strings, start[active] + 64 * i)
        for s, new in zip(state, changed):
            s[active] = new
    return _farm_finish(state, strings, start + length - 64, n)


def _farm_absorb(state, strings, place):
    x, y, z, v0, v1, w0, w1 = state
    x = _rotate(x + y + v0 + strings.word(place + 8), 37) * _K1
    y = _rotate(y + v1 + strings.word(place + 48), 42) * _K1
    x = x ^ w1
    y = y + v0 + strings.word(place + 40)
    z = _rotate(z + w0, 33) * _K1
    v0, v1 = _weak_hash(strings, place, v1 * _K1, x + w0)
    w0, w1 = _weak_hash(strings, place + 32, z + w1, y + strings.word(place + 16))
    return z, y, x, v0, v1, w0, w1


def _farm_finish(state, strings, place, n):
    x, y, z, v0, v1, w0, w1 = state
    multiplier = _K1 + ((z & _U64(0xFF)) << _U64(1))
    w0 = w0 + ((n - _U64(1)) & _U64(63))
    v0 = v0 + w0
    w0 = w0 + v0
    x = _rotate(x + y + v0 + strings.word(place + 8), 37) * multiplier
    y = _rotate(y + v1 + strings.word(place + 48), 42) * multiplier
    x = x ^ (w1 * _U64(9))
    y = y + v0 * _U64(9) + strings.word(place + 40)
    z = _rotate(z + w0, 33) * multiplier
    v0, v1 = _weak_hash(strings, place, v1 * multiplier, x + w0)
    w0, w1 = _weak_hash(strings, place + 32, z + w1, y + strings.word(place + 16))
    z, x = x, z
    left = _hash_pair(v0, w0, multiplier) + _shift_mix(y) * _K0 + z
    return _hash_pair(left, _hash_pair(v1, w1, multiplier) + x, multiplier)


def _weak_hash(strings, place, a, b):
    """Two words from 32 bytes and two seeds."""
    w, x, y, z = (strings.word(place + offset) for offset in (0, 8, 16, 24))
    a = a + w
    b = _rotate(b + a + z, 21)
    c = a
    a = a + x + y
    return a + z, b + _rotate(a, 44) + c


_FARM_RULES = (
    (0, _farm_none),
    (3, _farm_to_3),
    (7, _farm_to_7),
    (16, _farm_to_16),
    (32, _farm_to_32),
    (64, _farm_to_64),
    (float("inf"), _farm_long),
)


# SipHash


def _sip_last_block(strings, blocks):
    """The bytes left over, with the length in the highest byte."""
    rest = (strings.lengths % 8).astype(_U64)
    last = strings.word(strings.starts + 8 * blocks) & ((_U64(1) << (rest * _U64(8))) - _U64(1))
    return last | (strings.lengths.astype(_U64) << _U64(56))


def _sip_absorb(state, block):
    state[3] ^= block
    _sip_rounds(state, 2)
    state[0] ^= block


def _sip_rounds(state, count):
    v0, v1, v2, v3 = state
    for _ in range(count):
        v0 = v0 + v1
        v2 = v2 + v3
        v1 = _rotate(v1, 64 - 13) ^ v0
        v3 = _rotate(v3, 64 - 16) ^ v2
        v0 = _rotate(v0, 32)
        v2 = v2 + v1
        v0 = v0 + v3
        v1 = _rotate(v1, 64 - 17) ^ v2
        v3 = _rotate(v3, 64 - 21) ^ v0
        v2 = _rotate(v2, 32)
    state[:] = v0, v1, v2, v3
