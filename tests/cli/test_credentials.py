# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a request says that it is, and who learns of it: the command line's side of CR1 to CR9."""
import http.server
import json
import os
import pty
import shutil
import signal
import subprocess
import termios
import threading
import time
import urllib.parse

from program import PNG, PROGRAM, Program, equal, holds
from tap import Skip, case, run


class Terminal:
    """The program with a terminal as its standard input, and a person who types."""

    def __init__(self, world, *arguments):
        self.master, slave = pty.openpty()
        self.child = subprocess.Popen([PROGRAM, 'fetch', *arguments], cwd=world.folder, env=world.environment(),
                                      stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      start_new_session=True)
        self.slave, self.errors = slave, b''

    def wait_question(self, text):
        while text.encode() not in self.errors:
            piece = os.read(self.child.stderr.fileno(), 4096)
            if not piece:
                raise AssertionError(f'{text!r} is not asked: {self.errors!r}')
            self.errors += piece

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def wait_silence(self):
        deadline = time.monotonic() + 5
        while self.echoes():
            if time.monotonic() > deadline:
                raise AssertionError('the terminal still echoes')
            time.sleep(0.01)

    def end(self):
        output, errors = self.child.communicate(timeout=30)
        self.errors += errors
        return self.child.returncode, output, self.errors.decode()

    def close(self):
        os.close(self.slave)
        os.close(self.master)


def authorization(text):
    return [line.partition(':')[2].strip() for line in text.decode().splitlines()
            if line.lower().startswith('authorization:')]


@case('CR1: user and token together: what goes is what curl sends')
def _(world):
    if not shutil.which('curl'):
        raise Skip('there is no curl')
    for arguments in (['-u', 'a:b', '--oauth2-bearer', 'T'], ['--oauth2-bearer', 'T', '-u', 'a:b'],
                      ['-u', 'a:b', '--digest', '--oauth2-bearer', 'T']):
        url = world.base + '/echo'
        curl = subprocess.run(['curl', '-s', *arguments, url], capture_output=True, check=True).stdout
        ours = world.fetch('--any', '-o', '-', *arguments, url)
        equal((ours.status, authorization(ours.output)), (0, authorization(curl)), arguments)


@case('CR1: NTLM and Negotiate are refused with a sentence')
def _(world):
    before = world.stats()['requests']
    for option in ('--ntlm', '--negotiate'):
        result = world.fetch(option, '-u', 'a:b', world.picture)
        equal(result.status, 2, option)
        holds(result.errors, option, 'Basic', 'Digest')
    equal(world.stats()['requests'], before, 'requests')


@case('CR2: a name without a password is asked for it at the terminal, which does not echo')
def _(world):
    terminal = Terminal(world, '--any', '-o', '-', '-u', 'u', world.base + '/basic')
    terminal.wait_question('Password of u:')
    terminal.wait_silence()
    os.write(terminal.master, b'p\n')
    status, _, errors = terminal.end()
    equal((status, terminal.echoes()), (0, True), f'the end; {errors}')
    equal('p\n' in errors.replace('\r', '').partition(':')[2].lstrip(), False, 'the password is on the screen')
    terminal.close()


@case('CR2: interrupted at the question: exit 7, nothing sent, the terminal echoes again')
def _(world):
    before = world.stats()['requests']
    terminal = Terminal(world, '--any', '-u', 'u', world.base + '/basic')
    terminal.wait_question('Password of u:')
    terminal.wait_silence()
    terminal.child.send_signal(signal.SIGINT)
    status, _, _ = terminal.end()
    equal((status, terminal.echoes()), (7, True), 'the end')
    equal(world.stats()['requests'], before, 'requests')
    terminal.close()


@case('CR2: no terminal, no question: a name alone is exit 2, and says which option')
def _(world):
    for arguments in (['-u', 'u'], ['--proxy-user', 'u']):
        result = world.fetch(*arguments, world.picture)
        equal(result.status, 2, arguments)
        holds(result.errors, '--user' if arguments[0] == '-u' else '--proxy-user', 'NAME:PASSWORD')


