# SPDX-License-Identifier: GPL-3.0-or-later
"""The Body page: each kind of body is what the server gets, and a form loses nothing by being looked at."""
import hashlib
import os
import re
import subprocess
import sys
import time

from accessibility import BUTTON
from editor import Editor, find_all
from tap import Skip, case, check, run
from world import World, wait_until
import pictures

PICTURE = pictures.flat_png(57, 31, (200, 30, 30))
KINDS = ['None', 'JSON', 'Form', 'Form with Files', 'Text', 'File', 'Bytes']


def serve(world, path):
    return world.endpoint.on(path, lambda connection: connection.answer(PICTURE))


def send(world, window, path, count=1):
    window.find(BUTTON, 'Send').press()
    return world.endpoint.wait_for(path, count=count)


def parts_of(request):
    """(name, file name, type, bytes) of each part, read by other rules than those that wrote it."""
    boundary = re.search('boundary=(.*)', request.get('Content-Type')).group(1).encode()
    found = []
    for piece in request.body.split(b'--' + boundary)[1:-1]:
        head, content = piece[2:-2].split(b'\r\n\r\n', 1)
        words = head.decode()
        name = re.search(' name="([^"]*)"', words).group(1)
        file_name = re.search('filename="([^"]*)"', words)
        kind = re.search('Content-Type: (.*)', words)
        found.append((name, file_name and file_name.group(1), kind and kind.group(1).strip(), content))
    return found


class Body:
    """The Body page of a window."""

    def __init__(self, world, window):
        self.world, self.window = world, window
        if window.app.find_now('tab', 'Body') is None:
            world.key('F9')
        window.find('tab', 'Body').press()
        self.kind = window.find('combo box', lambda name: name.startswith('Kind of body'))
        # All of it; the whole window is slow to walk.
        self.page = self.kind.parent().parent()
        wait_until(lambda: self.kind.extents()[2] > 0)
        time.sleep(0.4)

    def choose(self, name):
        """As a person does who has no mouse: opens the list, types its way down."""
        self.world.click(self.window, self.kind)
        time.sleep(0.3)
        self.world.key('Home', *['Down'] * KINDS.index(name), 'Return')
        time.sleep(0.3)

    def set_view(self, name, text):
        """Types into the text view of that name: GTK 4.8 lets nobody set its text from outside."""
        views = [node for node in self.page.walk() if node.role in ('text box', 'text') and node.name == name]
        self.world.click(self.window, views[-1])
        self.world.key('ctrl+a', 'Delete')
        self.world.type(text)


@case('JSON is checked as it is typed, with line and column; text has the type that is written (IN12, RB5, RB6)')
def texts(world):
    url = serve(world, '/texts')
    window = world.placard(url)
    window.wait_text('57')
    body = Body(world, window)
    body.choose('JSON')
    body.set_view('Body', '{"a": }')
    body.page.find('label', lambda name: name.startswith('This is not JSON: line 1, column '))
    body.set_view('Body', '{"a": 1}')
    wait_until(lambda: body.page.find_now('label', lambda name: name.startswith('This is not JSON')) is None)
    asked = send(world, window, '/texts', 2)
    check(asked.body == b'{"a": 1}' and asked.method == 'POST', asked.body)
    check(asked.get('Content-Type') == 'application/json', asked.headers)

    body.choose('Text')
    body.page.find(None, 'Content type').set_text('text/x-till')
    body.set_view('Body', 'seven')
    asked = send(world, window, '/texts', 3)
    check(asked.body == b'seven' and asked.get('Content-Type') == 'text/x-till', asked.headers)


@case('a form that is urlencoded: order, duplicates, encoding (IN13, OT8)')
def urlencoded(world):
    window = world.placard('--data', 'password=hush&a=1&a=2', serve(world, '/form'))
    window.wait_text('57')
    Body(world, window)
    rows = Editor(world, window, 'Body', 'Field')
    rows.wait_rows([('password', 'hush'), ('a', '1'), ('a', '2')])
    rows.add('名', 'b + c')
    rows.switch(1)
    asked = send(world, window, '/form', 2)
    check(asked.body == b'password=hush&a=2&%E5%90%8D=b+%2B+c', asked.body)
    check(asked.get('Content-Type') == 'application/x-www-form-urlencoded', asked.headers)


