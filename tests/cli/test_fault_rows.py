# SPDX-License-Identifier: GPL-3.0-or-later
"""RELIABILITY's fault table, rows 1 to 24 and 40 to 44, through `placard fetch`: the exit status, the words, what lies on disk.

Rows 14 to 18 (redirects, certificates) have programs of their own: cli-policies, fetch-policy, fetch-tls. Rows 25 to 39 are
cli-disk-faults."""
import gzip
import os
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
import zlib

from program import DATA, PNG, Program, equal, holds
from endpoint import Endpoint
from tap import Skip, case, run

HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n'
JPEG = open(os.path.join(DATA, 'pictures', 'baseline.jpg'), 'rb').read()


def length(n):
    return HEAD + b'Content-Length: %d\r\n\r\n' % n


def chunk(data):
    return b'%x\r\n%s\r\n' % (len(data), data)


class Faults(Program):
    """With sockets that answer exactly what they are told."""

    def __enter__(self):
        super().__enter__()
        self.rude = Endpoint()
        self.closing = []
        return self

    def __exit__(self, *details):
        self.rude.close()
        super().__exit__(*details)

    def clean(self):
        for thing in getattr(self, 'closing', []):
            thing.close()
        self.closing = []
        super().clean()

    def serve(self, raw, path='/qr.png'):
        return self.rude.on(path, lambda c: c.write(raw))

    def listen(self, reply):
        """A port where every connection gets @reply to whatever it says, then silence."""
        listener = socket.create_server(('127.0.0.1', 0))
        self.closing.append(listener)

        def serve():
            kept = []
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                kept.append(client)
                try:
                    client.recv(4096)
                    client.sendall(reply)
                except OSError:
                    pass
        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1]

    def certificate(self):
        """A path to a certificate for 127.0.0.1 with its key."""
        folder = os.path.join(self.top, 'tls')
        path = os.path.join(folder, 'both.pem')
        if not os.path.exists(path):
            os.makedirs(folder, exist_ok=True)
            try:
                subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=127.0.0.1',
                                '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder + '/key', '-out', folder + '/cert'],
                               check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError) as error:
                raise Skip('openssl could not make a certificate') from error
            with open(path, 'wb') as both:
                for name in ('/key', '/cert'):
                    with open(folder + name, 'rb') as part:
                        both.write(part.read())
        return path

    def tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate())
        context.set_alpn_protocols(['h2', 'http/1.1'])
        server = Endpoint(context)
        self.closing.append(server)
        return server

    def fails(self, status, *words, arguments):
        """Nothing is written, and what is said holds @words."""
        result = self.fetch('-O', *arguments)
        equal((result.status, self.files()), (status, []), f'{arguments}: exit status and folder')
        holds(result.errors, *words)
        return result

    def partial(self, *arguments, size, name):
        """Only where that is asked for, under a name that says so."""
        self.fetch('-O', '--keep-partial', *arguments)
        equal(self.files(), [name], 'what is kept')
        equal(os.path.getsize(os.path.join(self.folder, name)), size, 'its size')
        self.clean()


@case('1: a body shorter than its Content-Length')
def _(world):
    url = world.serve(length(len(PNG)) + PNG[:900])
    world.fails(6, f'The server closed the connection after 900 of {len(PNG):,} bytes', arguments=[url])
    world.partial(url, size=900, name='qr (incomplete).png')
    # The picture is whole and the announced length is not: still as the server said it.
    world.fails(6, f'after {len(PNG):,} of {len(PNG) + 50:,} bytes', arguments=[world.serve(length(len(PNG) + 50) + PNG)])


@case('1: gone on with, with a strong ETag only')
def _(world):
    for kind, status, names in (('ok', 0, ['ok.bin']), ('whole', 0, ['whole.bin']), ('weak', 6, [])):
        world.clean()
        result = world.fetch('--any', '-O', '--retry', '1', '--retry-delay', '0', world.base + '/resume/' + kind)
        equal((result.status, world.files()), (status, names), kind)


@case('2, PG5: a body longer than its Content-Length ends there')
def _(world):
    result = world.fetch('-O', '--json-result', world.serve(length(len(PNG)) + PNG + b'surplus' * 9))
    equal((result.status, world.read('qr.png'), result.json['wholeness']), (0, PNG, 'complete'), 'the result')


