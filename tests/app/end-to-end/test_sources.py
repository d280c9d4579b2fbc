# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetched once, used many times (N5, BM8): whatever is done with an answer, its server is asked for it once; and when
the answer goes, so does everything that was kept for it."""
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time

from saving import CARD, SavingWorld, digest, serve
from tap import Skip, case, check, run
from world import PROGRAM, wait_until
import pictures

TAKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'file_taker.py')


class Taker:
    """Another program that takes files."""

    def __init__(self, world):
        self.world = world
        self.child = world.display.start([sys.executable, TAKER], stdout=subprocess.PIPE)
        found = wait_until(lambda: self._search(), 10, 0.1)
        if not found:
            raise Skip('GTK 4 cannot be used from Python here (gir1.2-gtk-4.0)')
        self.window = found
        subprocess.run(['xdotool', 'windowmove', '--sync', self.window, '2', '2'], env=world.env, check=False)
        time.sleep(0.3)

    def _search(self):
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Taker$'], env=self.world.env,
                              capture_output=True, text=True).stdout.strip()

    def paste(self):
        subprocess.run(['xdotool', 'windowactivate', '--sync', self.window], env=self.world.env, check=False)
        self.child.send_signal(signal.SIGUSR1)
        return self.read()

    def read(self):
        return json.loads(self.child.stdout.readline())

    def close(self):
        self.world.display.stop(self.child)


def drag(world, x, y, to_x, to_y):
    steps = [('mousemove', x, y), ('mousedown', 1)]
    steps += [('mousemove', x + (to_x - x) * i // 20, y + (to_y - y) * i // 20) for i in range(1, 21)]
    for step in steps + [('mousemove', to_x + 1, to_y + 1)]:
        subprocess.run(['xdotool', *map(str, step)], env=world.env, check=True)
        time.sleep(0.03)
    time.sleep(0.4)
    subprocess.run(['xdotool', 'mouseup', '1'], env=world.env, check=True)


@case('dragged out and copied as a file it is byte-identical, under its name')  # XR6, BM8
def dragged(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard(serve(world, '/dragged', body, CARD))
    window.wait_text('300')
    window.wait_idle()
    taker = Taker(world)
    drag(world, 640, 420, 80, 80)
    dropped = taker.read()
    check((dropped['name'], dropped['sha256']) == ('卡.png', hashlib.sha256(body).hexdigest()), dropped)
    world.act('copy')
    window.wait_text('Picture copied')
    pasted = taker.paste()
    check((pasted['name'], pasted['sha256']) == ('卡.png', hashlib.sha256(body).hexdigest()), pasted)
    check(len(world.endpoint.asked('/dragged')) == 1, 'asked again')
    world.act('close')
    check(wait_until(lambda: not window.is_alive()), 'it still runs')
    check(not os.path.exists(dropped['path']) and not os.path.exists(pasted['path']), 'the files stay')
    taker.close()


def fields(request):
    """The parts of a form: {name: (file name, type, bytes)}."""
    boundary = re.search('boundary=("?)([^";]+)\\1', request.get('Content-Type')).group(2).encode()
    parts = {}
    for piece in request.body.split(b'--' + boundary)[1:-1]:
        head, _, body = piece.partition(b'\r\n\r\n')
        head = head.decode()
        name = re.search(' name="([^"]*)"', head).group(1)
        file_name = re.search(' filename="([^"]*)"', head)
        kind = re.search('Content-Type: (.*)', head)
        parts[name] = (file_name and file_name.group(1), kind and kind.group(1).strip(), body[:-2])
    return parts


def forward(world, window, path):
    """Through the dialog, by hand; what the target got."""
    world.act('forward')
    window.wait_text('What Is Sent')
    world.type(world.endpoint.url + path)
    world.key('Return')
    return world.endpoint.wait_for(path)


@case('one request serves the screen, hex, text, hash, copy, save, converted copy and forwarding')  # N5, N7, UP3, UL5, BM8
def once(world):
    body = pictures.noisy_png(300, 200)
    world.endpoint.on('/b', lambda c: c.answer(b'{"id": 7, "status": "stored"}', 'application/json', '201 Created'))
    window = world.placard(serve(world, '/once.png', body))
    window.wait_text('300')
    window.wait_idle()
    world.act('show-bytes')
    window.wait_text('89 50 4e 47')
    world.act('show-bytes')
    for kind in ('text', 'auto'):
        world.act('treat-as', kind)
        window.wait_idle()
    world.act('toggle-inspector')
    window.wait_text(hashlib.sha256(body).hexdigest())
    world.act('copy')
    world.key('ctrl+s')
    world.wait_saved('once.png')
    world.act('convert')
    window.wait_text('Save a Converted Copy')
    world.key('Return')
    world.wait_saved('once (1).png', 'once.png')
    got = forward(world, window, '/b')
    check(got.method == 'POST', got.method)
    check(fields(got) == {'file': ('once.png', 'image/png', body)}, lambda: str(fields(got))[:300])
    window.wait_text('201', 'stored')  # UP4: in a window beside
    check(digest(os.path.join(world.downloads, 'once.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
    check(len(world.endpoint.asked('/once.png')) == 1, 'asked again')
    check(len(world.endpoint.asked('/b')) == 1, 'forwarded twice')


@case('one request serves text, JSON, hex, hash, save and forwarding of what is no picture')  # BM8
def once_text(world):
    body = json.dumps({'code': 0, 'data': {'name': 'Zoë', 'n': list(range(50))}}, ensure_ascii=False).encode()
    world.endpoint.on('/other-b', lambda c: c.answer(pictures.noisy_png(40, 30), 'image/png'))
    url = world.endpoint.on('/once.json', lambda c: c.answer(body, 'application/json'))
    window = world.placard(url)
    window.wait_text('Zoë')
    window.wait_idle()
    world.act('show-bytes')
    window.wait_text('7b 22 63 6f')
    world.act('show-bytes')
    world.act('toggle-inspector')
    window.wait_text(hashlib.sha256(body).hexdigest())
    world.key('ctrl+s')
    world.wait_saved('once.json')
    got = forward(world, window, '/other-b')
    check(fields(got)['file'] == ('once.json', 'application/json', body), lambda: str(fields(got))[:300])
    window.wait_text('40 × 30')  # UP4: B answered with a picture
    check(len(world.endpoint.asked('/once.json')) == 1, 'asked again')


def reopen(world, url):
    """In the window that is there."""
    subprocess.run([PROGRAM, url], env=world.env, check=True, timeout=20)


def spools(window):
    """Unnamed files that the window's own process has open, and what they hold."""
    held = 0
    for name in os.listdir(f'/proc/{window.pid}/fd'):
        path = f'/proc/{window.pid}/fd/{name}'
        try:
            if '(deleted)' in os.readlink(path) and '/cache/' in os.readlink(path):
                held += os.stat(path).st_size
        except OSError:
            pass
    return held


