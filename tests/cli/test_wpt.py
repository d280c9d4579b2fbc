# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of web-platform-tests (3-Clause BSD: see tests/data/wpt/LICENSE), through sockets: content lengths, and
fetch/api/redirect's methods, counts, places, modes, origins and referrers. IN35 to IN40, PG5, NW1, NW2.

A page may follow a 307 with a body anywhere; Placard to another origin by --location-trusted alone (SPEC IN38):
the tables' rows stay with one origin there."""
import http.server
import json
import os
import threading
import urllib.parse

from program import DATA, Program, equal, holds
from tap import case, note, run

STATUSES = (301, 302, 303, 307, 308)
BODY = 'this is my body'


def table(name):
    with open(os.path.join(DATA, 'wpt', name), encoding='utf-8') as file:
        return json.load(file)


class Redirects(http.server.BaseHTTPRequestHandler):
    """redirect.py, method.py and inspect-headers.py of the tables, as far as they are used here."""
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        url = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(url.query))
        if url.path == '/raw':
            # The head as it stands in the table, and 42 bytes; then the end of the connection.
            self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n' + asked['head'].encode('latin-1') +
                             b'\r\n\r\n' + b'a' * 42)
            self.close_connection = True
        elif url.path == '/redirect':
            self.redirect(asked)
        else:
            seen = {'method': self.command, 'body': body.decode(), 'redirected': self.server.count,
                    'headers': {name.lower(): value for name, value in self.headers.items()}}
            self.server.last = seen
            self.send(200, [('Content-Type', 'application/json')], json.dumps(seen).encode())

    def redirect(self, asked):
        self.server.count += 1
        left = int(asked.get('max_count', 0))
        place = asked.get('location')
        if left > 1:
            place = '/redirect?' + urllib.parse.urlencode(dict(asked, max_count=left - 1))
        fields = [('Location', place)] if place else []
        if asked.get('redirect_referrerpolicy'):
            fields.append(('Referrer-Policy', asked['redirect_referrerpolicy']))
        self.send(int(asked.get('redirect_status', 302)), fields, b'')

    def send(self, status, fields, body):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_TESTING = answer


class World(Program):
    """Two origins: the page's, and a remote one, which is the same server by another name."""

    def __enter__(self):
        self.wpt = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Redirects)
        self.wpt.daemon_threads, self.wpt.count = True, 0
        threading.Thread(target=self.wpt.serve_forever, daemon=True).start()
        port = self.wpt.server_address[1]
        self.origin, self.remote = f'http://127.0.0.1:{port}', f'http://localhost:{port}'
        return super().__enter__()

    def __exit__(self, *details):
        self.wpt.shutdown()
        super().__exit__(*details)

    def clean(self):
        super().clean()
        self.wpt.count, self.wpt.last = 0, None

    def get(self, *arguments, base=None, path='/redirect', **asked):
        self.wpt.count, self.wpt.last = 0, None
        return self.fetch('--any', *arguments, (base or self.origin) + path + '?' + urllib.parse.urlencode(asked),
                          '-o', '-')


# libsoup 3.2 refuses what it cannot read as one number before anybody else sees the head, lists of equal ones
# ("42,42") among them; and of a negative length Placard wants no part (a server that counts wrong is believed in
# nothing else). Each of these misses is an error where a browser reads to the end: nothing is taken for whole.
REFUSED = {
    '42,42', '42|42,42', '30,30', '30|30,30', '30,30|30,30', '30,30,  30  |30  ', 'aaaah|aaaah', 'aaaah, aaaah', 'aaaah',
    '42s', '30s', '-1', '0x20', '"30"',
}


@case('content-lengths.json: each row is that many bytes, or an error')
def _(world):
    rows, refused, wrong = table('content-lengths.json'), [], []
    for row in rows:
        result = world.get(path='/raw', head=row['input'])
        seen = len(result.output) if result.status == 0 else None
        name = row['input'].replace('Content-Length: ', '').replace('\r\n', '|')
        if seen is None and result.status == 3 and row['output'] and name in REFUSED:
            refused.append(name)
        elif seen != row['output'] or (seen is None and result.status != 3):
            wrong.append(f'{name!r}: {seen} (exit {result.status}), not {row["output"]}')
    note(f'content-lengths.json: {len(rows) - len(refused) - len(wrong)} of {len(rows)} pass; refused, where a browser '
         f'reads on: {refused}')
    equal((len(rows), wrong), (35, []), 'what is taken for something else')


@case('content-length/parsing: more announced than there is: an error, after the bytes')
def _(world):
    result = world.get(path='/raw', head='Content-Length: 50')
    equal(result.status in (3, 6), True, repr(result))


