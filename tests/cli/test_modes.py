# SPDX-License-Identifier: GPL-3.0-or-later
"""The Fetch standard's modes from the command line: integrity, cache, cookies, referrer, origin."""
import base64
import hashlib
import os
import urllib.request

from program import PNG, Program, equal, holds
from tap import case, run

CORS = '/head?Access-Control-Allow-Origin=https://page.example'


def integrity(algorithm, data):
    return algorithm + '-' + base64.b64encode(hashlib.new(algorithm, data).digest()).decode()


def requests(world):
    """Heads of all requests so far."""
    with urllib.request.urlopen(world.base + '/requests') as answer:
        text = answer.read().decode()
    return text


def count(world, path):
    return requests(world).count(' ' + path)


@case('NW15, IN29: integrity: the right one saves, in every algorithm and the strongest of a list')
def _(world):
    wrong = integrity('sha256', b'something else')
    for text in (integrity('sha256', PNG), integrity('sha384', PNG), integrity('sha512', PNG),
                 wrong + ' ' + integrity('sha512', PNG), integrity('sha384', PNG) + '?ct=image/png'):
        equal(world.fetch(world.picture, '--integrity', text, '-o', 'a.png').status, 0, text)
        equal(world.read('a.png'), PNG, 'the file')


@case('integrity: a wrong one is exit 9, and nothing is saved or printed')
def _(world):
    wrong = integrity('sha256', b'something else')
    for where in ('-o', 'a.png'), ('-O',), ('-o', '-'), ('--any', '-o', 'a.png'), ('--keep-partial', '-o', 'a.png'):
        result = world.fetch(world.picture, '--integrity', wrong, *where)
        equal((result.status, result.output, world.files()), (9, b'', []), ' '.join(where))
        holds(result.errors, integrity('sha256', PNG))
    strongest = integrity('sha256', PNG) + ' ' + integrity('sha512', b'something else')
    equal(world.fetch(world.picture, '--integrity', strongest, '-o', 'a.png').status, 9, 'the strongest decides')


@case('integrity: a hash of the wrong length is exit 2 and names the field, nothing is sent')
def _(world):
    before = count(world, '/file/')
    result = world.fetch(world.picture, '--integrity', 'sha256-' + base64.b64encode(b'short').decode())
    equal(result.status, 2, 'the exit status')
    holds(result.errors, 'integrity')
    equal(count(world, '/file/'), before, 'requests')


@case('NW8, IN19, IN22: cache: once over the wire, then from the disk, then a 304')
def _(world):
    path = '/validated?ETag=%22cli%22&Cache-Control=max-age%3D600'
    arguments = (world.base + path, '--any', '-o', '-', '--cache')
    equal(world.fetch(*arguments, 'default').output, b'ok', 'the first answer')
    equal(count(world, path), 1, 'requests after the first')
    equal(world.fetch(*arguments, 'default').output, b'ok', 'the second answer')
    equal(count(world, path), 1, 'requests after the second')
    equal(world.fetch(*arguments, 'no-cache').output, b'ok', 'the third answer')
    holds(requests(world), 'If-None-Match: "cli"')
    equal(count(world, path), 2, 'requests after the third')
    folder = os.path.join(world.home, '.cache', 'placard', 'http')
    files = [os.path.join(folder, name) for name in os.listdir(folder)]
    equal([os.stat(file).st_mode & 0o777 for file in files], [0o600], 'what is on disk')


@case('IN24: cache: only-if-cached and nothing there is exit 3 and no connection')
def _(world):
    before = world.stats()['connections']
    result = world.fetch(world.picture, '--cache', 'only-if-cached', '-o', 'a.png')
    equal((result.status, world.files()), (3, []), 'the exit status')
    holds(result.errors, 'not in the cache')
    # The one that asks for the number is counted too.
    equal(world.stats()['connections'] - before <= 1, True, 'no connection')


@case('cache: nothing said keeps nothing')
def _(world):
    equal(world.fetch(world.base + '/head?Cache-Control=max-age%3D600', '--any', '-o', '-').status, 0, 'the status')
    equal(os.path.exists(os.path.join(world.home, '.cache', 'placard', 'http')), False, 'a folder')


