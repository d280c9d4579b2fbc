# SPDX-License-Identifier: GPL-3.0-or-later
"""The same bytes in every view, and one request for all of them: treated as something else, part by part, as a list
to choose from, as text, rows, bytes, in a window of its own, and without a server."""
import json
import os
import time

from accessibility import BUTTON
from tap import case, check, run
from viewing import act, find, keep, serve, shows_red, treat
from world import World, wait_until
import pictures

RED = pictures.flat_png(96, 64, (200, 30, 30))
PARTS = (b'--b\r\nContent-Disposition: form-data; name="till"\r\n\r\nseven\r\n'
         b'--b\r\nContent-Disposition: form-data; name="qr"; filename="\xe5\x8d\xa1.png"\r\n'
         b'Content-Type: image/png\r\n\r\n' + RED + b'\r\n'
         b'--b\r\nContent-Disposition: form-data; name="note"\r\nContent-Type: text/plain; charset=utf-8\r\n'
         b'Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n--b--\r\n')


@case('CT8, N5, BM8, RI5: a picture as text, JSON, bytes, file and picture again: the server is asked once')
def treat_as(world):
    window = world.placard(serve(world, '/p', RED, 'image/png'))
    window.wait_text('PNG')
    treat(world, 'text')
    window.wait_text('Declared image/png, looks like PNG, treated as text', 'PNG')
    keep(world, 'treat-text')
    treat(world, 'hex')
    window.wait_text('00000000  89 50 4e 47', 'treated as bytes')
    treat(world, 'file')
    window.wait_text('Save')
    window.find(BUTTON, lambda name: 'Save' in name)
    keep(world, 'treat-file')
    treat(world, 'json')
    window.wait_text('The JSON is broken at line 1, column 1')
    treat(world, 'jpeg')
    window.wait_text('no valid JPEG')
    keep(world, 'treat-jpeg')
    treat(world, 'auto')
    check(shows_red(world), 'the picture is not there again')
    check(len(world.endpoint.asked('/p')) == 1, 'the server was asked again')
    treat(world, 'text')
    world.key('F5')
    world.endpoint.wait_for('/p', count=2)
    window.wait_text('treated as text')


@case('CT8: the override is kept in the profile, and only by its one line')
def keep_treatment(world):
    url = serve(world, '/kept', b'{"a":1}', 'application/json')
    profile = os.path.join(world.folder(), 'me.placard')
    with open(profile, 'w') as file:
        file.write(f'# mine\nurl = "{url}"\nheader = "X-Till: 7"\n')
    window = world.placard(profile)
    window.wait_text('JSON')
    treat(world, 'hex')
    window.wait_text('treated as bytes')
    button = window.find(BUTTON, lambda name: 'Keep in Profile' in name)
    button.press()

    def kept():
        with open(profile) as file:
            return file.read()
    check(wait_until(lambda: 'treat-as = "hex"' in kept() or 'treat-as = hex' in kept(), 5), kept)
    check('# mine' in kept() and 'X-Till: 7' in kept(), kept)
    window.close()
    again = world.placard(profile)
    again.wait_text('00000000', 'treated as bytes')


@case('FD4, BM3: the parts of a multipart answer: the picture, the list, a text, Save saves the part')
def parts(world):
    window = world.placard(serve(world, '/m', PARTS, 'multipart/form-data; boundary=b'))
    window.wait_text('found inside the answer, at part:qr')
    check(shows_red(world), 'the picture of the part is not there')
    act(world, 'show-list')
    text = window.wait_text('3 parts', 'till', 'seven', '卡.png', 'image/png', 'note')
    check('180 bytes' in text or f'{len(RED)} bytes' in text, f'no size: {text!r}')
    keep(world, 'parts')
    act(world, 'choose', '<uint32 2>')
    window.wait_text('Grüße', '3 of 3: note')
    keep(world, 'part-text')
    act(world, 'show-list')
    window.wait_text('3 parts')
    act(world, 'choose', '<uint32 1>')
    window.wait_text('2 of 3: qr')
    check(shows_red(world), 'the chosen part is not there')
    world.key('ctrl+s')
    window.wait_text('卡.png')
    check(len(world.endpoint.asked('/m')) == 1, 'the server was asked again')


