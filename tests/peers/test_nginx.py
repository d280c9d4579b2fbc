# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx as the server: CR1, CR6, NW1, NW2, NW6, NW8, NW10, NW11, NW15, IN7, IN22, IN38, UL7, UL10, PG3, HD15."""
import base64
import hashlib
import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import Beside  # noqa: E402
from program import PROGRAM, equal, holds, sha256  # noqa: E402
from servers import TEXT, Nginx  # noqa: E402
from tap import Skip, case, run  # noqa: E402


@case('CR1: Basic: the picture with the right password, 401 with a wrong one, with none')
def _(world):
    url = world.nginx.base + '/basic/card.png'
    equal(world.fetch('-u', 'me:pass:wörd', url, '-o', 'a.png').status, 0, 'the right one')
    equal(world.read('a.png'), world.nginx.picture, 'the picture')
    for arguments in (['-u', 'me:other'], []):
        result = world.fetch(*arguments, url, '-o', 'b.png', '--json-result')
        equal((result.status, result.json['status'], world.files()), (4, 401, ['a.png']), arguments)
    inside = url.replace('http://', 'http://me:pass%3Aw%C3%B6rd@')
    result = world.fetch(inside, '-o', 'c.png', '--json-result')
    equal(result.status, 0, 'in the address')
    equal('w%C3%B6rd' in result.output.decode() + result.errors, False, 'the password in what is said')


CERTIFICATES = [
    ('PEM in two files', ['--cert', 'client.crt', '--key', 'client.key'], 200),
    ('PEM in one file', ['--cert', 'whole.pem'], 200),
    ('PEM with a password', ['--cert', 'client.crt', '--key', 'locked.key', '--pass', 'k y'], 200),
    ('PEM in one file with a password', ['-E', 'locked.pem:k y'], 200),
    ('PEM with a password in the older form', ['--cert', 'client.crt', '--key', 'older.key', '--pass', 'k y'], 200),
    ('PKCS#12', ['--cert', 'client.p12', '--cert-type', 'P12', '--pass', 'p 12'], 200),
    ('PKCS#12, its type told from the file', ['--cert', 'client.p12:p 12'], 200),
    ('no certificate', [], 403),
    ('one of another authority', ['--cert', 'stranger.crt', '--key', 'stranger.key'], 400),
    ('a wrong password', ['--cert', 'client.crt', '--key', 'locked.key', '--pass', 'x'], None),
    ('a password that was not given', ['--cert', 'locked.pem'], None),
    ('a password of PKCS#12 that was not given', ['--cert', 'client.p12'], None),
    ('a wrong password of PKCS#12', ['--cert', 'client.p12:x'], None),
]

for title, arguments, status in CERTIFICATES:
    @case(f'CR6: a client certificate: {title}')
    def _(world, arguments=arguments, status=status):
        nginx = world.nginx
        placed = [nginx.path(word) if '.' in word else word for word in arguments]
        result = world.fetch('--any', '--cacert', nginx.path('ca.crt'), *placed, nginx.tls + '/who', '-o', '-')
        if status == 200:
            equal((result.status, result.output), (0, b'CN=The client'), result.errors)
        elif status:
            equal(result.status, 4, result.errors)
        else:
            equal(result.status, 10, result.errors)
            holds(result.errors, 'certificate', 'password')


@case('S5: nginx over TLS: not without the authority, and named')
def _(world):
    result = world.fetch(world.nginx.tls + '/card.png', '-o', 'a.png')
    equal((result.status, world.files()), (10, []), 'an authority that nobody knows')
    result = world.fetch('--cacert', world.nginx.path('ca.crt'), world.nginx.tls + '/card.png', '-o', 'a.png')
    equal((result.status, world.read('a.png')), (0, world.nginx.picture), 'with --cacert')
    key = subprocess.run(['openssl', 'x509', '-in', 'server.crt', '-noout', '-pubkey'], cwd=world.nginx.folder,
                         capture_output=True, check=True).stdout
    der = subprocess.run(['openssl', 'pkey', '-pubin', '-outform', 'DER'], input=key, capture_output=True,
                         check=True).stdout
    pin = 'sha256//' + base64.b64encode(hashlib.sha256(der).digest()).decode()
    for value, status in ((pin, 0), ('sha256//' + base64.b64encode(bytes(32)).decode(), 10)):
        result = world.fetch('--cacert', world.nginx.path('ca.crt'), '--pinnedpubkey', value,
                             world.nginx.tls + '/card.png', '-o', 'b.png')
        equal(result.status, status, f'the key {value}: {result.errors}')


