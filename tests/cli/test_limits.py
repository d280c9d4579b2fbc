# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines and stops, streams in and out, and every exit status once."""
import base64
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request

from program import PNG, Program, equal, holds, sha256
from tap import case, run

SANITIZED = 'PLACARD_SANITIZED' in os.environ


def close_to_a_second(seconds):
    if not 0.9 <= seconds <= (3 if SANITIZED else 1.6):
        raise AssertionError(f'a second took {seconds:.2f} s')


def finished(result):
    return [json.loads(line)['timings']['finished'] for line in result.output.decode().splitlines()]


@case('AB5: a second of --max-time is a second, for one')
def _(world):
    result = world.fetch('--any', '--max-time', '1', '--json-result', world.base + '/stall-body')
    equal(result.status, 8, 'the exit status')
    equal(all(900 <= time <= 1100 for time in finished(result)), True, finished(result))
    close_to_a_second(result.seconds)


@case('AB5, CA3: and for many at once; --timeout is for all of them, begun or not')
def _(world):
    addresses = [f'{world.base}/stall-body?{i}' for i in range(20)]
    result = world.fetch('--any', '-O', '--parallel', '--max-time', '1', '--json-result', *addresses)
    equal((result.status, world.files()), (8, []), 'the result')
    equal(all(900 <= time <= (3000 if SANITIZED else 1250) for time in finished(result)), True, finished(result))
    result = world.fetch('--any', '-O', '--parallel', '--parallel-max', '5', '--timeout', '1', '--json-result',
                         *addresses)
    equal((result.status, len(finished(result)), world.files()), (8, 20, []), 'the result')
    close_to_a_second(result.seconds)
    holds(result.errors, 'within 1 s', '20 failed')


@case('AB7: twenty in flight, seen from the server: all closed in 300 ms, none saved')
def _(world):
    gone, lock, begun = [], threading.Lock(), threading.Semaphore(0)

    def serve(connection):
        with connection:
            connection.recv(65536)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99999\r\n\r\n' + PNG[:500])
            begun.release()
            while connection.recv(65536):
                pass
            with lock:
                gone.append(time.monotonic())

    def accept(listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    listener = socket.create_server(('127.0.0.1', 0), backlog=50)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    port = listener.getsockname()[1]
    child = world.start('-O', '--parallel', *[f'http://127.0.0.1:{port}/{i}.png' for i in range(20)])
    for _ in range(20):
        equal(begun.acquire(timeout=10), True, 'an answer')
    time.sleep(0.1)
    stopped = time.monotonic()
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)
    while len(gone) < 20 and time.monotonic() < stopped + 5:
        time.sleep(0.005)
    listener.close()
    equal((child.returncode, len(gone), world.files()), (7, 20, []), 'the result')
    if max(gone) - stopped > (1.5 if SANITIZED else 0.3):
        raise AssertionError(f'the last one was closed after {max(gone) - stopped:.2f} s')


@case('S4: a proxy whose challenge has no end is hung up on, in bounded memory')
def _(world):
    def serve(connection):
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(b'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n')
                while True:
                    connection.sendall(bytes(65536))
            except OSError:
                pass

    listener = socket.create_server(('127.0.0.1', 0))
    threading.Thread(target=lambda: serve(listener.accept()[0]), daemon=True).start()
    proxy = f'http://127.0.0.1:{listener.getsockname()[1]}'
    child = world.start('-x', proxy, '-U', 'u:p', 'http://example.test/')
    errors = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status >> 8
    listener.close()
    equal(child.returncode, 3, 'the exit status')
    holds(errors, 'proxy')
    if usage.ru_maxrss > 200 * 1024 and not SANITIZED:
        raise AssertionError(f'{usage.ru_maxrss} KiB')


