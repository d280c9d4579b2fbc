# SPDX-License-Identifier: GPL-3.0-or-later
"""What a page's Fetch has and its acceptance checks, in a line each, through `placard fetch`. The rows are SPEC.md's."""
import base64
import json
import os
import time

from program import DATA, PNG, Program, equal, holds, sha256
from endpoint import Endpoint
from tap import case, run


class Rows(Program):
    def __enter__(self):
        super().__enter__()
        self.other = Endpoint()
        return self

    def __exit__(self, *details):
        self.other.close()
        super().__exit__(*details)

    def clean(self):
        super().clean()
        if hasattr(self, 'other'):
            self.other.requests.clear()

    def answer(self, path, body, kind='image/png', status='200 OK', fields=()):
        return self.other.on(path, lambda c: c.answer(body, kind, status, fields))

    def json(self, *arguments):
        return self.fetch('--json-result', *arguments).json


@case('US4: JPEG called text, called JSON, not called at all')
def _(world):
    with open(os.path.join(DATA, 'pictures', 'baseline.jpg'), 'rb') as file:
        body = file.read()
    for kind in ('text/plain', 'application/json', None):
        raw = f'Content-Type: {kind}\r\n' if kind else ''
        url = world.other.on('/garbage', lambda c: c.write(
            f'HTTP/1.1 200 OK\r\n{raw}Content-Length: {len(body)}\r\n\r\n'.encode() + body))
        result = world.fetch('-O', '--json-result', url)
        equal((result.status, world.files(), world.read('garbage.jpg')), (0, ['garbage.jpg'], body), f'{kind}')
        equal(result.json['mislabelled'], kind is not None, f'{kind}')
        if kind:
            holds(result.errors, f'declared {kind}', 'JPEG')
        world.clean()


@case('US6: base64 in every dress; a broken one names its place')
def _(world):
    plain = base64.b64encode(PNG).decode()
    dresses = {'data URI': 'data:image/png;base64,' + plain, 'bare': plain, 'base64url': base64.urlsafe_b64encode(PNG).decode(),
               'unpadded': plain.rstrip('='), 'with line breaks': '\n'.join(plain[i:i + 76] for i in range(0, len(plain), 76))}
    for what, text in dresses.items():
        for kind, body, place in (('application/json', json.dumps({'img': text}), 'json:/img'), ('text/plain', text, 'text')):
            result = world.fetch('-o', 'a.png', '--image-at', place, world.answer('/b64', body.encode(), kind))
            equal((result.status, world.read('a.png') == PNG), (0, True), f'{what} in {kind}: {result.errors}')
            world.clean()
    broken = world.fetch('-o', 'a.png', '--image-at', 'json:/img', world.answer('/b64', json.dumps({'img': plain[:50] + '§' + plain}).encode(), 'application/json'))
    equal((broken.status in (5, 6), world.files()), (True, []), f'{broken}')
    holds(broken.errors, '/img')


@case('XR3, BM4, BM16, RI7: size, type and digest are the server\'s')
def _(world):
    result = world.json(world.answer('/a', PNG))
    equal((result['bodyBytes'], result['wireBytes'], result['declared'], result['sniffed'], result['sha256'], result['width'], result['height']),
          (len(PNG), len(PNG), 'image/png', 'image/png', sha256(PNG), 37, 29), 'the object')


@case('XR8: one request for one press')
def _(world):
    for n in range(1, 4):
        world.fetch('-o', 'a.png', '--json-result', world.answer('/once', PNG))
        equal(len(world.other.requests), n, 'the requests')


@case('CT1, CT7: octet-stream that is a PNG is one; what nobody knows is a file, not text')
def _(world):
    equal(world.fetch('-O', world.answer('/qr', PNG, 'application/octet-stream')).status, 0, 'a picture')
    equal(world.files(), ['qr.png'], 'its name')
    world.clean()
    noise = bytes((i * 197 + 13) % 256 for i in range(5000))
    result = world.fetch('-O', '--json-result', world.answer('/noise', noise, 'application/octet-stream'))
    equal((result.status, result.json['kind'], world.files()), (5, 'file', []), 'noise')
    equal('\ufffd' in result.errors, False, result.errors)
    equal(world.fetch('--any', '-O', world.answer('/noise', noise, 'application/octet-stream')).status, 0, '--any')
    equal((world.files(), world.read('noise.bin')), (['noise.bin'], noise), 'its name')