@case('CR8, S2: no secret stands in the list of processes')
def _(world):
    url = world.liar.replace('http://', 'http://me:sesame@') + '/slow.png?api_key=sesame&page=1'
    child = world.start('--any', '-u', 'me:sesame', '--oauth2-bearer=sesame', '--api-key', 'X-Till:sesame',
                        '-H', 'Authorization: sesame', '-HX-Api-Key: sesame', '-H', 'Accept: image/png',
                        '-sU', 'me:sesame', '--pass', 'sesame', '-b', 'sid=sesame', '--variable', 'password=sesame',
                        '--url-query', 'token=sesame', url)
    try:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with open(f'/proc/{child.pid}/cmdline', 'rb') as file:
                words = file.read().decode().split('\0')
            if 'placard' in words[0] and not any('sesame' in word for word in words):
                break
            time.sleep(0.01)
        equal([word for word in words if 'sesame' in word], [], 'secrets in the list')
        # What is nobody's secret is still there to be read.
        holds(' '.join(words), 'Accept: image/png', '--oauth2-bearer=', 'Authorization:', '/slow.png?')
    finally:
        world.server.release.set()
        child.kill()
        child.communicate()


class Gate(http.server.BaseHTTPRequestHandler):
    """A server that gives out tokens and lets in who has one, and a login form with a picture behind it."""
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, status, body, *fields):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        gate = self.server
        body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        gate.seen.append((self.path, dict(self.headers), body))
        if self.path == '/stalls':
            gate.release.wait(20)
        elif self.path == '/login' and urllib.parse.parse_qs(body) == {'user': ['me'], 'password': ['open sesame']}:
            self.answer(302, b'', ('Location', '/welcome'), ('Set-Cookie', 'sid=s3cret; HttpOnly; Path=/'))
        elif self.path == '/token' and 'sesame' in body:
            gate.tokens += 1
            self.answer(200, json.dumps({**gate.answer, 'access_token': f'T{gate.tokens}', 'data': [
                {'key': f'K{gate.tokens}'}]}).encode(), ('Content-Type', 'application/json'))
        else:
            self.answer(403, b'{"message": "wrong password"}', ('Content-Type', 'application/json'))

    def do_GET(self):
        gate, path = self.server, self.path.partition('?')[0]
        gate.seen.append((self.path, dict(self.headers), ''))
        if path == '/away':
            self.answer(302, b'', ('Location', gate.elsewhere))
        elif path == '/welcome':
            self.answer(200, b'welcome', ('Content-Type', 'text/plain'))
        elif gate.lets_in(self.path, self.headers):
            time.sleep(gate.seconds)
            self.answer(200, PNG, ('Content-Type', 'image/png'))
        else:
            self.answer(401, b'{"message": "who are you?"}', ('Content-Type', 'application/json'),
                        ('WWW-Authenticate', 'Bearer'))


class Till:
    """A gate, and the profile of the request for its token, which holds no secret."""

    def __init__(self, world, path='/token', lines=('json = "{\\"password\\": \\"${SESAME}\\"}"',)):
        self.gate = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Gate)
        self.gate.daemon_threads = True
        self.gate.handle_error = lambda *_: None
        self.gate.seen, self.gate.tokens, self.gate.answer, self.gate.seconds = [], 0, {'expires_in': 3600}, 0
        self.gate.release, self.gate.elsewhere = threading.Event(), None
        self.gate.lets_in = lambda path, headers: headers.get('Authorization') == f'Bearer T{self.gate.tokens}'
        threading.Thread(target=self.gate.serve_forever, daemon=True).start()
        self.host = f'127.0.0.1:{self.gate.server_address[1]}'
        self.base = f'http://{self.host}'
        self.world = world
        with open(os.path.join(world.folder, 'token.placard'), 'w') as file:
            file.write('\n'.join([f'url = "{self.base}{path}"', *lines]) + '\n')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gate.release.set()
        self.gate.shutdown()
        self.gate.server_close()

    def environment(self):
        return {**self.world.environment(), 'SESAME': 'open sesame'}

    def fetch(self, *arguments):
        return self.world.fetch('--token-from', 'token.placard', *arguments, env=self.environment())

    def paths(self):
        return [path for path, _, _ in self.gate.seen]


