# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that others wrote, started for a test and ended with it: servers with a configuration of their own
on a port that the kernel chose, and the npm packages of package.json. What is not installed is a skip."""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
ROOT = os.path.dirname(TESTS)
for folder in (os.path.join(TESTS, 'cli'), os.path.join(TESTS, 'app', 'end-to-end')):
    if folder not in sys.path:
        sys.path.insert(0, folder)

from program import Program  # noqa: E402
from tap import Skip  # noqa: E402

FOLDER = os.environ.get('PLACARD_PEERS_DIR', os.path.join(ROOT, 'build', 'tests', 'peers'))
PICTURE = os.path.join(TESTS, 'data', 'pictures', 'plain.png')


def program(name, package=None):
    """Where the program is, the folders of administrators included; a skip when it is not."""
    path = shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/local/sbin:/usr/sbin:/sbin')
    if path is None:
        raise Skip(f'{package or name} is not installed')
    return path


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


def listens(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def node_environment():
    """Installs the packages when they are not there yet."""
    result = subprocess.run([os.path.join(ROOT, 'build-aux', 'install-peers'), FOLDER],
                            capture_output=True, text=True)
    if result.returncode == 77:
        raise Skip(result.stdout.strip())
    if result.returncode != 0:
        raise AssertionError(result.stdout + result.stderr)
    return dict(os.environ, NODE_PATH=os.path.join(FOLDER, 'node_modules'))


class Peer:
    """A daemon in the foreground, with a folder of its own that goes with it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='placard-peer-')
        # A daemon that was started by root may serve as somebody else.
        os.chmod(self.folder, 0o755)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), 'w' if isinstance(text, str) else 'wb') as file:
            file.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding='utf-8', errors='replace') as file:
            return file.read()

    def lines(self, name, wanted):
        """A log's lines, once @wanted is true of them or five seconds are over: logs are written after answers."""
        end = time.monotonic() + 5
        while True:
            lines = self.read(name).splitlines() if os.path.exists(self.path(name)) else []
            if wanted(lines) or time.monotonic() > end:
                return lines
            time.sleep(0.02)

    def daemon(self, arguments, *ports, **options):
        """Starts it and waits until it listens. A port that somebody else took meanwhile ends it early."""
        # In the test's own process group: whoever stops a test that hangs stops this too.
        with open(self.path('daemon.log'), 'ab') as log:
            self.child = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        end = time.monotonic() + 20
        while not all(listens(port) for port in ports):
            if self.child.poll() is not None or time.monotonic() > end:
                raise AssertionError(f'{arguments[0]} does not listen: {self.read("daemon.log")}')
            time.sleep(0.02)

    def __exit__(self, *_):
        child = getattr(self, 'child', None)
        if child is not None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class FormServer(Peer):
    """koa with koa-body: see forms.js."""

    def start(self):
        environment = node_environment()
        os.mkdir(self.path('uploads'))
        self.child = subprocess.Popen(['node', os.path.join(HERE, 'forms.js'), self.path('uploads'), PICTURE],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.base = f'http://127.0.0.1:{int(self.child.stdout.readline())}'

    def __exit__(self, *_):
        if getattr(self, 'child', None) is not None:
            self.child.stdin.close()
            self.child.stdout.close()
        super().__exit__()


def reference(url, parts=None):
    """What axios with form-data does: see send.js. Returns its report."""
    result = subprocess.run(['node', os.path.join(HERE, 'send.js'), url], env=node_environment(), timeout=60,
                            input=json.dumps(parts) if parts else '', capture_output=True, text=True)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


class Beside(Program):
    """Placard beside peers, each under a name of its own. One that is not installed skips the cases that ask
    for it, and no others."""

    def __init__(self, **makers):
        self.makers, self.started = makers, {}

    def __getattr__(self, name):
        if name not in self.__dict__.get('makers', ()):
            raise AttributeError(name)
        if name not in self.started:
            try:
                self.started[name] = self.makers[name](self).__enter__()
            except Skip as skip:
                self.started[name] = skip
        if isinstance(self.started[name], Skip):
            raise self.started[name]
        return self.started[name]

    def __exit__(self, *details):
        for peer in reversed(self.started.values()):
            if not isinstance(peer, Skip):
                peer.__exit__()
        super().__exit__(*details)
