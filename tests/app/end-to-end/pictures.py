# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures made for the cases, by encoders that are not Placard's."""
import random
import struct
import zlib

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib  # noqa: E402


def _chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


def png(width, height, row, level=6, interlaced=False):
    """A PNG in RGB; row (y) returns its bytes."""
    data = b''.join(b'\0' + row(y) for y in range(height))
    header = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, int(interlaced))
    return (b'\x89PNG\r\n\x1a\n' + _chunk(b'IHDR', header) + _chunk(b'IDAT', zlib.compress(data, level)) +
            _chunk(b'IEND', b''))


def flat_png(width, height, color):
    return png(width, height, lambda _: bytes(color) * width)


def noise(width, height, seed=1):
    return random.Random(seed).randbytes(width * height * 3)


def noisy_png(width, height, seed=1):
    """Does not compress: as many bytes as pixels times three."""
    pixels = noise(width, height, seed)
    return png(width, height, lambda y: pixels[y * width * 3:(y + 1) * width * 3], level=0)


def banded_png(width, height, top, bottom):
    """Noise between two flat bands, each a fifth of the height: what comes first and what comes last."""
    pixels = noise(width, height)

    def row(y):
        if y < height // 5:
            return bytes(top) * width
        if y >= height - height // 5:
            return bytes(bottom) * width
        return pixels[y * width * 3:(y + 1) * width * 3]
    return png(width, height, row, level=0)


def banded_jpeg(width, height, top, bottom, quality=90):
    """The same as a baseline JPEG, with texture in its middle."""
    middle = height - 2 * (height // 5)
    strip = noise(width, 64)
    rows = [strip[y * width * 3:(y + 1) * width * 3] for y in range(64)]
    data = (bytes(top) * width * (height // 5) + b''.join(rows[y % 64] for y in range(middle)) +
            bytes(bottom) * width * (height // 5))
    pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(data), GdkPixbuf.Colorspace.RGB, False, 8, width, height,
                                             width * 3)
    return bytes(pixbuf.save_to_bufferv('jpeg', ['quality'], [str(quality)])[1])


def declare_size(jpeg, width, height):
    """A JPEG whose header lies about its size."""
    for marker in (b'\xff\xc0', b'\xff\xc2'):
        at = jpeg.find(marker)
        if at >= 0:
            return jpeg[:at + 5] + struct.pack('>HH', height, width) + jpeg[at + 9:]
    raise ValueError('there is no frame header in this JPEG')
