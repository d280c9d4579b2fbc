# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture inside an answer: saved with its own bytes, name and extension, and asked for once."""
import base64
import json
import os
import subprocess
import sys

from program import PNG, Program, PROGRAM, equal, holds, sha256
from tap import case, run

BASE64 = base64.b64encode(PNG).decode()
MULTIPART = (b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
             b'--b\r\nContent-Disposition: form-data; name="qr"; filename="\xe5\x8d\xa1.jpg"\r\n'
             b'Content-Type: image/png\r\n\r\n' + PNG + b'\r\n--b--\r\n')
SHAPES = {
    'json-base64': ('application/json', json.dumps({'code': 0, 'data': {'img': BASE64}}), 'json:/data/img'),
    'json-data-url': ('application/json', json.dumps({'qr': 'data:image/png;base64,' + BASE64}), 'json:/qr'),
    'json-base64url': ('application/json', json.dumps(
        [base64.urlsafe_b64encode(PNG).decode().rstrip('=')]), 'json:/0'),
    'text-base64': ('text/plain', BASE64, 'text'),
    'text-data-url': ('text/plain', 'data:image/png;base64,' + BASE64, 'text'),
    'multipart': ('multipart/form-data; boundary=b', MULTIPART, 'part:qr'),
}


def requests(world):
    return [path for path, _ in world.server.seen]


def serve(world, name, kind, body):
    world.server.bodies['/' + name] = (kind, body if isinstance(body, bytes) else body.encode())
    return f'{world.liar}/{name}'


@case('every shape, told where to look and not: the picture itself, one request')
def _(world):
    for name, (kind, body, place) in SHAPES.items():
        for told in ([], ['--image-at', place]):
            world.clean()
            result = world.fetch(serve(world, name, kind, body), '-O', '--json-result', *told)
            equal((name, result.status), (name, 0), 'the exit status')
            equal(world.read(name + '.png'), PNG, 'the file')
            equal(requests(world), ['/' + name], 'the requests')
            seen = {key: result.json[key] for key in ('kind', 'sniffed', 'sha256', 'imageAt')}
            equal(seen, {'kind': 'picture', 'sniffed': 'image/png', 'sha256': sha256(PNG), 'imageAt': place}, name)
            if told:
                equal(result.errors, '', 'standard error')
            else:
                holds(result.errors, f'--image-at {place}')


@case('the name that a part has, and the extension of what it is')
def _(world):
    kind, body, _ = SHAPES['multipart']
    equal(world.fetch(serve(world, 'answer', kind, body), '-OJ').status, 0, 'the exit status')
    equal(world.files(), ['卡.png'], 'the files')


@case('to the standard output')
def _(world):
    kind, body, place = SHAPES['json-base64']
    url = serve(world, 'answer', kind, body)
    equal(world.fetch(url, '-o', '-').output, PNG, 'standard output')
    equal(world.fetch(url, '-o', '-', '--image-at', place).output, PNG, 'standard output')


@case('US5: an address: one more request, under its name')
def _(world):
    world.server.bodies['/q/code'] = ('image/png', PNG)
    for address in ('/q/code', 'q/code', f'{world.liar}/q/code', f'//{world.liar[7:]}/q/code'):
        world.server.seen.clear()
        result = world.fetch(serve(world, 'answer', 'application/json', json.dumps({'data': {'url': address}})),
                             '-O', '--output-dir', world.folder, '--json-result', '--image-at', 'json:/data/url')
        equal((address, result.status, result.errors), (address, 0, ''), 'the result')
        equal(result.json['url'], f'{world.liar}/q/code', 'the address')
        equal(requests(world), ['/answer', '/q/code'], 'the requests')
        equal(world.read('code.png'), PNG, 'the file')
        os.unlink(os.path.join(world.folder, 'code.png'))


@case('a list of addresses: the first of them, and a word about the others')
def _(world):
    body = json.dumps({'photos': [{'id': n, 'src': f'/{n}.png'} for n in range(10)]})
    result = world.fetch(serve(world, 'answer', 'application/json', body), '-O')
    equal((result.status, world.files()), (0, ['0.png']), 'the result')
    holds(result.errors, 'json:/photos/0/src', '10 pictures')
    equal(requests(world), ['/answer', '/0.png'], 'the requests')


