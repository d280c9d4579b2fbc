# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen, a bus, an endpoint and the real program."""
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, 'build-aux'))

import accessibility  # noqa: E402
import endpoint  # noqa: E402
import virtual_display  # noqa: E402

PROGRAM = os.environ.get('PLACARD_PROGRAM', os.path.join(ROOT, 'build', 'src', 'placard'))
DEMO = os.environ.get('PLACARD_DEMO', os.path.join(ROOT, 'build', 'src', 'demo', 'placard-demo'))


def wait_until(condition, seconds=5.0, step=0.01):
    """What @condition returns once it is true, or its last answer when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(step)


def session_of(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            fields = file.read().rpartition(')')[2].split()
    except OSError:
        return None, 'X'
    return int(fields[3]), fields[0]


def processes_of(session):
    """Every living process that @session (the first one's id) started."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            leader, state = session_of(int(name))
            if leader == session and state not in 'ZX':
                found.append(int(name))
    return found


class Window:
    """One running Placard."""

    def __init__(self, world, child):
        self.world, self.child, self.pid = world, child, child.pid
        self._application = None

    @property
    def app(self):
        if self._application is None:
            self._application = self.world.bus.application(self.pid, alive=self.is_alive)
        return self._application

    def find(self, role=None, name=None, wait=5.0, showing=True):
        return self.app.find(role, name, wait, showing)

    def text(self):
        return self.app.all_text()

    def wait_text(self, *words, seconds=10):
        """Waits until each of @words stands in the window; the text, or an error that holds it."""
        seen = ''

        def all_there():
            nonlocal seen
            seen = self.text()
            return all(word.lower() in seen.lower() for word in words)
        if not wait_until(all_there, seconds, 0.05):
            raise AssertionError(f'not all of {words} in the window within {seconds} s; it says: {seen!r}')
        return seen

    def send_button(self):
        return self.find(accessibility.BUTTON, lambda name: name in ('Send', 'Stop'))

    def is_busy(self):
        return self.send_button().name == 'Stop'

    def wait_idle(self, seconds=10):
        """Waits until nothing goes on any more; returns the moment."""
        button = self.send_button()
        if not wait_until(lambda: button.name == 'Send', seconds, 0.002):
            raise AssertionError(f'still busy after {seconds} s')
        return time.monotonic()

    def wait_busy(self, seconds=10):
        button = self.send_button()
        if not wait_until(lambda: button.name == 'Stop', seconds, 0.002):
            raise AssertionError(f'not busy within {seconds} s')

    def memory_kib(self):
        """Resident memory of the window's own process, not of the decoder."""
        with open(f'/proc/{self.pid}/status') as file:
            return next(int(line.split()[1]) for line in file if line.startswith('VmRSS'))

    def descriptors(self):
        return len(os.listdir(f'/proc/{self.pid}/fd'))

    def processes(self):
        return processes_of(self.pid)

    def is_alive(self):
        return self.child.poll() is None

    def answers_within(self, seconds=1.0):
        """The main loop takes a call from the accessibility bus within @seconds."""
        begin = time.monotonic()
        self.app.children()
        return time.monotonic() - begin < seconds

    def close(self):
        self.world.display.stop(self.child)


class World:
    def __init__(self, width=1280, height=800, env=None):
        if not os.access(PROGRAM, os.X_OK):
            raise SystemExit(f'{PROGRAM} is not there: build it first')
        virtual_display.need('xdotool', 'zbarimg')
        self.display = virtual_display.VirtualDisplay(width, height, accessibility=True)
        self.display.env.update(GSK_RENDERER=os.environ.get('GSK_RENDERER', 'cairo'), G_DEBUG='fatal-criticals',
                                LANG='C.UTF-8', LC_ALL='C.UTF-8', GTK_A11Y='atspi')
        self.display.env.update(env or {})
        self.windows, self._demo = [], None

    def __enter__(self):
        self.display.__enter__()
        try:
            self.bus = accessibility.Bus(self.display.env['DBUS_SESSION_BUS_ADDRESS'])
            self.endpoint = endpoint.Endpoint()
        except BaseException:
            self.display.close()
            raise
        self.bare = self.display.screen.checksum()
        return self

    def __exit__(self, *_):
        self.endpoint.close()
        self.display.close()

    @property
    def env(self):
        return self.display.env

    @property
    def screen(self):
        return self.display.screen

    def placard(self, *arguments, env=None, wait=True):
        """Opens a window and, by default, waits until it can be talked to."""
        child = self.display.start([PROGRAM, *arguments], env=env)
        window = Window(self, child)
        self.windows.append(window)
        if wait:
            window.find(accessibility.WINDOW, wait=20)
        return window

    def fetch(self, *arguments, **options):
        return subprocess.run([PROGRAM, 'fetch', *arguments], env=self.env, capture_output=True, **options)

    def demo(self):
        """The base URL of a placard-demo, without a slash at the end."""
        if self._demo is None:
            child = self.display.start([DEMO], stdout=subprocess.PIPE)
            self._demo = child.stdout.readline().decode().strip().rstrip('/')
        return self._demo

    def key(self, *keys):
        subprocess.run(['xdotool', 'key', *keys], env=self.env, check=True)

    def click(self, window, node):
        """The pointer's way to press something."""
        x, y, width, height = node.extents()
        shown = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.pid)], env=self.env,
                               capture_output=True, text=True).stdout.split()
        subprocess.run(['xdotool', 'mousemove', '--window', shown[-1], str(x + width // 2), str(y + height // 2),
                        'click', '1'], env=self.env, check=True)

    def position(self, window):
        """Where the window's own 0, 0 is on the screen."""
        shown = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.pid)], env=self.env,
                               capture_output=True, text=True).stdout.split()
        lines = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', shown[-1]], env=self.env,
                               capture_output=True, text=True).stdout.splitlines()
        found = dict(line.split('=') for line in lines)
        return int(found['X']), int(found['Y'])

    def drag(self, start, end):
        """Presses at @start, moves to @end in steps, lets go: both on the screen."""
        words = ['xdotool', 'mousemove', *map(str, start), 'mousedown', '1', 'sleep', '0.1']
        for step in range(1, 11):
            at = [str(round(a + (b - a) * step / 10)) for a, b in zip(start, end)]
            words += ['mousemove', *at, 'sleep', '0.03']
        subprocess.run([*words, 'sleep', '0.3', 'mouseup', '1'], env=self.env, check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '5', text], env=self.env, check=True)

    def screenshot(self, name='screen'):
        path = os.path.join(self.display.folder, name + '.png')
        image = self.screen.image()
        image.save(path)
        return path, image

    def scan(self, name='scan'):
        """What an independent reader finds on the screen, or ''."""
        path, _ = self.screenshot(name)
        found = subprocess.run(['zbarimg', '-q', '--raw', path], env=self.env, capture_output=True, text=True)
        return found.stdout.strip()

    def wait_scan(self, text, seconds=15):
        seen = wait_until(lambda: self.scan() == text, seconds, 0.2)
        if not seen:
            raise AssertionError(f'the screen does not scan as {text!r} within {seconds} s, but as {self.scan()!r}')

    def folder(self):
        return tempfile.mkdtemp(dir=self.display.folder)

    def explain(self, note):
        """What a failed case may want to know."""
        for window in self.windows:
            try:
                note(f'window {window.pid}: ' + (window.app.outline() if window.is_alive() else
                                                f'ended with status {window.child.returncode}'))
            except accessibility.Gone as error:
                note(error)
        note(self.display.log(os.path.basename(PROGRAM))[-2000:])
        kept = os.environ.get('PLACARD_KEEP_SCREENSHOTS')
        if kept:
            path = os.path.join(kept, f'failed-{os.getpid()}-{time.monotonic():.0f}.png')
            self.screen.image().save(path)
            note(path)

    def clean(self):
        for window in self.windows:
            window.close()
        self.windows = []
