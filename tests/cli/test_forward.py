# SPDX-License-Identifier: GPL-3.0-or-later
"""What was fetched is sent on: byte for byte, and its server is not asked again."""
import json
import os

from program import PNG, Program, equal, holds, sha256
from tap import case, run


def target(world, *lines):
    path = os.path.join(world.folder, 'target.placard')
    with open(path, 'w') as file:
        file.write('\n'.join(lines) + '\n')
    return path


def heads(world):
    import urllib.request
    with urllib.request.urlopen(world.base + '/requests') as answer:
        return [line for line in answer.read().decode().splitlines() if line.endswith(' HTTP/1.1')]


@case('as the part of a form, beside its other fields')
def _(world):
    path = target(world, f'url = "{world.base}/echo"', 'form = "till=7"', 'form = "image=@-"', 'header = "X-Till: 7"')
    result = world.fetch(world.picture, '--forward-to', path)
    equal(result.status, 0, 'the exit status')
    head, _, body = result.output.partition(b'\r\n\r\n')
    holds(head, b'POST /echo', b'X-Till: 7', b'multipart/form-data; boundary=')
    holds(body, b'name="till"\r\n\r\n7\r\n', b'name="image"; filename="plain.png"\r\nContent-Type: image/png\r\n\r\n' + PNG)
    equal(sum('plain.png' in line for line in heads(world)), 1, 'requests to the source')


@case('as the whole body')
def _(world):
    path = target(world, f'url = "{world.base}/upload"', 'upload-file = "-"')
    result = world.fetch(world.picture, '--forward-to', path)
    equal(result.status, 0, 'the exit status')
    holds(result.output.decode(), str(len(PNG)), sha256(PNG))


@case('both results are told, one after the other')
def _(world):
    path = target(world, f'url = "{world.base}/upload"')
    result = world.fetch(world.picture, '--forward-to', path, '--json-result')
    first, second = [json.loads(line) for line in result.output.decode().splitlines()]
    equal((first['sniffed'], first['status']), ('image/png', 200), 'the first')
    equal((second['url'], second['status']), (world.base + '/upload', 200), 'the second')


@case('what is no picture is not forwarded, unless whatever comes is wanted')
def _(world):
    path = target(world, f'url = "{world.base}/upload"', 'upload-file = "-"')
    before = len(heads(world))
    equal(world.fetch(world.base + '/json-error', '--forward-to', path).status, 5, 'the exit status')
    equal(world.fetch(world.liar + '/short.png', '--forward-to', path).status, 6, 'the exit status')
    equal(world.fetch('--any', world.liar + '/short.png', '--forward-to', path).status, 6, 'the exit status')
    equal(len(heads(world)) - before, 1, 'requests')
    equal(world.fetch('--any', world.base + '/json-error', '--forward-to', path).status, 0, 'the exit status')


@case("the target's failure is the exit status")
def _(world):
    path = target(world, f'url = "{world.base}/status/503"', 'upload-file = "-"')
    equal(world.fetch(world.picture, '--forward-to', path).status, 4, 'a status')
    path = target(world, f'url = "http://127.0.0.1:{world.dead_port()}/"', 'upload-file = "-"')
    equal(world.fetch(world.picture, '--forward-to', path).status, 3, 'nobody there')


@case('a bad target is told before anything is sent')
def _(world):
    before = world.stats()['requests']
    for lines in (['header = "a b: c"', 'url = "http://127.0.0.1/"'], ['data = "x"', 'url = "http://127.0.0.1/"'], ['nonsense = 1']):
        equal(world.fetch(world.picture, '--forward-to', target(world, *lines)).status, 2, lines)
    equal(world.fetch(world.picture, '--forward-to', 'nowhere.placard').status, 2, 'no file')
    # Its own questions are requests too.
    equal(world.stats()['requests'] - before <= 1, True, 'nothing was sent')


run(Program)
