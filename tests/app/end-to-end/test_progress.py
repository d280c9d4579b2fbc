# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar tells the truth, and the picture grows with it."""
import re
import time

from tap import case, check, run
from world import World, wait_until
import pictures

TOP, BOTTOM = (230, 30, 40), (20, 200, 60)
WIDTH, HEIGHT = 1000, 700


def near(a, b):
    return all(abs(x - y) < 40 for x, y in zip(a, b))


def watch(window, seconds):
    """The values of the progress bar until it goes away."""
    values, end = [], time.monotonic() + seconds
    bar = window.find('progress bar', wait=10)
    while time.monotonic() < end:
        try:
            if not bar.is_showing():
                break
            values.append(bar.value())
        except Exception:
            break
        time.sleep(0.03)
    return values


@case('PG1 PG6: with a length the value grows and never falls back')
def grows(world):
    picture = pictures.banded_png(WIDTH, HEIGHT, TOP, BOTTOM)
    url = world.endpoint.on('/slow.png', lambda c: c.throttled(picture, 'image/png'))
    window = world.placard(url)
    world.endpoint.wait_for('/slow.png')
    values = watch(window, 15)
    partial = [value for value in values if 0 < value < 1]
    check(len(set(partial)) >= 8, f'only {sorted(set(partial))}')
    check(partial == sorted(partial), f'it falls back: {partial}')


@case('while it comes, the amount that is there and the whole amount are said')
def amount(world):
    picture = pictures.banded_png(WIDTH, HEIGHT, TOP, BOTTOM)
    url = world.endpoint.on('/amount.png', lambda c: c.throttled(picture, 'image/png'))
    window = world.placard(url)
    world.endpoint.wait_for('/amount.png')
    seen = wait_until(lambda: re.search(r'[\d.,]+.{0,8} of 2[.,]\d.MB', window.text()), 8, 0.05)
    check(seen, lambda: f'no amount in {window.text()!r}')


@case('rows are on the screen before the last byte')
def rows(world):
    picture = pictures.banded_png(world.screen.width, world.screen.height, TOP, BOTTOM)
    url = world.endpoint.on('/rows.png', lambda c: c.throttled(picture, 'image/png'))
    world.placard('--fullscreen', url)
    x, top, bottom = world.screen.width // 2, world.screen.height // 10, world.screen.height * 95 // 100
    check(wait_until(lambda: near(world.screen.pixel(x, top), TOP), 10), 'the top rows do not come')
    sent = world.endpoint.sent['/rows.png']
    check(sent < len(picture) / 2, f'the top rows came after {sent} of {len(picture)} bytes')
    check(not near(world.screen.pixel(x, bottom), BOTTOM), 'the bottom rows are there before they came')
    check(wait_until(lambda: near(world.screen.pixel(x, bottom), BOTTOM), 15), 'the bottom rows do not come')


@case('PG2 PG6: without a length it pulses and says how many bytes came')
def pulses(world):
    picture = pictures.banded_png(WIDTH, HEIGHT, TOP, BOTTOM)
    url = world.endpoint.on('/chunked.png', lambda c: c.throttled(picture, 'image/png', chunked=True))
    window = world.placard(url)
    world.endpoint.wait_for('/chunked.png')
    texts = set()

    def some():
        found = re.search(r'\d+([.,]\d+)?.(kB|MB)', window.text())
        if found:
            texts.add(found[0])
        return len(texts) >= 4
    check(wait_until(some, 8, 0.1), f'amounts seen: {texts}')
    check(' of ' not in window.find(None, 'Status').text() if window.app.find_now(None, 'Status') else True,
          'it names a whole amount that nobody told it')
    frames = set()
    for _ in range(10):
        frames.add(world.screen.checksum())
        time.sleep(0.05)
    check(len(frames) > 3, 'nothing moves')


@case('before the first byte the phase is said in words')
def phases(world):
    url = world.endpoint.on('/late.png', lambda c: c.wait(3) or c.answer(pictures.flat_png(50, 50, TOP)))
    window = world.placard(url)
    window.wait_text('Waiting for the answer', seconds=3)
    window.wait_idle()


if __name__ == '__main__':
    run(World)
