# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Fetch standard lets a page say, from the command line: integrity, origin, redirects, cookies."""
import base64
import hashlib
import os

from program import PNG, Program, equal, holds
from tap import case, run

HASHES = {name: name + '-' + base64.b64encode(hashlib.new(name, PNG).digest()).decode()
          for name in ('sha256', 'sha384', 'sha512')}
PAGE = 'https://page.example'


@case('integrity: the right digest passes, a wrong one is exit 9 and nothing is written or shown')
def _(world):
    for value in HASHES.values():
        equal(world.fetch('--integrity', value, world.picture, '-o', 'a.png').status, 0, value)
    world.clean()
    wrong = 'sha256-' + base64.b64encode(b'x' * 32).decode()
    for arguments in (['-o', 'a.png'], ['-O', '--keep-partial'], ['--any', '-o', 'a.png']):
        result = world.fetch('--integrity', wrong, world.picture, *arguments)
        equal((result.status, world.files()), (9, []), arguments)
    result = world.fetch('--integrity', wrong, world.picture, '-o', '-')
    equal((result.status, result.output), (9, b''), 'the standard output')
    # The strongest of the list counts.
    result = world.fetch('--integrity', f"{wrong} {HASHES['sha512']}", world.picture, '-o', 'a.png')
    equal(result.status, 0, 'the strongest is right')


@case('IN36 IN37 RS16: redirect=error: exit 12 with the place; manual: the answer itself')
def _(world):
    url = world.base + '/redirect/302?to=/file/pictures/plain.png'
    result = world.fetch('--redirect', 'error', url, '-o', 'a.png')
    equal((result.status, world.files()), (12, []), 'error')
    holds(result.errors, '/file/pictures/plain.png')
    result = world.fetch('--redirect', 'manual', url, '--json-result')
    equal((result.status, result.json['status'], result.json['redirected']), (4, 302, False), 'manual')
    equal(world.fetch('--redirect', 'follow', url, '-o', 'a.png').status, 0, 'follow')
    equal(world.read('a.png'), PNG, 'the file')


@case('mode same-origin: another origin is exit 12')
def _(world):
    result = world.fetch('--mode', 'same-origin', '--origin', PAGE, world.picture, '-o', 'a.png')
    equal((result.status, world.files()), (12, []), 'another origin')
    result = world.fetch('--mode', 'same-origin', '--origin', world.base, world.picture, '-o', 'a.png')
    equal(result.status, 0, 'its own')


@case('cors: the verdict is told, and only strict makes it exit 12')
def _(world):
    result = world.fetch('--any', '--origin', PAGE, '--cors', 'verdict', world.base + '/bytes/10', '--json-result')
    equal((result.status, result.json['cors']['allowed'], result.json['cors']['crossOrigin']), (0, False, True),
          'without the field')
    holds(result.errors, 'Access-Control-Allow-Origin')
    result = world.fetch('--any', '--origin', PAGE, '--cors', 'strict', world.base + '/bytes/10', '-o', 'a')
    equal((result.status, world.files()), (12, []), 'strict')
    holds(result.errors, 'Access-Control-Allow-Origin')
    result = world.fetch('--any', '--origin', PAGE, '--cors', 'strict',
                         world.base + '/head?Access-Control-Allow-Origin=*', '--json-result')
    equal((result.status, result.json['type'], result.json['cors']['allowed']), (0, 'cors', True), 'allowed')
    equal(world.fetch(world.picture, '--json-result').json['cors'], None, 'nobody asked')


@case('CR4, IN26: cookies: a jar is written and read; omit sends none')
def _(world):
    equal(world.fetch('--any', '-c', 'jar', world.base + '/set-cookie').status, 0, 'set')
    equal(world.files(), ['jar'], 'what is on disk')
    equal(os.stat(os.path.join(world.folder, 'jar')).st_mode & 0o077, 0, 'who may read the jar')
    result = world.fetch('--any', '-b', 'jar', world.base + '/cookies', '-o', '-')
    holds(result.output.decode(), 'sid=1')
    result = world.fetch('--any', '-b', 'jar', '--credentials', 'omit', world.base + '/cookies', '-o', '-')
    equal('sid=1' in result.output.decode(), False, 'omitted')


@case('cache: stored once, then from the cache; only-if-cached without it is exit 3')
def _(world):
    url = world.base + '/head?Cache-Control=max-age%3D600'
    words = [world.fetch('--any', '--cache', 'default', url, '--json-result').json['cache'] for _ in range(2)]
    equal(words, ['none', 'stored'], 'the second time')
    equal(world.fetch('--any', url, '--json-result').json['cache'], 'none', 'nobody asked')
    result = world.fetch('--cache', 'only-if-cached', world.picture, '-o', 'a.png')
    equal((result.status, world.files()), (3, []), 'not in the cache')


run(Program)