@case('not there, broken, no picture: exit 5 or 6, the place named, nothing written')
def _(world):
    for body, place, status, word in (
            ({'img': BASE64}, 'json:/data/img', 5, '/data/img'),
            ({'img': 7}, 'json:/img', 5, '/img'),
            ({'img': BASE64[:100] + '*' + BASE64[101:]}, 'json:/img', 6, 'character 101 is “*”'),
            ({'img': BASE64[:400]}, 'json:/img', 6, 'ends early'),
            ({'url': '/answer.html'}, 'json:/url', 5, 'login page'),
            ({'url': 'file:///etc/passwd'}, 'json:/url', 5, '/url'),
            ({'img': BASE64}, 'body', 5, 'JSON')):
        serve(world, 'answer.html', 'text/html', '<html><title>Sign in</title>')
        result = world.fetch(serve(world, 'answer', 'application/json', json.dumps(body)), '-o', 'a.png',
                             '--image-at', place)
        equal((place, result.status, result.output), (place, status, b''), 'the result')
        holds(result.errors, word)
        equal(world.files(), [], 'what is on disk')


@case('what is guessed wrongly changes nothing')
def _(world):
    serve(world, 'page', 'text/html', '<html>')
    result = world.fetch(serve(world, 'answer', 'application/json', '{"url":"/page"}'), '-o', 'a.png',
                         '--json-result')
    equal((result.status, result.json['kind'], result.json['imageAt']), (5, 'text', None), 'the result')
    equal(result.json['sha256'], sha256(b'{"url":"/page"}'), 'the hash')
    world.server.seen.clear()
    result = world.fetch(serve(world, 'answer', 'application/json',
                               '{"errcode":40001,"errmsg":"invalid credential","url":"/0.png"}'), '-o', 'a.png')
    equal(result.status, 5, 'the exit status')
    holds(result.errors, '40001 invalid credential')
    equal(requests(world), ['/answer'], 'the requests')
    equal(world.files(), [], 'what is on disk')


@case('--any takes the answer as it is, unless a place is named')
def _(world):
    kind, body, place = SHAPES['json-base64']
    url = serve(world, 'answer', kind, body)
    equal(world.fetch(url, '--any', '-o', 'a').status, 0, 'the exit status')
    equal(world.read('a'), body.encode(), 'the file')
    equal(world.fetch(url, '--any', '-o', 'b', '--image-at', place).status, 0, 'the exit status')
    equal(world.read('b'), PNG, 'the file')


@case('a file of this computer and a data: address are pictures as well (RS17)')
def _(world):
    with open(os.path.join(world.folder, 'picture.png'), 'wb') as file:
        file.write(PNG)
    for address, name in (('picture.png', 'picture.png'), (f'file://{world.folder}/picture.png', 'picture.png'),
                          ('data:image/png;base64,' + BASE64, None)):
        result = world.fetch(address, '-O', '--output-dir', world.home, '--json-result')
        equal((result.status, result.errors), (0, ''), 'the result')
        saved = result.json['savedAs']
        with open(saved, 'rb') as file:
            equal(file.read(), PNG, 'the file')
        if name:
            equal(os.path.basename(saved), name, 'the name')
        os.unlink(saved)
    result = world.fetch('file:///no/such/file.png', '-o', 'a.png')
    equal(result.status, 2, 'the exit status')
    holds(result.errors, '/no/such/file.png')


@case('20 MB in base64: less memory than three times the picture (US7)')
def _(world):
    bmp = b'BM' + (54 + 20000000).to_bytes(4, 'little') + bytes(4) + (54).to_bytes(4, 'little') + \
        (40).to_bytes(4, 'little') + (5000).to_bytes(4, 'little') + (1000).to_bytes(4, 'little') + \
        b'\x01\x00\x20\x00' + bytes(24) + os.urandom(1000) * 20000
    url = serve(world, 'answer', 'application/json', json.dumps({'data': {'img': base64.b64encode(bmp).decode()}}))
    measure = ('import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); '
               'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)')
    child = subprocess.run([sys.executable, '-c', measure, PROGRAM, 'fetch', '-s', url, '-o', 'a.bmp'],
                           cwd=world.folder, env=world.environment(), capture_output=True)
    equal(child.returncode, 0, 'the exit status')
    equal(world.read('a.bmp') == bmp, True, 'that the file is the picture')
    peak = int(child.stdout) * 1024
    # The sanitizers' own memory counts for nobody.
    if 'PLACARD_SANITIZED' not in os.environ and peak >= 3 * len(bmp):
        raise AssertionError(f'{peak >> 20} MiB at the peak for {len(bmp) >> 20} MiB of picture')


run(Program)
