# SPDX-License-Identifier: GPL-3.0-or-later
"""RB8 CL2: Commands as browsers copy them and as curl's manual has them: what curl itself sends, and what Placard sends
after reading the same text, arrive at the same server and are compared byte for byte.

Differences that are meant:
- User-Agent, Accept and Accept-Encoding differ unless the command sets them: each program has its own.
- Connection, Content-Length against chunks, and the order of the fields are the transport's.
- Escapes in an address are in capitals here, and what may not stand in an address is escaped.
- Cookies of several options are joined by "; " as RFC 6265 has it, not by ";" as curl 7.88 does.
- A Host field cannot be left out (RFC 9112, section 3.2), and several files after one "@" are parts of one
  name (RFC 7578, section 4.3): no command here says so.
- Fields that only the transport may set are left out here, by name.
- A character above U+FFFF that Firefox and Safari write as two halves, "\\ud83d\\ude00", is one character here;
  bash makes six bytes of it that are no UTF-8 (RFC 3629, section 3)."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True
TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, 'app', 'end-to-end'))

from recorder import Recorder  # noqa: E402
from tap import Skip, case, check, run  # noqa: E402

READER = os.environ['PLACARD_CURL_READER']
TRANSPORT = {'connection', 'content-length', 'transfer-encoding', 'expect', 'te', 'keep-alive', 'upgrade'}
DEFAULTS = {'user-agent', 'accept', 'accept-encoding'}


def escaped(target):
    """The one spelling of an address: what has to be escaped is, and in capitals."""
    target = urllib.parse.quote(target, safe="%/?:@!$&'()*+,;=-._~[]")
    return re.sub(rb'%[0-9a-f]{2}', lambda match: match.group().upper(), target.encode()).decode()


def join_surrogates(match):
    return match.group().decode('utf-8', 'surrogatepass').encode('utf-16', 'surrogatepass').decode('utf-16').encode()


def canonical(request, others):
    """What is compared. @others: the fields that the other side set too."""
    line, fields, body = request
    method, target, _ = line.split(b' ', 2)
    kept = []
    for name, value in fields:
        lower = name.decode('latin-1').lower()
        if lower in TRANSPORT or (lower in DEFAULTS and lower not in others):
            continue
        if lower == 'cookie':
            value = re.sub(rb';\s*', b'; ', value)
        kept.append((lower, value.strip()))
    kept.sort(key=lambda pair: pair[0])
    body = re.sub(rb'\xed[\xa0-\xaf].\xed[\xb0-\xbf].', join_surrogates, body, flags=re.S)
    boundary = re.search(rb'boundary=([^;\r\n]+)', b'\n'.join(value for name, value in kept if name == 'content-type'))
    if boundary and boundary.group(1) in body:
        body = body.replace(boundary.group(1), b'BOUNDARY')
        kept = [(name, value.replace(boundary.group(1), b'BOUNDARY')) for name, value in kept]
    return method, escaped(target), kept, body


class World:
    def __enter__(self):
        self.recorder = Recorder()
        self.folder = tempfile.mkdtemp(prefix='placard-curl-')
        self.make_files()
        return self

    def __exit__(self, *_):
        self.recorder.socket.close()
        shutil.rmtree(self.folder)

    def make_files(self):
        for name, data in (('file.txt', b'line one\r\nline two\n'), ('card.png', b'\x89PNG\r\n\x1a\n\x00\xff'),
                           ('data.json', b'{"a": "\xe5\xbc\xa0"}\n'), ('headers.txt', b'X-One: 1\nX-Two: 2\n'),
                           ('a b.html', b'<p>')):
            with open(os.path.join(self.folder, name), 'wb') as file:
                file.write(data)

    def explain(self, note):
        pass

    def clean(self):
        self.recorder.requests.clear()

    def both(self, command):
        """What arrived from curl, what arrived from Placard, what Placard left out."""
        text = command.replace('BASE', self.recorder.base)
        environment = {'PATH': os.environ['PATH'], 'HOME': self.folder, 'LC_ALL': 'C.UTF-8'}
        self.recorder.requests.clear()
        if re.search(r'^curl(.exe)? (--url )?\^"| \^\r?\n', text):
            by_curl = None
        else:
            result = subprocess.run(['bash', '-c', text.replace('curl ', 'curl -sS ', 1)], cwd=self.folder, env=environment,
                                    stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
            check(len(self.recorder.requests) == 1,
                  f'{command}\ncurl sent {len(self.recorder.requests)} requests: {result.stderr!r}')
            by_curl = self.recorder.requests.pop()
        result = subprocess.run([READER], input=text.encode(), cwd=self.folder, env=environment, capture_output=True, timeout=20)
        check(result.returncode == 0 and len(self.recorder.requests) == 1,
              f'{command}\nPlacard: exit {result.returncode}, {len(self.recorder.requests)} requests: {result.stderr.decode()}')
        return by_curl, self.recorder.requests.pop(), result.stdout.decode().splitlines()

    def same(self, command, left_out=()):
        curls, ours, names = self.both(command)
        self.compare(command, curls, ours)
        check(names == list(left_out), f'{command}\n  left out: {names}, not {list(left_out)}')

    @staticmethod
    def compare(command, curls, ours):
        command_sets = {name for name in DEFAULTS if re.search(name.replace('-', '.') + r'["\']?[:;]', command, re.I)}
        if re.search(r'(^| )(-A|--user-agent) ', command):
            command_sets.add('user-agent')
        if '--json' in command:
            command_sets.add('accept')
        first, second = canonical(curls, command_sets), canonical(ours, command_sets)
        check(first == second, f'{command}\n  curl:    {first}\n  Placard: {second}')


# From curl's own manual page (https://curl.se/docs/manpage.html, 7.88; curl licence): its examples for HTTP with the
# host and the files replaced.
MANUAL = """
curl BASE
curl --compressed BASE
curl --cookie 'name=data' BASE
curl -b 'name=data; other=2' -b 'third=3' BASE
curl -d 'name=curl' BASE
curl -d 'name=curl' -d 'tool=cmdline' BASE
curl -d @file.txt BASE
curl --data 'name=daniel&skill=lousy' BASE
curl --data-ascii @file.txt BASE
curl --data-binary @card.png BASE
curl --data-binary 'a
b' BASE
curl --data-raw 'hello' BASE
curl --data-raw '@at@at@' BASE
curl --data-urlencode 'name=val' BASE
curl --data-urlencode =encodethis BASE
curl --data-urlencode name@file.txt BASE
curl --data-urlencode @data.json BASE
curl --data-urlencode 'a b&c=d/é~' BASE
curl --fail BASE
curl --form 'name=curl' --form 'file=@card.png' BASE
curl -F 'profile=@card.png' BASE/upload.cgi
curl -F 'brief=<file.txt' BASE
curl -F 'web=@a b.html;type=text/html' BASE
curl -F 'name=daniel;type=text/foo' BASE
curl -F 'file=@card.png;filename=nameinpost' BASE
curl -F 'file=@"a b.html";filename="name\\"in\\\\post"' BASE
curl -F 'colors="red; green; blue";type=text/x-myapp' BASE
curl -F '名=张三' -F 'f=@card.png;filename=卡.png' BASE
curl --form-string 'name=data' BASE
curl --form-string 'a=@b;type=c' -F 'a=2' BASE
curl --get BASE
curl --get -d 'tool=curl' -d 'age=old' BASE
curl -G --data-urlencode 'q=a b&c' 'BASE/search?x=1'
curl -I BASE
curl --head BASE/x
curl -H 'X-First-Name: Joe' BASE
curl -H 'User-Agent: yes-please/2000' BASE
curl -H 'Accept;' BASE
curl -H @headers.txt BASE
curl -H 'Accept:' -H 'User-Agent:' BASE
curl -H 'X-Empty;' -H 'X-A: 1' -H 'X-A: 2' BASE
curl --json '{ "drink": "coffe" }' BASE
curl --json '{ "drink":' --json ' "coffe" }' BASE
curl --json @data.json BASE
curl -L BASE
curl -m 10 BASE
curl --max-filesize 100K BASE
curl --max-redirs 3 --location BASE
curl --connect-timeout 20 --speed-limit 300 --speed-time 10 BASE
curl --oauth2-bearer 'mF_9.B5f-4.1JqM' BASE
curl --range 22-44 BASE
curl -r 0-99,200-299 BASE
curl --referer 'https://fake.example' BASE
curl -e 'https://a.example/?b=c' BASE
curl -X 'DELETE' BASE
curl -X NLST BASE
curl -X PUT -d 'x' BASE
curl -T card.png BASE
curl -T file.txt BASE/folder/
curl --upload-file 'a b.html' BASE/other.html
curl -u 'user:secret' BASE
curl --user 'us er:p:ä' BASE
curl -A 'Agent 007' BASE
curl -A '' BASE
curl --url-query 'name=val' BASE
curl --url-query '=encodethis' 'BASE/foo?a=1'
curl --url-query 'name@file.txt' --url-query 'x=名 张' BASE
curl --url BASE/x -d ''
curl 'BASE/a/../b/./c?d=/../e'
curl BASE/x?a=1\\&b=2
curl 'BASE/%E5%8D%A1?q=%20#fragment'
curl --form 'file=@"a b.html"' BASE
""".strip()

# Windows: curl itself is not run by cmd here, so what is to arrive is written down.
CMD = [
    ('curl "BASE/x?a=1&b=2" ^\n  -H "accept: */*" ^\n  --compressed', b'GET', '/x?a=1&b=2', {'accept': b'*/*'}, b''),
    ('curl "BASE/api" ^\n  -H "content-type: application/json" ^\n  --data-raw "{""a"":""b""}"', b'POST', '/api',
     {'content-type': b'application/json'}, b'{"a":"b"}'),
    ('curl "BASE/api" ^\n  --data-raw "100"%"25"', b'POST', '/api', {}, b'100%25'),
    ('curl "BASE/api" ^\n  -H "x-path: C:\\\\dir\\\\" ^\n  -X "PUT"', b'PUT', '/api', {'x-path': b'C:\\\\dir\\'}, b''),
    ('curl "BASE/api" -X POST ^\n -H "x: it\'s" ^\n --data-raw "a"^\n\n"b"', b'POST', '/api', {'x': b"it's"}, b'a\nb'),
    ('curl ^"BASE/x?a=1^&b=^%^20^" ^\n  -H ^"accept: */*^" ^\n  -H ^"cookie: a=^\\^"b^\\^"^"', b'GET', '/x?a=1&b=%20',
     {'cookie': b'a="b"'}, b''),
    ('curl ^"BASE/api^" ^\n  -H ^"content-type: application/json^" ^\n  --data-raw ^"^{^\\^"a^\\^":^\\^"x^!^\\^"^}^"', b'POST', '/api',
     {'content-type': b'application/json'}, b'{"a":"x!"}'),
    ('curl ^"BASE/api^" ^\n  --data-raw ^"one^\n\ntwo^"', b'POST', '/api', {}, b'one\ntwo'),
    ('curl ^"BASE/api^" ^\n  -X ^"DELETE^" ^\n  -H ^"x: ^|^<^>^(^)^"', b'DELETE', '/api', {'x': b'|<>()'}, b''),
    ('curl.exe "BASE/api" -d "a=\\"b\\" c" ^\n -s', b'POST', '/api', {}, b'a="b" c'),
    ('curl "BASE/q?u=https%%3A%%2F%%2Fx" ^\n  -H "a: b"'.replace('%%', '%'), b'GET', '/q?u=https%3A%2F%2Fx', {'a': b'b'}, b''),
    ('curl ^"BASE/x^" ^\r\n  -H ^"accept-language: zh-CN,zh;q=0.9^" ^\r\n  -b ^"sid=1; t=^\\^"2^\\^"^"', b'GET', '/x',
     {'cookie': b'sid=1; t="2"'}, b''),
    ('curl "BASE/up" ^\n  -H "content-type: text/plain" ^\n  --data-raw "a ^ b & c | d"', b'POST', '/up',
     {'content-type': b'text/plain'}, b'a ^ b & c | d'),
]

def commands(text):
    return re.split(r'\n(?=curl )', text)


def add(name, text):
    for command in commands(text):
        def function(world, command=command):
            if not shutil.which('curl'):
                raise Skip('curl is not installed')
            world.same(command)
        title = command.replace('\n', ' ').replace('#', '')
        case(f'{name}: {title[:90]}')(function)


add('manual', MANUAL)


def left_out(text):
    """Fields of the transport that browsers copy too."""
    return [f'--header {name}' for name in re.findall(r"-H [$^]*['\"](Connection|Content-Length): ", text)]


def as_windows(browser, title, request):
    """What cmd can still say of what the same request's command for bash says. Both browsers double every
    backslash, and Windows takes two for two, but before a quote. A line end is one line feed."""
    known = LOST_TO_WINDOWS.get((browser, title))
    line, fields, body = request
    if known:
        fields = [(name, known.get('fields', {}).get(name.decode(), value)) for name, value in fields]
        body = known.get('body', body)
    elif browser == 'chromium':
        fields = [(name, blank(value)) for name, value in fields]
        body = blank(body)
    fields = [(name, double_backslashes(value)) for name, value in fields]
    return line, fields, double_backslashes(body).replace(b'\r\n', b'\n')


def double_backslashes(value):
    return re.sub(rb'(\\+)(?=[^"\\])', rb'\1\1', value)


def blank(value):
    """Chromium's command for cmd has spaces where its text is not printable ASCII, one for each UTF-16 unit."""
    units = value.decode().encode('utf-16-le')
    characters = [int.from_bytes(units[i:i + 2], 'little') for i in range(0, len(units), 2)]
    return bytes(unit if 32 <= unit < 127 or unit in (10, 13) else 32 for unit in characters)


