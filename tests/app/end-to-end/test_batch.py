# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a form that go one by one: a row for each, progress of all, one stop, and again what failed."""
import os
import threading

from accessibility import BUTTON
from tap import case, check, run
from world import World, wait_until
import pictures


def files(world, n=5):
    paths = [os.path.join(world.folder(), f'f{i}.txt') for i in range(n)]
    for path in paths:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(os.path.basename(path) * 100)
    return [word for path in paths for word in ('-F', f'file=@{path}')]


def button(window, name):
    """GTK 4.8 says the words of a button twice."""
    return window.find(BUTTON, lambda said: said.startswith(name))


def keep_picture(world, name):
    """For whoever wants to look at it."""
    if 'PLACARD_PICTURES' in os.environ:
        path, image = world.screenshot('batch-' + name)
        image.save(os.path.join(os.environ['PLACARD_PICTURES'], f'batch-{name}.png'))


@case('UL3: five files are five requests, four at once; what the server said stands in each row')
def sent(world):
    busy, most, lock = [0], [0], threading.Lock()
    release = threading.Event()

    def take(c):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        release.wait(20)
        with lock:
            busy[0] -= 1
        bad = b'f3.txt' in c.request.body
        c.answer(b'{"code": 41, "message": "no room"}' if bad else b'{"id": 1}', 'application/json',
                 '507 Insufficient Storage' if bad else '201 Created')

    window = world.placard('--one-per-file', '-F', 'album=7', *files(world), world.endpoint.on('/up', take))
    world.endpoint.wait_for('/up', count=4)
    window.wait_text('One Request per File', 'f0.txt', 'Waiting for its turn', '0 of 5 files sent')
    keep_picture(world, 'running')
    release.set()
    window.wait_text('4 of 5 files sent', '1 failed', '507 Insufficient Storage', 'no room', '201 Created')
    check(most[0] == 4, f'{most[0]} at once')
    asked = world.endpoint.asked('/up')
    check(len(asked) == 5, f'{len(asked)} requests')
    check(all(b'name="album"' in request.body and request.body.count(b'filename=') == 1 for request in asked),
          'a request has not one file and the text')
    keep_picture(world, 'ended')
    # BA5: what failed is sent again, and nothing else.
    world.endpoint.on('/up', lambda c: c.answer(b'{"id": 2}', 'application/json', '201 Created'))
    button(window, 'Try Again').press()
    window.wait_text('5 of 5 files sent')
    check(len(world.endpoint.asked('/up')) == 6, 'more than the one that failed was sent again')


@case('CA3: one stop for all, and then again; AB10')
def stopped(world):
    window = world.placard('--one-per-file', *files(world, 6), world.endpoint.on('/stop', lambda c: c.stall()))
    world.endpoint.wait_for('/stop', count=4)
    button(window, 'Stop All').press()
    world.endpoint.wait_closed('/stop', count=4)
    wait_until(lambda: window.text().count('Stopped') >= 6)
    check(len(world.endpoint.asked('/stop')) == 4, 'one was begun that should not have been')
    world.endpoint.on('/stop', lambda c: c.answer(b'ok', 'text/plain'))
    button(window, 'Try Again').press()
    window.wait_text('6 of 6 files sent')


@case('closing it stops what runs; the window is there')
def closed(world):
    window = world.placard('--one-per-file', *files(world, 2), world.endpoint.on('/closed', lambda c: c.stall()))
    world.endpoint.wait_for('/closed', count=2)
    window.wait_text('0 of 2 files sent')
    world.key('Escape')
    world.endpoint.wait_closed('/closed', count=2)
    check(window.is_alive() and 'files sent' not in window.text(), 'the program ended, or the dialog did not')


@case('RS21: of a request that keeps nothing Save is off, and says why')
def no_keep(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard('--no-keep', world.endpoint.on('/once.png', lambda c: c.answer(body)))
    window.wait_text('300')
    window.wait_idle()
    save = window.find(BUTTON, 'Save')
    check(not save.is_sensitive(), 'Save can be pressed')
    reasons = [node.description for node in (save, save.parent())]
    check('This request keeps nothing of its answer' in reasons, f'it says {reasons}')


if __name__ == '__main__':
    run(World)
