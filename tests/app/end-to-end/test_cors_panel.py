# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel "Would a browser get this?", against a server that sees every byte of what it asks."""
import json

from gi.repository import GLib

from accessibility import BUTTON, ENTRY
from actions import activate
from pictures import flat_png
from tap import case, check, run
from world import World, wait_until

PAGE = 'https://page.example'
PICTURE = flat_png(16, 16, (9, 99, 9))


def serve(world, path, answer=(), preflight=(), status='204 No Content'):
    """@answer and @preflight: header fields of either."""
    def handle(connection):
        if connection.request.method == 'OPTIONS':
            connection.head(status, preflight, None if status.startswith('204') else 0)
        else:
            connection.answer(PICTURE, headers=answer)
    return world.endpoint.on(path, handle)


def preflights(world, path):
    return [request for request in world.endpoint.asked(path) if request.method == 'OPTIONS']


def is_run(name):
    return 'Preflight' in name and 'Run' in name


def is_send(name):
    return 'Send as This' in name


def open_panel(world, profile, origin=PAGE):
    path = world.folder() + '/r.placard'
    with open(path, 'w') as file:
        file.write(profile)
    window = world.placard()
    activate(world, 'open-profile-file', path)
    window.wait_text('r.placard')
    activate(world, 'show-cors')
    window.find(ENTRY, 'Origin of the page').set_text(origin)
    return window


def press(window, name):
    button = window.find(BUTTON, name)
    check(wait_until(button.is_sensitive), 'it cannot be pressed')
    button.press()


@case('CO1, CO2: simple or not, and why: method, header field and type are named')
def classification(world):
    url = serve(world, '/class')
    window = open_panel(world, f'url = "{url}"\n')
    window.wait_text('Simple: a browser sends it without asking first')
    window = open_panel_again(world, window, f'url = "{url}"\nrequest = PUT\nheader = "API-Key: k"\njson = "{{}}"\n')
    window.wait_text('Not simple', 'The method PUT is not simple', 'The header field API-Key is not simple',
                     'The Content-Type application/json is not simple')
    check(not world.endpoint.asked('/class'), 'something was sent')
    window.find(ENTRY, 'Origin of the page').set_text('page')
    window.wait_text('“page” is no origin')


def open_panel_again(world, window, profile):
    path = world.folder() + '/r2.placard'
    with open(path, 'w') as file:
        file.write(profile)
    activate(world, 'open-profile-file', path)
    window.wait_text('r2.placard')
    return window


@case('CO8 CO9 CO10 CO11: the real preflight, without body and credentials; each header checked')
def preflight(world):
    url = serve(world, '/pre', preflight=[('Access-Control-Allow-Origin', PAGE),
                                          ('Access-Control-Allow-Methods', 'PUT'),
                                          ('Access-Control-Allow-Headers', 'x-b, api-key, authorization'),
                                          ('Access-Control-Max-Age', '600')])
    window = open_panel(world, f'url = "{url}"\nrequest = PUT\nheader = "X-B: 1"\nheader = "API-Key: geheim"\n'
                               'header = "Cookie: sid=1"\nuser = "u:p"\ndata = "x"\n')
    press(window, is_run)
    window.wait_text('The preflight was answered with status 204', 'The method PUT is allowed',
                     'The header field api-key is allowed', 'The permission counts for 600 seconds',
                     'The header field authorization is allowed')
    request = preflights(world, '/pre')[0]
    check((request.get('Origin'), request.get('Access-Control-Request-Method')) == (PAGE, 'PUT'), f'{request.headers}')
    check(request.get('Access-Control-Request-Headers') == 'api-key,authorization,x-b', f'{request.headers}')
    check(not any(request.get(name) for name in ('Authorization', 'Cookie', 'API-Key')) and request.body == b'',
          f'{request.headers}')
    check(len(world.endpoint.asked('/pre')) == 1, 'more than the preflight was sent')


@case('CO13: the second preflight is not sent while the first one counts')
def cached(world):
    url = serve(world, '/cached', preflight=[('Access-Control-Allow-Origin', PAGE),
                                             ('Access-Control-Allow-Methods', 'DELETE'),
                                             ('Access-Control-Max-Age', '600')])
    window = open_panel(world, f'url = "{url}"\nrequest = DELETE\n')
    press(window, is_run)
    window.wait_text('The permission counts for 600 seconds')
    press(window, is_run)
    window.wait_text('Cached: the permission counts for', 'more seconds')
    check(len(preflights(world, '/cached')) == 1, 'it was sent again')


