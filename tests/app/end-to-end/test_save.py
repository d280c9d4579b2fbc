# SPDX-License-Identifier: GPL-3.0-or-later
"""What is saved is what came, under a safe name, and nothing is lost for it."""
import hashlib
import os
import time

from tap import case, check, run
from world import World, wait_until
import pictures

CARD = "attachment; filename=\"fallback.png\"; filename*=UTF-8''%E5%8D%A1.png"


class SavingWorld(World):
    """With a Downloads folder, as a desktop session has."""

    def __init__(self):
        super().__init__()
        self.downloads = os.path.join(self.env['HOME'], 'Downloads')
        os.mkdir(self.downloads)
        with open(os.path.join(self.env['XDG_CONFIG_HOME'], 'user-dirs.dirs'), 'w') as file:
            file.write('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')

    def clean(self):
        super().clean()
        for name in os.listdir(self.downloads):
            os.unlink(os.path.join(self.downloads, name))

    def saved(self):
        return sorted(os.listdir(self.downloads))

    def wait_saved(self, *names, seconds=10):
        wait_until(lambda: self.saved() == sorted(names), seconds, 0.05)
        check(self.saved() == sorted(names), f'saved: {self.saved()}, wanted: {sorted(names)}')


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def serve(world, path, body, disposition=None):
    fields = [('Content-Disposition', disposition)] if disposition else []
    return world.endpoint.on(path, lambda c: c.answer(body, 'image/png', headers=fields))


@case('one key saves the bytes that came under the name that the server gave')
def saves(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard(serve(world, '/card', body, CARD))
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('卡.png')
    check(digest(os.path.join(world.downloads, '卡.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
    check(len(world.endpoint.asked('/card')) == 1, 'the server was asked again')


@case('an existing file is not overwritten')
def keeps(world):
    old = os.path.join(world.downloads, '卡.png')
    with open(old, 'w') as file:
        file.write('old')
    window = world.placard(serve(world, '/keep', pictures.noisy_png(300, 200), CARD))
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('卡.png', '卡 (1).png')
    with open(old) as file:
        check(file.read() == 'old', 'the old file was changed')


@case('a name that wants out of the folder does not get out')
def traversal(world):
    window = world.placard(serve(world, '/dots', pictures.noisy_png(60, 50), 'attachment; filename="../../.bashrc"'))
    window.wait_text('60')
    window.wait_idle()
    world.key('ctrl+s')
    check(wait_until(world.saved), 'nothing was saved')
    name, = world.saved()
    check('/' not in name and not name.startswith('.') and name.endswith('.png'), name)
    check(not os.path.exists(os.path.join(world.env['HOME'], '.bashrc')), 'it got out')


@case('saving while it still comes saves all of it')
def while_coming(world):
    body = pictures.noisy_png(700, 500)
    url = world.endpoint.on('/coming.png', lambda c: c.throttled(body, 'image/png'))
    window = world.placard(url)
    world.endpoint.wait_for('/coming.png')
    time.sleep(0.6)
    check(window.is_busy(), 'it is there already')
    world.key('ctrl+s')
    check(not world.saved(), f'something stands there before it is whole: {world.saved()}')
    world.wait_saved('coming.png', seconds=15)
    check(digest(os.path.join(world.downloads, 'coming.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')


@case('a picture that was cut off is not saved under its name')
def cut(world):
    body = pictures.noisy_png(300, 200)

    def half(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(body))
        connection.write(body[:len(body) // 2])
    window = world.placard(world.endpoint.on('/cut.png', half))
    window.wait_text(f'{len(body):,}')
    world.key('ctrl+s')
    time.sleep(1)
    check('cut.png' not in world.saved(), f'saved: {world.saved()}')


@case('nothing is left in the folders of a window that was closed')
def nothing_left(world):
    window = world.placard(serve(world, '/left', pictures.noisy_png(300, 200)))
    window.wait_text('300')
    world.key('ctrl+w')
    check(wait_until(lambda: not window.is_alive()), 'it still runs')
    left = [os.path.join(path, name) for root in (world.env['HOME'], world.env['XDG_CACHE_HOME'])
            for path, _, names in os.walk(root) for name in names if not path.endswith(('fontconfig', 'mesa_shader_cache', 'openbox'))]
    check(not left, f'left: {left}')


if __name__ == '__main__':
    run(SavingWorld)
