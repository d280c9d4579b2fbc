# SPDX-License-Identifier: GPL-3.0-or-later
"""The program, the server that misbehaves, and a folder of its own for each case."""
import base64
import hashlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.dont_write_bytecode = True
TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
sys.path.insert(0, os.path.join(TESTS, 'app', 'end-to-end'))

PROGRAM = os.environ.get('PLACARD_PROGRAM', os.path.join(ROOT, 'build', 'src', 'placard'))
FIXTURE = os.environ.get('PLACARD_FIXTURE', os.path.join(ROOT, 'build', 'tests', 'support', 'placard-fixture'))
DATA = os.path.join(TESTS, 'data')
PNG = open(os.path.join(DATA, 'pictures', 'plain.png'), 'rb').read()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Result:
    def __init__(self, status, output, errors, seconds):
        self.status, self.output, self.errors, self.seconds = status, output, errors.decode(), seconds

    @property
    def json(self):
        return json.loads(self.output)

    def __repr__(self):
        return f'exit {self.status} after {self.seconds:.2f} s, output {self.output[:300]!r}, errors {self.errors!r}'


class Answers(http.server.BaseHTTPRequestHandler):
    """What the fixture does not have: pictures that lie."""
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, status, fields, body, length=None):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if length is not False:
            self.send_header('Content-Length', str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers.items())))
        path = self.path.partition('?')[0]
        png = [('Content-Type', 'image/png')]
        if path in self.server.bodies:
            kind, body = self.server.bodies[path]
            self.answer(200, [('Content-Type', kind)], body)
        elif path == '/404.png':
            self.answer(404, png, PNG)
        elif path == '/short.png':
            self.answer(200, png, PNG[:900], len(PNG))
            self.close_connection = True
        elif path == '/chunked-cut.png':
            half = PNG[:900]
            self.answer(200, png + [('Transfer-Encoding', 'chunked')], b'%x\r\n%s\r\n' % (len(half), half), False)
            self.close_connection = True
        elif path == '/whole-but-cut.png':
            self.answer(200, png, PNG[:-1])
        elif path == '/damaged.png':
            damaged = bytearray(PNG)
            damaged[len(PNG) // 2] ^= 1
            self.answer(200, png, bytes(damaged))
        elif path == '/slow.png':
            self.send_response(200)
            self.send_header('Content-Type', 'image/png')
            self.send_header('Content-Length', str(len(PNG)))
            self.end_headers()
            self.wfile.write(PNG[:100])
            self.wfile.flush()
            self.server.release.wait(20)
            self.wfile.write(PNG[100:])
        elif path == '/base64.json':
            body = json.dumps({'code': 0, 'data': {'img': base64.b64encode(PNG).decode()}}).encode()
            self.answer(200, [('Content-Type', 'application/json')], body)
        elif path == '/url.json':
            body = json.dumps({'data': {'url': '/inner/qr.png'}})
            self.answer(200, [('Content-Type', 'application/json')], body.encode())
        elif path == '/elsewhere.json':
            port = self.server.server_address[1]
            body = json.dumps({'data': {'url': f'http://localhost:{port}/inner/qr.png'}})
            self.answer(200, [('Content-Type', 'application/json')], body.encode())
        elif path == '/dead.json':
            self.answer(200, [('Content-Type', 'application/json')], b'{"url": "http://127.0.0.1:1/qr.png"}')
        elif path == '/data-uri.txt':
            self.answer(200, [('Content-Type', 'text/plain')],
                        b'data:image/png;base64,' + base64.b64encode(PNG))
        elif path == '/multipart':
            self.answer(200, [('Content-Type', 'multipart/form-data; boundary=b')],
                        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\n'
                        b'Content-Disposition: form-data; name="qr"; filename="\xe5\x8d\xa1.png"\r\n'
                        b'Content-Type: image/png\r\n\r\n' + PNG + b'\r\n--b--\r\n')
        elif path == '/large.txt':
            self.answer(200, [('Content-Type', 'text/plain')], b'not a picture, ' * 50000)
        else:
            self.answer(200, png + [('Content-Disposition', self.headers.get('X-Disposition', 'inline'))], PNG)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


class Program:
    """`with Program() as world`; the cases use what it has."""

    def __enter__(self):
        self.top = tempfile.mkdtemp(prefix='placard-cli-')
        self.fixture = subprocess.Popen([FIXTURE, '--root', DATA], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.base = f'http://127.0.0.1:{int(self.fixture.stdout.readline())}'
        self.server = Server(('127.0.0.1', 0), Answers)
        self.server.release = threading.Event()
        self.server.seen = []
        self.server.bodies = {}  # path -> (type, bytes)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.liar = f'http://127.0.0.1:{self.server.server_address[1]}'
        self.picture = self.base + '/file/pictures/plain.png?type=image/png'
        self.clean()
        return self

    def __exit__(self, *_):
        self.fixture.stdin.close()
        self.fixture.wait()
        self.server.shutdown()
        shutil.rmtree(self.top, ignore_errors=True)

    def clean(self):
        self.folder = os.path.join(self.top, 'folder')
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        self.home = os.path.join(self.top, 'home')
        shutil.rmtree(self.home, ignore_errors=True)
        os.mkdir(self.home)
        self.server.release.clear()
        self.server.seen.clear()
        self.server.bodies.clear()
        self.last = None

    def explain(self, note):
        if self.last is not None:
            note(repr(self.last))

    def environment(self):
        # Nothing but a home of its own, and what a build under the sanitizers needs: no display, no bus, no PATH.
        sanitizers = {name: os.environ[name] for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS')
                      if name in os.environ}
        return dict(sanitizers, LC_ALL='C.UTF-8', HOME=self.home, G_DEBUG='fatal-criticals')

    def start(self, *arguments, **options):
        options.setdefault('stdin', subprocess.DEVNULL)
        options.setdefault('stdout', subprocess.PIPE)
        options.setdefault('stderr', subprocess.PIPE)
        options.setdefault('env', self.environment())
        return subprocess.Popen([PROGRAM, 'fetch', *arguments], cwd=self.folder, **options)

    def fetch(self, *arguments, **options):
        begin = time.monotonic()
        child = self.start(*arguments, **options)
        try:
            output, errors = child.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            raise AssertionError(f'placard fetch {arguments} did not end')
        self.last = Result(child.returncode, output or b'', errors or b'', time.monotonic() - begin)
        return self.last

    def files(self):
        return sorted(os.listdir(self.folder))

    def read(self, name):
        with open(os.path.join(self.folder, name), 'rb') as file:
            return file.read()

    def stats(self):
        with urllib.request.urlopen(self.base + '/stats') as answer:
            return json.load(answer)

    def dead_port(self):
        with socket.create_server(('127.0.0.1', 0)) as listener:
            return listener.getsockname()[1]


def equal(seen, wanted, what=''):
    if seen != wanted:
        raise AssertionError(f'{what} is {seen!r}, not {wanted!r}')


def holds(text, *words):
    for word in words:
        if word not in text:
            raise AssertionError(f'{word!r} is not in {text!r}')
