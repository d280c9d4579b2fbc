# SPDX-License-Identifier: GPL-3.0-or-later
"""Every picture cut at 50 %, 90 % and before its last byte, whole, and with bytes behind it, in every framing.

No cut one is called complete or saved; every whole one is. tests/core/test-completeness.c cuts at every byte and feeds in any
slicing; here the bytes come over the network (BM12, PG5)."""
import http.server
import json
import os
import socketserver
import threading

from program import DATA, Program, equal
from tap import case, run

FOLDER = os.path.join(DATA, 'pictures')
NAMES = sorted(os.listdir(FOLDER))
CUTS = {'half': lambda data: data[:len(data) // 2], 'nine tenths': lambda data: data[:len(data) * 9 // 10], 'last byte': lambda data: data[:-1]}
WHOLE = {'whole': lambda data: data, 'trailing': lambda data: data + b'\0' * 40}
# Numbers in letters: without the blank behind it nobody knows whether the last one is whole.
CANNOT_BE_TOLD = {('plain.ppm', 'last byte'), ('plain.pgm', 'last byte')}


def frame(kind, body, whole):
    """The bytes after the status line, for a body that is @body of @whole."""
    if kind == 'length':
        return b'Content-Length: %d\r\n\r\n' % len(body) + body
    if kind == 'announced':
        return b'Content-Length: %d\r\n\r\n' % max(len(whole), len(body)) + body
    if kind == 'end':
        return b'Connection: close\r\n\r\n' + body
    middle = len(body) // 3
    chunks = b''.join(b'%x\r\n%s\r\n' % (len(part), part) for part in (body[:middle], body[middle:]) if part)
    return b'Transfer-Encoding: chunked\r\n\r\n' + chunks + (b'0\r\n\r\n' if kind == 'chunks' else b'')


class Cut(socketserver.StreamRequestHandler):
    """/KIND/CUT/NAME"""

    def handle(self):
        target = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        _, kind, cut, name = target.replace('%20', ' ').split('/')
        with open(os.path.join(FOLDER, name), 'rb') as file:
            whole = file.read()
        self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n' + frame(kind, {**CUTS, **WHOLE}[cut](whole), whole))


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256


class Truncations(Program):
    def __enter__(self):
        super().__enter__()
        self.cutting = Server(('127.0.0.1', 0), Cut)
        threading.Thread(target=self.cutting.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *details):
        self.cutting.shutdown()
        self.cutting.server_close()
        super().__exit__(*details)

    def results(self, kind, cuts):
        """{(name, cut): result}, and what is on disk."""
        base = f'http://127.0.0.1:{self.cutting.server_address[1]}/{kind}/'
        addresses = [f'{base}{cut.replace(" ", "%20")}/{name}' for cut in cuts for name in NAMES]
        result = self.fetch('--parallel', '--parallel-max', '8', '--json-result', '-O', *addresses)
        seen = {}
        for line in result.output.decode().splitlines():
            entry = json.loads(line)
            _, cut, name = entry['url'].rsplit('/', 2)
            seen[name, cut.replace('%20', ' ')] = entry
        equal(len(seen), len(NAMES) * len(cuts), 'the results')
        return seen


def check_cut(world, kind):
    for (name, cut), entry in world.results(kind, CUTS).items():
        what = f'{kind}, {cut} of {name}: {entry["wholeness"]}'
        if (name, cut) in CANNOT_BE_TOLD and kind != 'announced':
            equal(entry['completeness'] != 'complete', True, what)
            continue
        equal((entry['exitCode'], entry['savedAs'], entry['wholeness']), (6, None, 'ends early'), what)
    left = [name for name in world.files() if name.partition('.')[0].partition(' ')[0] != 'plain']
    equal(left, [], 'what is on disk')


def check_whole(world, kind, note):
    for (name, cut), entry in world.results(kind, WHOLE).items():
        what = f'{kind}, {cut}, {name}: {entry["reason"]}'
        equal((entry['exitCode'], entry['completeness'], entry['wholeness']), (0, 'complete', note), what)
        with open(os.path.join(FOLDER, name), 'rb') as file:
            equal(world.read(os.path.basename(entry['savedAs'])), WHOLE[cut](file.read()), what)


@case('Content-Length: cut ones')
def _(world):
    check_cut(world, 'length')


@case('Content-Length of the whole: cut ones')
def _(world):
    check_cut(world, 'announced')


@case('chunks: cut ones')
def _(world):
    check_cut(world, 'chunks')


@case('chunks without an end: cut ones')
def _(world):
    check_cut(world, 'open chunks')


@case('the end of the connection: cut ones')
def _(world):
    check_cut(world, 'end')


@case('whole ones, with bytes behind them too')
def _(world):
    check_whole(world, 'length', 'complete')
    for kind in ('chunks', 'open chunks', 'end'):
        world.clean()
        check_whole(world, kind, 'length not stated; the picture is whole')


if __name__ == '__main__':
    run(Truncations)
