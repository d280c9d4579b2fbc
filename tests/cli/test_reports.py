# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told: --json-result, --write-out, the terminal."""
import json
import os
import pty
import select
import time

from program import PNG, Program, equal, holds, sha256
from tap import case, run

FIELDS = ('ok status statusText type url redirected headers bodyUsed kind declared sniffed width height sha256 '
          'wireBytes bodyBytes hops timings aborted phase savedAs').split()


@case('CL3: --json-result has every name, once, and they tell the truth')
def _(world):
    result = world.fetch(world.picture, '--json-result', '-o', 'a.png').json
    equal([name for name in FIELDS if name not in result], [], 'missing')
    expected = {'ok': True, 'status': 200, 'statusText': 'OK', 'type': 'basic', 'url': world.picture,
                'redirected': False, 'bodyUsed': True, 'kind': 'picture', 'declared': 'image/png',
                'sniffed': 'image/png', 'width': 37, 'height': 29, 'sha256': sha256(PNG), 'wireBytes': len(PNG),
                'bodyBytes': len(PNG), 'hops': [], 'aborted': False, 'phase': 'done', 'error': None, 'exitCode': 0,
                'savedAs': os.path.join(world.folder, 'a.png'), 'completeness': 'complete'}
    equal({name: result[name] for name in expected}, expected, 'the object')
    equal(result['headers'], [['Content-Length', str(len(PNG))], ['Content-Type', 'image/png']], 'the headers')
    times = [result['timings'][name] for name in ('resolved', 'connected', 'sent', 'firstByte', 'finished')]
    equal(times, sorted(times), 'the order of the times')


@case('--json-result of what failed')
def _(world):
    result = world.fetch(world.base + '/json-error', '--json-result')
    equal((result.json['ok'], result.json['kind'], result.json['exitCode']), (True, 'text', 5), 'JSON')
    holds(result.json['serverMessage'], '40001 invalid credential')
    result = world.fetch(f'http://127.0.0.1:{world.dead_port()}/', '--json-result')
    equal((result.json['type'], result.json['status'], result.json['phase']), ('error', 0, 'connecting'), 'refused')
    result = world.fetch(world.liar + '/short.png', '--json-result')
    equal((result.json['bodyBytes'], result.json['completeness'], result.json['exitCode']), (900, 'incomplete', 6),
          'cut')


@case('FD4, FD5: the parts of a multipart answer by name, in order, names as often as they come')
def _(world):
    body = (b'--b\r\nContent-Disposition: form-data; name="till"\r\n\r\n7\r\n'
            b'--b\r\nContent-Disposition: form-data; name="till"\r\n\r\neight\r\n'
            b'--b\r\nContent-Disposition: form-data; name="qr"; filename="\xe5\x8d\xa1.png"\r\n'
            b'Content-Type: image/png\r\n\r\n' + PNG + b'\r\n--b--\r\n')
    world.server.bodies['/parts'] = ('multipart/form-data; boundary=b', body)
    result = world.fetch(world.liar + '/parts', '--json-result').json
    equal([(part['name'], part['fileName'], part['type'], part['size']) for part in result['parts']],
          [('till', None, None, 1), ('till', None, None, 5), ('qr', '卡.png', 'image/png', len(PNG))], 'the parts')
    equal(next(part['size'] for part in result['parts'] if part['name'] == 'till'), 1, 'the first value')
    equal('none' in [part['name'] for part in result['parts']], False, 'a name that is not there')
    equal((result['imageAt'], result['sha256']), ('part:qr', sha256(PNG)), 'the picture')
    equal(world.fetch(world.picture, '--json-result').json['parts'], None, 'the parts of a picture')


@case('RS13, RS17: what was made here is of the type "default"')
def _(world):
    path = os.path.join(world.folder, 'local.png')
    with open(path, 'wb') as file:
        file.write(PNG)
    result = world.fetch('file://' + path, '--json-result').json
    equal((result['type'], result['ok'], result['sha256']), ('default', True, sha256(PNG)), 'the result')
    equal(world.fetch(world.picture, '--json-result').json['type'], 'basic', 'the type of what a server sent')


@case('RS18: a status that is no redirect is shown as it is, whatever its Location says')
def _(world):
    for status in (300, 304, 305, 306):
        before = world.stats()['requests']
        result = world.fetch(f'{world.base}/answer/{status}?Location=/bytes/10', '--json-result').json
        equal((result['status'], result['redirected'], result['hops']), (status, False, []), 'the result')
        equal(world.stats()['requests'], before + 1, 'the requests')


@case('CT8: what is treated as a file or text is what was wanted')
def _(world):
    world.server.bodies['/error'] = ('application/json', b'{"errcode":1}')
    equal(world.fetch(world.liar + '/error', '-o', 'a.json').status, 5, 'the exit status')
    for word in ('text', 'json', 'hex', 'file'):
        result = world.fetch(world.liar + '/error', '--treat-as', word, '-o', 'a.json')
        equal((result.status, world.read('a.json')), (0, b'{"errcode":1}'), word)
    result = world.fetch(world.liar + '/error', '--treat-as', 'poem')
    equal(result.status, 2, 'the exit status')
    holds(result.errors, '--treat-as', 'poem')


@case('RS9, RS10, NW1: redirects are listed, with what was withheld')
def _(world):
    target = world.picture.replace('&', '%26').replace('?', '%3F')
    result = world.fetch('-H', 'X-Till: 7', f'{world.base}/redirect/302?to={target}', '--json-result').json
    equal((result['redirected'], len(result['hops'])), (True, 1), 'the redirect')
    equal(result['hops'][0]['status'], 302, 'its status')
    equal(result['url'], world.picture, 'the final address')
    other = world.picture.replace('127.0.0.1', 'localhost').replace('?', '%3F')
    result = world.fetch('-H', 'X-Till: 7', '--oauth2-bearer', 't', f'{world.base}/redirect/302?to={other}',
                         '--json-result').json
    equal(sorted(name.lower() for name in result['hops'][0]['withheld']), ['authorization', 'x-till'], 'withheld')