@case('CO12: “*” allows every header field but Authorization, which has to be named')
def wildcard(world):
    url = serve(world, '/wild', preflight=[('Access-Control-Allow-Origin', '*'), ('Access-Control-Allow-Headers', '*')])
    window = open_panel(world, f'url = "{url}"\nheader = "X-B: 1"\nuser = "u:p"\n')
    press(window, is_run)
    window.wait_text('The header field x-b is allowed', 'does not name authorization')


@case('CO14: a preflight that is redirected, and one without a word, are told with the reason')
def denied(world):
    url = serve(world, '/moved', status='302 Found', preflight=[('Location', '/x'),
                                                               ('Access-Control-Allow-Origin', '*')])
    window = open_panel(world, f'url = "{url}"\nrequest = PUT\n')
    press(window, is_run)
    window.wait_text('The preflight was redirected with status 302',
                     'has no Access-Control-Allow-Methods for PUT')
    check(not world.endpoint.asked('/x'), 'the redirect was followed')


@case('CO3 CO4 CO5 CO6 CO7 CO15 RS12 RS23: the verdict on the answer, header by header, and what scripts could read')
def verdict(world):
    url = serve(world, '/v', [('Access-Control-Allow-Origin', PAGE), ('Access-Control-Expose-Headers', 'Date'),
                              ('Date', 'Fri, 01 Jan 2021 00:00:00 GMT'), ('X-Secret-Sauce', '1'),
                              ('Set-Cookie', 'a=b')])
    window = open_panel(world, f'url = "{url}"\n')
    press(window, is_send)
    window.wait_text('A browser would get this', 'The page’s origin may have it', 'Scripts may read besides: Date',
                     'cors: of another origin', 'Never visible to a web page', 'Hidden from scripts',
                     'Visible to scripts')
    check(world.endpoint.wait_for('/v').get('Origin') == PAGE, 'the Origin field')
    window.wait_idle()
    activate(world, 'send-as-page', GLib.Variant('(ss)', (PAGE, 'include')))
    window.wait_text('A browser would block this', 'no Access-Control-Allow-Credentials', 'error: a page would learn')
    check(len(world.endpoint.asked('/v')) == 2, 'one request for each press')
    # The same without a window; nothing is enforced unless it is said.
    result = world.fetch('--any', '-o', '/dev/null', '--origin', PAGE, '--cors', 'verdict', '--json-result', url)
    answer = json.loads(result.stdout)
    check((result.returncode, answer['type']) == (0, 'cors'), result)
    check('date' in answer['cors']['exposed'] and 'set-cookie' not in answer['cors']['exposed'], answer['cors'])
    check(all(one['good'] for one in answer['cors']['checks']), answer['cors'])
    check(b'+ Access-Control-Allow-Origin: ' + PAGE.encode() in result.stderr, result.stderr)
    check(b'Scripts may read: ' in result.stderr, result.stderr)


@case('IN32 RS11 RS12 RS13 RS14 RS15 RS16: the types that the answer would have for a page')
def types(world):
    url = serve(world, '/t')
    moved = world.endpoint.on('/go', lambda connection: connection.head('302 Found', [('Location', '/t')], 0))
    picture = world.folder() + '/a.png'
    with open(picture, 'wb') as file:
        file.write(PICTURE)
    rows = {'basic': [url], 'opaque': ['--origin', PAGE, '--mode', 'no-cors', url],
            'error': ['--origin', PAGE, '--cors', 'verdict', url], 'opaqueredirect': ['--redirect', 'manual', moved],
            'default': [picture]}
    for wanted, arguments in rows.items():
        result = world.fetch('--any', '-o', '/dev/null', '--json-result', *arguments)
        check(json.loads(result.stdout)['type'] == wanted, f'{wanted}: {result}')
    result = world.fetch('--json-result', 'http://127.0.0.1:1/')
    check(json.loads(result.stdout)['type'] == 'error', result)


if __name__ == '__main__':
    run(World)
