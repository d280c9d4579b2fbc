# SPDX-License-Identifier: GPL-3.0-or-later
"""How the bytes come makes no difference: BM6, BM10, BM12, BM13, BM14, BM15, PG2, PG3, XR1, XR2."""
import gzip
import json
import os
import time

from program import DATA, PNG, Program, equal, sha256
from endpoint import Endpoint
from tap import Skip, case, run

HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: %s\r\n'
SANITIZED = bool(os.environ.get('PLACARD_SANITIZED'))


class Streams(Program):
    def __enter__(self):
        super().__enter__()
        self.slow = Endpoint()
        return self

    def __exit__(self, *details):
        self.slow.close()
        super().__exit__(*details)

    def pieces(self, path, parts, *, kind=b'application/octet-stream', seconds=0.0, framing='length'):
        """The parts one after the other, each in a packet of its own."""
        def answer(connection):
            connection.socket.setsockopt(6, 1, 1)  # TCP_NODELAY
            head = HEAD % kind
            if framing == 'length':
                connection.write(head + b'Content-Length: %d\r\n\r\n' % sum(map(len, parts)))
            else:
                connection.write(head + b'Transfer-Encoding: chunked\r\n\r\n')
            for part in parts:
                connection.write(part if framing == 'length' else b'%x\r\n%s\r\n' % (len(part), part))
                if seconds:
                    time.sleep(seconds)
            if framing != 'length':
                connection.write(b'0\r\n\r\n')
        return self.slow.on(path, answer)


@case('BM12: a byte a millisecond, and all at once: the same picture')
def _(world):
    bursts = PNG + b'\0' * (4 << 20)
    for name, parts, seconds in (('bytes', [PNG[i:i + 1] for i in range(len(PNG))], 0.001), ('whole', [PNG], 0),
                                 ('bursts', [bursts[i:i + (1 << 20)] for i in range(0, len(bursts), 1 << 20)], 0.01)):
        for framing in ('length', 'chunks'):
            url = world.pieces('/qr.png', parts, seconds=seconds, framing=framing)
            result = world.fetch('-O', '--json-result', url)
            what = f'{name}, {framing}'
            equal((result.status, result.json['completeness'], result.json['width'], result.json['height']), (0, 'complete', 37, 29), what)
            equal((result.json['sha256'], world.read('qr.png')), (sha256(b''.join(parts)), b''.join(parts)), what)
            world.clean()


# The charset as it is declared, and a text with a character of every length that it has.
TEXTS = {'utf-8': '二维码 中 é 👍 end', 'gbk': '二维码 中 end', 'gb18030': '二维码 中 㐂 👍 end', 'big5': '二維碼 中 end', 'shift_jis': '名刺 中 ﾊﾞ end',
         'euc-jp': '名刺 中 end', 'iso-2022-jp': '名刺 中 end', 'euc-kr': '한글 中 end', 'utf-16le': '二维码 中 👍 end', 'utf-16be': '二维码 中 👍 end',
         'windows-1252': 'café – € end'}


@case('BM14, XR1: a character cut between any two bytes is whole')
def _(world):
    for charset, text in TEXTS.items():
        data = text.encode(charset)
        for at in range(1, len(data)):
            world.pieces(f'/{charset}/{at}', [data[:at], data[at:]], kind=b'text/plain; charset=' + charset.encode(), framing='chunks')
        addresses = [f'{world.slow.url}/{charset}/{at}' for at in range(1, len(data))]
        result = world.fetch('--any', '--as', 'text', *addresses)
        seen = result.output.decode()
        equal((result.status, seen.replace('\n', '')), (0, text * len(addresses)), charset)


@case('XR2, BM15: what goes to standard output is what was served')
def _(world):
    data = os.urandom(1 << 20)
    for framing in ('length', 'chunks'):
        url = world.pieces('/raw', [data[i:i + 70001] for i in range(0, len(data), 70001)], framing=framing)
        result = world.fetch('--any', '-o', '-', url)
        equal((result.status, sha256(result.output)), (0, sha256(data)), framing)
    for name in os.listdir(os.path.join(DATA, 'pictures')):
        with open(os.path.join(DATA, 'pictures', name), 'rb') as file:
            body = file.read()
        result = world.fetch('-o', '-', f'{world.base}/file/pictures/{name}?type=application/octet-stream')
        equal((result.status, result.output == body), (0, True), name)


@case('BM13: 500 MB to a file in less than 80 MB of memory')
def _(world):
    if SANITIZED:
        raise Skip('the sanitizers have memory of their own')
    if os.statvfs(world.folder).f_bavail * os.statvfs(world.folder).f_frsize < 2 << 30:
        raise Skip('there is no room for it')
    child = world.start('--any', '-o', 'large', '--progress', 'none', f'{world.base}/bytes/500000000')
    child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    child.stderr.close()
    equal((child.returncode, os.path.getsize(os.path.join(world.folder, 'large'))), (0, 500000000), 'the result')
    print(f'# peak memory {usage.ru_maxrss // 1024} MiB', flush=True)
    equal(usage.ru_maxrss < 80 * 1000, True, f'{usage.ru_maxrss} KiB')


def progress(result):
    return [json.loads(line) for line in result.errors.splitlines() if line.startswith('{')]


@case('PG2, PG3: of a compressed or unannounced body never more than all is told')
def _(world):
    data = b'compress me ' * 400000
    packed = gzip.compress(data)
    parts = [packed[i:i + 900] for i in range(0, len(packed), 900)]

    def coded(connection):
        connection.write(HEAD % b'text/plain' + b'Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(packed))
        for part in parts:
            connection.write(part)
            time.sleep(0.02)
    result = world.fetch('--any', '--compressed', '--progress', 'json', '-o', 'text', world.slow.on('/gzip', coded))
    equal((result.status, world.read('text')), (0, data), 'what came')
    told = progress(result)
    equal(len(told) > 2, True, f'{told}')
    for line in told:
        equal(line['received'] <= len(packed) and line['expected'] in (None, len(packed)), True, f'{line}')
    slow = world.pieces('/slow', [b'x' * 1000] * 20, seconds=0.03, framing='chunks')
    told = progress(world.fetch('--any', '--progress', 'json', '-o', 'text', slow))
    equal({line['expected'] for line in told}, {None}, 'no total')


if __name__ == '__main__':
    run(Streams)