@case('bytes as hexadecimal and base64; half a byte is not sent (IN16)')
def raw_bytes(world):
    window = world.placard(serve(world, '/bytes'))
    window.wait_text('57')
    body = Body(world, window)
    body.choose('Bytes')
    body.set_view('Bytes', '00 ff 8')
    body.page.find('label', lambda name: 'two digits' in name and 'line 1, column 7' in name)
    window.find(BUTTON, 'Send').press()
    time.sleep(0.3)
    check(len(world.endpoint.asked('/bytes')) == 1, 'half a byte was sent')
    body.set_view('Bytes', '00 ff 80')
    body.page.find('label', '3 bytes')
    asked = send(world, window, '/bytes', 2)
    check(asked.body == b'\x00\xff\x80', asked.body)
    check(asked.get('Content-Type') == 'application/octet-stream', asked.headers)


@case('a form from the command line is a grid, and nothing of it is lost (IN14, FD1, FD2, UL1, UL4, UL8, RB5)')
def multipart(world):
    folder = world.folder()
    with open(folder + '/a.png', 'wb') as file:
        file.write(PICTURE)
    with open(folder + '/raw.bin', 'wb') as file:
        file.write(bytes(range(256)))
    url = serve(world, '/parts')
    window = world.placard('-F', 'a=1', '-F', 'b="x;y";type=text/x-b', '-F', f'pic=@{folder}/a.png;filename=卡.png',
                           '-F', f'pic=@{folder}/raw.bin', '-F', f'c=<{folder}/a.png', url)
    window.wait_text('57')
    body = Body(world, window)
    before = parts_of(world.endpoint.asked('/parts')[0])
    again = send(world, window, '/parts', 2)
    check(parts_of(again) == before, f'{parts_of(again)} is not {before}')
    for size in (f'{len(PICTURE)} bytes', '256 bytes', '1 byte'):
        body.page.find('label', size)
    total = body.page.find('label', lambda name: name.startswith('5 parts: the body has')).name
    check(total == f'5 parts: the body has {len(again.body)} bytes', (total, len(again.body)))

    page = body.page
    names = find_all(page, ('text box', 'entry', 'text'), 'Field name')
    names[0].set_text('first')
    find_all(page, ('text box', 'entry', 'text'), 'Field value')[0].set_text('2')
    find_all(page, ('text box', 'entry', 'text'), 'File name')[1].set_text('新.png')
    find_all(page, ('text box', 'entry', 'text'), 'Part type')[1].set_text('image/x-new')
    got = parts_of(send(world, window, '/parts', 3))
    check(got[0] == ('first', None, None, b'2'), got[0])
    check(got[1] == before[1] and got[3:] == before[3:], got)
    check(got[2] == ('pic', '新.png', 'image/x-new', PICTURE), got[2])


@case('several files: under one name, as a list, numbered; each a request of its own is a switch (UL2, UL9, FD6)')
def several(world):
    folder = world.folder()
    for i in range(3):
        with open(f'{folder}/{i}.txt', 'w') as file:
            file.write(str(i))
    url = serve(world, '/several')
    window = world.placard(*[word for i in range(3) for word in ('-F', f'pic=@{folder}/{i}.txt')], url)
    window.wait_text('57')
    body = Body(world, window)
    naming = body.page.find('combo box', lambda name: name.startswith('How several files are named'))
    for number, names in ((0, ['pic'] * 3), (1, ['pic[]'] * 3), (2, ['pic1', 'pic2', 'pic3'])):
        if number:
            world.click(window, naming)
            time.sleep(0.3)
            world.key('Home', *['Down'] * number, 'Return')
            time.sleep(0.3)
        got = parts_of(send(world, window, '/several', number + 2))
        check([part[0] for part in got] == names, got)
        check([part[3] for part in got] == [b'0', b'1', b'2'], got)
    body.page.find('switch', lambda name: 'One request per file' in name)


