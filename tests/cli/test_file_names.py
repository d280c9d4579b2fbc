# SPDX-License-Identifier: GPL-3.0-or-later
"""N8, SV2, SV3, CT3, CT4: the name of the table is the name on disk, for one address, for many at once, by a template.

tests/core/test-filename.c reads the whole tables; end-to-end-file-names does the same by the window."""
import http.server
import json
import os
import sys
import threading

from program import PNG, TESTS, Program, equal
from tap import case, run

sys.path.insert(0, os.path.join(TESTS, 'support'))
import file_names  # noqa: E402

ROWS = file_names.pictures()
# Bytes that are no UTF-8 do not survive libsoup: fault row 39.
RAW = [(b'attachment; filename="\xb6\xfe\xce\xac\xc2\xeb.png"', '__ά__.png'),
       (b'attachment; filename="foo-\xe4.png"', 'foo-_.png'),
       (b"attachment; filename=\"\xb6\xfe.png\"; filename*=UTF-8''%E4%BA%8C.png", '二.png')]


class Names(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        field = self.server.fields[int(self.path.rpartition('/')[2])]
        self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n'
                         b'Content-Disposition: %s\r\n\r\n' % (len(PNG), field) + PNG)


class NamesServer(http.server.ThreadingHTTPServer):
    request_queue_size = 256


class NamesProgram(Program):
    def __enter__(self):
        super().__enter__()
        self.names = NamesServer(('127.0.0.1', 0), Names)
        self.names.fields = [row[1] for row in ROWS] + [field for field, _ in RAW]
        threading.Thread(target=self.names.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *details):
        self.names.shutdown()
        self.names.server_close()
        super().__exit__(*details)

    def address(self, number):
        return f'http://127.0.0.1:{self.names.server_address[1]}/{number}'

    def save(self, numbers, *options):
        """The names on disk, by the number of the row: each in a folder of its own, so that none is in the way."""
        seen = {}
        result = self.fetch('--json-result', *options, *[self.address(number) for number in numbers])
        equal(result.status, 0, 'the exit status')
        for line in result.output.decode().splitlines():
            entry = json.loads(line)
            seen[int(entry['url'].rpartition('/')[2])] = os.path.basename(entry['savedAs'])
        for name in set(seen.values()):
            equal(self.read(name), PNG, name)
        return seen


def without_number(name, wanted):
    """"a (3).png" is "a.png" when that one was there already."""
    stem, dot, extension = wanted.rpartition('.')
    return wanted if name.startswith(stem + ' (') and name.endswith(')' + dot + extension) else name


def compare(seen, wanted):
    wrong = {number: (name, wanted[number]) for number, name in seen.items()
             if without_number(name, wanted[number][-1]) != wanted[number][-1]}
    equal((len(seen), wrong), (len(wanted), {}), 'what is saved')


@case(f'-J: {len(ROWS)} names, one after the other')
def _(world):
    equal(len(ROWS) >= 60, True, f'{len(ROWS)} rows')
    compare(world.save(range(len(ROWS)), '-J'), ROWS)


@case('--parallel -J: the same names')
def _(world):
    compare(world.save(range(len(ROWS)), '--parallel', '-J'), ROWS)


@case('a template: the same names')
def _(world):
    compare(world.save(range(len(ROWS)), '-o', '{{name}}'), ROWS)


@case('bytes that are no UTF-8 are underscores, unless there is an extended value')
def _(world):
    for number, (_, name) in enumerate(RAW, len(ROWS)):
        equal(world.save([number], '-J'), {number: name}, 'the name')


@case('an address without a name: the profile\'s, then the host\'s (SV2)')
def _(world):
    with open(os.path.join(world.folder, 'my card.placard'), 'w') as file:
        file.write(f'url = "{world.liar}/"\n')
    equal(world.fetch('--profile', 'my card.placard', '-O').status, 0, 'the exit status')
    equal(world.fetch('-O', world.liar + '/').status, 0, 'the exit status')
    equal(world.files(), ['image-127.0.0.1.png', 'my card.placard', 'my card.png'], 'the names')


if __name__ == '__main__':
    run(NamesProgram)
