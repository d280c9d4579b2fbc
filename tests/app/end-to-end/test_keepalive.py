# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that is closed in the middle of a save or a forwarding: it ends when that was asked for, and leaves nothing
when it was not."""
import hashlib
import os
import time

from saving import SavingWorld, digest
from tap import case, check, run
from world import wait_until
import pictures
import services

PICTURE = pictures.noisy_png(700, 500)


class KeepingWorld(SavingWorld):
    def __enter__(self):
        super().__enter__()
        self.desk = services.notifications(self)
        return self

    def clean(self):
        super().clean()
        self.desk.calls.clear()

    def left(self):
        """Files anywhere in the home that are of no use to anybody now."""
        return [os.path.join(path, name) for root in (self.env['HOME'], self.env['XDG_CACHE_HOME'])
                for path, _, names in os.walk(root) for name in names
                if not path.endswith(('fontconfig', 'mesa_shader_cache', 'openbox'))]


def slow(world, path):
    return world.endpoint.on(path, lambda c: c.throttled(PICTURE, 'image/png', seconds=0.25))


def begin_to_save(world, window, path):
    world.endpoint.wait_for(path)
    check(wait_until(lambda: world.endpoint.sent.get(path, 0) > 100000), 'nothing comes')
    world.key('ctrl+s')
    window.wait_text('saved when all of it has come')
    world.key('ctrl+w')


@case('with keepalive the save ends after the window is gone, and is told')  # IN30, OT4, PI6
def saves(world):
    window = world.placard('--keepalive', slow(world, '/alive.png'))
    begin_to_save(world, window, '/alive.png')
    check(wait_until(lambda: not window.app.find_now('frame') and not window.app.find_now('window'), 2), 'the window stays')
    check(not world.saved(), 'it was there already')
    world.wait_saved('alive.png', seconds=15)
    check(digest(os.path.join(world.downloads, 'alive.png')) == hashlib.sha256(PICTURE).hexdigest(), 'other bytes')
    told = world.desk.wait_for('Notify')
    check('alive.png' in told[4] and 'Downloads' in told[4], told)
    check(wait_until(lambda: not window.is_alive(), 5), 'it still runs')
    check(len(world.endpoint.asked('/alive.png')) == 1, 'asked again')


@case('without it closing stops the save and leaves nothing')  # fault row 44
def stops(world):
    window = world.placard(slow(world, '/dead.png'))
    begin_to_save(world, window, '/dead.png')
    check(wait_until(lambda: not window.is_alive(), 3), 'it still runs')
    world.endpoint.wait_closed('/dead.png', 2)
    time.sleep(0.3)
    check(not world.left(), f'left: {world.left()}')
    check(not [call for call in world.desk.calls if call[0] == 'Notify'], 'something was told')


@case('with keepalive what was never saved is not fetched on')
def not_wanted(world):
    window = world.placard('--keepalive', slow(world, '/idle.png'))
    world.endpoint.wait_for('/idle.png')
    wait_until(lambda: world.endpoint.sent.get('/idle.png', 0) > 0)
    world.key('ctrl+w')
    check(wait_until(lambda: not window.is_alive(), 3), 'it still runs')
    world.endpoint.wait_closed('/idle.png', 2)


@case('a download that is to be saved by itself counts as a save')  # SV7, IN30
def automatic(world):
    window = world.placard('--keepalive', '--auto-save', '{{name}}-{{hash8}}', slow(world, '/auto.png'))
    world.endpoint.wait_for('/auto.png')
    wait_until(lambda: world.endpoint.sent.get('/auto.png', 0) > 0)
    world.key('ctrl+w')
    world.wait_saved(f'auto-{hashlib.sha256(PICTURE).hexdigest()[:8]}.png', seconds=15)
    world.desk.wait_for('Notify')
    check(wait_until(lambda: not window.is_alive(), 5), 'it still runs')


@case('what cannot be saved any more is told too')
def fails(world):
    def cut(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(PICTURE))
        connection.write(PICTURE[:200000])
        connection.endpoint.sent["/cut.png"] = 200000
        time.sleep(2)
    window = world.placard('--keepalive', world.endpoint.on('/cut.png', cut))
    begin_to_save(world, window, '/cut.png')
    told = world.desk.wait_for('Notify')
    check('Not Saved' in told[3], told)
    check(wait_until(lambda: not window.is_alive(), 5), 'it still runs')
    check(not world.saved(), world.saved())


@case('an upload that is under way ends after its window is gone')  # IN30, PI6
def upload(world):
    received = []

    def take(connection):
        received.append(connection.request.body)
        time.sleep(1.5)
        connection.answer(b'{"id": 7}', 'application/json')
    path = os.path.join(world.folder(), 'picture.png')
    with open(path, 'wb') as file:
        file.write(PICTURE)
    window = world.placard('--keepalive', '-T', path, world.endpoint.on('/put.png', take))
    wait_until(lambda: received)
    world.key('ctrl+w')
    told = world.desk.wait_for('Notify')
    check('127.0.0.1' in told[3] and '200' in told[4], told)
    check(received == [PICTURE], 'other bytes')
    check(wait_until(lambda: not window.is_alive(), 5), 'it still runs')


if __name__ == '__main__':
    run(KeepingWorld)
