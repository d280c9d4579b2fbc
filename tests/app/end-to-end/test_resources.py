# SPDX-License-Identifier: GPL-3.0-or-later
"""US8, XR7, OT3, OT9: what is shown again, closed, or too large for a view costs nothing that stays."""
import os
import time

from accessibility import WINDOW
from saving import SavingWorld
from tap import Skip, case, check, run
from world import wait_until
import pictures

SANITIZED = 'PLACARD_SANITIZED' in os.environ
# The sanitizers are slow, and memory means nothing under them.
TIMES, LARGE = (20, 1 << 27) if SANITIZED else (100, 1 << 28)
BODY = pictures.noisy_png(900, 700)


def spools(window):
    """Bytes of the files without a name that a process of the window holds, one of each."""
    found = {}
    for pid in window.processes():
        folder = f'/proc/{pid}/fd'
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            try:
                target = os.readlink(f'{folder}/{name}')
                status = os.stat(f'{folder}/{name}')
            except OSError:
                continue
            if '(deleted)' in target and 'shm' not in target:
                found[status.st_dev, status.st_ino] = status.st_size
    return sum(found.values())


@case('US8: a hundred times again: one window, no more memory, one request each')
def again(world):
    url = world.endpoint.on('/again.png', lambda c: c.answer(BODY))
    window = world.placard(url)
    window.wait_text('900')
    window.wait_idle()

    def send(count):
        for _ in range(count):
            asked = len(world.endpoint.asked('/again.png'))
            world.key('F5')
            world.endpoint.wait_for('/again.png', count=asked + 1)
            window.wait_idle()
    send(15)
    before, descriptors = window.memory_kib(), window.descriptors()
    send(TIMES)
    check(wait_until(lambda: window.descriptors() <= descriptors + 2), f'{window.descriptors()} descriptors, {descriptors} before')
    after = window.memory_kib()
    check(len(world.endpoint.asked('/again.png')) == 16 + TIMES, f'{len(world.endpoint.asked("/again.png"))} requests')
    check(len([node for node in window.app.children() if node.role in WINDOW]) == 1, 'more than one window')
    if not SANITIZED:
        check(after < before * 1.05 + 2048, f'{after} KiB, {before} KiB before')


@case('XR7: what is replaced and closed is given back')
def given_back(world):
    large = pictures.noisy_png(1600, 1200)
    small = world.endpoint.on('/small.png', lambda c: c.answer(pictures.flat_png(31, 21, (9, 9, 9))))
    window = world.placard(small)
    window.wait_text('31 × 21')
    window.wait_idle()
    entry = window.find(None, 'Address')
    rest = spools(window)
    entry.set_text(world.endpoint.on('/large.png', lambda c: c.answer(large)))
    world.key('ctrl+l', 'Return')
    window.wait_text('1,600') if '1,600' in window.text() else window.wait_text('1600')
    window.wait_idle()
    check(spools(window) >= rest + len(large) // 2, 'its bytes are nowhere')
    shown = window.memory_kib()
    entry.set_text(small)
    world.key('ctrl+l', 'Return')
    window.wait_text('31 × 21')
    window.wait_idle()
    check(wait_until(lambda: spools(window) < len(large), 5), f'{spools(window)} bytes are still held')
    if not SANITIZED:
        check(window.memory_kib() < shown * 1.1, f'{window.memory_kib()} KiB, {shown} KiB with the large one')


@case('OT3, OT9: 256 MiB of an attachment to disk: progress, flat memory, no view, an answer at once')
def film(world):
    size = LARGE
    if os.statvfs(world.downloads).f_bavail * os.statvfs(world.downloads).f_frsize < 3 * size:
        raise Skip('there is no room for it')
    part = b'\0\0\0\x18ftypmp42\0\0\0\0mp42isom' + os.urandom(4 << 20)
    part = part[:4 << 20]

    def send(connection):
        connection.head('200 OK', [('Content-Type', 'video/mp4'), ('Content-Disposition', 'attachment; filename="film.mp4"')], size)
        for _ in range(size // len(part)):
            connection.write(part)
    window = world.placard('--save-attachments', '--max-filesize', '2G', world.endpoint.on('/film', send), wait=True)
    peak, gaps, path = 0, [], os.path.join(world.downloads, 'film.mp4')
    window.app.children()
    deadline = time.monotonic() + 60
    while not os.path.exists(path) and time.monotonic() < deadline:
        begin = time.monotonic()
        window.app.children()
        gaps.append(time.monotonic() - begin)
        peak = max(peak, window.memory_kib())
        time.sleep(0.02)
    check(os.path.exists(path), f'it is not there: {window.text()!r}')
    check(wait_until(lambda: os.path.getsize(path) == size, 10), f'{os.path.getsize(path)} bytes')
    check(window.is_alive(), 'the window is gone')
    window.wait_text('film.mp4')
    if not SANITIZED:
        check(peak < 300 * 1024, f'{peak} KiB')
        gaps.sort()
        check(gaps[len(gaps) * 9 // 10] < 0.25, f'the window answered after {gaps[-5:]} s')


if __name__ == '__main__':
    run(SavingWorld)