@case('a file that is gone is told at its row, before anything is sent')
def gone(world):
    folder = world.folder()
    with open(folder + '/x.txt', 'w') as file:
        file.write('x')
    window = world.placard('-F', f'pic=@{folder}/x.txt', serve(world, '/gone'))
    window.wait_text('57')
    os.unlink(folder + '/x.txt')
    body = Body(world, window)
    body.page.find('label', f'The file “{folder}/x.txt” is not there')
    body.page.find('label', lambda name: 'of a length that is not known' in name)


@case('files are chosen, and go out with their name and guessed type (UL8, UL10, IN15)')
def chosen(world):
    folder = world.folder()
    with open(folder + '/card.png', 'wb') as file:
        file.write(PICTURE)
    window = world.placard(serve(world, '/chosen'))
    window.wait_text('57')
    body = Body(world, window)

    def active():
        return subprocess.run(['xdotool', 'getactivewindow', 'getwindowname'], env=world.env, capture_output=True,
                              text=True).stdout.strip()

    def choose_in_dialog(button, title):
        body.page.find(BUTTON, button).press()
        check(wait_until(lambda: active() == title, 15, 0.1), lambda: f'{active()!r} is in front')
        time.sleep(1)
        world.type(folder + '/card.png')
        time.sleep(1)
        world.key('Return')
        check(wait_until(lambda: active() != title, 15, 0.1), 'the dialog is still there')
    body.choose('Form with Files')
    choose_in_dialog('Add Files…', 'Choose Files to Send')
    body.page.find('label', 'card.png')
    asked = send(world, window, '/chosen', 2)
    check(parts_of(asked) == [('file', 'card.png', 'image/png', PICTURE)], parts_of(asked))

    body.choose('File')
    choose_in_dialog(lambda name: 'Choose a File' in name, 'Choose the File to Send')
    body.page.find('label', f'{len(PICTURE)} bytes')
    asked = send(world, window, '/chosen', 3)
    check(hashlib.sha256(asked.body).digest() == hashlib.sha256(PICTURE).digest(), 'other bytes arrived')
    check(asked.get('Content-Type') == 'image/png', asked.headers)


@case('files that are dropped become parts of a form (UL1)')
def dropped(world):
    folder = world.folder()
    paths = [folder + '/one.txt', folder + '/two.txt']
    for path in paths:
        with open(path, 'w') as file:
            file.write(path[-7:])
    window = world.placard(serve(world, '/dropped'))
    window.wait_text('57')
    body = Body(world, window)
    helper = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'drag_files.py')
    child = world.display.start([sys.executable, helper, *paths], stdout=subprocess.PIPE)
    if child.stdout.readline() != b'ready\n':
        raise Skip('GTK 3 for Python, which the files are dragged with, is not installed')
    left, top = world.position(window)
    x, y, width, height = body.kind.extents()
    world.drag((20, 20), (left + x + width // 2, top + y + height + 60))
    body.page.find('label', 'one.txt')
    world.display.stop(child)
    got = parts_of(send(world, window, '/dropped', 2))
    check([(part[0], part[1], part[3]) for part in got] ==
          [('file', 'one.txt', b'one.txt'), ('file', 'two.txt', b'two.txt')], got)


@case('a type of multipart/form-data without a boundary gets one, and that is told (UL6, FD8)')
def boundary(world):
    window = world.placard('-H', 'Content-Type: multipart/form-data', '-F', 'a=1', serve(world, '/boundary'))
    window.wait_text('57')
    rows = Editor(world, window, 'Headers', 'Header')
    rows.grid.find('label', lambda name: 'boundary is added' in name)
    asked = send(world, window, '/boundary', 2)
    check(parts_of(asked) == [('a', None, None, b'1')], asked.headers)
    check(len(asked.all('Content-Type')) == 1, asked.headers)


if __name__ == '__main__':
    run(World)
