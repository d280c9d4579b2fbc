# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop stops, in every phase, at once, and leaves nothing."""
import socket
import statistics
import time

from accessibility import BUTTON
from tap import case, check, note, run
from world import World, wait_until
import pictures

# What the promise of 100 ms is measured with: a key through the X server, the bus, a machine with other work.
SLACK = 0.15


def press_escape(world):
    moment = time.monotonic()
    world.key('Escape')
    return moment


def stop_and_measure(world, window, path, how=press_escape):
    """Seconds until the server saw it and until the window was idle."""
    time.sleep(0.3)
    begin = how(world)
    idle = window.wait_idle() - begin
    closed = world.endpoint.wait_closed(path) - begin
    note(f'{path}: the server saw it after {closed * 1000:.0f} ms, the window was idle after {idle * 1000:.0f} ms')
    check(closed < 0.1 + SLACK, f'the server saw it only after {closed * 1000:.0f} ms')
    check(idle < 0.1 + SLACK, f'the window was idle only after {idle * 1000:.0f} ms')


@case('waiting for the answer')
def waiting(world):
    window = world.placard(world.endpoint.on('/never', lambda c: c.stall()))
    world.endpoint.wait_for('/never')
    stop_and_measure(world, window, '/never')


@case('receiving, with a length')
def receiving(world):
    body = pictures.noisy_png(1000, 1000)
    window = world.placard(world.endpoint.on('/slow', lambda c: c.throttled(body, 'image/png')))
    world.endpoint.wait_for('/slow')
    stop_and_measure(world, window, '/slow')


@case('receiving a stream without end')
def endless(world):
    def flood(connection):
        connection.head('200 OK', [('Content-Type', 'application/octet-stream')])
        while True:
            connection.write(b'\0' * 65536)
            connection.wait(0.01)
    window = world.placard(world.endpoint.on('/endless', flood))
    world.endpoint.wait_for('/endless')
    stop_and_measure(world, window, '/endless')


@case('receiving, stopped by the button and by Ctrl+.')
def other_ways(world):
    body = pictures.noisy_png(1000, 1000)
    window = world.placard(world.endpoint.on('/button', lambda c: c.throttled(body, 'image/png')))
    world.endpoint.wait_for('/button')

    stop = window.find(BUTTON, 'Stop')

    def press_button(_):
        moment = time.monotonic()
        world.click(window, stop)
        return moment
    stop_and_measure(world, window, '/button', press_button)
    world.key('F5')
    world.endpoint.wait_for('/button', count=2)
    time.sleep(0.3)
    begin = time.monotonic()
    world.key('ctrl+period')
    check(window.wait_idle() - begin < 0.1 + SLACK, 'Ctrl+. takes too long')
    world.endpoint.wait_closed('/button', count=2)


@case('connecting to a host that does not answer')
def connecting(world):
    # A listener whose queue is full drops the next SYN: that is how an unreachable host looks.
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        fillers.append(filler)
    window = world.placard(f'http://127.0.0.1:{listener.getsockname()[1]}/')
    window.wait_text('Connecting')
    begin = press_escape(world)
    idle = window.wait_idle() - begin
    check(idle < 0.1 + SLACK, f'idle only after {idle * 1000:.0f} ms')
    for each in (*fillers, listener):
        each.close()


@case('in the TLS handshake')
def handshake(world):
    seen = {}
    listener = socket.create_server(('127.0.0.1', 0))

    def mute():
        client, _ = listener.accept()
        client.recv(65536)
        seen['hello'] = True
        while client.recv(65536):
            pass
        seen['closed'] = time.monotonic()
    import threading
    threading.Thread(target=mute, daemon=True).start()
    window = world.placard(f'https://127.0.0.1:{listener.getsockname()[1]}/')
    check(wait_until(lambda: 'hello' in seen), 'no handshake was begun')
    time.sleep(0.3)
    begin = press_escape(world)
    idle = window.wait_idle() - begin
    check(wait_until(lambda: 'closed' in seen), 'the connection stayed open')
    check(idle < 0.1 + SLACK, f'idle only after {idle * 1000:.0f} ms')
    check(seen['closed'] - begin < 0.1 + SLACK, 'the server saw it too late')
    listener.close()


