# SPDX-License-Identifier: GPL-3.0-or-later
"""A signal in every phase: exit 7, at once, nothing left."""
import json
import os
import signal
import time

from program import Program, equal
from tap import case, run


def interrupt(world, path, *arguments, after=0.3, number=signal.SIGINT):
    child = world.start('--any', world.base + path, *arguments)
    time.sleep(after)
    begin = time.monotonic()
    child.send_signal(number)
    output, errors = child.communicate(timeout=20)
    seconds = time.monotonic() - begin
    equal((child.returncode, world.files()), (7, []), f'{path}: the result')
    if seconds > 0.5:
        raise AssertionError(f'{path}: it took {seconds:.2f} s to stop')
    return output, errors.decode()


@case('AB1 AB4 CA2: waiting for the head, inside of it, in the body')
def _(world):
    for path in ('/stall-head', '/drip-head', '/stall-body', '/drip-body', '/endless-body', '/slow/1000000/1000/50'):
        interrupt(world, path, '-o', 'a.bin')


@case('SIGTERM is the same')
def _(world):
    interrupt(world, '/stall-body', '-o', 'a.bin', number=signal.SIGTERM)


@case('AB2: the result says that and where it was stopped')
def _(world):
    output, errors = interrupt(world, '/stall-body', '--json-result')
    result = json.loads(output)
    equal((result['aborted'], result['phase'], result['exitCode']), (True, 'receiving', 7), 'the object')
    output, errors = interrupt(world, '/stall-head', '--json-result')
    result = json.loads(output)
    equal((result['aborted'], result['phase']), (True, 'waiting'), 'the object')


@case('the server sees the connection close')
def _(world):
    interrupt(world, '/stall-body', '-o', 'a.bin')
    deadline = time.monotonic() + 2
    while world.stats()['open'] > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    equal(world.stats()['open'] <= 1, True, 'closed')


@case('AB11 CA5: what came is kept when that was asked for')
def _(world):
    child = world.start('--any', '--keep-partial', world.base + '/stall-body', '-o', 'a.bin')
    time.sleep(0.4)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    equal((child.returncode, world.files()), (7, ['a (incomplete).bin']), 'the result')
    equal(os.path.getsize(os.path.join(world.folder, 'a (incomplete).bin')), 500, 'the size')


@case('the addresses after it are not fetched')
def _(world):
    child = world.start('-O', world.base + '/stall-head', world.picture)
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    equal((child.returncode, world.files()), (7, []), 'the result')


run(Program)
