# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request can be, seen on the wire: methods, header fields, bodies that stream or are sent again, progress, and
what is refused before anything is sent."""
import base64
import json
import os
import signal
import socket
import threading
import time

from program import Program, equal, holds
from recorder import Recorder
from tap import case, run


class World(Program):
    def __enter__(self):
        self.recorder = Recorder()
        return super().__enter__()

    def __exit__(self, *details):
        self.recorder.socket.close()
        super().__exit__(*details)

    def clean(self):
        super().clean()
        self.recorder.requests.clear()

    def send(self, *arguments, path='/'):
        """The request that arrives: its line, its fields in lower case as they came, its body."""
        self.recorder.requests.clear()
        result = self.fetch('--any', *arguments, self.recorder.base + path)
        equal((result.status, len(self.recorder.requests)), (0, 1), f'{arguments}: {result}')
        line, fields, body = self.recorder.requests[0]
        return line.decode(), [(name.decode().lower(), value.strip().decode()) for name, value in fields], body

    def refused(self, *arguments, word, path='/'):
        self.recorder.requests.clear()
        result = self.fetch('--any', *arguments, self.recorder.base + path)
        equal((result.status, len(self.recorder.requests)), (2, 0), f'{arguments}: {result}')
        holds(result.errors, word)


def values(fields, name):
    return [value for key, value in fields if key == name]


@case('RB2 IN2 to IN6 IN8: every method as it was said, and any token')
def _(world):
    for method in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'M-SEARCH', 'Purge'):
        line, fields, body = world.send('-X', method, path='/x?y')
        equal((line, body), (f'{method} /x?y HTTP/1.1', b''), method)
    for method in ('POST', 'PUT', 'PATCH', 'DELETE'):
        line, fields, body = world.send('-X', method, '--data-raw', 'body')
        equal((line, body, values(fields, 'content-length')), (f'{method} / HTTP/1.1', b'body', ['4']), method)
    equal(world.send()[0], 'GET / HTTP/1.1', 'when nothing is said')
    equal(world.send('-d', 'a=1')[0], 'POST / HTTP/1.1', 'when there is a body')
    result = world.fetch('-X', 'OPTIONS', '--any', '--json-result', world.base + '/head?Allow=GET, HEAD')
    equal(dict(result.json['headers'])['Allow'], 'GET, HEAD', 'what is allowed')


@case('RB2 IN9 IN10 IN18: CONNECT, TRACE, what is no token, and a GET with a body are refused with the reason')
def _(world):
    world.refused('-X', 'CONNECT', word='proxy')
    world.refused('-X', 'TRACE', word='--allow-trace')
    equal(world.send('-X', 'TRACE', '--allow-trace')[0], 'TRACE / HTTP/1.1', 'allowed')
    for method in ('a b', 'GET\r\nX: y', 'é', 'x,y', ''):
        world.refused('-X', method, word='method')
    for method in ('GET', 'HEAD'):
        world.refused('-X', method, '--data-raw', 'x', word=method)


@case('RB6 BM18: the type of the body follows from the body, unless it was said')
def _(world):
    with open(os.path.join(world.folder, 'card.png'), 'wb') as file:
        file.write(b'\x89PNG')
    for arguments, kind in ((['-d', 'a=1'], 'application/x-www-form-urlencoded'), (['--json', '{}'], 'application/json'),
                            (['-F', 'a=1'], 'multipart/form-data; boundary='), (['-T', 'card.png'], None)):
        seen = values(world.send(*arguments)[1], 'content-type')
        equal(len(seen) == 1 and seen[0].startswith(kind) if kind else seen == [], True, f'{arguments}: {seen}')
        if kind and 'multipart' in kind:
            continue
        seen = values(world.send('-H', 'content-TYPE: text/x-own', *arguments)[1], 'content-type')
        equal(seen, ['text/x-own'], f'{arguments}, said otherwise')
    equal(values(world.send('-H', 'Content-Type:', '-d', 'a=1')[1], 'content-type'), [], 'left out')


@case('RB11 HD2 HD5: User-Agent and Accept have a default, which is set, left out or sent empty')
def _(world):
    equal(values(world.send()[1], 'user-agent')[0].startswith('Placard/'), True, 'the default')
    equal(values(world.send('-A', 'Agent 7')[1], 'user-agent'), ['Agent 7'], '-A')
    equal(values(world.send('-A', '')[1], 'user-agent'), [], 'an empty -A')
    equal(values(world.send('-H', 'user-agent: x')[1], 'user-agent'), ['x'], 'one on the wire')
    # RQ9: a request for a picture says so.
    equal(values(world.send()[1], 'accept')[0].startswith('image/'), True, 'what is asked for')
    equal(values(world.send('-H', 'Accept: application/json')[1], 'accept'), ['application/json'], 'RB10: JSON')
    equal(values(world.send('-H', 'Accept: */*')[1], 'accept'), ['*/*'], 'RB10: anything')
    equal(values(world.send('-H', 'Accept:')[1], 'accept'), [], 'left out')


@case('HD1 HD3 HD6 HD7: fields keep order and repetition, sent and received')
def _(world):
    rows = ['X-B: 2', 'X-A: 1', 'x-b: 3', 'X-A: 1']
    fields = world.send(*[word for row in rows for word in ('-H', row)])[1]
    equal([field for field in fields if field[0].startswith('x-')], [('x-b', '2'), ('x-a', '1'), ('x-b', '3'), ('x-a', '1')],
          'what was sent')
    url = world.base + '/head?X-B=2&Set-Cookie=a%3D1&X-A=1&Set-Cookie=b%3D2&x-b=3'
    seen = [pair for pair in world.fetch('--any', '--json-result', url).json['headers'] if pair[0] != 'Content-Length']
    order = [pair for pair in seen if pair[0].lower() in ('x-a', 'x-b')]
    equal(sorted(order), sorted([['X-B', '2'], ['X-A', '1'], ['x-b', '3']]), 'what was received')
    equal([pair[1] for pair in seen if pair[0] == 'Set-Cookie'], ['a=1', 'b=2'], 'Set-Cookie is never joined')
    result = world.fetch('--any', '-w', '%header{x-a}|%header{SET-cookie}', '-o', 'x', url)
    equal(result.output, b'1|a=1', 'one value, whatever its case')


@case('HD4: --require-header: an answer without the field is exit 4')
def _(world):
    url = world.base + '/head?X-A=1'
    equal(world.fetch('--any', '--require-header', 'x-a', url).status, 0, 'there')
    equal(world.fetch('--any', '--require-header', 'x-a: 1', url).status, 0, 'with its value')
    for wanted in ('x-b', 'x-a: 2'):
        result = world.fetch('--any', '--require-header', wanted, url)
        equal(result.status, 4, wanted)
        holds(result.errors, wanted.partition(':')[0])


@case('HD9 HD10: a header field that is none is exit 2, named, and nothing is sent')
def _(world):
    for field, word in (('a b: x', 'a b'), (': x', 'name'), ('é: x', 'é'), ('X-A: 1\r\nX-B: 2', 'X-A'), ('X\nA: 1', 'X'),
                        ('X-A: \x00'[:5] + '\x01', 'X-A')):
        world.refused('-H', field, word=word)
    result = world.fetch('-H', 'Authorization Bearer geheim', world.recorder.base)
    equal((result.status, 'Authorization' in result.errors, 'geheim' in result.errors), (2, True, False), result.errors)


@case('HD12 CO17: mode no-cors: what a page may not send is refused, by its name')
def _(world):
    page = ['--mode', 'no-cors', '--origin', 'https://page.example']
    equal(world.send(*page, '-H', 'Accept-Language: zh', '-H', 'Content-Type: text/plain', '--data-raw', 'x')[0],
          'POST / HTTP/1.1', 'what it may')
    for arguments, word in ((['-H', 'X-Key: 1'], 'X-Key'), (['-X', 'PUT'], 'PUT'), (['--json', '{}'], 'Content-Type'),
                            (['-H', 'Authorization: Basic eDp5'], 'Authorization')):
        result = world.fetch('--any', *page, *arguments, world.recorder.base)
        equal(result.status, 12, f'{arguments}: {result}')
        holds(result.errors, word)


@case('CO16 IN27: a page\'s request to another origin carries no cookies and no credentials of its own accord')
def _(world):
    with open(os.path.join(world.folder, 'jar'), 'w') as file:
        file.write('# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t1\n')
    page = ['--mode', 'cors', '--origin', 'https://page.example', '-b', 'jar']
    for credentials, cookies in (('same-origin', []), ('omit', []), ('include', ['sid=1'])):
        fields = world.send(*page, '--credentials', credentials)[1]
        equal(values(fields, 'cookie'), cookies, credentials)
        equal(values(fields, 'origin'), ['https://page.example'], 'CO3: the origin')


@case('IN17: standard input as the body: the server sees each piece when it comes')
def _(world):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        url = f'http://127.0.0.1:{listener.getsockname()[1]}/'
        child = world.start('--any', '-X', 'POST', '-T', '-', url, stdin=-1)
        child.stdin.write(b'first')
        child.stdin.flush()
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(10)
            seen = b''
            while b'first' not in seen:
                seen += connection.recv(65536)
            holds(seen.lower().decode(), 'transfer-encoding: chunked')
            child.stdin.write(b'second')
            child.stdin.close()
            while not seen.endswith(b'0\r\n\r\n'):
                seen += connection.recv(65536)
            equal(b'second' in seen, True, 'the rest')
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        equal(child.wait(10), 0, child.stderr.read())


@case('RQ5 RQ8: a body is sent as often as it is needed, always the same; RQ6: standard input once')
def _(world):
    data = os.urandom(70000)
    with open(os.path.join(world.folder, 'body'), 'wb') as file:
        file.write(data)
    urls = [f'{world.recorder.base}/{i}' for i in range(3)]
    equal(world.fetch('--any', '--data-binary', '@body', *urls).status, 0, 'three')
    equal([body == data for _, _, body in world.recorder.requests], [True] * 3, 'the bodies')
    child = world.start('--any', '-T', '-', *urls, stdin=-1)
    _, errors = child.communicate(b'once', timeout=20)
    equal(child.returncode, 2, errors)


@case('RQ2 RQ3 RQ7: saved as a profile and sent again it is the same request; what is said beside it overrides')
def _(world):
    arguments = ['-X', 'PUT', '-H', 'X-A: 1', '-H', 'X-B: ü "q"', '--data-raw', '名=张 三', '-e', 'https://r.example/']
    equal(world.fetch('--save-profile', 'p.placard', *arguments, world.recorder.base + '/x?a=%20b').status, 0, 'saving')
    first = world.send(*arguments, path='/x?a=%20b')
    world.recorder.requests.clear()
    equal(world.fetch('--any', 'p.placard').status, 0, 'sent again')
    line, fields, body = world.recorder.requests[0]
    equal((line.decode(), [(n.decode().lower(), v.strip().decode()) for n, v in fields], body), first, 'the request')
    world.recorder.requests.clear()
    equal(world.fetch('--any', '--profile', 'p.placard', '-X', 'POST', '-H', 'X-A: 2').status, 0, 'overridden')
    line, fields, body = world.recorder.requests[0]
    equal((line, body), (b'POST /x?a=%20b HTTP/1.1', '名=张 三'.encode()), 'what was overridden and what not')
    equal([value.strip() for name, value in fields if name == b'X-A'], [b'2'], 'X-A')


@case('RB3 RQ11 US3: the query is encoded exactly once')
def _(world):
    line = world.send('--url-query', '名=张 三&x', '--url-query', 'b=%20', path='/x?a=1')[0]
    equal(line, 'GET /x?a=1&%E5%90%8D=%E5%BC%A0+%E4%B8%89%26x&b=%2520 HTTP/1.1', 'the line')
    result = world.fetch('--any', '--url-query', 'api_key=k9', '--url-query', 'format=json', '-w', '%{url_effective}',
                         '-o', 'x', world.base + '/nothing')
    equal('k9' in result.errors, False, 'the key in what is said')


@case('IN1 NW12: addresses: without a scheme, IPv6, a name in Unicode, user information; what is none is exit 2')
def _(world):
    bare = world.recorder.base[len('http://'):]
    equal(world.fetch('--any', bare + '/x').status, 0, 'without a scheme')
    port = bare.rpartition(':')[2]
    result = world.fetch('--any', '--resolve', f'xn--bcher-kva.example:{port}:127.0.0.1', f'http://Bücher.example:{port}/ä b')
    equal(result.status, 0, repr(result))
    line, fields, _ = world.recorder.requests[-1]
    equal((line, dict(fields)[b'Host'].strip()), (b'GET /%C3%A4%20b HTTP/1.1', f'xn--bcher-kva.example:{port}'.encode()), 'the name')
    equal(world.fetch('--any', f'http://u:p%40@{bare}/').status, 0, 'user information')
    sent = dict(world.recorder.requests[-1][1])[b'Authorization'].strip()
    equal(sent, b'Basic ' + base64.b64encode(b'u:p@'), 'its credentials')
    equal(world.fetch('--any', '-w', '%{url_effective}', '-o', 'x', f'http://u:secret@{bare}/').output,
          f'http://{bare}/'.encode(), 'not in the address that is told')
    try:
        with socket.create_server(('::1', 0), family=socket.AF_INET6) as listener:
            child = world.start('--any', f'http://[::1]:{listener.getsockname()[1]}/')
            connection, _ = listener.accept()
            with connection:
                holds(connection.recv(65536).decode(), 'Host: [::1]:')
                connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
            child.communicate(timeout=10)
    except OSError:
        pass  # a machine without IPv6
    for address in ('http://', 'http://a b/', 'http://[::1', 'http://h:99999/', 'ftp://h/', 'http://h%0d%0ax/', 'http://..'):
        result = world.fetch('--any', address)
        equal((result.status, len(result.errors) > 10), (2, True), f'{address}: {result}')


@case('RB1 IN1: an address that is relative is meant from the profile\'s; its secrets stay with their origin')
def _(world):
    port = world.recorder.base.rpartition(':')[2]
    with open(os.path.join(world.folder, 'p.placard'), 'w') as file:
        file.write(f'url = "{world.recorder.base}/a/b?c=d"\nuser = "u:p"\nheader = "X-A: 1"\n')
    for typed, target in (('/x', '/x'), ('?y=1', '/a/b?y=1'), ('./x', '/a/x'), ('../x', '/x'), ('me/qr.png', '/a/me/qr.png')):
        for arguments in (['p.placard', typed], ['--profile', 'p.placard', typed]):
            world.recorder.requests.clear()
            result = world.fetch('--any', *arguments)
            equal((result.status, len(world.recorder.requests)), (0, 1), f'{arguments}: {result}')
            line, fields, _ = world.recorder.requests[0]
            equal(line.decode(), f'GET {target} HTTP/1.1', arguments)
            equal(dict(fields)[b'Authorization'].strip(), b'Basic dTpw', 'its credentials')
    world.recorder.requests.clear()
    result = world.fetch('--any', 'p.placard', f'//localhost:{port}/x')
    equal((result.status, len(world.recorder.requests)), (0, 1), repr(result))
    equal(b'Authorization' in dict(world.recorder.requests[0][1]), False, 'at another host')
    equal(world.fetch('--any', '/x').status, 2, 'relative to nothing')
    equal(world.fetch('--profile', 'p.placard', '--save-profile', 'q.placard', '/x').status, 0, 'kept')
    holds(world.read('q.placard').decode(), f'{world.recorder.base}/x')


@case('PG1 PG4 UL11: --progress json: bytes sent grow to all of them, bytes received to the whole; nothing goes back')
def _(world):
    size = 24 << 20
    with open(os.path.join(world.folder, 'big'), 'wb') as file:
        file.truncate(size)
    result = world.fetch('--any', '--progress', 'json', '-T', 'big', world.base + '/upload-slow/2', '-o', 'x')
    equal(result.status, 0, repr(result))
    lines = [json.loads(line) for line in result.errors.splitlines()]
    sent = [line['sent'] for line in lines]
    equal((sent, sent[-1], len(set(sent)) > 2), (sorted(sent), size, True), 'what was sent')
    uploading = [line for line in lines if 0 < line['sent'] < size]
    equal(len(uploading) > 1 and all(line['received'] == 0 for line in uploading), True, f'before the answer: {sent}')
    result = world.fetch('--any', '--progress', 'json', world.base + '/slow/400000/20000/20', '-o', 'y')
    lines = [json.loads(line) for line in result.errors.splitlines()]
    received = [line['received'] for line in lines]
    equal((received, received[-1], lines[-1]['expected']), (sorted(received), 400000, 400000), 'what was received')


@case('AB1 AB2 AB6 CA2: cancelled, timed out, failed: three words, three exit codes, and the phase')
def _(world):
    child = world.start('--any', '--json-result', world.base + '/stall-body', '-o', 'x')
    deadline = time.monotonic() + 10
    while world.stats()['open'] < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    child.send_signal(signal.SIGINT)
    begin = time.monotonic()
    output, errors = child.communicate(timeout=20)
    equal((child.returncode, time.monotonic() - begin < 1), (7, True), errors)
    told = json.loads(output)
    equal((told['aborted'], told['phase']), (True, 'receiving'), 'what is told')
    texts = [errors.decode()]
    for arguments, status in ((['-m', '0.5', world.base + '/stall-head'], 8), ([world.base + '/reset-head'], 3)):
        result = world.fetch('--any', *arguments, '-o', 'x')
        equal(result.status, status, repr(result))
        texts.append(result.errors)
    equal((len(set(texts)), world.files()), (3, []), texts)
    for text, word in zip(texts, ('stopped', 'time', 'connection')):
        holds(text, word)


@case('AB10: fifty times stopped and sent again: each works at once')
def _(world):
    for _ in range(50):
        child = world.start('--any', world.base + '/stall-head', '-o', 'x')
        timer = threading.Timer(0.03, child.send_signal, [signal.SIGTERM])
        timer.start()
        child.communicate(timeout=20)
        timer.join()
        equal(child.returncode in (7, -signal.SIGTERM), True, child.returncode)
    begin = time.monotonic()
    equal((world.fetch('--any', world.base + '/bytes/10', '-o', 'x').status, time.monotonic() - begin < 2), (0, True), 'again')


run(World)