@case('sending a body that the server does not take')
def sending(world):
    import threading
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(('127.0.0.1', 0))
    listener.listen(5)
    seen = {}

    def deaf():
        client, _ = listener.accept()
        seen['head'] = client.recv(1024)
        seen['go'] = threading.Event()
        seen['go'].wait(20)
        try:
            while client.recv(1 << 20):
                pass
        except OSError:
            pass
        seen['closed'] = True
    threading.Thread(target=deaf, daemon=True).start()
    path = world.folder() + '/body'
    with open(path, 'wb') as file:
        file.write(b'x' * 50_000_000)
    window = world.placard('--data-binary', '@' + path, f'http://127.0.0.1:{listener.getsockname()[1]}/')
    check(wait_until(lambda: 'head' in seen), 'nothing was sent')
    window.wait_text('Sending')
    begin = press_escape(world)
    idle = window.wait_idle() - begin
    seen['go'].set()
    check(idle < 0.1 + SLACK, f'idle only after {idle * 1000:.0f} ms')
    check(wait_until(lambda: 'closed' in seen), 'the connection stayed open')
    listener.close()


@case('decoding')
def decoding(world):
    filters = ''.join(f'<filter id="f{i}"><feTurbulence baseFrequency="0.0{i + 1}" numOctaves="9"/>'
                      '<feGaussianBlur stdDeviation="40"/></filter>' for i in range(9))
    shapes = ''.join(f'<rect width="2000" height="2000" filter="url(#f{i})"/>' for i in range(9))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="2000">{filters}{shapes}</svg>'.encode()
    window = world.placard(world.endpoint.on('/heavy.svg', lambda c: c.answer(svg, 'image/svg+xml')))
    world.endpoint.wait_for('/heavy.svg')
    check(wait_until(lambda: len(window.processes()) > 1), 'there is no decoder')
    time.sleep(0.5)
    if window.is_busy():
        begin = press_escape(world)
        idle = window.wait_idle() - begin
        check(idle < 0.1 + SLACK, f'idle only after {idle * 1000:.0f} ms')
    else:
        note('it was refused or done within half a second')
    check(wait_until(lambda: len(window.processes()) == 1, 2), f'left behind: {window.processes()}')


@case('forty stops leave no descriptor, no process and the window as it was')
def many(world):
    body = pictures.noisy_png(600, 600)
    window = world.placard(world.endpoint.on('/again', lambda c: c.throttled(body, 'image/png')))
    world.endpoint.wait_for('/again')
    world.key('Escape')
    window.wait_idle()
    time.sleep(1)
    before, times = window.descriptors(), []
    for number in range(2, 42):
        world.key('F5')
        world.endpoint.wait_for('/again', count=number)
        begin = press_escape(world)
        times.append(window.wait_idle() - begin)
    note(f'idle after {statistics.median(times) * 1000:.0f} ms (median), {max(times) * 1000:.0f} ms (worst)')
    world.endpoint.wait_closed('/again', count=41)
    check(wait_until(lambda: len(window.processes()) <= 2, 3), f'processes left: {window.processes()}')
    check(wait_until(lambda: window.descriptors() <= before + 2, 3),
          lambda: f'{before} descriptors before, {window.descriptors()} after')
    check(statistics.median(times) < 0.1, f'half of them took longer than {statistics.median(times) * 1000:.0f} ms')


@case('closing the window stops what goes on and leaves no process')
def closing(world):
    body = pictures.noisy_png(1000, 1000)
    window = world.placard(world.endpoint.on('/closed', lambda c: c.throttled(body, 'image/png')))
    world.endpoint.wait_for('/closed')
    time.sleep(0.3)
    world.key('ctrl+w')
    world.endpoint.wait_closed('/closed', seconds=3)
    check(wait_until(lambda: not window.is_alive(), 3), 'the program still runs')
    check(wait_until(lambda: not window.processes(), 3), f'left behind: {window.processes()}')
    check(window.child.returncode == 0, f'it ended with status {window.child.returncode}')


if __name__ == '__main__':
    run(World)
