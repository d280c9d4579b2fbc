# SPDX-License-Identifier: GPL-3.0-or-later
"""The request panel: what is edited there is what the server gets."""
import time

from accessibility import BUTTON, EDITABLE, ENTRY
from editor import Editor, copy, find_all
from tap import case, check, run
from world import World, wait_until
import endpoint
import pictures

PICTURE = pictures.flat_png(57, 31, (200, 30, 30))


def serve(world, path):
    return world.endpoint.on(path, lambda connection: connection.answer(PICTURE))


def address(window):
    return window.find(None, 'Address')


def send(world, window, path, count=1):
    """Sends, and what the server got."""
    window.find(BUTTON, 'Send').press()
    return world.endpoint.wait_for(path, count=count)


@case('the query and the address say the same, both ways; Enter sends once (RB1, RB3, FD9, US3)')
def query(world):
    url = serve(world, '/query')
    window = world.placard()
    address(window).set_text(url + '?b=x%20y&a=1&a=2#part')
    rows = Editor(world, window, 'Query', 'Parameter')
    rows.wait_rows([('b', 'x y'), ('a', '1'), ('a', '2')])

    rows.values()[1].set_text('名&+')
    check(address(window).text_only() == url + '?b=x%20y&a=%E5%90%8D%26%2B&a=2#part', address(window).text_only())
    rows.switch(0)
    check(address(window).text_only() == url + '?a=%E5%90%8D%26%2B&a=2#part', 'the row is still in the address')
    address(window).set_text(url + '?a=3&a=2&c=4')
    rows.wait_rows([('b', 'x y'), ('a', '3'), ('a', '2'), ('c', '4')])
    rows.add('d', 'e f')

    rows.press_in(rows.values()[-1], 'Return')
    asked = world.endpoint.wait_for('/query')
    check(asked.target == '/query?a=3&a=2&c=4&d=e+f', asked.target)
    window.wait_text('57')
    time.sleep(0.3)
    check(len(world.endpoint.asked('/query')) == 1, 'one press of Enter sent more than once')
    check(window.is_alive(), 'the window is gone')


@case('the value of a secret parameter is masked until it is asked for (RQ11)')
def masked(world):
    window = world.placard(serve(world, '/masked') + '?api_key=hush&api_key=WWWW&format=1111&format=WWWW')
    window.wait_text('57')
    rows = Editor(world, window, 'Query', 'Parameter')
    rows.wait_rows([('api_key', 'hush'), ('api_key', 'WWWW'), ('format', '1111'), ('format', 'WWWW')])
    check(wait_until(lambda: rows.looks(2) != rows.looks(3)), 'what is not secret cannot be read')
    check(rows.looks(0) == rows.looks(1), 'two secrets look different')
    status = window.find(None, lambda name: name.startswith('http') and 'masked' in name)
    check('hush' not in status.name, f'the status line says {status.name!r}')


@case('rows are moved, copied, replaced, removed, cleared and put back (FD3, FD5, FD6, FD7, HD2, HD5)')
def commands(world):
    window = world.placard(serve(world, '/commands') + '?a=1&b=2&a=3')
    window.wait_text('57')
    rows = Editor(world, window, 'Query', 'Parameter')
    check(rows.grid.find(None, lambda name: name.startswith('2 have this name')), 'no hint')

    rows.press_in(rows.values()[2], 'alt+Up')
    rows.wait_rows([('a', '1'), ('a', '3'), ('b', '2')])
    world.key('alt+Up')
    rows.wait_rows([('a', '3'), ('a', '1'), ('b', '2')])
    world.key('alt+Down', 'alt+Down')
    rows.wait_rows([('a', '1'), ('b', '2'), ('a', '3')])
    rows.order(1, 'Duplicate')
    rows.wait_rows([('a', '1'), ('b', '2'), ('b', '2'), ('a', '3')])
    rows.order(3, 'Replace All Named')
    rows.wait_rows([('b', '2'), ('b', '2'), ('a', '3')])
    rows.order(0, 'Remove')
    rows.wait_rows([('b', '2'), ('a', '3')])
    rows.order(1, 'Move Up')
    rows.wait_rows([('a', '3'), ('b', '2')])
    check(address(window).text_only().endswith('?a=3&b=2'), address(window).text_only())
    rows.grid.find(BUTTON, 'Clear').press()
    rows.wait_rows([])
    check(address(window).text_only().endswith('/commands'), address(window).text_only())
    rows.grid.find(BUTTON, 'Undo Clear').press()
    rows.wait_rows([('a', '3'), ('b', '2')])