@case('AB8: stopped while it judges, hashes or saves what came: at once, and nothing is left')
def _(world):
    size = 400 << 20
    for wait in (0.15, 0.4, 0.8):
        child = world.start('--any', '-o', 'large', '--json-result', f'{world.base}/bytes/{size}')
        time.sleep(wait)
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=20)
        seconds = time.monotonic() - begun
        if child.returncode == 0:  # it was faster
            os.unlink(os.path.join(world.folder, 'large'))
            break
        equal((child.returncode, world.files()), (7, []), 'the result')
        if seconds > (3 if SANITIZED else 0.6):
            raise AssertionError(f'stopping took {seconds:.2f} s')


@case('IN17, CL5: what comes through a slow pipe is sent when it comes')
def _(world):
    heads, times = [], []
    listener = socket.create_server(('127.0.0.1', 0))

    def serve():
        connection, _ = listener.accept()
        with connection:
            data = b''
            while b'0\r\n\r\n' not in data:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
                times.extend([time.monotonic()] * part.count(b'piece'))
            heads.append(data)
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok')

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    child = world.start('--any', '-T', '-', '-o', '-', f'http://127.0.0.1:{listener.getsockname()[1]}/',
                        stdin=subprocess.PIPE)
    sent = []
    for i in range(4):
        child.stdin.write(f'piece {i}\n'.encode())
        child.stdin.flush()
        sent.append(time.monotonic())
        time.sleep(0.3)
    output, errors = child.communicate(timeout=20)
    thread.join(5)
    listener.close()
    equal((child.returncode, output), (0, b'ok'), errors.decode())
    holds(heads[0].decode(), 'PUT / HTTP/1.1', 'Transfer-Encoding: chunked')
    equal(len(times), 4, 'the pieces')
    for i in range(1, 3):
        if times[i] > sent[i] + 0.28:
            raise AssertionError(f'piece {i} came {times[i] - sent[i]:.2f} s after it was written')


@case('RQ6: standard input is sent once: a redirect that wants it again is told')
def _(world):
    with open(__file__, 'rb') as file:
        result = world.fetch('--any', '-T', '-', world.base + '/redirect/307?to=/upload', stdin=file)
    equal(result.status, 12, 'the exit status')
    holds(result.errors, 'already sent')
    with open(__file__, 'rb') as file:
        result = world.fetch('--any', '-T', '-', world.base + '/upload', world.base + '/upload', stdin=file)
    equal(result.status, 2, 'the exit status')
    holds(result.errors, 'Standard input can be sent once')


@case('IN7: HEAD reads no body, tells the length, and is done')
def _(world):
    result = world.fetch('-I', '--json-result', world.base + '/bytes/1000')
    equal((result.status, result.json['wireBytes'], result.json['bodyUsed']), (0, 0, False), 'the result')
    equal(dict(result.json['headers'])['Content-Length'], '1000', 'the length')


@case('IN9, IN10, IN18: CONNECT, TRACE and a GET with a body are refused; no packet')
def _(world):
    before = world.stats()['connections']
    for arguments, word in ((['-X', 'CONNECT'], 'proxy'), (['-X', 'TRACE'], '--allow-trace'),
                            (['-X', 'GET', '-d', 'a=1'], 'GET')):
        result = world.fetch(*arguments, world.base + '/echo')
        equal(result.status, 2, arguments)
        holds(result.errors, word)
    equal(world.stats()['connections'], before + 1, 'connections but for this question')
    result = world.fetch('--any', '-X', 'TRACE', '--allow-trace', '-o', '-', world.base + '/echo')
    equal(result.status, 0, 'the exit status')
    holds(result.output.decode(), 'TRACE /echo')


@case('HD4: a header field that must be there')
def _(world):
    equal(world.fetch('--require-header', 'content-type', world.picture).status, 0, 'there')
    equal(world.fetch('--require-header', 'Content-Type: image/png', world.picture).status, 0, 'with its value')
    for wanted in ('X-Absent', 'Content-Type: image/gif'):
        result = world.fetch('--require-header', wanted, '--json-result', world.picture)
        equal((result.status, result.json['ok']), (4, True), wanted)
        holds(result.errors, wanted)
    equal(world.fetch('--require-header', 'no name', world.picture).status, 2, 'no name')


