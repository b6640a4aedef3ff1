import io
import struct
import zlib

import numpy as np
import pytest

from keras.src.utils import event_file


@pytest.mark.parametrize(
    "content, crc",  # RFC 3720, appendix B.4: CRC-32C of 32 bytes
    [(bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43), (bytes(range(32)), 0x46DD794E)],
)
def test_checksum(content, crc):
    masked = event_file.masked_crc32c(content)
    turned = (masked - 0xA282EAD8) & 0xFFFFFFFF
    assert (turned >> 17 | turned << 15) & 0xFFFFFFFF == crc


def records(path):
    """The events of a file, whose lengths and checksums are right."""
    content = path.read_bytes()
    while content:
        (length,) = struct.unpack("<Q", content[:8])
        assert struct.unpack("<I", content[8:12])[0] == event_file.masked_crc32c(content[:8])
        event, content = content[12 : 12 + length], content[12 + length :]
        assert struct.unpack("<I", content[:4])[0] == event_file.masked_crc32c(event)
        content = content[4:]
        yield event


def test_records(tmp_path):
    writer = event_file.EventFileWriter(tmp_path / "run")
    writer.scalar("epoch_loss", 0.5, step=300)
    writer.text("note", "*hello*", step=1)
    writer.close()
    (path,) = (tmp_path / "run").iterdir()
    version, scalar, text = records(path)
    assert version.endswith(b"brain.Event:2")
    assert b"\x10\xac\x02" in scalar  # field 2, the step: 300 as a varint
    assert b"epoch_loss" in scalar and b"scalars" in scalar and scalar.endswith(struct.pack("<f", 0.5))
    assert b"*hello*" in text


@pytest.mark.parametrize("values", [np.arange(100.0), np.full(7, 2.5), np.array([1.0, np.nan, 3.0])])
def test_histogram(values):
    found = event_file.histogram(values)
    assert found.shape == (30, 3)
    assert found[:, 2].sum() == np.isfinite(values).sum()
    assert found[0, 0] == np.nanmin(values) and found[-1, 1] == np.nanmax(values)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_png(channels):
    image = np.linspace(0, 1, 4 * 5 * channels).reshape(4, 5, channels)
    content = event_file.png(image)
    assert content.startswith(b"\x89PNG") and struct.unpack(">II", content[16:24]) == (5, 4)
    start = content.index(b"IDAT")
    rows = zlib.decompressobj().decompress(content[start + 4 :])
    pixels = np.frombuffer(rows, "uint8").reshape(4, 1 + 5 * channels)[:, 1:].reshape(4, 5, channels)
    np.testing.assert_array_equal(pixels, np.round(image * 255))
    pillow = pytest.importorskip("PIL.Image", reason="reads the file with a library of its own")
    assert pillow.open(io.BytesIO(content)).size == (5, 4)
