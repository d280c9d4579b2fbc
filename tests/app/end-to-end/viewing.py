# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases about views share."""
import os
import subprocess
import time

from tap import check
from world import wait_until


def act(world, name, *parameter, number=1):
    """Activates an action of a window, as a menu does."""
    values = '[' + ', '.join(parameter) + ']'
    done = subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.placard.Placard', '--object-path',
                           f'/org/placard/Placard/window/{number}', '--method', 'org.gtk.Actions.Activate', name,
                           values, '{}'], env=world.env, capture_output=True, text=True)
    check(done.returncode == 0, f'{name} could not be activated: {done.stderr}')


def treat(world, word):
    act(world, 'treat-as', f'<"{word}">')


def serve(world, path, body, kind):
    return world.endpoint.on(path, lambda connection: connection.answer(body, kind))


def keep(world, name):
    """A screenshot for whoever wants to look."""
    folder = os.environ.get('PLACARD_KEEP_SCREENSHOTS')
    if folder:
        time.sleep(0.4)
        world.screen.image().save(os.path.join(folder, f'views-{name}.png'))


def find(world, window, words):
    world.key('ctrl+f')
    entry = window.find(None, 'Find in the text')
    check(wait_until(lambda: any(node.has_state(12) for node in entry.walk()), 5), 'the entry has no focus')
    world.type(words)


def shows_red(world):
    def seen():
        image = world.screen.image()
        return any(abs(r - 200) + abs(g - 30) + abs(b - 30) < 30
                   for r, g, b in (image.pixel(image.width // 2, y) for y in range(100, image.height - 60, 20)))
    return wait_until(seen, 10, 0.1)