@case('BM3: a urlencoded answer is a list of fields')
def fields(world):
    window = world.placard(serve(world, '/u', b'name=%E5%BC%A0+%E4%B8%89&x=1', 'application/x-www-form-urlencoded'))
    window.wait_text('2 fields', 'name', '张 三')
    keep(world, 'fields')


@case('OT7: ten addresses are a grid, fetched as they are seen, four at once; next, previous and back')
def gallery(world):
    running, most = [0], [0]

    def small(number):
        def handler(connection):
            running[0] += 1
            most[0] = max(most[0], running[0])
            connection.wait(0.15)
            connection.answer(pictures.flat_png(60 + number, 40, (200, 30, 30)))
            running[0] -= 1
        return handler
    for number in range(10):
        world.endpoint.on(f'/g{number}.png', small(number))
    body = json.dumps({'photos': [{'id': n, 'url': f'/g{n}.png'} for n in range(10)]}).encode()
    window = world.placard('-H', 'X-Till: 7', serve(world, '/list', body, 'application/json'))
    window.wait_text('10 pictures', 'g0.png', 'g9.png')
    check(wait_until(lambda: sum(len(world.endpoint.asked(f'/g{n}.png')) for n in range(10)) == 10, 10),
          'not every picture that is seen was fetched')
    check(most[0] <= 4, f'{most[0]} at once')
    check(world.endpoint.asked('/g3.png')[0].get('X-Till') == '7', 'the same origin did not get its field')
    time.sleep(0.5)
    keep(world, 'grid')
    act(world, 'choose', '<uint32 3>')
    window.wait_text('4 of 10: g3.png', '63 × 40')
    world.key('Next')
    window.wait_text('5 of 10: g4.png', '64 × 40')
    world.key('Prior', 'Prior')
    window.wait_text('3 of 10: g2.png', '62 × 40')
    check(sum(len(world.endpoint.asked(f'/g{n}.png')) for n in range(10)) == 10, 'one was asked for twice')
    window.find(BUTTON, lambda name: 'Back to the List' in name).press()
    window.wait_text('10 pictures')


@case('OT7: leaving a long list stops what is on its way, and what is not seen is not fetched')
def lazy(world):
    def stall(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], 1000)
        connection.stall()
    for number in range(400):
        world.endpoint.on(f'/lazy{number}.png', stall)
    body = json.dumps([f'/lazy{n}.png' for n in range(400)]).encode()
    window = world.placard(serve(world, '/long', body, 'application/json'))
    window.wait_text('400 pictures')
    count = lambda: sum(1 for request in world.endpoint.requests if request.target.startswith('/lazy'))
    check(wait_until(lambda: count() == 4, 5), count)
    time.sleep(0.5)
    check(count() == 4, f'{count()} were asked for')
    treat(world, 'text')
    window.wait_text('lazy0.png')
    for number in range(400):
        if world.endpoint.asked(f'/lazy{number}.png'):
            world.endpoint.wait_closed(f'/lazy{number}.png')


@case('XR1, XR4, BM14: charsets: told, chosen; the title of a page; find forward, backward, with case')
def text(world):
    page = '<!DOCTYPE html><title>收银台</title><p>Till one\n<p>till two\n<p>TILL three'.encode('gbk')
    window = world.placard(serve(world, '/h', page, 'text/html; charset=gb2312'))
    window.wait_text('Page title: “收银台”', '收银台</title>', 'GBK')
    keep(world, 'html')
    find(world, window, 'till')
    window.wait_text('1 of 3')
    world.key('Return')
    window.wait_text('2 of 3')
    world.key('shift+ctrl+g')
    window.wait_text('1 of 3')
    world.key('shift+ctrl+g')
    window.wait_text('3 of 3, begun anew')
    window.find(None, 'Match case').press()
    check(wait_until(lambda: '3 of 3' not in window.text(), 5), 'the case makes no difference')
    world.key('Return')
    window.wait_text('1 of 1')
    keep(world, 'find')