@case('CR4: cookies: --cookie-jar is written as curl writes it, and read again')
def _(world):
    equal(world.fetch(world.base + '/set-cookie', '--any', '-o', '-', '--cookie-jar', 'jar').status, 0, 'the status')
    holds(world.read('jar').decode(), '127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t1\n')
    equal(os.stat(os.path.join(world.folder, 'jar')).st_mode & 0o777, 0o600, 'the mode')
    equal(world.fetch(world.base + '/cookies', '--any', '-o', '-', '-b', 'jar').output, b'sid=1', 'read by -b')
    equal(world.fetch(world.base + '/cookies', '--any', '-o', '-', '-c', 'jar').output, b'sid=1', 'read by -c')
    equal(world.fetch(world.base + '/cookies', '--any', '-o', '-', '-b', 'a=b; c=d').output, b'a=b; c=d', 'as given')
    equal(world.fetch(world.base + '/cookies', '--any', '-o', '-', '-b', 'jar', '--credentials', 'omit').output, b'',
          'omitted')


@case('NW14, IN40: referrer: the policy decides what each hop is told')
def _(world):
    port = world.base.rpartition(':')[2]
    to = f'/redirect/302?to=http://localhost:{port}/echo'
    page = world.base + '/page?x'
    for policy, wanted in (('unsafe-url', 'Referer: ' + page), ('origin', 'Referer: ' + world.base + '/'),
                           ('same-origin', None), ('no-referrer', None)):
        result = world.fetch(world.base + to, '--any', '-o', '-', '-e', page, '--referrer-policy', policy)
        lines = result.output.decode().split('\r\n')
        equal([line for line in lines if line.startswith('Referer:')], [wanted] if wanted else [], policy)


@case('IN33: mode same-origin refuses a hop with exit 12, and names it')
def _(world):
    port = world.base.rpartition(':')[2]
    to = f'/redirect/302?to=http://localhost:{port}/echo'
    result = world.fetch(world.base + to, '--mode', 'same-origin', '--any')
    equal(result.status, 12, 'the exit status')
    holds(result.errors, f'http://localhost:{port}/echo')


@case('RS12: --cors tells the verdict; strict makes it an error')
def _(world):
    arguments = ('--any', '-o', 'a', '--origin', 'https://page.example', '--cors')
    good = world.fetch(world.base + CORS, *arguments, 'verdict')
    equal(good.status, 0, 'the exit status')
    holds(good.errors, 'A browser would get this')
    bad = world.fetch(world.base + '/head', *arguments, 'verdict')
    equal((bad.status, world.read('a')), (0, b'ok'), 'told only')
    holds(bad.errors, 'A browser would block this: The answer has no Access-Control-Allow-Origin')
    os.unlink(os.path.join(world.folder, 'a'))
    strict = world.fetch(world.base + '/head', *arguments, 'strict')
    equal((strict.status, world.files()), (12, []), 'enforced')
    holds(strict.errors, 'Access-Control-Allow-Origin')
    equal(world.fetch(world.base + '/head', '--cors', 'verdict').status, 2, 'without an origin')


@case('NW13, CO8: --cors sends the real preflight, and the verdict is in the result')
def _(world):
    result = world.fetch(world.base + CORS + '&Access-Control-Allow-Headers=x-till&Access-Control-Max-Age=60',
                         '--any', '-o', 'a', '-H', 'X-Till: 7', '-H', 'Authorization: Bearer t', '--origin',
                         'https://page.example', '--cors', 'verdict', '--json-result')
    cors = result.json['cors']
    equal((cors['allowed'], cors['preflight']), (False, True), 'the verdict')
    holds(cors['sentence'], 'authorization')
    heads = requests(world).split('OPTIONS ')[1].split('\r\n\r\n')[0]
    holds(heads, 'Access-Control-Request-Headers: authorization,x-till')
    equal('Bearer' in heads, False, 'credentials in the preflight')


run(Program)