@case('an answer that another one replaces goes with its bytes, its pixels and its file')  # XR7
def released(world):
    large = pictures.noisy_png(1900, 1200)
    small = serve(world, '/small.png', pictures.noisy_png(40, 30))
    world.endpoint.on('/large.png', lambda c: c.answer(large))
    window = world.placard(small)
    window.wait_text('40')
    window.wait_idle()
    reopen(world, world.endpoint.url + '/large.png')
    window.wait_text('1900')
    window.wait_idle(20)
    reopen(world, small)
    window.wait_text('40')
    window.wait_idle()
    time.sleep(0.7)
    before = window.memory_kib()
    for _ in range(3):
        reopen(world, world.endpoint.url + '/large.png')
        window.wait_text('1900')
        window.wait_idle(20)
        check(spools(window) >= len(large), f'the bytes are nowhere: {spools(window)}')
        reopen(world, small)
        window.wait_text('40')
        window.wait_idle()
    # A sanitizer keeps what was freed for a while.
    bound = before * (1.1 if not os.environ.get('PLACARD_SANITIZED') else 10)
    freed = wait_until(lambda: spools(window) < len(large) and window.memory_kib() < bound, 5, 0.1)
    check(freed, f'{spools(window)} bytes in open files; memory {before} KiB before, {window.memory_kib()} KiB after')
    check(len(window.processes()) == 1, 'a decoder is left')


if __name__ == '__main__':
    run(SavingWorld)