@case('3: two different Content-Lengths; twice the same is one')
def _(world):
    world.fails(3, 'two different Content-Lengths', arguments=['--any', world.base + '/length-differ'])
    world.fails(3, '-5', arguments=['--any', world.base + '/length-negative'])
    equal(world.fetch('--any', '-O', world.base + '/length-same').status, 0, 'twice the same')


@case('4: chunks that stop at a boundary: the picture itself tells')
def _(world):
    chunked = HEAD + b'Transfer-Encoding: chunked\r\n\r\n'
    url = world.serve(chunked + chunk(PNG[:900]))
    world.fails(6, 'The server closed the connection after 900 bytes, before the end of the answer', arguments=[url])
    world.partial(url, size=900, name='qr (incomplete).png')
    for end in (b'', b'0', b'0\r\n'):
        result = world.fetch('-O', '--json-result', world.serve(chunked + chunk(PNG) + end))
        equal((result.status, world.read('qr.png')), (0, PNG), f'a whole picture and {end}')
        equal(result.json['wholeness'], 'length not stated; the picture is whole', 'the note')
        world.clean()
    world.fails(6, 'before the end of the answer', arguments=['--any', world.base + '/chunked-cut'])


@case('5: chunks that do not fit together: as 4')
def _(world):
    chunked = HEAD + b'Transfer-Encoding: chunked\r\n\r\n'
    for bad in (b'zz\r\n', b'-5\r\n', b'FFFFFFFFFFFFFFFFF\r\n'):
        world.fails(3, 'chunks do not fit together', arguments=[world.serve(chunked + chunk(PNG[:900]) + bad)])
        result = world.fetch('-O', '--json-result', world.serve(chunked + chunk(PNG) + bad))
        equal((result.status, world.read('qr.png')), (0, PNG), f'a whole picture and {bad}')
        equal(result.json['wholeness'], 'length not stated; the picture is whole', 'the note')
        world.clean()
    for path in ('/chunked-zz', '/chunked-negative', '/chunked-overflow', '/chunked-no-crlf'):
        world.fails(3, 'chunks do not fit together', arguments=['--any', world.base + path])


@case('6: a reset in the body, within a second')
def _(world):
    for path, words in (('/reset-length', '500 of 1,000 bytes'), ('/reset-chunked', '500 bytes'), ('/reset-eof', '500 bytes')):
        result = world.fails(6, 'The connection broke after', words, arguments=['--any', world.base + path])
        equal(result.seconds < 1 or 'PLACARD_SANITIZED' in os.environ, True, f'{path}: {result.seconds} s')
    world.partial('--any', world.base + '/reset-length', size=500, name='reset-length (incomplete).bin')


@case('7: HTTP/2 is not spoken to a server that offers it')
def _(world):
    server, spoken = world.tls(), []

    def answer(connection):
        spoken.append(connection.socket.selected_alpn_protocol())
        connection.answer(PNG)
    result = world.fetch('-O', '--cacert', world.certificate(), server.on('/qr.png', answer))
    equal((result.status, world.files()), (0, ['qr.png']), 'the result')
    equal('h2' in spoken, False, f'{spoken}')


@case('8, NW5: silence: which timer it was is said')
def _(world):
    world.fails(8, 'did not begin to answer within 1 second', arguments=['--first-byte-timeout', '1', world.base + '/stall-head'])
    world.fails(8, 'Nothing moved', 'for 1 second', arguments=['--any', '--idle-timeout', '1', world.base + '/stall-body'])
    world.partial('--any', '--idle-timeout', '1', world.base + '/stall-body', size=500, name='stall-body (incomplete).bin')
    # A queue that is full drops what would connect.
    listener = socket.socket()
    world.closing.append(listener)
    listener.bind(('127.0.0.1', 0))
    listener.listen(0)
    for _ in range(4):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(listener.getsockname())
        world.closing.append(client)
    world.fails(8, 'No connection to 127.0.0.1', 'within 1 second',
                arguments=['--connect-timeout', '1', f'http://127.0.0.1:{listener.getsockname()[1]}/'])


@case('9: a drip')
def _(world):
    world.fails(8, 'sent less than 100 bytes a second for 1 second', arguments=['--any', '-Y', '100', '-y', '1', world.base + '/drip-body'])
    world.fails(8, 'was not done within 2 seconds', arguments=['-m', '2', world.base + '/drip-head'])


@case('10, NW7: a head without end')
def _(world):
    for path in ('/endless-head', '/endless-line'):
        world.fails(3, 'The head of the answer', 'larger than 64 KiB', arguments=[world.base + path])