@case('XR5: invalid JSON tells line and column; valid JSON is a tree too')
def broken_json(world):
    window = world.placard(serve(world, '/bad', b'{"a": 1,\n "b" 2}', 'application/json'))
    window.wait_text('The JSON is broken at line 2, column 6')
    keep(world, 'json-broken')
    window.close()
    window = world.placard(serve(world, '/good', b'{"a": [1, {"b~/c": "x"}]}', 'application/json'))
    window.find(None, 'Tree').press()
    window.wait_text('a: 2 entries')
    keep(world, 'json-tree')


@case('BM5, CT7: bytes in hexadecimal, unsigned and signed')
def columns(world):
    window = world.placard(serve(world, '/b', bytes([0, 127, 128, 255]) * 8, 'application/octet-stream'))
    window.wait_text('Save')
    treat(world, 'hex')
    window.wait_text('00000000  00 7f 80 ff')
    window.find(None, 'How bytes are written')
    keep(world, 'bytes')


@case('RI8, BM13: 100 MB of text opens at once, is found in from both ends, memory bounded')
def large(world):
    line = b'till %07d ' + b'x' * 86 + b'\n'
    body = b''.join(line % n for n in range(1000000))
    check(len(body) == 100000000, len(body))
    window = world.placard(serve(world, '/large', body, 'text/plain'))
    began = time.monotonic()
    window.wait_text('till 0000000', seconds=20)
    check(window.answers_within(1), 'the window is busy')
    before = window.memory_kib()
    find(world, window, '0999999 ')
    window.wait_text('Row 1000000', seconds=20)
    world.key('shift+ctrl+g')
    window.wait_text('begun anew', seconds=20)
    check(window.memory_kib() < 300 * 1024, f'{window.memory_kib()} KiB, {before} before the search')
    check(time.monotonic() - began < 60, 'it took a minute')


@case('RS20, RS22: a copy in a window of its own stays as it is, and costs no second picture')
def copy(world):
    answers = [pictures.flat_png(4000, 3000, (200, 30, 30)), pictures.flat_png(70, 70, (10, 10, 200))]
    url = world.endpoint.on('/pin', lambda c: c.answer(answers[min(len(world.endpoint.asked('/pin')) - 1, 1)]))
    window = world.placard(url)
    window.wait_text('4000 × 3000')
    before = window.memory_kib()
    act(world, 'open-copy')
    check(wait_until(lambda: len([c for c in window.app.children()]) == 2, 5), 'there is no second window')
    check(wait_until(lambda: window.text().count('4000 × 3000') >= 1, 5), 'the copy shows something else')
    time.sleep(0.5)
    # A picture of its own would be 36 MB more.
    check(window.memory_kib() - before < 34 * 1024, f'{window.memory_kib() - before} KiB more')
    act(world, 'send')
    window.wait_text('70 × 70', '4000 × 3000')
    check(len(world.endpoint.asked('/pin')) == 2, 'the copy asked by itself')


@case('BM20, BM21: the server is down: the last good picture with its age; a file of one\'s own; no-store keeps nothing')
def offline(world):
    state = {'up': True}

    def handler(connection):
        if not state['up']:
            connection.answer(b'down for a while', 'text/plain', '503 Service Unavailable')
            return
        fields = [('Cache-Control', 'no-store')] if connection.request.target.startswith('/off-ns') else []
        connection.answer(RED, headers=fields)
    for path in ('/off', '/off-ns', '/off-file'):
        world.endpoint.on(path, handler)
    own = os.path.join(world.folder(), 'closed.png')
    with open(own, 'wb') as file:
        file.write(pictures.flat_png(33, 44, (200, 30, 30)))
    for path, arguments in (('/off', ['--keep-last-good']), ('/off-ns', ['--keep-last-good']),
                            ('/off-file', ['--offline-file', own])):
        state['up'] = True
        window = world.placard(*arguments, world.endpoint.url + path)
        window.wait_text('96 × 64')
        time.sleep(0.3)
        state['up'] = False
        act(world, 'send')
        world.endpoint.wait_for(path, count=2)
        if path == '/off':
            window.wait_text('This is the last good picture', 'old', '96 × 64')
            check(shows_red(world), 'the last good picture is not there')
            keep(world, 'last-good')
        elif path == '/off-ns':
            text = window.wait_text('503')
            check('last good' not in text, text)
        else:
            window.wait_text('closed.png', '33 × 44')
            keep(world, 'offline-file')
        window.close()


if __name__ == '__main__':
    run(World)