@case('NW10 PG3: gzip only when --compressed asks for it, and the bytes are the same')
def _(world):
    url = world.nginx.base + '/squares.svg'
    plain = world.fetch(url, '-o', 'plain.svg', '--json-result').json
    small = world.fetch('--compressed', url, '-o', 'small.svg', '--json-result').json
    equal((world.read('plain.svg'), world.read('small.svg')), (TEXT, TEXT), 'the files')
    equal(plain['bodyBytes'] == small['bodyBytes'] == len(TEXT), True, 'the size of the body')
    equal(plain['wireBytes'] >= len(TEXT) and small['wireBytes'] < len(TEXT) // 10, True,
          f"on the wire: {plain['wireBytes']} and {small['wireBytes']}")


@case('NW6: a range that was asked for')
def _(world):
    url = world.nginx.base + '/large'
    with open(world.nginx.path('root/large'), 'rb') as file:
        whole = file.read()
    for asked, wanted in (('0-99', whole[:100]), ('100-', whole[100:]), ('-5', whole[-5:])):
        result = world.fetch('--any', '-r', asked, url, '-o', '-')
        equal((result.status, sha256(result.output)), (0, sha256(wanted)), asked)
    equal(world.fetch('--any', '-r', '99999999-', url, '-o', '-').status, 4, 'behind the end: 416')


class Cutter:
    """Hands bytes on to a server, and cuts the first connection after so many of the answer."""

    def __init__(self, port, after):
        self.target, self.after, self.heads = port, after, []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.base = f'http://127.0.0.1:{self.socket.getsockname()[1]}'
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, socket.create_connection(('127.0.0.1', self.target)) as server:
                self.heads.append(client.recv(65536))
                server.sendall(self.heads[-1])
                self.hand_on(server, client, self.after if len(self.heads) == 1 else 1 << 40)

    @staticmethod
    def hand_on(server, client, left):
        server.settimeout(3)
        try:
            while left > 0:
                data = server.recv(min(left, 65536))
                if not data:
                    return
                client.sendall(data)
                left -= len(data)
        except OSError:
            pass


@case('NW6: a cut transfer is taken up where it ended, by Range and If-Range, and is byte-equal')
def _(world):
    cutter = Cutter(world.nginx.port, 1500000)
    result = world.fetch('--any', '--retry', '2', '--retry-delay', '0', cutter.base + '/large', '-o', 'large')
    cutter.socket.close()
    equal(result.status, 0, result.errors)
    with open(world.nginx.path('root/large'), 'rb') as file:
        equal(sha256(world.read('large')), sha256(file.read()), 'the file')
    second = cutter.heads[1].decode().lower()
    holds(second, 'range: bytes=1', 'if-range: "')
    equal(world.nginx.log(last=' 206')[-1][4], '206', 'what nginx answered')


@case('NW1 NW2 IN38: redirects as nginx makes them')
def _(world):
    base = world.nginx.base
    for status in (301, 302):
        result = world.fetch(f'{base}/{status}', '-o', 'a.png', '--json-result')
        equal((result.status, result.json['redirected'], world.read('a.png')), (0, True, world.nginx.picture), status)
    for status in (307, 308):
        result = world.fetch('--any', '-H', 'Content-Type: text/x', '--data-raw', 'body', f'{base}/{status}', '-o', '-')
        equal((result.status, result.output), (0, b'POST 4 text/x\n'), status)


@case('CR9: to another name of the same machine nothing secret goes, unless that was asked for')
def _(world):
    secrets = ['-u', 'me:x', '-b', 'sid=1', '-H', 'X-Key: k']
    result = world.fetch('--any', *secrets, world.nginx.base + '/away', '-o', '-')
    equal(result.output, b'authorization= cookie= key= via=', 'what the other host saw')
    result = world.fetch('--any', *secrets, world.nginx.base + '/seen', '-o', '-')
    equal(result.output, b'authorization=Basic bWU6eA== cookie=sid=1 key=k via=', 'what its own saw')


@case('NW3: from https to http nothing that carries credentials goes; without any it is followed')
def _(world):
    trust = ['--any', '--cacert', world.nginx.path('ca.crt')]
    before = world.nginx.log()
    for secrets in (['-u', 'me:x'], ['-b', 'sid=1'], ['--oauth2-bearer', 't']):
        result = world.fetch(*trust, *secrets, world.nginx.tls + '/down', '-o', '-')
        equal((result.status, result.output), (12, b''), f'{secrets}: {result}')
    result = world.fetch(*trust, world.nginx.tls + '/down', '-o', '-')
    equal((result.status, result.output), (0, b'authorization= cookie= key= via='), result.errors)
    lines = world.nginx.log(last='/seen 200')[len(before):]
    equal([line[3] for line in lines], ['/down'] * 4 + ['/seen'], 'what was asked for')