@case('a row is dragged to its place')
def drag(world):
    window = world.placard(serve(world, '/drag') + '?a=1&b=2&c=3')
    window.wait_text('57')
    rows = Editor(world, window, 'Query', 'Parameter')
    rows.wait_rows([('a', '1'), ('b', '2'), ('c', '3')])
    boxes = [node.extents() for node in rows.checks()]
    left, top = world.position(window)
    world.drag((left + boxes[0][0] - 14, top + boxes[0][1] + 10), (left + boxes[2][0] - 14, top + boxes[2][1] + 24))
    rows.wait_rows([('b', '2'), ('c', '3'), ('a', '1')])
    check(address(window).text_only().endswith('?b=2&c=3&a=1'), address(window).text_only())


@case('lines, an object and pairs are pasted alike, and what is not understood is named (HD3, HD8, IN11)')
def blocks(world):
    window = world.placard(serve(world, '/blocks'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    expected = [('Accept-Language', 'zh-CN'), ('X-Till', '7'), ('X-Till', '8')]
    for block in ('Accept-Language: zh-CN\nX-Till: 7\nX-Till: 8', '{"Accept-Language": "zh-CN", "X-Till": [7, 8]}',
                  '[["Accept-Language", "zh-CN"], ["X-Till", 7], ["X-Till", "8"]]'):
        copy(world, block)
        rows.grid.find(BUTTON, lambda name: name.startswith('Paste Several')).press()
        rows.wait_rows(expected)
        rows.grid.find('label', '2 have this name; together they mean “7, 8”')
        rows.grid.find(BUTTON, 'Clear').press()
        rows.wait_rows([])
    copy(world, 'GET / HTTP/1.1\nX-Till: 9\n')
    rows.add_blank()
    rows.press_in(rows.names()[0], 'ctrl+v')
    rows.wait_rows([('X-Till', '9')])
    rows.grid.find('label', lambda name: 'Not understood' in name and 'GET / HTTP/1.1' in name)
    asked = send(world, window, '/blocks', 2)
    check(asked.all('X-Till') == ['9'], asked.headers)


@case('a field that cannot be sent is marked with the reason, and Send sends nothing (RB4, HD9, HD11)')
def invalid(world):
    window = world.placard(serve(world, '/invalid'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    rows.add('x', '1')
    for name, reason in (('a b', '“a b” is not a header name'), ('x:', '“x:” is not a header name'),
                         ('', 'has no name'), ('Transfer-Encoding', 'follows from the body'),
                         ('Host', 'follows from the address'), ('Connection', 'belongs to the transport')):
        rows.names()[0].set_text(name)
        rows.grid.find('label', lambda text: reason in text)
        window.find(BUTTON, 'Send').press()
    time.sleep(0.3)
    check(len(world.endpoint.asked('/invalid')) == 1, 'it was sent all the same')
    rows.names()[0].set_text('X-Good')
    send(world, window, '/invalid', 2)


@case('what is added when sent stands there with its reason; Host can be unlocked (HD5, HD11, HD14, HD17)')
def managed(world):
    window = world.placard('--data-raw', 'hello', serve(world, '/managed'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    words = window.wait_text('Added When Sent', 'Host follows from the address', 'Connection belongs to the transport',
                             'Content-Length follows from the body', '127.0.0.1', 'Keep-Alive')
    first = world.endpoint.asked('/managed')[0]
    for name, value in first.headers:
        check(name in words and value in words, f'{name}: {value} was sent and does not stand there')

    window.find(BUTTON, 'Leave User-Agent Out').press()
    rows.wait_rows([('User-Agent', '')])
    window.find(BUTTON, 'Unlock Host').press()
    wait_until(lambda: len(rows.names()) == 2)
    rows.values()[1].set_text('other.example:81')
    rows.add('Content-Length', '7')
    rows.grid.find('label', 'Content-Length says 7, but the body has 5 bytes: that is sent')
    asked = send(world, window, '/managed', 2)
    check(asked.all('Host') == ['other.example:81'], asked.headers)
    check(asked.all('Content-Length') == ['5'] and asked.body == b'hello', asked.headers)
    check(not asked.all('User-Agent'), asked.headers)


@case('a field is secret, or travels to other hosts, because a person said so (HD16)')
def marks(world):
    other = endpoint.Endpoint()
    there = other.on('/there', lambda connection: connection.answer(PICTURE))
    url = world.endpoint.on('/marks', lambda connection: connection.answer(b'', 'text/plain', '302 Found',
                                                                          [('Location', there)]))
    window = world.placard('-H', 'X-One: hush', '-H', 'X-Two: 2222', '-H', 'Authorization: WWWW', url)
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    rows.order(0, 'Secret')
    check(wait_until(lambda: rows.looks(0) == rows.looks(2)), 'what is marked as secret can be read')
    rows.order(0, 'Show the Value')
    check(wait_until(lambda: rows.looks(0) != rows.looks(2)), 'what was to be shown cannot be read')
    rows.order(1, 'Also to Other Hosts')
    window.wait_text('Also sent to other hosts')
    window.find(BUTTON, 'Send').press()
    asked = other.wait_for('/there', count=2)
    check(asked.all('X-Two') == ['2222'] and not asked.all('X-One'), asked.headers)
    check(not other.asked('/there')[0].all('X-Two'), 'it went before anybody said so')
    other.close()


@case('in mode no-cors other fields are refused by name (HD12)')
def no_cors(world):
    window = world.placard('--mode', 'no-cors', serve(world, '/no-cors'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    rows.add('X-Till', '7')
    rows.grid.find('label', lambda text: 'no-cors' in text and 'X-Till' in text)


@case('presets of Accept and User-Agent, and as a page loads a picture (RB10, RB11, RQ9)')
def presets(world):
    window = world.placard(serve(world, '/presets'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')

    def choose(item):
        find_all(rows.grid, BUTTON, 'Presets')[-1].press()
        rows.grid.find('menu item', item).press()

    for item, name, value in (('JSON', 'Accept', 'application/json'), ('Anything', 'Accept', '*/*'),
                              ('curl', 'User-Agent', 'curl/8.5.0'), ('None', 'User-Agent', '')):
        choose(item)
        check(wait_until(lambda: (name, value) in rows.rows()), lambda: f'{item}: {rows.rows()}')
    choose('As a Page Loads a Picture')
    check(wait_until(lambda: ('Sec-Fetch-Dest', 'image') in rows.rows()), lambda: rows.rows())
    asked = send(world, window, '/presets', 2)
    check(asked.get('Sec-Fetch-Dest') == 'image' and asked.get('Accept').startswith('image/') and
          not asked.all('User-Agent'), asked.headers)


@case('a row is found among many')
def many(world):
    window = world.placard(*[word for i in range(12) for word in ('-H', f'X-{i}: v{i}')], serve(world, '/many'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    check(len(rows.rows()) == 12, rows.rows())
    rows.grid.find(None, 'Find a row').set_text('v7')
    rows.wait_rows([('X-7', 'v7')])
    asked = send(world, window, '/many', 2)
    check(len([name for name, _ in asked.headers if name.startswith('X-')]) == 12, asked.headers)


@case('the fields of an answer can be read and copied, not edited (HD13)')
def answer_fields(world):
    url = world.endpoint.on('/answer', lambda connection: connection.answer(PICTURE, headers=[('X-Answer', 'forty-two')]))
    window = world.placard(url)
    window.wait_text('57')
    world.key('ctrl+i')
    field = window.find(None, lambda name: 'forty-two' in name, wait=10)
    check(not field.has_state(EDITABLE), 'the value can be edited')
    check(field.parent().find_now(ENTRY) is None, 'there is an entry beside it')


@case('an address that cannot be sent is told under it, until it is mended (IN1, RB1)')
def wrong_address(world):
    window = world.placard()
    address(window).set_text('http://ho st/')
    world.key('ctrl+l', 'Return')
    window.find('label', '“ho st” cannot be the name of a host')
    address(window).set_text(serve(world, '/right'))
    check(wait_until(lambda: window.app.find_now('label', '“ho st” cannot be the name of a host') is None),
          'the sentence is still there')
    world.key('Return')
    world.endpoint.wait_for('/right')


if __name__ == '__main__':
    run(World)