@case('RS21, BM7: --no-keep reads once, hashes on the way, and keeps nothing')
def _(world):
    size = 48 << 20
    pattern = urllib.request.urlopen(f'{world.base}/bytes/{size}').read()
    child = world.start('--any', '--no-keep', '-o', '-', '--json-result', f'{world.base}/bytes/{size}')
    largest, got = 0, bytearray()
    while piece := child.stdout.read(1 << 20):
        got += piece
        for number in os.listdir(f'/proc/{child.pid}/fd'):
            try:
                largest = max(largest, os.stat(f'/proc/{child.pid}/fd/{number}').st_blocks * 512)
            except OSError:
                pass
    told = json.loads(child.stderr.read())
    equal((child.wait(), bytes(got) == pattern, told['sha256']), (0, True, sha256(pattern)), 'the result')
    equal((told['bodyUsed'], told['savedAs']), (True, None), 'the facts')
    if largest > size:
        raise AssertionError(f'{largest} bytes lay on the disk')
    result = world.fetch('--no-keep', '--json-result', world.picture)
    equal((result.status, result.json['bodyUsed'], result.json['sha256']), (0, True, sha256(PNG)), 'a picture')
    equal(world.fetch('--no-keep', '-O', world.picture).status, 2, 'with a file')
    equal(world.files(), [], 'the files')


@case('CL4: every exit status')
def _(world):
    wrong = 'sha256-' + base64.b64encode(bytes(32)).decode()
    rows = {
        0: [world.picture],
        2: ['--no-such-option', world.picture],
        3: [f'http://127.0.0.1:{world.dead_port()}/'],
        4: [world.base + '/status/404'],
        5: [world.base + '/html'],
        6: [world.liar + '/short.png'],
        8: ['--max-time', '0.2', world.base + '/stall-head'],
        9: ['--integrity', wrong, world.picture],
        10: [world.liar.replace('http:', 'https:') + '/'],
        11: ['-o', '/proc/nowhere/a.png', world.picture],
        12: ['--redirect', 'error', world.base + '/redirect/302?to=/bytes/1'],
    }
    for status, arguments in rows.items():
        equal(world.fetch(*arguments).status, status, arguments)
    child = world.start(world.base + '/stall-head')
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=10)
    equal(child.returncode, 7, 'the interrupted one')


@case('CL3: --write-out: the rest of curl\'s names that have a meaning here')
def _(world):
    form = ('%{url.host}|%{url.path}|%{urle.path}|%{num_headers}|%{urlnum}|%{sha256}|%{width}|%{height}|'
            '%{referer}|%{header_json}|%{onerror}no')
    result = world.fetch('-e', 'http://from/', '-w', form, world.base + '/redirect/302?to=' + world.picture[len(world.base):])
    fields = result.output.decode().split('|')
    equal(fields[:3], ['127.0.0.1', '/redirect/302', '/file/pictures/plain.png'], 'the addresses')
    equal(fields[4:6], ['0', sha256(PNG)], 'number and checksum')
    equal(fields[8], 'http://from/', 'the referrer')
    equal(json.loads(fields[9])['content-type'], ['image/png'], 'the header')
    equal((int(fields[3]) > 0, int(fields[6]) > 0, int(fields[7]) > 0, fields[10]), (True, True, True, ''), 'the rest')


@case('PG4: progress lines of a batch say which item they are of; times have three digits')
def _(world):
    result = world.fetch('--any', '--parallel', '--progress', 'json', '--json-result',
                         *[f'{world.base}/slow/2000/100/40?{i}' for i in range(3)])
    lines = [json.loads(line) for line in result.errors.splitlines() if line.startswith('{')]
    equal({line['item'] for line in lines}, {1, 2, 3}, 'the items')
    for item in (1, 2, 3):
        received = [line['received'] for line in lines if line['item'] == item]
        equal((received, received[-1]), (sorted(received), 2000), 'the progress')
    holds(result.output.decode(), '"timings":{"resolved":')
    equal(re.findall(r'"(?:sent|firstByte|finished)":\d+\.\d{4,}', result.output.decode()), [], 'long numbers')


run(Program)