@case('NW11: one connection for twenty requests, one after the other')
def _(world):
    time.sleep(0.2)
    before = len(world.nginx.log())
    urls = [f'{world.nginx.base}/card.png?{i}' for i in range(20)]
    equal(world.fetch(*urls, '-O').status, 0, 'all')
    lines = world.nginx.log(before + 20)[before:]
    equal((len(lines), len({line[0] for line in lines})), (20, 1), 'requests and connections')
    equal([int(line[1]) for line in lines], list(range(1, 21)), 'their numbers')


@case('NW8 IN22: nginx confirms what is stored by 304')
def _(world):
    url = world.nginx.base + '/card.png'
    equal(world.fetch('--cache', 'no-cache', url, '-o', 'a.png').status, 0, 'the first')
    result = world.fetch('--cache', 'no-cache', url, '-o', 'b.png', '--json-result')
    equal((result.status, world.nginx.log(last=' 304')[-1][4], world.read('b.png')), (0, '304', world.nginx.picture), 'the second')


@case('IN7: HEAD tells the size and reads no body')
def _(world):
    result = world.fetch('-I', world.nginx.base + '/large', '--json-result')
    equal((result.status, dict(result.json['headers'])['Content-Length']), (0, str(4 << 20)), result.errors)
    equal(world.nginx.log(last='HEAD /large 200')[-1][2], 'HEAD', 'the method')


@case('NW15: integrity of what nginx serves, gzipped on the way')
def _(world):
    digest = 'sha384-' + base64.b64encode(hashlib.sha384(TEXT).digest()).decode()
    for compressed in ([], ['--compressed']):
        result = world.fetch(*compressed, '--integrity', digest, world.nginx.base + '/squares.svg', '-o', 'a.svg')
        equal(result.status, 0, result.errors)


@case('nginx in trouble: 404, 503, 204, 413 and a connection that is closed without a word')
def _(world):
    for path, status in (('/absent.png', 4), ('/503', 4), ('/nothing', 5), ('/closed', 3)):
        result = world.fetch(world.nginx.base + path, '-o', 'a.png')
        equal((result.status, world.files()), (status, []), path)
    with open(os.path.join(world.folder, 'big'), 'wb') as file:
        file.write(bytes(1 << 20))
    result = world.fetch('--any', '-T', 'big', world.nginx.base + '/tiny/big', '--json-result')
    equal((result.status, result.json['status']), (4, 413), f'too large: {result.errors}')


@case('UP2 UL7: an upload of 1 GiB arrives byte-equal, in under 100 MiB of memory')
def _(world):
    if os.environ.get('PLACARD_SANITIZED'):
        raise Skip('the sanitizers keep memory for themselves')
    size = 1 << 30
    source, target = os.path.join(world.folder, 'big'), world.nginx.path('put/big')
    if os.statvfs(world.folder).f_bavail * os.statvfs(world.folder).f_frsize < 5 * size:
        raise Skip('there is no room for it on the disk')
    marks = {0: b'first', size // 2 + 1: b'middle', size - 4: b'last'}
    with open(source, 'wb') as file:
        file.truncate(size)
        for place, mark in marks.items():
            file.seek(place)
            file.write(mark)
    world.nginx  # a skip comes before the start
    child = subprocess.Popen([PROGRAM, 'fetch', '--any', '-T', source, world.nginx.base + '/put/big', '-w',
                              '%{http_code}'], env=world.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close(), child.stderr.close()
    # 201: it is made.
    equal((child.returncode, output[-3:]), (0, b'201'), errors)
    equal(os.path.getsize(target), size, 'the size')
    with open(target, 'rb') as file:
        for place, mark in marks.items():
            file.seek(place)
            equal(file.read(len(mark)), mark, f'at {place}')
    equal(subprocess.run(['cmp', source, target]).returncode, 0, 'the bytes')
    print(f'# peak memory: {usage.ru_maxrss // 1024} MiB', flush=True)
    equal(usage.ru_maxrss < 100 * 1024, True, f'the peak, {usage.ru_maxrss} KiB: under 100 MiB')
    os.unlink(target)


run(Beside, nginx=lambda world: Nginx())
