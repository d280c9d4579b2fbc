# SPDX-License-Identifier: GPL-3.0-or-later
"""Many addresses at once: limits, one stop for all, one result for each."""
import json
import signal
import time

from program import Program, equal
from tap import case, run


def slow(world, n):
    # 10 kB in ten pieces, a twentieth of a second apart: half a second each.
    return [f'{world.base}/slow/10000/1000/50?{i}' for i in range(n)]


def results(output):
    return [json.loads(line) for line in output.decode().splitlines()]


@case('BA2: as many at once as are allowed, each saved and told once')
def _(world):
    result = world.fetch('--any', '-O', '--parallel', '--json-result', *slow(world, 12))
    equal(result.status, 0, 'the exit status')
    equal(len(world.files()), 12, 'the files')
    equal({entry['url'] for entry in results(result.output)}, set(slow(world, 12)), 'the results')
    if result.seconds > 3:
        raise AssertionError(f'12 of half a second took {result.seconds:.1f} s: not at once')


@case('one after the other unless that was asked for')
def _(world):
    result = world.fetch('--any', '-O', *slow(world, 3))
    if result.seconds < 1.2:
        raise AssertionError(f'3 of half a second took {result.seconds:.1f} s: at once')


@case('BA2: a limit for one host')
def _(world):
    result = world.fetch('--any', '-O', '--parallel', '--parallel-per-host', '2', *slow(world, 6))
    equal((result.status, len(world.files())), (0, 6), 'the result')
    if result.seconds < 1.2:
        raise AssertionError(f'6 of half a second, two at a time, took {result.seconds:.1f} s')


@case('AB9: a failure does not stop the others, unless that was asked for')
def _(world):
    bad = f'http://127.0.0.1:{world.dead_port()}/'
    equal(world.fetch('--any', '-O', '--parallel', bad, *slow(world, 3)).status, 3, 'the exit status')
    equal(len(world.files()), 3, 'the files')
    world.clean()
    equal(world.fetch('--any', '-O', '--parallel', '--fail-early', bad, *slow(world, 3)).status, 3, 'the exit status')
    equal(world.files(), [], 'the files')


@case('AB7 CA3: twenty in flight are stopped at once, and none is saved')
def _(world):
    addresses = [f'{world.base}/stall-body?{i}' for i in range(20)]
    child = world.start('--any', '-O', '--parallel', '--json-result', *addresses)
    deadline = time.monotonic() + 10
    while world.stats()['open'] < 21 and time.monotonic() < deadline:
        time.sleep(0.02)
    begin = time.monotonic()
    child.send_signal(signal.SIGINT)
    output, _ = child.communicate(timeout=20)
    seconds = time.monotonic() - begin
    equal((child.returncode, world.files()), (7, []), 'the result')
    equal(len([1 for entry in results(output) if entry['aborted']]), 20, 'the results')
    # The request for the numbers is the one connection that is left; the one before it may linger a moment.
    left = world.stats()['open']
    while left > 1 and time.monotonic() < begin + 2:
        time.sleep(0.01)
        left = world.stats()['open']
    equal(left, 1, 'connections')
    if seconds > 1:
        raise AssertionError(f'it took {seconds:.2f} s to stop')


@case('a limit that is no number')
def _(world):
    for value in ('0', '301', 'many', '-1'):
        equal(world.fetch('--parallel', '--parallel-max', value, world.picture).status, 2, value)


run(Program)