@case('CR3: one request before brings the token for a whole list, and the secret stands in no file')
def _(world):
    with Till(world) as till:
        result = till.fetch('--parallel', *[f'{till.base}/{n}.png' for n in range(6)], '-O')
        equal((result.status, till.gate.tokens, len(till.paths())), (0, 1, 7), result)
        equal(world.read('5.png'), PNG, 'the picture')
        for path, _, files in os.walk(world.top):
            for name in files:
                with open(os.path.join(path, name), 'rb') as file:
                    data = file.read()
                equal(b'sesame' in data or b'Bearer' in data or b'T1' in data and name != 'plain.png', False, name)


@case('CR3: a token that is refused is replaced, once')
def _(world):
    with Till(world) as till:
        till.gate.lets_in = lambda path, headers: headers.get('Authorization') == 'Bearer T2'
        result = till.fetch(till.base + '/a.png', till.base + '/b.png', '-O')
        equal((result.status, till.paths()), (0, ['/token', '/a.png', '/token', '/a.png', '/b.png']), result)
    with Till(world) as till:
        till.gate.lets_in = lambda *_: False
        result = till.fetch(till.base + '/a.png', '-o', 'c.png')
        equal((result.status, till.gate.tokens), (4, 2), result)
        holds(result.errors, 'who are you?')


@case('CR3: where the token is, where it goes, how long it holds')
def _(world):
    with Till(world) as till:
        till.gate.lets_in = lambda path, headers: headers.get('X-Till') == f'K{till.gate.tokens}'
        result = till.fetch('--token-at', 'json:/data/0/key', '--token-as', 'header:X-Till', '-u', 'me:pw',
                            till.base + '/a.png', '-o', 'a.png')
        equal(result.status, 0, result)
        till.gate.lets_in = lambda path, headers: path.endswith(f'?page=1&key=T{till.gate.tokens}')
        equal(till.fetch('--token-as', 'query:key', till.base + '/a.png?page=1', '-o', 'a.png').status, 0, 'the query')
    for arguments, answer in (((), {'expires_in': 1}), (('--token-lifetime', '1'), {'expires_in': 3600}),
                              (('--token-lifetime', 'json:/ttl'), {'ttl': '1'})):
        with Till(world) as till:
            till.gate.answer, till.gate.seconds = answer, 1.1
            result = till.fetch(*arguments, till.base + '/a.png', till.base + '/b.png', '-O')
            equal((result.status, till.gate.tokens), (0, 2), arguments)


@case('CR3: what goes wrong before is told as such')
def _(world):
    with Till(world, lines=('json = "{}"',)) as till:
        result = till.fetch(till.base + '/a.png', '-o', 'a.png')
        equal((result.status, till.paths(), world.files()), (4, ['/token'], ['token.placard']), result)
        holds(result.errors, 'token', '403', till.host, 'wrong password')
    with Till(world) as till:
        result = till.fetch('--token-at', 'json:/nothing', till.base + '/a.png', '-o', 'a.png')
        equal((result.status, till.paths()), (3, ['/token']), result)
        holds(result.errors, 'token', till.host, '/nothing')
        result = till.fetch('-u', 'me:pw', till.base + '/a.png', '-o', 'a.png')
        equal(result.status, 2, result)
        holds(result.errors, '--token-as')
    port = world.dead_port()
    with open(os.path.join(world.folder, 'token.placard'), 'w') as file:
        file.write(f'url = "http://127.0.0.1:{port}/"\n')
    result = world.fetch('--token-from', 'token.placard', world.picture, '-o', 'a.png')
    equal(result.status, 3, result)
    holds(result.errors, 'token', f'127.0.0.1:{port}')
    for arguments in (['--token-from', 'nothing.placard'], ['--token-at', '/x'], ['--token-as', 'cookie'],
                      ['--token-lifetime', 'long']):
        result = world.fetch(*arguments, world.picture)
        equal(result.status, 2, arguments)
        holds(result.errors, arguments[0])