@case('CT2: an attachment is a picture all the same, under the name that it was given')
def _(world):
    result = world.fetch('-J', world.answer('/x', PNG, fields=[('Content-Disposition', 'attachment; filename="卡.png"')]))
    equal((result.status, world.files()), (0, ['卡.png']), 'the result')


@case('RS1: the head is told before the body comes')
def _(world):
    def slow(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(PNG))
        time.sleep(1.5)
        connection.write(PNG)
    child = world.start('--progress', 'json', '-o', 'a.png', world.other.on('/slow', slow))
    begin, told = time.monotonic(), None
    for line in child.stderr:
        if b'"receiving"' in line:
            told = time.monotonic() - begin
            break
    child.communicate(timeout=10)
    equal((child.returncode, told is not None and told < 1.0), (0, True), f'told after {told} s')


@case('RS2, RS3, RS4, RS5: the status, its words, whether it is ok, the exit status')
def _(world):
    for status, words, ok, code in ((200, 'OK', True, 0), (201, 'Created', True, 0), (401, 'Unauthorized', False, 4), (403, 'Forbidden', False, 4),
                                    (404, 'Not Found', False, 4), (418, "I'm a teapot", False, 4), (429, 'Too Many Requests', False, 4),
                                    (500, 'Internal Server Error', False, 4), (503, 'Service Unavailable', False, 4), (299, '', True, 0)):
        result = world.fetch('--json-result', '-o', 'a.png', world.answer('/s', PNG, status=f'{status} {words}'))
        seen = result.json
        equal((result.status, seen['status'], seen['statusText'], seen['ok']), (code, status, words, ok), f'{status}')
        equal(world.read('a.png'), PNG, f'{status}: the picture is kept')
        world.clean()
    for status in (204, 304):
        result = world.fetch('--json-result', '-o', 'a.png', world.other.on('/s', lambda c: c.head(f'{status} X')))
        equal((result.json['status'], result.json['kind'], result.status, world.files()), (status, 'nothing', 5, []), f'{status}')


@case('RS6, RS14: what never was an answer has status 0, and words of its own')
def _(world):
    seen = set()
    for arguments in ([f'http://127.0.0.1:{world.dead_port()}/'], ['http://no-such-host.invalid/'], [world.base + '/close-head'],
                      [world.base + '/http09'], ['-m', '1', world.base + '/stall-head']):
        result = world.fetch('--json-result', *arguments)
        equal((result.json['type'], result.json['status'], result.json['ok']), ('error', 0, False), f'{arguments}')
        seen.add(result.errors.split(':', 1)[1].replace('127.0.0.1', ''))
    equal(len(seen), 5, f'{seen}')


@case('RS7: which timer it was')
def _(world):
    for option, path, words in (('--first-byte-timeout', '/stall-head', 'did not begin to answer'), ('--idle-timeout', '/stall-body', 'Nothing moved'),
                                ('--max-time', '/drip-body', 'the time allowed for all of it')):
        result = world.fetch('--any', option, '1', world.base + path)
        equal((result.status, result.seconds < 3 or 'PLACARD_SANITIZED' in os.environ), (8, True), option)
        holds(result.errors, words)


@case('RS9, RS10, RI1: the final address, and that it was not the one that was asked')
def _(world):
    end = world.answer('/end', PNG)
    start = world.answer('/start', b'', status='302 Found', fields=[('Location', '/end')])
    result = world.json(start)
    equal((result['url'], result['redirected'], [hop['status'] for hop in result['hops']]), (end, True, [302]), 'the object')
    equal(world.json(end)['redirected'], False, 'without one')


