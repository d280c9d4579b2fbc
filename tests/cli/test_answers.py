# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes, what is said about it, what lies on disk, and the exit status: each of them."""
import os
import shutil
import subprocess

from program import PNG, Program, equal, holds, sha256
from tap import Skip, case, run


def refuses(world, status, *words, arguments):
    result = world.fetch(*arguments)
    equal(result.status, status, 'the exit status')
    holds(result.errors, 'placard: ', *words)
    equal(world.files(), [], 'what is on disk')
    return result


@case('CT5, XR8, CL1, CL4: a picture: exit 0, the same bytes')
def _(world):
    result = world.fetch(world.picture, '-o', 'a.png')
    equal((result.status, result.output, result.errors), (0, b'', ''), 'the result')
    equal(world.read('a.png'), PNG, 'the file')


@case('US4, RI6: a picture under any label: exit 0 and a note')
def _(world):
    for label in ('text/plain', 'application/json', 'image/jpeg'):
        result = world.fetch(f'{world.base}/file/pictures/plain.png?type={label}', '-o', 'a.png')
        equal(result.status, 0, 'the exit status')
        holds(result.errors, f'declared {label}', 'PNG')
        equal(world.read('a.png'), PNG, 'the file')
    result = world.fetch(f'{world.base}/file/pictures/plain.png?type=application/octet-stream', '-o', 'a.png')
    equal((result.status, result.errors), (0, ''), 'plain bytes')


@case('every picture format: exit 0')
def _(world):
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data', 'pictures')
    for name in sorted(os.listdir(folder)):
        result = world.fetch(f'{world.base}/file/pictures/{name}', '-o', name)
        equal((name, result.status), (name, 0), 'the exit status')
        with open(os.path.join(folder, name), 'rb') as file:
            equal(world.read(name), file.read(), name)


@case('CL4: usage: exit 2, nothing is sent')
def _(world):
    before = world.stats()['requests']
    for arguments, word in (
            ([], 'address'),
            (['--no-such-option', world.picture], '--no-such-option'),
            (['-o'], '-o'),
            (['ftp://host/x'], 'ftp'),
            (['http://ho st/'], ''),
            (['-H', 'a b: c', world.picture], 'a b'),
            (['-H', 'A: b\r\nC: d', world.picture], ''),
            (['-X', 'CONNECT', world.picture], 'CONNECT'),
            (['-X', 'GE T', world.picture], ''),
            (['-X', 'GET', '-d', 'body', world.picture], ''),
            (['-o', 'x', world.picture, world.picture], '--output')):
        refuses(world, 2, word, arguments=arguments)
    equal(world.stats()['requests'] - before, 0, 'requests')


@case('RS6, CL4, AB6: network: exit 3, each its own words')
def _(world):
    port = world.dead_port()
    refuses(world, 3, f'127.0.0.1:{port}', arguments=[f'http://127.0.0.1:{port}/', '-o', 'a.png'])
    refuses(world, 3, 'no-such-host.invalid', arguments=['http://no-such-host.invalid/', '-o', 'a.png'])
    refuses(world, 3, 'redirect', arguments=[world.base + '/loop', '-o', 'a.png'])
    for path in ('/reset-head', '/close-head', '/length-differ', '/http09'):
        refuses(world, 3, '', arguments=[world.base + path, '-o', 'a.png'])


@case('RS4, RS5: a status that is not ok: exit 4, with the message of the server')
def _(world):
    refuses(world, 4, '404', 'This is status 404.', arguments=[world.base + '/status/404', '-o', 'a.png'])
    result = world.fetch(world.base + '/status/500', '--any', '-o', 'a.txt')
    equal((result.status, world.files()), (4, ['a.txt']), 'with --any')


@case('US9: a picture under 404 is kept, and exits 4; with --fail it is not kept')
def _(world):
    result = world.fetch(world.liar + '/404.png', '-o', 'a.png')
    equal((result.status, world.read('a.png')), (4, PNG), 'the result')
    holds(result.errors, '404')
    os.unlink(os.path.join(world.folder, 'a.png'))
    refuses(world, 4, '404', arguments=['--fail', world.liar + '/404.png', '-o', 'a.png'])
    refuses(world, 4, '404', arguments=['--fail', '--any', world.base + '/status/404', '-o', 'a.png'])