@case('redirect-method: what the request has become after each status')
def _(world):
    rows = [(status, 'GET', 'GET') for status in STATUSES]
    rows += [(status, 'HEAD', 'HEAD') for status in STATUSES]
    rows += [(status, 'POST', 'POST' if status > 303 else 'GET') for status in STATUSES]
    rows += [(301, 'TESTING', 'TESTING'), (302, 'TESTING', 'TESTING'), (303, 'TESTING', 'GET')]
    for status, method, expected in rows:
        arguments = ['-I'] if method == 'HEAD' else ['-X', method]
        if method == 'POST':
            for field in ('Content-Encoding: Identity', 'Content-Language: en-US', 'Content-Location: foo'):
                arguments += ['-H', field]
            arguments += ['-H', 'Content-Type: text/plain;charset=UTF-8', '--data-raw', BODY]
        result = world.get(*arguments, location='/method', redirect_status=status)
        equal(result.status, 0, f'{status} {method}: {result}')
        seen, kept = world.wpt.last, expected == 'POST'
        equal((seen['method'], seen['body']), (expected, BODY if kept else ''), f'{status} {method}')
        equal(seen['headers'].get('content-type'), 'text/plain;charset=UTF-8' if kept else None, f'{status} {method}')
        for name in ('content-length', 'content-encoding', 'content-language', 'content-location'):
            equal(name in seen['headers'], kept, f'{status} {method}: {name}')
    note(f'redirect-method: {len(rows)} of {len(rows)} pass')


@case('redirect-count: twenty are followed, the twenty-first is an error')
def _(world):
    for status in STATUSES:
        result = world.get(location='/method', redirect_status=status, max_count=20)
        equal((result.status, world.wpt.last['redirected']), (0, 20), f'{status}: 20')
        result = world.get(location='/method', redirect_status=status, max_count=21)
        equal((result.status, world.wpt.last), (3, None), f'{status}: 21')
    note('redirect-count: 10 of 10 pass')


@case('redirect-location: none, one that is no address, and data: in each mode')
def _(world):
    for status in STATUSES:
        for mode in ('follow', 'manual'):
            # Without a Location there is nothing to follow: the answer is the answer.
            result = world.get('--redirect', mode, redirect_status=status)
            equal((result.status, world.wpt.count), (4, 1), f'{status} {mode}: none')
        for place in ('http://:invalid', 'data:,data%20url'):
            result = world.get('--redirect', 'follow', redirect_status=status, location=place)
            equal((result.status, world.wpt.count), (3, 1), f'{status} follow: {place}: {result}')
            holds(result.errors, place)
            result = world.get('--redirect', 'manual', redirect_status=status, location=place)
            equal((result.status, world.wpt.count), (4, 1), f'{status} manual: {place}')
    note('redirect-location: 30 of 30 pass')


@case('redirect-mode: error, manual and follow, to this origin and another, cors and no-cors')
def _(world):
    for base in (world.origin, world.remote):
        for status in STATUSES:
            for mode in ('cors', 'no-cors'):
                page = ['--origin', world.origin, '--mode', mode]
                for redirect, exits in (('error', 12), ('manual', 4), ('follow', 0)):
                    # "no-cors" across origins goes with "follow" alone: Fetch, main fetch.
                    if mode == 'no-cors' and redirect == 'manual' and base == world.remote:
                        exits = 12
                    result = world.get(*page, '--redirect', redirect, base=base, redirect_status=status, location='/method')
                    equal(result.status, exits, f'{base} {status} {mode} {redirect}: {result}')
                    equal(world.wpt.last is not None, redirect == 'follow', 'whether it was followed')
    note('redirect-mode: 60 of 60 pass')


@case('redirect-origin: the Origin field at the end of the way')
def _(world):
    page = ['--origin', world.origin, '--mode', 'cors']
    for status in STATUSES:
        for first, second, expected in ((world.origin, world.origin, None), (world.origin, world.remote, world.origin),
                                        (world.remote, world.remote, world.origin), (world.remote, world.origin, 'null')):
            result = world.get(*page, base=first, redirect_status=status, location=second + '/method')
            equal(result.status, 0, repr(result))
            equal(world.wpt.last['headers'].get('origin'), expected, f'{status}: {first} to {second}')
    note('redirect-origin: 20 of 20 pass')


FULL, ORIGIN, NOTHING = 'full', 'origin', None
POLICIES = {  # to the same origin, to another
    'unsafe-url': (FULL, FULL), 'no-referrer-when-downgrade': (FULL, FULL), 'same-origin': (FULL, NOTHING),
    'origin': (ORIGIN, ORIGIN), 'origin-when-cross-origin': (FULL, ORIGIN), 'no-referrer': (NOTHING, NOTHING),
    'strict-origin': (ORIGIN, ORIGIN), 'strict-origin-when-cross-origin': (FULL, ORIGIN),
}


@case('redirect-referrer: the policy of the request, and that of the redirect, hop by hop')
def _(world):
    page = world.origin + '/page?x=1'
    values = {FULL: page, ORIGIN: world.origin + '/', NOTHING: None}
    for policy, expected in POLICIES.items():
        for to, base in enumerate((world.origin, world.remote)):
            for by_redirect in (True, False):
                arguments = ['--referer', page] + ([] if by_redirect else ['--referrer-policy', policy])
                asked = {'redirect_referrerpolicy': policy} if by_redirect else {}
                result = world.get(*arguments, location=base + '/method', **asked)
                equal(result.status, 0, repr(result))
                equal(world.wpt.last['headers'].get('referer'), values[expected[to]], f'{policy}, {by_redirect}, {base}')
    note('redirect-referrer: 32 of 32 pass')


run(World)
