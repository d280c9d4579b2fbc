# SPDX-License-Identifier: GPL-3.0-or-later
"""`kill -9` at 200 random moments of fetching and saving (S3): the old file or the whole new one, never another."""
import os
import random
import signal
import time

from program import Program, equal, sha256
from tap import case, run

KILLS = 100
BODIES = [os.urandom(1 << 20) * 2, os.urandom(1 << 20) * 3]


def serve(world):
    for number, body in enumerate(BODIES):
        world.server.bodies[f'/{number}.bin'] = ('application/octet-stream', body)


def look(world, allowed):
    """The digests of what lies there; hidden files are whole too, and the next save takes them away."""
    for name in world.files():
        digest = sha256(world.read(name))
        if digest not in allowed:
            raise AssertionError(f'{name} is neither the old nor the new file, but {len(world.read(name))} bytes')
        if name.startswith('.'):
            os.unlink(os.path.join(world.folder, name))


def kill(world, number, *arguments):
    child = world.start('--any', '-s', f'{world.liar}/{number}.bin', *arguments)
    time.sleep(random.uniform(0.004, 0.045))
    child.send_signal(signal.SIGKILL)
    child.communicate()


@case(f'{KILLS} kills while -o replaces a file')
def _(world):
    serve(world)
    allowed = {sha256(body) for body in BODIES}
    with open(os.path.join(world.folder, 'a.bin'), 'wb') as file:
        file.write(BODIES[0])
    for number in range(KILLS):
        kill(world, number % 2, '-o', 'a.bin')
        look(world, allowed)
        equal('a.bin' in world.files(), True, 'the file is there')
    equal(world.fetch('--any', world.liar + '/1.bin', '-o', 'a.bin').status, 0, 'afterwards')
    equal((world.files(), sha256(world.read('a.bin'))), (['a.bin'], sha256(BODIES[1])), 'what is there in the end')


@case(f'{KILLS} kills while -O takes new names')
def _(world):
    serve(world)
    for number in range(KILLS):
        kill(world, 0, '-O')
        look(world, {sha256(BODIES[0])})
    equal([name for name in world.files() if not name.startswith('0')], [], 'other names')


run(Program)
