# SPDX-License-Identifier: GPL-3.0-or-later
"""What would eat the machine ends on an error page or in a bounded picture, in a window that works on."""
import os
import signal
import struct
import threading
import time
import zlib

from tap import case, check, note, run
from world import World, wait_until
import pictures

LIMIT_KIB = 300 * 1024


class MemoryWatch(threading.Thread):
    """The most that the window's process held, looked at every 5 ms from its start on."""

    def __init__(self, window):
        super().__init__(daemon=True)
        self.window, self.peak = window, 0
        self.start()

    def run(self):
        while self.window.is_alive():
            try:
                self.peak = max(self.peak, self.window.memory_kib())
            except (OSError, StopIteration):
                return
            time.sleep(0.005)


def survive(world, name, body, kind, seconds=45):
    path = '/' + name
    window = world.placard(world.endpoint.on(path, lambda c: c.answer(body, kind)), wait=False)
    memory = MemoryWatch(window)
    button, slowest, end = window.send_button(), 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        check(window.is_alive(), lambda: f'the window died with status {window.child.poll()}')
        begin = time.monotonic()
        idle = button.name == 'Send'
        slowest = max(slowest, time.monotonic() - begin)
        if idle:
            break
        time.sleep(0.02)
    note(f'{name}: {len(body)} bytes, window at most {memory.peak // 1024} MiB, slowest answer {slowest * 1000:.0f} ms')
    check(button.name == 'Send', f'still at it after {seconds} s')
    check(memory.peak < LIMIT_KIB, lambda: f'the window took {memory.peak // 1024} MiB')
    check(slowest < 1.0, f'the window did not answer for {slowest * 1000:.0f} ms')
    check(wait_until(lambda: len(window.processes()) <= 2, 2), lambda: f'left behind: {window.processes()}')
    good = world.endpoint.on('/good.png', lambda c: c.answer(pictures.flat_png(61, 47, (200, 0, 0))))
    window.find(None, 'Address').set_text(good)
    world.key('ctrl+Return')
    window.wait_text('61 × 47')


def rows_of_zeros(width, height, depth_bytes):
    stride = depth_bytes(width)
    packer = zlib.compressobj(9)
    block = b'\0' * (stride + 1)
    data = b''.join(packer.compress(block) for _ in range(height)) + packer.flush()
    return data


def huge_png(width, height, color_type, depth, stride):
    header = struct.pack('>IIBBBBB', width, height, depth, color_type, 0, 0, 0)
    chunk = pictures._chunk
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', rows_of_zeros(width, height, stride)) +
            chunk(b'IEND', b''))


@case('a JPEG of 20 KB that says 65500 x 65500')
def jpeg(world):
    survive(world, 'bomb.jpg', pictures.declare_size(pictures.banded_jpeg(200, 200, (9, 9, 9), (99, 9, 9)), 65500, 65500),
            'image/jpeg')


@case('a PNG of 30000 x 30000')
def png(world):
    survive(world, 'bomb.png', huge_png(30000, 30000, 6, 8, lambda width: width * 4), 'image/png')


@case('a PNG of 20000 x 20000 in one bit')
def one_bit(world):
    survive(world, 'onebit.png', huge_png(20000, 20000, 0, 1, lambda width: (width + 7) // 8), 'image/png')


@case('an SVG of 105 bytes that says 30000 x 30000')
def svg(world):
    survive(world, 'bomb.svg', b'<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><rect/></svg>',
            'image/svg+xml')


@case('an SVG with fifty filters')
def filters(world):
    parts = ''.join(f'<filter id="f{i}"><feTurbulence baseFrequency="0.05" numOctaves="10"/>'
                    f'<feGaussianBlur stdDeviation="50"/></filter><rect width="1000" height="1000" filter="url(#f{i})"/>'
                    for i in range(50))
    survive(world, 'filter.svg', f'<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000">{parts}</svg>'
            .encode(), 'image/svg+xml', seconds=60)


@case('a GIF of 100,000 frames')
def gif(world):
    frame = (b'\x21\xf9\x04\x04\x01\x00\x00\x00' + b'\x2c' + struct.pack('<HHHHB', 0, 0, 8, 8, 0) +
             b'\x02\x0a\x84\x8f\xa9\xcb\xed\x0f\xa3\x9c\xb4\xda\x00')
    body = (b'GIF89a' + struct.pack('<HHBBB', 4000, 4000, 0x80, 0, 0) + b'\xff\x00\x00\x00\xff\x00' + frame * 100000 +
            b'\x3b')
    survive(world, 'frames.gif', body, 'image/gif', seconds=60)


@case('a decoder that is killed is an error page in a window that lives')
def killed(world):
    body = pictures.noisy_png(900, 900)
    window = world.placard(world.endpoint.on('/killed.png', lambda c: c.throttled(body, 'image/png')))
    world.endpoint.wait_for('/killed.png')
    check(wait_until(lambda: len(window.processes()) > 1), 'there is no decoder')
    time.sleep(0.5)
    for pid in window.processes():
        if pid != window.pid:
            os.kill(pid, signal.SIGKILL)
    window.wait_text('decode', seconds=15)
    check(window.is_alive() and window.answers_within(), 'the window does not answer')


if __name__ == '__main__':
    run(World)
