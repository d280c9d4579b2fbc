# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as koa with koa-body parses them, and axios with form-data as the reference: issue rows RB5, UL1, UL2,
UL4, UL6, UL8, UL9, UL10, UL12, FD1, FD2, FD6, FD8, IN12 to IN16, BM3, OT2.

The same form sent by form-data and by Placard differs in the wire's bytes in this only:
- the boundary, which is each program's own;
- a name with "\\"", CR or LF: form-data writes it raw or as \\", Placard as %22, %0D, %0A (WHATWG's form rules);
- fields of the head: each program has its own User-Agent, Accept and Accept-Encoding, and axios its Connection."""
import base64
import hashlib
import json
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import PICTURE, Beside, FormServer, reference  # noqa: E402
from program import equal, holds, sha256  # noqa: E402
from recorder import Recorder  # noqa: E402
from tap import case, run  # noqa: E402

FILES = {'one.png': b'\x89PNG\r\n\x1a\n one', 'two.jpg': bytes(range(256)) * 300, '三.txt': '三\r\n--\r\n'.encode()}


class World(Beside):
    def clean(self):
        super().clean()
        for name, data in FILES.items():
            with open(os.path.join(self.folder, name), 'wb') as file:
                file.write(data)

    def url(self, path='/'):
        return self.forms.base + path

    def send(self, *arguments, path='/'):
        """Returns what the server parsed."""
        result = self.fetch('--any', *arguments, self.url(path), '-o', '-')
        equal(result.status, 0, f'{arguments}: {result.errors}')
        return result.json


def described(field, name, kind):
    return {'field': field, 'name': name, 'type': kind, 'size': len(FILES[name]), 'sha256': sha256(FILES[name])}


@case('UL1 FD1 FD8: text fields a, b, c and a file arrive in order, with a type that has a boundary')
def _(world):
    seen = world.send('-F', 'a=1', '-F', 'b=二', '-F', 'f=@one.png', '-F', 'c=3')
    equal(seen['method'], 'POST', 'the method')
    holds(seen['type'], 'multipart/form-data; boundary=')
    equal(seen['body'], {'a': '1', 'b': '二', 'c': '3'}, 'the fields')
    equal(seen['files'], [described('f', 'one.png', 'image/png')], 'the files')
    equal([part['name'] for part in seen['parts']], ['a', 'b', 'f', 'c'], 'the order')
    equal((seen['transfer'], int(seen['length']) > len(FILES['one.png'])), ('', True), 'the length is known')


for title, fields in (('UP1 UL9 FD6: under one name', ['f', 'f', 'f']), ('UL2: under field[]', ['f[]', 'f[]', 'f[]']),
                      ('UL2: under field1 to field3', ['f1', 'f2', 'f3'])):
    @case(f'{title}, three files arrive byte-equal and in order')
    def _(world, fields=fields):
        rows = list(zip(fields, FILES, ('image/png', 'image/jpeg', 'text/plain')))
        arguments = [word for field, name, _ in rows for word in ('-F', f'{field}=@{name}')]
        seen = world.send(*arguments)
        equal(seen['files'], [described(*row) for row in rows], 'the files')
        equal([(part['name'], part['filename']) for part in seen['parts']],
              [(field, name) for field, name, _ in rows], 'the order')


@case('UL9: several files behind one @ are parts of one name')
def _(world):
    seen = world.send('-F', 'f=@one.png,two.jpg')
    equal([(file['field'], file['name']) for file in seen['files']], [('f', 'one.png'), ('f', 'two.jpg')], 'the files')


@case('FD2 UL8: the file name and type of a part are as typed, in UTF-8')
def _(world):
    seen = world.send('-F', 'image=@one.png;filename=卡 片.png', '-F', '名=张三', '-F', 'x=@two.jpg;type=image/webp')
    equal([(file['field'], file['name'], file['type']) for file in seen['files']],
          [('image', '卡 片.png', 'image/png'), ('x', 'two.jpg', 'image/webp')], 'the files')
    equal(seen['body'], {'名': '张三'}, 'the field')


@case('FD6: a text field that is said twice arrives twice')
def _(world):
    equal(world.send('-F', 'a=1', '-F', 'a=2', '--form-string', 'a=@3')['body'], {'a': ['1', '2', '@3']}, 'a')


@case('UL6: a multipart type that was set by hand without a boundary gets one')
def _(world):
    seen = world.send('-H', 'Content-Type: multipart/form-data', '-F', 'a=1', '-F', 'f=@two.jpg')
    equal((seen['body'], seen['files']), ({'a': '1'}, [described('f', 'two.jpg', 'image/jpeg')]), 'what was parsed')
    equal(seen['type'].count('boundary='), 1, 'the boundary')
    # A boundary that is not the form's would make it unreadable: it is refused, and the field named.
    result = world.fetch('--any', '-H', 'Content-Type: multipart/form-data; boundary=x', '-F', 'a=1', world.url())
    equal(result.status, 2, 'a boundary of another form')
    holds(result.errors, 'Content-Type', 'boundary')


@case('UP2 UL10 IN15: a raw file with its type, byte-equal')
def _(world):
    for method, arguments in (('POST', ['-X', 'POST', '-H', 'Content-Type: image/png', '--data-binary', '@one.png']),
                              ('PUT', ['-T', 'one.png', '-H', 'Content-Type: image/png'])):
        seen = world.send(*arguments, path='/uploadImage')
        equal((seen['method'], seen['type']), (method, 'image/png'), arguments)
        equal(seen['raw'], {'size': len(FILES['one.png']), 'sha256': sha256(FILES['one.png'])}, arguments)


@case('IN13: an urlencoded form, encoded once')
def _(world):
    seen = world.send('--data-urlencode', '名=张 三&x=1+2%', '-d', 'b=2', '-d', 'b=3')
    equal((seen['type'], seen['body']),
          ('application/x-www-form-urlencoded', {'名': '张 三&x=1+2%', 'b': ['2', '3']}), 'the form')


@case('RB5 IN12: JSON with its type, text with another')
def _(world):
    seen = world.send('--json', '{"a": ["张", 1, null]}')
    equal((seen['type'], seen['body']), ('application/json', {'a': ['张', 1, None]}), 'JSON')
    seen = world.send('-H', 'Content-Type: text/plain; charset=utf-8', '--data-raw', '@not a file\r\n')
    equal((seen['type'], seen['body']), ('text/plain; charset=utf-8', '@not a file\r\n'), 'text')


@case('IN16: standard input as the body')
def _(world):
    data = bytes(range(256)) * 1000
    child = world.start('--any', '-H', 'Content-Type: application/octet-stream', '--data-binary', '@-',
                        world.url(), '-o', '-', stdin=-1)
    output, errors = child.communicate(data, timeout=30)
    equal(child.returncode, 0, errors)
    holds(output.decode(), sha256(data))


FORMS = [
    ('text fields and three files', [('a', None, '1', None, None), ('f[]', 'one.png', None, None, 'image/png'),
                                     ('b', None, '二 & ü\n', None, None), ('f[]', 'two.jpg', None, None, 'image/jpeg'),
                                     ('f[]', '三.txt', None, None, 'text/plain')]),
    ('names of their own', [('f', 'one.png', None, '卡 片.png', 'image/png'), ('名', None, '', None, None),
                            ('g', 'two.jpg', None, 'a;b=c.jpg', 'application/x-odd')]),
    ('one name', [('f', name, None, None, 'application/octet-stream') for name in FILES]),
]


def as_arguments(parts):
    for name, file, value, filename, kind in parts:
        if file is None:
            yield from ('--form-string', f'{name}={value}')
        else:
            yield from ('-F', f'{name}=@{file}' + (f';filename="{filename}"' if filename else '') + f';type={kind}')


def for_reference(world, parts):
    return [{'name': name, 'value': value} if file is None else
            {'name': name, 'file': os.path.join(world.folder, file), 'filename': filename or file, 'type': kind}
            for name, file, value, filename, kind in parts]


def without_boundary(request):
    _, fields, body = request
    named = {name.lower(): value.strip() for name, value in fields}
    boundary = re.search(rb'boundary="?([^;"]+)', named[b'content-type']).group(1)
    return re.sub(rb'boundary=.*', b'', named[b'content-type']), body.replace(boundary, b'BOUNDARY')


for title, parts in FORMS:
    @case(f'OT2: {title}, as axios with form-data sends it, byte for byte')
    def _(world, parts=parts):
        recorder = Recorder()
        world.url()
        reference(recorder.base, for_reference(world, parts))
        world.fetch('--any', *as_arguments(parts), recorder.base)
        theirs, ours = map(without_boundary, recorder.requests)
        equal(ours, theirs, 'the request')
        seen = world.send(*as_arguments(parts))
        answer = reference(world.url(), for_reference(world, parts))
        parsed = json.loads(base64.b64decode(answer['body']))
        for key in ('method', 'body', 'files', 'parts', 'transfer'):
            equal(seen[key], parsed[key], key)


@case('OT2: quotes and line ends in names: where form-data breaks the part, Placard does not')
def _(world):
    seen = world.send('--form-string', 'a"b\r\nX-Injected: 1=2', '-F', 'f=@one.png;filename="q\\"uote.png"')
    equal([part['name'] for part in seen['parts']], ['a%22b%0D%0AX-Injected: 1', 'f'], 'the names')
    equal(seen['files'][0]['name'], 'q"uote.png', 'what koa-body makes of q%22uote.png')


@case('OT2: an answer as axios sees it: status, fields and bytes')
def _(world):
    for path in ('/me.png', '/count'):
        theirs = reference(world.url(path))
        ours = world.fetch('--any', '--json-result', world.url(path)).json
        equal(ours['status'], theirs['status'], path)
        fields = {name.lower(): value for name, value in ours['headers']}
        for name, value in theirs['headers'].items():
            if name not in ('date', 'connection', 'keep-alive', 'transfer-encoding'):
                equal(fields.get(name), value, f'{path}: {name}')
        equal(ours['sha256'], hashlib.sha256(base64.b64decode(theirs['body'])).hexdigest(), path)


@case('BM3 N4 FD4: a multipart answer made by form-data: the picture is found, the fields are told')
def _(world):
    result = world.fetch(world.url('/form'), '-o', 'qr.png', '--json-result')
    equal(result.status, 0, result.errors)
    with open(PICTURE, 'rb') as file:
        equal(world.read('qr.png'), file.read(), 'the picture')
    result = world.fetch('--image-at', 'part:qr', world.url('/form'), '-OJ')
    equal((result.status, '卡.png' in world.files()), (0, True), f'by the name of its part: {world.files()}')


@case('UL12: a login form, then the picture with the cookie that came of it')
def _(world):
    equal(world.fetch(world.url('/me.png'), '-o', 'a.png').status, 4, 'without a login')
    form = ['--data-urlencode', 'user=me', '--data-urlencode', 'password=secret', world.url('/login')]
    # The login's own redirect leads to the picture already: the cookie of the first answer goes with the second.
    equal(world.fetch('-c', 'jar', *form, '-o', 'first.png').status, 0, 'the login')
    equal(world.fetch('-b', 'jar', world.url('/me.png'), '-o', 'second.png').status, 0, 'with the jar')
    equal(world.read('first.png'), world.read('second.png'), 'the picture')
    result = world.fetch('-c', 'jar', '--redirect', 'manual', '--any', *form, '--json-result')
    equal((result.json['status'], urllib.parse.urlsplit(dict(result.json['headers'])['Location']).path),
          (302, '/me.png'), 'the answer to the form')
    wrong = ['--data-urlencode', 'user=me', '--data-urlencode', 'password=x', world.url('/login')]
    result = world.fetch('-c', 'other', *wrong, '-o', 'b.png')
    equal((result.status, 'b.png' in world.files()), (4, False), 'a wrong password')


@case('UL12 CR3: the login as a step of the picture\'s own request; the password in no word of it')
def _(world):
    login = f'url = "{world.url("/login")}"\ndata-urlencode = "user=me"\ndata-urlencode = "password=%s"\n'
    step = ['--token-from', 'login.placard', '--token-at', 'cookies']
    for password, status in (('secret', 0), ('x', 4)):
        with open(os.path.join(world.folder, 'login.placard'), 'w') as file:
            file.write(login % password)
        result = world.fetch(*step, world.url('/me.png'), '-o', password + '.png', '--json-result')
        equal((result.status == 0, password + '.png' in world.files()), (status == 0, status == 0), repr(result))
        equal('secret' in result.errors, False, result.errors)
    with open(PICTURE, 'rb') as file:
        equal(world.read('secret.png'), file.read(), 'the picture')


run(World, forms=lambda world: FormServer())