@case('RS11, RS12, RS15, RS16: basic, cors, opaque, opaqueredirect')
def _(world):
    page = ['--origin', 'https://page.example']
    allowed = world.answer('/cors', PNG, fields=[('Access-Control-Allow-Origin', '*')])
    equal(world.json(allowed)['type'], 'basic', 'without an origin')
    equal(world.json(*page, '--mode', 'cors', '--cors', 'verdict', allowed)['type'], 'cors', 'cross-origin, allowed')
    opaque = world.json(*page, '--mode', 'no-cors', '--cors', 'verdict', '-o', 'a.png', world.answer('/plain', PNG))
    equal((opaque['type'], opaque['width'], world.read('a.png')), ('opaque', 37, PNG), 'no-cors: shown here all the same')
    hop = world.answer('/hop', b'', status='302 Found', fields=[('Location', '/plain')])
    equal(world.json('--redirect', 'manual', hop)['type'], 'opaqueredirect', 'redirect=manual')


@case('RS21, BM7: read once and nothing kept: not to be saved, but it was used')
def _(world):
    url = world.answer('/a', PNG)
    result = world.fetch('--no-keep', '-o', '-', url)
    equal((result.status, result.output), (0, PNG), 'standard output')
    refused = world.fetch('--no-keep', '-o', 'a.png', url)
    equal((refused.status, world.files()), (2, []), f'{refused}')
    holds(refused.errors, '--no-keep')
    equal(world.json('-o', 'b.png', url)['bodyUsed'], True, 'saved')
    equal(world.json(url)['bodyUsed'], False, 'only looked at')


@case('RS23, RI9: a cookie that is set is seen')
def _(world):
    result = world.json(world.answer('/a', PNG, fields=[('Set-Cookie', 'sid=1; HttpOnly')]))
    equal(['Set-Cookie', 'sid=1; HttpOnly'] in result['headers'], True, f'{result["headers"]}')


@case('BM2, XR5: JSON that is none says where it breaks')
def _(world):
    result = world.fetch('-o', 'a.png', '--image-at', 'json:/img', world.answer('/j', b'{"img":\n "x",}\n', 'application/json'))
    equal((result.status, world.files()), (6, []), f'{result}')
    holds(result.errors, 'line 2')


@case('BM18: the type of a body that says none')
def _(world):
    for arguments, kind in ((['-d', 'a=1'], 'application/x-www-form-urlencoded'), (['--json', '{}'], 'application/json'),
                            (['-F', 'a=1'], 'multipart/form-data; boundary=')):
        world.fetch('--any', *arguments, world.answer('/echo', PNG))
        equal(world.other.requests[-1].get('Content-Type').startswith(kind), True, world.other.requests[-1].get('Content-Type'))


@case('OT5, HD15: the fields that were sent are those that arrived')
def _(world):
    sent = world.fetch('--any', '-o', '-', '-H', 'X-Till: 7', '--oauth2-bearer', 't', world.base + '/echo').output.decode()
    for line in ('X-Till: 7', 'Authorization: Bearer t', 'Accept: image/', 'Host: 127.0.0.1'):
        holds(sent, line)


@case('OT6: omit sends no credentials, include does')
def _(world):
    for mode, there in (('omit', None), ('include', 'sid=1')):
        world.fetch('-b', 'sid=1', '--credentials', mode, world.answer('/a', PNG))
        equal(world.other.requests[-1].get('Cookie'), there, mode)


@case('OT9: a film is a file: not a picture, not text, saved when it was wanted')
def _(world):
    film = b'\0\0\0\x18ftypmp42\0\0\0\0mp42isom' + b'\0' * 5000
    result = world.fetch('-O', '--json-result', world.answer('/film', film, 'video/mp4'))
    equal((result.status, result.json['kind'], world.files()), (5, 'file', []), 'not a picture')
    holds(result.errors, 'video')
    equal(world.fetch('--any', '-O', world.answer('/film', film, 'video/mp4')).status, 0, '--any')
    equal((world.files(), world.read('film.mp4') == film), (['film.mp4'], True), 'the file')


if __name__ == '__main__':
    run(Rows)