@case('XR4, CT6: no picture: exit 5, nothing is written, the server is quoted')
def _(world):
    refuses(world, 5, '40001 invalid credential', arguments=[world.base + '/json-error', '-o', 'a.jpg'])
    refuses(world, 5, 'login page', '“Log in”', arguments=[world.base + '/html', '-o', 'a.jpg'])
    refuses(world, 5, 'empty', arguments=[world.base + '/empty', '-o', 'a.png'])
    refuses(world, 5, '204', arguments=[world.base + '/no-content', '-o', 'a.png'])
    refuses(world, 5, '304', arguments=[world.base + '/not-modified', '-o', 'a.png'])
    refuses(world, 5, 'text', arguments=[world.liar + '/large.txt', '-O'])
    refuses(world, 5, '', arguments=[world.base + '/bytes/1000', '-O'])


@case('--any: whatever comes is written')
def _(world):
    equal(world.fetch('--any', world.base + '/json-error', '-o', 'a.jpg').status, 0, 'JSON')
    equal(world.fetch('--any', world.base + '/bytes/100000', '-o', 'b').status, 0, 'bytes')
    equal(world.fetch('--any', world.base + '/empty', '-o', 'c').status, 0, 'nothing')
    equal(world.files(), ['a.jpg', 'b', 'c'], 'what is on disk')
    equal((len(world.read('b')), len(world.read('c'))), (100000, 0), 'the sizes')


@case('CL4 CA5: cut short: exit 6, nothing is written')
def _(world):
    refuses(world, 6, '900 of 1,791 bytes', arguments=[world.liar + '/short.png', '-o', 'a.png'])
    refuses(world, 6, '', arguments=[world.liar + '/chunked-cut.png', '-o', 'a.png'])
    refuses(world, 6, '', arguments=[world.liar + '/whole-but-cut.png', '-O'])
    refuses(world, 6, '', arguments=[world.liar + '/damaged.png', '-o', 'a.png'])
    refuses(world, 6, '500 of 1,000 bytes', arguments=['--any', world.base + '/length-short', '-o', 'a.bin'])
    refuses(world, 6, '', arguments=['--any', world.base + '/reset-length', '-o', 'a.bin'])


@case('AB11 CA5: --keep-partial: written under a name that says so')
def _(world):
    for path in ('/short.png', '/chunked-cut.png'):
        result = world.fetch('--keep-partial', world.liar + path, '-o', 'a.png')
        equal((result.status, world.files()), (6, ['a (incomplete).png']), path)
        equal(world.read('a (incomplete).png'), PNG[:900], path)
        holds(result.errors, 'a (incomplete).png')
        os.unlink(os.path.join(world.folder, 'a (incomplete).png'))


@case('N4, US6, US5: the picture inside the answer is found by itself, and the place is said')
def _(world):
    for path, place in (('/base64.json', 'json:/data/img'), ('/url.json', 'json:/data/url'),
                        ('/data-uri.txt', 'text'), ('/multipart', 'part:qr')):
        result = world.fetch(world.liar + path, '-o', 'a.png')
        equal((result.status, world.read('a.png')), (0, PNG), path)
        holds(result.errors, '--image-at ' + place)
        result = world.fetch('--image-at', place, world.liar + path, '-o', '-')
        equal((result.status, result.output, result.errors), (0, PNG, ''), place)
        result = world.fetch('--image-at', 'body', world.liar + path, '-o', 'b.png')
        equal((result.status, world.files()), (5, ['a.png']), 'body')
    equal(world.fetch('--any', world.liar + '/base64.json', '-o', 'b').status, 0, '--any')
    holds(world.read('b').decode(), '"img"')


@case('the picture inside: its name, its digest, two requests and no more')
def _(world):
    result = world.fetch('-J', '--json-result', '--image-at', 'part:qr', world.liar + '/multipart')
    equal((result.status, world.files()), (0, ['卡.png']), 'the name')
    world.clean()
    result = world.fetch('-O', '--json-result', world.liar + '/url.json').json
    equal((result['sha256'], result['imageAt'], result['outerUrl']),
          (sha256(PNG), 'json:/data/url', world.liar + '/url.json'), 'the object')
    equal(len(world.server.seen), 2, 'requests')
    equal(world.files(), ['qr.png'], 'the name')


