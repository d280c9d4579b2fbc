# SPDX-License-Identifier: GPL-3.0-or-later
"""N2, CT6, US9, RS5, XR4: what no picture is, is said with the server's own words, and no .jpg with JSON in it is ever written.

Each row through `placard fetch`: exit status, words, and that nothing lies on disk under any way to save."""
import base64
import json
import os

from program import PNG, Program, equal, holds
from endpoint import Endpoint
from tap import case, run

OK, NOT_FOUND = '200 OK', '404 Not Found'
PAGE = '<!DOCTYPE html><html><head><title>{}</title></head><body>{}</body></html>'
LOGIN = '<form><input type="password" name="p"></form>'
B64 = base64.b64encode(PNG).decode()


def j(**fields):
    return json.dumps(fields, ensure_ascii=False)


# (status, type, body, exit status, words that stand in the sentence, words that do not)
ROWS = {
    # errors in JSON, in the shapes that are in use
    'errcode and errmsg': (OK, 'application/json', j(errcode=40001, errmsg='invalid credential'), 5, ['40001 invalid credential'], []),
    'errcode as text': (OK, 'application/json', j(errcode='40001', errmsg='invalid credential'), 5, ['40001 invalid credential'], []),
    'errcode, labelled a picture': (OK, 'image/jpeg', j(errcode=40001, errmsg='invalid credential'), 5, ['declared as image/jpeg', '40001 invalid credential'], []),
    'code and message': (OK, 'application/json', j(code=500, message='系统繁忙'), 5, ['500 系统繁忙'], []),
    'code and msg': (OK, 'text/plain', j(code='A0230', msg='登录过期', data=None), 5, ['A0230: 登录过期'], []),
    'msg alone': (OK, 'application/json', j(msg='no such till'), 5, ['no such till'], []),
    'error alone': (OK, 'application/json', j(error='Unauthorized'), 5, ['Unauthorized'], []),
    'error and error_description': (OK, 'application/json', j(error='invalid_grant', error_description='The code has expired'), 5, ['invalid_grant: The code has expired'], []),
    'error nested': (OK, 'application/json', j(error={'code': 403, 'message': 'Quota exceeded'}), 5, ['403 Quota exceeded'], []),
    'errors in a list': (OK, 'application/json', j(errors=[{'code': 'E1', 'detail': 'too many tries'}]), 5, ['E1: too many tries'], []),
    'data nested': (OK, 'application/json', j(data={'errcode': -1, 'errmsg': '系统错误'}), 5, ['-1 系统错误'], []),
    'meta nested': (OK, 'application/json', j(meta={'code': 401, 'msg': 'no token'}, data=None), 5, ['401 no token'], []),
    'success false': (OK, 'application/json', j(success=False, message='二维码已失效'), 5, ['二维码已失效'], []),
    'ret and info': (OK, 'application/json', j(ret=-3, info='bad sign'), 5, ['-3 bad sign'], []),
    'a mark before it': (OK, 'application/json', '\ufeff' + j(errcode=1, errmsg='with a mark'), 5, ['1 with a mark'], []),
    'blanks before it': (OK, 'image/png', '\r\n  ' + j(errcode=1, errmsg='after blanks'), 5, ['1 after blanks'], []),
    'GBK': (OK, 'application/json; charset=GBK', j(errcode=1, errmsg='中文').encode('gbk'), 5, ['1 中文'], []),
    'cut JSON': (OK, 'application/json', j(errcode=1, errmsg='x')[:-4], 5, ['instead of a picture'], []),
    # no error in it: nothing is made up
    'code 0 and ok': (OK, 'application/json', j(code=0, message='ok'), 5, ['JSON instead of a picture'], ['picture:']),
    'errcode 0': (OK, 'application/json', j(errcode=0, errmsg='ok', expires_in=7200), 5, ['JSON instead of a picture'], ['picture:']),
    'code 1 and success': (OK, 'application/json', j(code=1, msg='success', data={'id': 7}), 5, ['JSON instead of a picture'], ['success', 'picture:']),
    'success true': (OK, 'application/json', j(success=True, message='操作成功', data={'id': 7}), 5, ['JSON instead of a picture'], ['操作成功']),
    'message ok': (OK, 'application/json', j(message='OK'), 5, ['JSON instead of a picture'], ['picture:']),
    'error false': (OK, 'application/json', j(error=False, message='done'), 5, ['JSON instead of a picture'], ['picture:']),
    'just data': (OK, 'application/json', '[1, 2, 3]', 5, ['JSON instead of a picture'], []),
    # XML
    'S3': ('403 Forbidden', 'application/xml', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>', 4, ['403 Forbidden', 'AccessDenied: Request has expired'], []),
    'WeChat Pay': (OK, 'text/xml', '<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[签名错误]]></return_msg></xml>', 5, ['签名错误'], ['CDATA']),
    'SOAP': ('500 Internal Server Error', 'text/xml', '<?xml version="1.0"?><e:Envelope xmlns:e="x"><e:Body><e:Fault><faultstring>No such card</faultstring></e:Fault></e:Body></e:Envelope>', 4, ['No such card'], []),
    # pages
    'login page': (OK, 'text/html', PAGE.format('Please sign in', LOGIN), 5, ['login page', '“Please sign in”'], []),
    'login page, labelled a picture': (OK, 'image/png', PAGE.format('用户登录', ''), 5, ['login page', 'declared as image/png', '“用户登录”'], []),
    'a password field and no word of it': (OK, 'text/html', PAGE.format('Welcome', LOGIN), 5, ['login page', '“Welcome”'], []),
    'a page': (OK, 'text/html', PAGE.format('Maintenance', ''), 5, ['web page', '“Maintenance”'], ['login']),
    'a portal that says so': ('511 Network Authentication Required', 'text/html', PAGE.format('Hotel', ''), 4, ['511', '“Hotel”'], []),
    'a portal by WISPr': (OK, 'text/html', PAGE.format('Hotel', '<!-- <WISPAccessGatewayParam/> -->'), 5, ['this network', '“Hotel”'], []),
    # statuses
    '404 in JSON': (NOT_FOUND, 'application/json', j(message='no such till'), 4, ['404 Not Found', 'no such till'], []),
    '401 in text': ('401 Unauthorized', 'text/plain', 'You are not authorized', 4, ['401 Unauthorized', 'You are not authorized'], []),
    '502 of nginx': ('502 Bad Gateway', 'text/html', '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>', 4, ['502 Bad Gateway'], []),
    '429 bare': ('429 Too Many Requests', 'text/plain', '', 4, ['429 Too Many Requests'], []),
    '204': ('204 No Content', None, None, 5, ['204 No Content'], []),
    'nothing': (OK, 'image/png', '', 5, ['an empty answer'], []),
    # labels that lie the other way
    'text labelled a picture': (OK, 'image/jpeg', 'token expired\n', 5, ['text instead', 'declared as image/jpeg', 'token expired'], []),
    'a PDF labelled a picture': (OK, 'image/png', '%PDF-1.7\n', 5, ['PDF'], []),
    'bytes labelled a picture': (OK, 'image/png', b'\x01\x02\x03' * 99, 5, ['no picture'], []),
}
WAYS = (['-o', 'a.jpg'], ['-O'], ['-J'], ['-o', '{{name}}-{{hash8}}'], ['--keep-partial', '-O'], ['--parallel', '-J'])


class Verdicts(Program):
    def __enter__(self):
        super().__enter__()
        self.rude = Endpoint()
        return self

    def clean(self):
        super().clean()
        if hasattr(self, 'rude'):
            self.rude.requests.clear()

    def __exit__(self, *details):
        self.rude.close()
        super().__exit__(*details)

    def serve(self, row):
        status, kind, body = row[:3]
        if isinstance(body, str):
            body = body.encode()
        fields = [('Content-Disposition', 'attachment; filename="qr.jpg"')] + ([('Content-Type', kind)] if kind else [])

        def answer(connection):
            connection.head(status, fields, None if body is None else len(body))
            connection.write(body or b'')
        return self.rude.on('/qr.jpg', answer)


def add(what, row):
    @case(what)
    def _(world):
        url = world.serve(row)
        for way in WAYS:
            result = world.fetch(*way, url)
            equal((result.status, world.files()), (row[3], []), f'{way}: exit status and folder ({result.errors!r})')
        holds(result.errors, '127.0.0.1', *row[4])
        for word in row[5]:
            equal(word in result.errors, False, f'{word!r} in {result.errors!r}')
        equal(len(world.rude.requests), len(WAYS), 'the requests')


for what, row in ROWS.items():
    add(what, row)


@case('a picture inside of JSON that says ok is the picture')
def _(world):
    for body in (j(code=0, message='ok', data={'img': B64}), j(errcode=0, errmsg='ok', buffer='data:image/png;base64,' + B64),
                 j(success=True, msg='操作成功', data={'qr': B64})):
        result = world.fetch('-O', '--json-result', world.serve((OK, 'application/json', body)))
        equal((result.status, world.files(), world.read('qr.png')), (0, ['qr.png'], PNG), body[:60])
        equal(result.json['serverMessage'], None, 'the message')
        world.clean()


@case('a picture under 404 is kept and is not well: exit 4')
def _(world):
    for status in (NOT_FOUND, '500 Internal Server Error', '403 Forbidden'):
        result = world.fetch('-O', '--json-result', world.serve((status, 'image/png', PNG)))
        equal((result.status, world.files(), result.json['ok'], result.json['kind']), (4, ['qr.png'], False, 'picture'), status)
        holds(result.errors, status, 'the picture is what came with it')
        world.clean()


@case('whoever insists gets it, under its true name')
def _(world):
    row = ROWS['errcode, labelled a picture']
    for way, name in ((['-O'], 'qr.json'), (['-J'], 'qr.json'), (['-o', '{{name}}'], 'qr.json'), (['-o', 'a.jpg'], 'a.jpg')):
        equal(world.fetch('--any', *way, world.serve(row)).status, 0, f'{way}')
        equal((world.files(), world.read(name)), ([name], row[2].encode()), f'{way}')
        world.clean()


@case('a page from another host than the one that was asked, in clear')
def _(world):
    there = Endpoint()
    page = there.on('/portal', lambda c: c.answer(PAGE.format('Free Wi-Fi', '').encode(), 'text/html')).replace('127.0.0.1', 'localhost')
    url = world.rude.on('/qr.jpg', lambda c: c.answer(b'', 'text/plain', '302 Found', [('Location', page)]))
    result = world.fetch('-O', url)
    equal((result.status, world.files()), (5, []), 'the result')
    holds(result.errors, 'this network', '“Free Wi-Fi”')
    there.close()


@case('nothing but a picture is forwarded')
def _(world):
    profile = os.path.join(world.folder, 'target.placard')
    with open(profile, 'w') as file:
        file.write(f'url = "{world.base}/upload"\nform = "file=@-"\n')
    before = world.stats()['requests']
    for what in ('errcode, labelled a picture', 'nothing', 'login page'):
        result = world.fetch('--forward-to', 'target.placard', world.serve(ROWS[what]))
        equal(result.status, 5, what)
    equal(world.stats()['requests'], before, 'what the target was sent')
    equal(world.fetch('--forward-to', 'target.placard', world.picture).status, 0, 'a picture')
    equal(world.stats()['requests'], before + 2, 'the picture and its forwarding')


if __name__ == '__main__':
    run(Verdicts)
