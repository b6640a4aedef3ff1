"""Event files, which TensorBoard reads: records of protocol buffers, written without TensorFlow.

A record is its length, a checksum of the length, the bytes and a checksum of them. The messages are `Event`, `Summary`,
`SummaryMetadata`, `TensorProto` and `GraphDef` of TensorFlow's public definitions; only needed fields are encoded.
"""
import os
import socket
import struct
import threading
import time
import zlib

import numpy as np

_FLOAT, _DOUBLE, _STRING = 1, 2, 7  # values of the enum `DataType`
_SCALAR, _TENSOR, _BLOBS = 1, 2, 3  # values of the enum `DataClass`
_serial = iter(range(2**31))


def _crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _crc32c_table()


def masked_crc32c(content):
    """Checksum of Castagnoli, turned and shifted as the record format wants it.

    Args:
        content: Bytes.
    """
    crc = 0xFFFFFFFF
    for byte in content:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _varint(number):
    number &= 2**64 - 1
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _integer(field, number):
    return _varint(field << 3) + _varint(number)


def _bytes(field, content):
    content = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _tensor(array):
    """`TensorProto` of an array of floats, doubles or byte strings (lists of bytes)."""
    if isinstance(array, list):
        shape, dtype = (len(array),), _STRING
        content = b"".join(_bytes(8, item) for item in array)
    elif isinstance(array, (bytes, str)):
        shape, dtype, content = (), _STRING, _bytes(8, array)
    else:
        shape, dtype = array.shape, _FLOAT if array.dtype == np.float32 else _DOUBLE
        content = _bytes(4, array.tobytes())
    dimensions = b"".join(_bytes(2, _integer(1, size)) for size in shape)
    return _integer(1, dtype) + _bytes(2, dimensions) + content


def _value(tag, plugin, array, data_class, content=b""):
    """`Summary` with one value."""
    metadata = _bytes(1, _bytes(1, plugin) + (_bytes(2, content) if content else b"")) + _integer(4, data_class)
    return _bytes(1, _bytes(1, tag) + _bytes(9, metadata) + _bytes(8, _tensor(array)))


def _node(name, kind, before, shapes):
    """`NodeDef`; -1 stands for sizes that are not known."""
    sizes = [b"".join(_bytes(2, _integer(1, -1 if n is None else n)) for n in shape) for shape in shapes]
    listed = _bytes(1, b"".join(_bytes(7, shape) for shape in sizes))
    attribute = _bytes(5, _bytes(1, "_output_shapes") + _bytes(2, listed))
    return _bytes(1, name) + _bytes(2, kind) + b"".join(_bytes(3, other) for other in before) + attribute


class EventFileWriter:
    """Writes one event file; its methods may be called from several threads.

    Args:
        log_dir: Path of the folder, which is made if it is missing.
    """

    def __init__(self, log_dir):
        os.makedirs(log_dir, exist_ok=True)
        name = f"events.out.tfevents.{int(time.time())}.{socket.gethostname()}.{os.getpid()}.{next(_serial)}.v2"
        self.path = os.path.join(log_dir, name)
        self._file = open(self.path, "ab")  # open as long as the writer
        self._lock = threading.Lock()
        self._write(_bytes(3, "brain.Event:2"))
        self.flush()

    def _write(self, fields, step=0):
        event = _varint(1 << 3 | 1) + struct.pack("<d", time.time()) + _integer(2, int(step)) + fields
        length = struct.pack("<Q", len(event))
        record = [length, struct.pack("<I", masked_crc32c(length)), event, struct.pack("<I", masked_crc32c(event))]
        with self._lock:
            self._file.write(b"".join(record))

    def scalar(self, tag, value, step):
        """Adds a number."""
        self._write(_bytes(5, _value(tag, "scalars", np.float32(value), _SCALAR)), step)

    def histogram(self, tag, values, step, buckets=30):
        """Adds the distribution of an array of numbers."""
        self._write(_bytes(5, _value(tag, "histograms", histogram(values, buckets), _TENSOR)), step)

    def images(self, tag, images, step, most=3):
        """Adds pictures.

        Args:
            tag: String.
            images: Array `(images, height, width, channels)` of 1, 3 or 4 channels, with values from 0 to 1.
            step: Integer.
            most: Integer, how many of them are written.
        """
        height, width = images.shape[1:3]
        array = [str(width).encode(), str(height).encode(), *[png(image) for image in images[:most]]]
        self._write(_bytes(5, _value(tag, "images", array, _BLOBS)), step)

    def text(self, tag, text, step):
        """Adds a text in Markdown."""
        self._write(_bytes(5, _value(tag, "text", [text.encode()], _TENSOR)), step)

    def keras_model(self, config):
        """Adds the graph of a model, `config` being its JSON."""
        self._write(_bytes(5, _value("keras", "graph_keras_model", [config.encode()], _BLOBS, b"1")), 0)

    def graph(self, nodes):
        """Adds the graph of the run, which TensorBoard draws.

        Args:
            nodes: Tuples `(name, kind, names of the nodes before, shapes of the outputs)`.
        """
        self._write(_bytes(4, b"".join(_bytes(1, _node(*node)) for node in nodes)))

    def flush(self):
        """Brings everything to the file."""
        with self._lock:
            self._file.flush()

    def close(self):
        """Ends the file."""
        with self._lock:
            self._file.close()


def histogram(values, buckets=30):
    """Array `(buckets, 3)` of left edge, right edge and count; equal values fall into the last bucket."""
    values = np.asarray(values, "float64").ravel()
    values = values[np.isfinite(values)]
    if not values.size:
        return np.zeros((0, 3))
    low, high = values.min(), values.max()
    if low == high:
        counts, edges = np.zeros(buckets), np.full(buckets + 1, low)
        counts[-1] = values.size
    else:
        counts, edges = np.histogram(values, buckets, (low, high))
    return np.stack([edges[:-1], edges[1:], counts], axis=1)


def png(image):
    """A picture `(height, width, channels)` with values from 0 to 1 as the bytes of a PNG file."""
    pixels = np.clip(np.round(np.asarray(image, "float64") * 255), 0, 255).astype("uint8")
    height, width, channels = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), "uint8"), pixels.reshape(height, -1)], axis=1)

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    chunks = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows.tobytes())), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
