# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of its own: Xvfb, a window manager, a session bus, folders, all gone at the end.

The frame buffer is read from the file that Xvfb maps, so that looking at a pixel costs nothing and asks
nobody: neither the program that is watched nor the X server.
"""
import mmap
import os
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib


class Missing(Exception):
    """A program that is needed is not installed."""


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(f'{program} is not installed: run build-aux/install-deps')


class Image:
    """Rows of RGB, as they were on the screen at one moment."""

    def __init__(self, width, height, rgb):
        self.width, self.height, self.rgb = width, height, rgb

    def pixel(self, x, y):
        at = (y * self.width + x) * 3
        return tuple(self.rgb[at:at + 3])

    def row(self, y):
        return self.rgb[y * self.width * 3:(y + 1) * self.width * 3]

    def colors(self, step=7):
        """The distinct colours of a grid of points."""
        return {self.pixel(x, y) for y in range(0, self.height, step) for x in range(0, self.width, step)}

    def save(self, path):
        def chunk(kind, data):
            body = kind + data
            return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
        rows = b''.join(b'\0' + self.row(y) for y in range(self.height))
        header = struct.pack('>IIBBBBB', self.width, self.height, 8, 2, 0, 0, 0)
        with open(path, 'wb') as file:
            file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(rows, 6)) +
                       chunk(b'IEND', b''))


class FrameBuffer:
    """The file of Xvfb -fbdir: an XWD header (big-endian words), a colour map, then the pixels."""

    def __init__(self, path):
        with open(path, 'rb') as file:
            self._map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        words = struct.unpack('>25I', self._map[:100])
        self.width, self.height, self._stride, colors = words[4], words[5], words[12], words[19]
        self._start = words[0] + colors * 12
        if words[11] != 32:
            raise RuntimeError('the screen does not have 32 bits a pixel')

    def raw(self):
        return self._map[self._start:self._start + self._stride * self.height]

    def checksum(self):
        return zlib.crc32(self.raw())

    def pixel(self, x, y):
        at = self._start + y * self._stride + x * 4
        blue, green, red = self._map[at:at + 3]
        return red, green, blue

    def image(self):
        raw = self.raw()
        rgb = bytearray(self.width * self.height * 3)
        for target, source in ((0, 2), (1, 1), (2, 0)):
            rgb[target::3] = raw[source::4]
        return Image(self.width, self.height, bytes(rgb))


class VirtualDisplay:
    """Use as a context manager; `env` is the environment for what runs on it."""

    def __init__(self, width=1280, height=800, accessibility=False, keep_env=()):
        need('Xvfb', 'openbox', 'dbus-daemon')
        self.folder = tempfile.mkdtemp(prefix='placard-display-')
        self.size = (width, height)
        self._children = []
        self._accessibility = accessibility
        self.env = self._make_env(keep_env)

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _make_env(self, keep):
        env = {name: value for name, value in os.environ.items()
               if name in ('PATH', 'LANG', 'USER', 'LOGNAME', 'TMPDIR') or name in keep or
               name.startswith(('PLACARD_', 'G_TEST_', 'ASAN_', 'LSAN_', 'UBSAN_', 'XDG_DATA_DIRS', 'GSETTINGS_'))}
        for name, folder in (('HOME', 'home'), ('XDG_RUNTIME_DIR', 'run'), ('XDG_CACHE_HOME', 'cache'),
                             ('XDG_CONFIG_HOME', 'config'), ('XDG_DATA_HOME', 'data'),
                             ('XDG_STATE_HOME', 'state')):
            env[name] = os.path.join(self.folder, folder)
            os.mkdir(env[name], 0o700)
        env.setdefault('LANG', 'C.UTF-8')
        env.update(GSETTINGS_BACKEND='memory', GDK_BACKEND='x11', GIO_USE_VFS='local', NO_AT_BRIDGE='0',
                   GTK_USE_PORTAL='0', ADW_DISABLE_PORTAL='1', no_proxy='*')
        env.setdefault('GTK_A11Y', 'atspi' if self._accessibility else 'none')
        return env

    def _start(self):
        self._start_x()
        self._start_bus()
        self.start(['openbox', '--sm-disable'])
        self._wait_for_window_manager()

    def _start_x(self):
        read_end, write_end = os.pipe()
        self.start(['Xvfb', '-displayfd', str(write_end), '-screen', '0', '%dx%dx24' % self.size, '-nolisten',
                    'tcp', '-noreset', '-fbdir', self.folder], pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            if not select.select([pipe], [], [], 30)[0]:
                raise RuntimeError('Xvfb did not start within 30 s')
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start: see ' + os.path.join(self.folder, 'Xvfb.log'))
        self.env['DISPLAY'] = ':' + number
        self.screen = FrameBuffer(os.path.join(self.folder, 'Xvfb_screen0'))

    def _start_bus(self):
        read_end, write_end = os.pipe()
        self.start(['dbus-daemon', '--session', '--nofork', '--nosyslog', '--print-address', str(write_end)],
                   pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            if not select.select([pipe], [], [], 30)[0]:
                raise RuntimeError('dbus-daemon did not start within 30 s')
            self.env['DBUS_SESSION_BUS_ADDRESS'] = pipe.readline().strip()

    def _wait_for_window_manager(self):
        if shutil.which('xprop') is None:
            time.sleep(0.5)
            return
        for _ in range(100):
            answer = subprocess.run(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], env=self.env,
                                    capture_output=True, text=True)
            if 'window id' in answer.stdout:
                return
            time.sleep(0.05)
        raise RuntimeError('openbox did not start within 5 s')

    def start(self, command, env=None, stdout=None, stderr=None, **options):
        """Starts a program that ends with the display at the latest. Returns its Popen."""
        log = os.path.join(self.folder, os.path.basename(command[0]) + '.log')
        with open(log, 'ab') as file:
            child = subprocess.Popen(command, env={**self.env, **(env or {})}, stdin=subprocess.DEVNULL,
                                     stdout=stdout or file, stderr=stderr or file, start_new_session=True,
                                     **options)
        self._children.append(child)
        return child

    def log(self, program):
        try:
            with open(os.path.join(self.folder, program + '.log'), errors='replace') as file:
                return file.read()
        except FileNotFoundError:
            return ''

    def stop(self, child, seconds=5):
        """Ends a program and what it started."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(child.pid, sign)
            except ProcessLookupError:
                pass
            try:
                child.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        if child in self._children:
            self._children.remove(child)

    def wait_until_still(self, bare, still=1.5, limit=30.0, alive=lambda: True):
        """Waits until something else than @bare (a checksum) stands on the screen and stays."""
        deadline, last, since = time.monotonic() + limit, bare, time.monotonic()
        while time.monotonic() < deadline and alive():
            now = self.screen.checksum()
            if now != last:
                last, since = now, time.monotonic()
            elif now != bare and time.monotonic() - since >= still:
                return True
            time.sleep(0.05)
        return False

    def close(self):
        for child in reversed(list(self._children)):
            self.stop(child)
        shutil.rmtree(self.folder, ignore_errors=True)