# Firefox's command for bash has one byte, as in Latin-1, for each character below 256, and two of three bytes for
# each above 65535: bash hands on what is not UTF-8. Its command for cmd has them right, but for white space. And of
# a text it copies what follows the last "\r\n".
LOST_TO_WINDOWS = {
    ('firefox', 'text'): {'body': ' tab \\ ! $HOME `id` #é 😀\n'.encode()},
    ('firefox', 'controls'): {'body': b'\x01\x1b[0m\x7f~ '},
    ('firefox', 'binary'): {'body': '\x1a\n\x01ÿþ'.encode()},
    ('firefox', 'headers'): {'fields': {'X-Latin': ' café'.encode()}},
}


def add_recorded(browser):
    with open(os.path.join(TESTS, 'data', 'curl', browser + '.json'), encoding='utf-8') as file:
        recorded = json.load(file)
    for_bash = {command['title']: command['text'] for command in recorded['commands'] if command['form'] == 'bash'}
    for command in recorded['commands']:
        def function(world, title=command['title'], form=command['form'], text=command['text']):
            if not shutil.which('curl'):
                raise Skip('curl is not installed')
            if form == 'bash':
                world.same(text, left_out(text))
                return
            theirs, _, _ = world.both(for_bash[title])
            _, ours, names = world.both(text)
            world.compare(text, as_windows(browser, title, theirs), ours)
            check(sorted(names) == sorted(left_out(text)), f'{text}\n  left out: {names}')
        case(f"{recorded['browser']}: {command['form']}: {command['title']}")(function)


add_recorded('chromium')
add_recorded('firefox')
add_recorded('safari')

for row in CMD:
    def windows(world, row=row):
        command, method, target, fields, body = row
        _, ours, _ = world.both(command if '^' in command else command + ' ^\n')
        line, all_fields, sent = ours
        named = {name.decode().lower(): value.strip() for name, value in all_fields}
        check(line == method + b' ' + target.encode() + b' HTTP/1.1', f'{command}\n{line!r}')
        check(sent == body, f'{command}\n{sent!r}')
        for name, value in fields.items():
            check(named.get(name) == value, f'{command}\n{name}: {named.get(name)!r}')
    case('cmd: ' + row[0].replace('\n', ' ').replace('\r', '')[:90])(windows)


@case('what curl has and Placard lacks is told by name')
def _(world):
    _, ours, names = world.both("curl -k --http1.1 -v -4 --tcp-nodelay --limit-rate 5M -H 'Connection: close' BASE")
    check(ours[0] == b'GET / HTTP/1.1', ours)
    check(names == ['--insecure', '--http1.1', '--verbose', '--ipv4', '--tcp-nodelay', '--limit-rate', '--header Connection'], names)


run(World)