@case('11, NW7: a body without end')
def _(world):
    world.fails(3, 'larger than the 1,048,576 bytes', arguments=['--any', '--max-filesize', '1M', world.base + '/endless-body'])
    world.fails(3, 'announced with 2,000,000 bytes', arguments=['--any', '--max-filesize', '1M', world.base + '/bytes/2000000'])


@case('12: a gzip bomb costs no memory')
def _(world):
    child = world.start('--any', '-O', world.base + '/gzip-bomb')
    errors = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    child.stderr.close()
    equal((child.returncode, world.files()), (3, []), 'the result')
    holds(errors, 'grows more than 200 times')
    if not os.environ.get('PLACARD_SANITIZED'):
        equal(usage.ru_maxrss < 100 * 1024, True, f'{usage.ru_maxrss} KiB')


@case('13: codings: none is asked for; a cut one as 1; none where one was said, a note')
def _(world):
    packed = gzip.compress(PNG)
    coded = HEAD + b'Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n'
    result = world.fetch('-O', world.serve(coded % len(packed) + packed))
    equal((result.status, world.read('qr.png')), (0, PNG), 'a coding that was not asked for')
    equal(world.rude.asked('/qr.png')[-1].get('Accept-Encoding'), 'identity', 'what is asked for')
    world.clean()
    half = packed[:len(packed) // 2]
    world.fails(6, 'The compressed answer ends early', arguments=[world.serve(coded % len(half) + half)])
    broken = packed[:200] + b'\xff' * 64 + packed[264:]
    world.fails(3, 'The compressed answer is broken', arguments=[world.serve(coded % len(broken) + broken)])
    for name in (b'gzip', b'foo'):
        raw = HEAD + b'Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n' % (name, len(PNG)) + PNG
        result = world.fetch('-O', '--json-result', world.serve(raw))
        equal((result.status, world.read('qr.png')), (0, PNG), f'{name}')
        equal(result.json['reason'], f'The server declared {name.decode()}, but this is PNG', 'the note')
        world.clean()


def cut_tls(body):
    """The end of the connection without the end of TLS."""
    def answer(connection):
        connection.write(HEAD + b'\r\n' + body)
        raw = socket.socket(fileno=os.dup(connection.socket.fileno()))
        raw.shutdown(socket.SHUT_RDWR)
        raw.close()
    return answer


@case('19: TLS that ends without saying so')
def _(world):
    server = world.tls()
    trust = ['--cacert', world.certificate()]
    result = world.fetch('-O', '--json-result', *trust, server.on('/whole.png', cut_tls(PNG)))
    equal((result.status, world.files()), (0, ['whole.png']), 'a whole picture')
    equal(result.json['wholeness'], 'length not stated; the picture is whole', 'the note')
    world.clean()
    server = world.tls()
    world.fails(6, 'The picture ends early: 900 bytes came', arguments=[*trust, server.on('/half.png', cut_tls(PNG[:900]))])


@case('20: https where none is spoken, http where TLS is')
def _(world):
    world.fails(8, 'does not answer in TLS; perhaps this port speaks none',
                arguments=['--connect-timeout', '1', world.base.replace('http:', 'https:') + '/bytes/10'])
    answering = world.listen(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    result = world.fetch('-O', '--connect-timeout', '3', f'https://127.0.0.1:{answering}/')
    equal((result.status in (3, 8, 10), world.files()), (True, []), f'{result}')
    holds(result.errors, f'127.0.0.1:{answering}', 'TLS')
    server = world.tls()
    world.fails(3, f'127.0.0.1:{server.port}', arguments=[f'http://127.0.0.1:{server.port}/'])


@case('21: a proxy: it is named, and its page is nobody\'s answer')
def _(world):
    def proxy(reply):
        return ['-x', f'http://127.0.0.1:{world.listen(reply)}']
    asking = b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\n\r\n'
    page = b'HTTP/1.1 404 Not Found\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n' % len(PNG) + PNG
    world.fails(3, 'The proxy 127.0.0.1', 'refused', arguments=['-x', f'http://127.0.0.1:{world.dead_port()}', world.picture])
    world.fails(3, 'The proxy no-such-proxy.invalid', arguments=['-x', 'http://no-such-proxy.invalid:3128', world.picture])
    world.fails(3, 'The proxy', '407', arguments=[*proxy(asking), 'http://example.invalid/'])
    world.fails(3, 'The proxy', '407', arguments=[*proxy(asking), 'https://example.invalid/'])
    world.fails(3, 'The proxy', '404', arguments=['--any', *proxy(page), 'https://example.invalid/'])
    world.fails(3, 'The proxy', arguments=[*proxy(b'garbage\r\n\r\n'), 'https://example.invalid/'])
    world.fails(3, 'The proxy', 'SOCKS', arguments=['--socks5', f'127.0.0.1:{world.listen(b"garbage!")}', world.picture])
    world.fails(8, 'within 1 second', arguments=['--connect-timeout', '1', '--socks5', f'127.0.0.1:{world.listen(b"")}', world.picture])


@case('22: no such name, nobody there, no way: three sentences')
def _(world):
    port = world.dead_port()
    world.fails(3, 'The name no-such-host.invalid has no address', arguments=['http://no-such-host.invalid/'])
    world.fails(3, f'127.0.0.1:{port} refuses the connection', arguments=[f'http://127.0.0.1:{port}/'])
    world.fails(3, 'x.example cannot be reached', arguments=['--resolve', 'x.example:80:255.255.255.255', 'http://x.example/'])


@case('23: no picture: status, type, the server\'s words')
def _(world):
    world.fails(5, '204 No Content', arguments=[world.base + '/no-content'])
    world.fails(5, '304 Not Modified', arguments=[world.base + '/not-modified'])
    world.fails(5, '205 ', arguments=[world.serve(b'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n')])
    world.fails(5, 'an empty answer', arguments=[world.base + '/empty'])
    world.fails(5, 'login page', 'declared as image/jpeg', '“Log in”', arguments=[world.base + '/html'])
    world.fails(5, 'JSON', '40001 invalid credential', arguments=[world.base + '/json-error'])


@case('24: a wrong label: the bytes count, and the name')
def _(world):
    for label, body, name in ((b'text/plain', PNG, 'qr.png'), (b'image/png', JPEG, 'qr.jpg'), (b'application/json', JPEG, 'qr.jpg')):
        raw = b'HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n' % (label, len(body)) + body
        result = world.fetch('-O', '--json-result', world.serve(raw))
        equal((result.status, world.files()), (0, [name]), f'{label}')
        equal((result.json['mislabelled'], world.read(name) == body), (True, True), f'{label}')
        world.clean()


@case('40: line breaks in method, header and address: exit 2, nothing sent')
def _(world):
    before = world.stats()['requests']
    for words, arguments in (('is not a method', ['-X', 'GET\r\nX: 1', world.picture]), ('is not a method', ['-X', 'G ET', world.picture]),
                             ('line break', ['-H', 'X: a\r\nInjected: 1', world.picture]),
                             ('not a header name', ['-H', 'X Y: a', world.picture]),
                             ('name of a host', ['http://a.invalid%0d%0aX-Inj%3a%201/'])):
        world.fails(2, words, arguments=arguments)
    equal(world.stats()['requests'], before, 'the requests')


@case('42: a picture of four thousand million pixels is whole bytes: nothing is decoded here')
def _(world):
    def part(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    giant = (b'\x89PNG\r\n\x1a\n' + part(b'IHDR', struct.pack('>IIBBBBB', 65500, 65500, 8, 2, 0, 0, 0)) +
             part(b'IDAT', zlib.compress(b'\0')) + part(b'IEND', b''))
    child = world.start('-O', '--json-result', world.serve(length(len(giant)) + giant))
    child.stdout.read()
    child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    child.stderr.close()
    equal(child.returncode, 0, 'the exit status')
    if not os.environ.get('PLACARD_SANITIZED'):
        equal(usage.ru_maxrss < 64 * 1024, True, f'{usage.ru_maxrss} KiB')


@case('43: what is gone on with has to be the same file')
def _(world):
    for kind in ('changed', 'wrong-range'):
        world.fails(6, '500 of 1,000 bytes', arguments=['--any', '--retry', '1', '--retry-delay', '0', world.base + '/resume/' + kind])


@case('44: ended while it comes: exit 7, nothing left')
def _(world):
    for number in (signal.SIGINT, signal.SIGTERM):
        child = world.start('-O', world.liar + '/slow.png')
        time.sleep(0.4)
        child.send_signal(number)
        child.communicate(timeout=10)
        left = [name for path, _, names in os.walk(world.home) for name in names if not path.endswith('/dconf')]
        equal((child.returncode, world.files(), left), (7, [], []), 'the result')


if __name__ == '__main__':
    run(Faults)