@case('the second request has the credentials only at the same origin')
def _(world):
    world.fetch('--oauth2-bearer', 'secret', '-H', 'X-Till: 7', world.liar + '/url.json', '-o', 'a.png')
    equal([fields.get('Authorization') for _, fields in world.server.seen], ['Bearer secret'] * 2, 'the same origin')
    world.server.seen.clear()
    result = world.fetch('--oauth2-bearer', 'secret', '-H', 'X-Till: 7', world.liar + '/elsewhere.json', '-o', 'a.png')
    equal(result.status, 0, 'the exit status')
    inner = world.server.seen[1][1]
    equal((inner.get('Authorization'), inner.get('X-Till')), (None, None), 'another origin')


@case('a place that holds no picture: exit 5, and the place is named')
def _(world):
    refuses(world, 5, '/data/no', arguments=['--image-at', 'json:/data/no', world.liar + '/base64.json', '-o', 'a.png'])
    refuses(world, 2, 'image-at', arguments=['--image-at', 'nowhere', world.picture, '-o', 'a.png'])
    refuses(world, 3, '127.0.0.1:1', arguments=['--image-at', 'json:/url', world.liar + '/dead.json', '-o', 'a.png'])
    refuses(world, 5, 'JSON', arguments=[world.liar + '/dead.json', '-o', 'a.png'])


@case('RS7, AB5, CL4: time: exit 8, after the time that was given')
def _(world):
    result = refuses(world, 8, '1 second', arguments=['--max-time', '1', world.base + '/stall-head', '-o', 'a.png'])
    if not 0.9 < result.seconds < 1.6:
        raise AssertionError(f'it took {result.seconds} s')
    refuses(world, 8, '', arguments=['--max-time', '1', world.base + '/stall-body', '-o', 'a.png'])


@case('TLS: exit 10 and the reason')
def _(world):
    if not shutil.which('openssl'):
        raise Skip('openssl is not installed')
    from program import FIXTURE
    pem = os.path.join(world.top, 'own.pem')
    made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                           '-nodes', '-keyout', pem + '.key', '-out', pem + '.crt', '-days', '2', '-subj', '/CN=own',
                           '-addext', 'subjectAltName=IP:127.0.0.1'], capture_output=True)
    if made.returncode:
        raise Skip('openssl cannot make a certificate')
    with open(pem, 'w') as file:
        for part in ('.crt', '.key'):
            file.write(open(pem + part).read())
    server = subprocess.Popen([FIXTURE, '--root', os.path.join(os.path.dirname(__file__), '..', 'data'), '--tls', pem],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        url = f'https://127.0.0.1:{int(server.stdout.readline())}/file/pictures/plain.png'
        refuses(world, 10, '127.0.0.1', arguments=[url, '-o', 'a.png'])
        equal(world.fetch('--cacert', pem + '.crt', url, '-o', 'a.png').status, 0, 'with its own authority')
        equal(world.read('a.png'), PNG, 'the file')
    finally:
        server.stdin.close()
        server.wait()


@case('saving: exit 11, the sentence names the place')
def _(world):
    refuses(world, 11, '/nowhere/at/all', arguments=[world.picture, '-o', '/nowhere/at/all/a.png'])
    os.mkdir(os.path.join(world.folder, 'a.png'))
    result = world.fetch(world.picture, '-o', 'a.png')
    equal((result.status, world.files()), (11, ['a.png']), 'a folder in the way')
    with open('/dev/full', 'wb') as full:
        result = world.fetch(world.picture, '-o', '-', stdout=full)
    equal(result.status, 11, 'a full standard output')


@case('several addresses: the first failure is the status, the rest is done')
def _(world):
    result = world.fetch('-O', world.base + '/json-error', world.picture, world.base + '/status/404')
    equal((result.status, world.files()), (5, ['plain.png']), 'the result')


@case('IN7: HEAD: the head, exit 0, no body')
def _(world):
    result = world.fetch('--head', world.base + '/bytes/1000')
    equal(result.status, 0, 'the exit status')
    holds(result.output.decode(), 'HTTP/1.1 200 OK\n', 'Content-Length: 1000\n')


run(Program)
