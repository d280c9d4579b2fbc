# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the screen sent on to somebody else, by hand: the dialog, targets that are kept, the bar, the stop."""
import os
import re
import socket
import time

from saving import SavingWorld, serve
from tap import case, check, run
from world import wait_until
import accessibility
import pictures


class ForwardWorld(SavingWorld):
    def fill(self, *texts):
        """Types into the dialog's rows from the first on; a number goes so many on, or back."""
        for text in texts:
            if isinstance(text, int):
                self.key(*['Tab' if text > 0 else 'shift+Tab'] * abs(text))
            else:
                self.type(text)
            time.sleep(0.1)

    def open_dialog(self, path):
        body = pictures.noisy_png(300, 200)
        window = self.placard(serve(self, path, body))
        window.wait_text('300')
        window.wait_idle()
        self.act('forward')
        window.wait_text('What Is Sent')
        return window, body

    def targets(self):
        folder = os.path.join(self.env['XDG_CONFIG_HOME'], 'placard', 'targets')
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []

    def clean(self):
        super().clean()
        for path in self.targets():
            os.unlink(path)


def part(request, name):
    boundary = re.search('boundary=("?)([^";]+)\\1', request.get('Content-Type')).group(2).encode()
    for piece in request.body.split(b'--' + boundary)[1:-1]:
        head, _, body = piece.partition(b'\r\n\r\n')
        if b' name="%s"' % name.encode() in head:
            return head.decode(), body[:-2]
    raise AssertionError(f'no part {name}')


@case('a part under a name and type that were chosen, kept as a target, then one step')  # UP3, UP5, N7
def kept(world):
    window, body = world.open_dialog('/a.png')
    world.endpoint.on('/b', lambda c: c.answer(b'{"id": 7}', 'application/json'))
    address = world.endpoint.url + '/b'
    world.fill(address, -3, 'Till 7', 6, 'image', 1, 'till 7.png', 1, 'image/x-till')
    window.wait_text('image: till 7.png, image/x-till')  # UL4
    check(f'{len(body):,}'.replace(',', '') in re.sub(r'[^0-9a-z]', '', window.text()), 'no exact size of the part')
    world.key('Return')
    head, sent = part(world.endpoint.wait_for('/b'), 'image')
    check('filename="till 7.png"' in head and 'image/x-till' in head and sent == body, head)
    check(wait_until(lambda: len(world.targets()) == 1, 5), f'targets: {world.targets()}')
    with open(world.targets()[0], encoding='utf-8') as file:
        text = file.read()
    check(address in text and 'image' in text, text)
    window.wait_text('Kept as the target “Till 7”')
    window.close()

    again = world.placard(serve(world, '/other.png', pictures.noisy_png(40, 30)))
    again.wait_text('40')
    again.wait_idle()
    world.act('forward-to', world.targets()[0])
    head, sent = part(world.endpoint.wait_for('/b', count=2), 'image')
    check('filename="till 7.png"' in head and sent == pictures.noisy_png(40, 30), head)
    again.wait_text('200 OK', 'JSON')  # UP4: an answer, and no failure for being no picture
    check('instead of a picture' not in again.text(), again.text)
    result = world.fetch(world.endpoint.url + '/a.png', '--forward-to', world.targets()[0])
    check(result.returncode == 0 and result.stdout == b'{"id": 7}', result)
    check(len(world.endpoint.asked('/b')) == 3 and len(world.endpoint.asked('/other.png')) == 1, 'asked again')


@case('what is wrong stays in the dialog, with what was typed')
def wrong(world):
    window, _ = world.open_dialog('/wrong.png')
    world.fill('http://exa mple/')
    world.key('Return')
    window.wait_text('“exa mple” cannot be the name of a host', 'What Is Sent')
    check(not world.endpoint.asked('/'), 'something was sent')


class SlowSink:
    """Takes a body a little at a time and never answers before it is told to."""

    def __init__(self):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.listener.settimeout(20)
        self.url = f'http://127.0.0.1:{self.listener.getsockname()[1]}/slow'
        self.taken = 0

    def accept(self):
        self.client, _ = self.listener.accept()
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self.client.settimeout(10)

    def take(self, amount):
        while amount > 0:
            data = self.client.recv(min(amount, 65536))
            if not data:
                return False
            self.taken += len(data)
            amount -= len(data)
        return True

    def close(self):
        self.client.close()
        self.listener.close()


@case('the bar follows the bytes on the wire, never back, and Stop stops')  # UP3, AB8
def bar(world):
    body = pictures.noisy_png(3000, 2000)  # 18 MB
    sink = SlowSink()
    window = world.placard(serve(world, '/large.png', body))
    window.wait_text('3000')
    window.wait_idle(20)
    world.act('forward')
    window.wait_text('What Is Sent')
    world.fill(sink.url)
    world.key('Return')
    sink.accept()
    second = [node for node in window.app.children() if wait_until(lambda: node.is_showing(), 1)][-1]
    seen = []
    for _ in range(8):
        check(sink.take(1500000), 'the body ended early')
        time.sleep(0.2)
        node = second.find_now('progress bar')
        if node:
            seen.append(node.value())
    check(seen == sorted(seen) and len(set(seen)) > 3, f'the bar: {seen}')
    check(seen[-1] > 0.5 and abs(seen[-1] - sink.taken / len(body)) < 0.35, f'{seen}, taken {sink.taken / len(body):.2f}')
    check('Sending' in second.all_text(), second.all_text())
    second.find(accessibility.BUTTON, lambda name: name == 'Stop').press()
    begin = time.monotonic()
    try:
        while sink.take(65536):
            pass
    except ConnectionError:
        pass
    check(time.monotonic() - begin < 3 and sink.taken < len(body), f'it went on: {sink.taken}')
    check(len(world.endpoint.asked('/large.png')) == 1, 'asked again')
    sink.close()


if __name__ == '__main__':
    run(ForwardWorld)