@case('several addresses: one object a line')
def _(world):
    result = world.fetch(world.picture, world.base + '/status/404', '--json-result')
    statuses = [json.loads(line)['status'] for line in result.output.splitlines()]
    equal(statuses, [200, 404], 'the lines')


@case('with -o - the object is on the standard error')
def _(world):
    result = world.fetch(world.picture, '-o', '-', '--json-result')
    equal(result.output, PNG, 'the bytes')
    equal(json.loads(result.errors)['bodyUsed'], True, 'the object')


@case('CL3: --write-out as curl writes it')
def _(world):
    for format, text in (
            ('%{http_code} %{content_type} %{size_download}\\n', f'200 image/png {len(PNG)}\n'),
            ('%{url_effective}', world.picture),
            ('%header{content-length}%header{X-No}', str(len(PNG))),
            ('%{filename_effective}', os.path.join(world.folder, 'a.png')),
            ('100%% \\t|\\r|\\\\|%{num_redirects} %{method} %{scheme} %{exitcode}', '100% \t|\r|\\|0 GET http 0'),
            ('%{http_version}', '1.1'),
            ('%', '%'), ('%{', '%{'), ('%{http_code', '%{http_code')):
        result = world.fetch(world.picture, '-o', 'a.png', '-w', format)
        equal((result.output.decode(), result.errors), (text, ''), format)
    result = world.fetch(world.picture, '-w', '%{time_total} %{no_such} %{stderr}hidden')
    holds(result.errors, 'no_such', 'hidden')
    equal(0 < float(result.output) < 5, True, 'the time')
    result = world.fetch(world.base + '/status/404', '-w', '%{http_code} %{exitcode} %{errormsg}')
    holds(result.output.decode(), '404 4 ', 'This is status 404.')
    equal(world.fetch('http://127.0.0.1:1/', '-w', '%{http_code}').output, b'000', 'without an answer')


def watch(world, *arguments):
    """What a terminal at the standard error shows."""
    master, slave = pty.openpty()
    child = world.start(*arguments, stderr=slave)
    os.close(slave)
    shown = b''
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            shown += data
    child.wait(20)
    child.stdout.close()
    os.close(master)
    return shown.decode()


@case('--silent hides the progress, not the error')
def _(world):
    holds(world.fetch('-s', world.base + '/status/404').errors, '404')
    shown = watch(world, '-s', '--any', world.base + '/slow/200000/50000/50', '-o', 'a')
    equal(shown, '', 'the terminal')


@case('PG1 PG4: --progress json: a line for each step, that only grows')
def _(world):
    result = world.fetch('--progress', 'json', '--any', world.base + '/slow/1000000/50000/50', '-o', 'a')
    lines = [json.loads(line) for line in result.errors.splitlines()]
    amounts = [line['received'] for line in lines]
    equal((amounts == sorted(amounts), amounts[-1], lines[-1]['phase']), (True, 1000000, 'done'), 'the amounts')
    equal({line['expected'] for line in lines if line['phase'] == 'receiving'}, {1000000}, 'what is expected')
    equal(len(lines) >= 5, True, 'several lines')
    result = world.fetch('--progress', 'json', '--any', world.base + '/eof/100000', '-o', 'a')
    equal(json.loads(result.errors.splitlines()[-1])['expected'], None, 'a length that was not stated')
    equal(world.fetch('--progress', 'xml', world.picture).status, 2, 'another word')


@case('PG1 PG4: progress on a terminal: amount, speed, time left; gone in the end')
def _(world):
    shown = watch(world, '--any', world.base + '/slow/1000000/50000/50', '-o', 'a')
    holds(shown, ' of 1.0', '/s', 's left')
    equal(shown.endswith('\r\x1b[K'), True, 'the last line is cleared')


@case('no progress where there is no terminal')
def _(world):
    equal(world.fetch('--any', world.base + '/slow/200000/50000/50', '-o', 'a').errors, '', 'the standard error')


@case('XR1, XR2, BM1, BM5: --as text: UTF-8 whatever the charset was; --as hex: offsets and bytes')
def _(world):
    gbk = '二维码 中文'.encode('gbk')
    world.server.bodies['/gbk'] = ('text/plain; charset=gbk', gbk * 20000)
    world.server.bodies['/utf16'] = ('text/plain', '二维码'.encode('utf-16'))
    result = world.fetch('--as', 'text', world.liar + '/gbk')
    equal((result.status, result.output.decode() == '二维码 中文' * 20000), (0, True), 'GBK')
    equal(world.fetch('--as', 'text', world.liar + '/utf16').output.decode(), '二维码', 'UTF-16')
    result = world.fetch('--as', 'hex', world.picture)
    equal((result.status, len(result.output.splitlines())), (0, -(-len(PNG) // 16)), 'rows')
    holds(result.output.decode().splitlines()[0], '89 50 4e 47', 'PNG')
    equal(world.fetch('--as', 'text', world.base + '/status/404').output.decode().strip(), 'This is status 404.', '404')
    equal(world.fetch('--as', 'sound', world.picture).status, 2, 'another word')


@case('--help and --version')
def _(world):
    holds(world.fetch('--help').output.decode(), '--output', '--json-result')
    holds(world.fetch('--version').output.decode(), 'placard ')


run(Program)