@case('CR3, AB5, AB1: the deadline and the stop count for the request before too')
def _(world):
    with Till(world, '/stalls') as till:
        result = till.fetch('--max-time', '1', till.base + '/a.png', '-o', 'a.png')
        equal((result.status, 0.9 <= result.seconds < 2), (8, True), result)
        child = world.start('--token-from', 'token.placard', till.base + '/a.png', '-o', 'a.png',
                            env=till.environment())
        while till.paths().count('/stalls') < 2:
            time.sleep(0.01)
        begin = time.monotonic()
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=10)
        equal((child.returncode, time.monotonic() - begin < 2), (7, True), 'stopped')
        equal('/a.png' in till.paths(), False, 'sent all the same')


@case('UL12: a login form, then the picture by its cookie; CR9: to no other host')
def _(world):
    with Till(world, '/login', ['data-urlencode = "user=me"', 'data-urlencode = "password=${SESAME}"']) as till:
        till.gate.lets_in = lambda path, headers: headers.get('Cookie') == 'sid=s3cret'
        till.gate.elsewhere = world.base.replace('127.0.0.1', 'localhost') + '/echo'
        result = till.fetch('--token-at', 'cookies', till.base + '/a.png', till.base + '/b.png', '-O')
        equal((result.status, till.paths()), (0, ['/login', '/welcome', '/a.png', '/b.png']), result)
        result = till.fetch('--token-at', 'cookies', '--any', till.base + '/away', '-o', '-')
        equal((result.status, b's3cret' in result.output), (0, False), result)
        equal(till.gate.seen[-1][1].get('Cookie'), 'sid=s3cret', 'the hop before')
    with Till(world) as till:
        till.gate.elsewhere = world.base + '/echo'
        result = till.fetch('--any', till.base + '/away', '-o', '-')
        equal((result.status, b'T1' in result.output), (0, False), result)
        equal(till.gate.seen[-1][1].get('Authorization'), 'Bearer T1', 'the hop before')


@case('CR3, CR8: a profile keeps the step and no secret')
def _(world):
    with Till(world) as till:
        result = till.fetch('--token-at', 'json:/data/0/key', '--token-as', 'query:key', '--token-lifetime', '60',
                            '--save-profile', 'me.placard', till.base + '/a.png')
        equal(result.status, 0, result)
        text = world.read('me.placard').decode()
        holds(text, 'token-from = "', 'token.placard"', 'token-at = "json:/data/0/key"', 'token-as = "query:key"',
              'token-lifetime = "60"')
        till.gate.lets_in = lambda path, headers: path.endswith(f'?key=K{till.gate.tokens}')
        result = world.fetch('me.placard', '-o', 'a.png', env=till.environment())
        equal((result.status, world.read('a.png') == PNG), (0, True), result)


@case('CR8: no keyring, no secret: a sentence, and nothing is sent')
def _(world):
    before = world.stats()['requests']
    with open(os.path.join(world.folder, 'me.placard'), 'w') as file:
        file.write(f'url = "{world.picture}"\noauth2-bearer = "{{{{$keyring.till}}}}"\n')
    result = world.fetch('me.placard', '-o', 'a.png')
    equal((result.status, world.stats()['requests']), (2, before), result)
    holds(result.errors, 'keyring')
    # A command that was pasted, or typed, refers to no keyring: somebody else may have written it.
    result = world.fetch('--any', '--oauth2-bearer', '{{$keyring.till}}', world.base + '/echo', '-o', '-')
    equal(result.status, 0, result)
    holds(result.output.decode(), 'Bearer {{$keyring.till}}')


@case('CR8: ${NAME} where a secret stands: a proxy, a key, a token')
def _(world):
    with open(os.path.join(world.folder, 'me.placard'), 'w') as file:
        file.write(f'url = "{world.base}/echo"\noauth2-bearer = "${{TILL}}"\npass = "${{NOT_THERE}}"\n')
    environment = {**world.environment(), 'TILL': 'sesame'}
    result = world.fetch('me.placard', '--any', '-o', '-', env=environment)
    equal(result.status, 2, result)
    holds(result.errors, '${NOT_THERE}')
    result = world.fetch('me.placard', '--any', '-o', '-', env={**environment, 'NOT_THERE': 'x'})
    equal((result.status, authorization(result.output)), (0, ['Bearer sesame']), result)


run(Program)
