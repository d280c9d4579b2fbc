# SPDX-License-Identifier: GPL-3.0-or-later
"""One window, one request for one press."""
import time

from accessibility import WINDOW
from tap import case, check, run
from world import World, wait_until
import pictures


@case('CL7 RB1: a second call opens in the window that runs, and asks once')
def second(world):
    first = world.endpoint.on('/first.png', lambda c: c.answer(pictures.flat_png(40, 30, (200, 0, 0))))
    other = world.endpoint.on('/second.png', lambda c: c.answer(pictures.flat_png(44, 33, (0, 0, 200))))
    window = world.placard(first)
    window.wait_text('40')
    child = world.placard(other, wait=False).child
    window.wait_text('44')
    check(wait_until(lambda: child.poll() is not None), 'the second process still runs')
    check(child.returncode == 0, f'the second process ended with status {child.returncode}')
    shown = [node for node in window.app.children() if node.role in WINDOW]
    check(len(shown) == 1, f'{len(shown)} windows')
    for path in ('/first.png', '/second.png'):
        check(len(world.endpoint.asked(path)) == 1, f'{path} was asked for {len(world.endpoint.asked(path))} times')


@case('two calls at the same moment ask once each')
def together(world):
    urls = [world.endpoint.on(f'/{n}.png', lambda c: c.answer(pictures.flat_png(40, 30, (0, 200, 0)))) for n in 'ab']
    windows = [world.placard(url, wait=False) for url in urls]
    for path in ('/a.png', '/b.png'):
        world.endpoint.wait_for(path, 15)
    time.sleep(1)
    for path in ('/a.png', '/b.png'):
        check(len(world.endpoint.asked(path)) == 1, f'{path} was asked for {len(world.endpoint.asked(path))} times')
    alive = wait_until(lambda: [1 for window in windows if window.is_alive()] == [1], 5)
    check(alive, 'there is not exactly one program left')


@case('the request is on the wire before the window is there')
def early(world):
    url = world.endpoint.on('/early.png', lambda c: c.answer(pictures.flat_png(40, 30, (0, 200, 0))))
    begin = time.monotonic()
    window = world.placard(url)
    up = time.monotonic()
    started = world.endpoint.wait_for('/early.png').started
    check(started < up, f'asked {(started - begin) * 1000:.0f} ms, window {(up - begin) * 1000:.0f} ms after the start')
    window.wait_text('40')


if __name__ == '__main__':
    run(World)
