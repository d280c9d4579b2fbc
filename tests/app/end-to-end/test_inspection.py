# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known about an answer, as it can be read and copied in the window: all of it, and no secret handed on."""
import hashlib
import shutil
import struct
import subprocess
import time

from accessibility import BUTTON, CONTROLS
from tap import Skip, case, check, run
from viewing import act, keep, serve
from world import World, wait_until
import pictures


def exif_jpeg():
    """A photograph with a camera, a date, a place and a side that is up."""
    plain = pictures.banded_jpeg(60, 40, (200, 30, 30), (30, 30, 200))
    texts = b'Canon\0' + b'EOS 5D\0' + b'2026:11:20 17:00:00\0'
    start = 8 + 2 + 5 * 12 + 4
    gps = start + len(texts)
    entries = [(0x010f, 2, 6, start), (0x0110, 2, 7, start + 6), (0x0112, 3, 1, 6 << 16), (0x0132, 2, 20, start + 13),
               (0x8825, 4, 1, gps)]
    tiff = b'MM\0*' + struct.pack('>I', 8) + struct.pack('>H', len(entries))
    tiff += b''.join(struct.pack('>HHII', *entry) for entry in entries) + bytes(4) + texts
    tiff += struct.pack('>H', 2) + struct.pack('>HHII', 1, 2, 2, 0x4e000000) + struct.pack('>HHII', 2, 5, 3, 0) + bytes(4)
    data = b'Exif\0\0' + tiff
    return plain[:2] + b'\xff\xe1' + struct.pack('>H', len(data) + 2) + data + plain[2:]


def inspect(world, window, place='answer'):
    act(world, 'inspect', f'<"{place}">')
    window.find(None, 'Inspector')


def copied(world):
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], env=world.env, capture_output=True,
                          timeout=5).stdout.decode()


@case('RI1, RI6, RI7: status, type, declared, sniffed and used as one line, sizes, pixels, hash, sandbox')
def facts(world):
    body = pictures.noisy_png(64, 48)
    url = world.endpoint.on('/facts', lambda c: c.answer(body, 'text/plain'))
    window = world.placard(url)
    window.wait_text('64 × 48')
    inspect(world, window)
    window.wait_text('200 OK', 'basic: of the page', 'Declared text/plain, looks like PNG, treated as PNG',
                     f'{len(body)} bytes', '64 × 48', 'colour, 8 bits a channel', 'locked in',
                     hashlib.sha256(body).hexdigest())
    keep(world, 'inspector')


@case('RI7: what a photograph says of itself; that it says where it was taken, never where')
def exif(world):
    window = world.placard(serve(world, '/exif', exif_jpeg(), 'image/jpeg'))
    window.wait_text('JPEG')
    inspect(world, window, 'body')
    text = window.wait_text('Canon EOS 5D', '2026:11:20 17:00:00', '6, turned for the eye',
                            'The file says where it was taken; that is not read here')
    check('Latitude' not in text, text)
    keep(world, 'exif')


@case('RS3: a status without a phrase has the standard\'s beside it')
def phrase(world):
    url = world.endpoint.on('/phrase', lambda c: c.write(
        b'HTTP/1.1 418 \r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi'))
    window = world.placard(url)
    window.wait_text('418', 'I’m a teapot')
    inspect(world, window)
    window.wait_text('418', 'I’m a teapot')


@case('RI3, RS10, US5: every hop, the answer that the picture was found in, and the time of both')
def hops(world):
    world.endpoint.on('/q.png', lambda c: c.answer(pictures.flat_png(31, 32, (9, 9, 9))))
    world.endpoint.on('/json', lambda c: c.answer(b'{"data":{"url":"/q.png"}}', 'application/json'))
    url = world.endpoint.on('/start', lambda c: c.answer(b'', 'text/plain', '302 Found',
                                                        [('Location', '/json?api_key=sesame')]))
    window = world.placard(url)
    window.wait_text('31 × 32')
    inspect(world, window, 'outer')
    text = window.wait_text('Found in Another Answer', 'First request', 'Request for the picture', '/q.png', '/json')
    check('sesame' not in text.replace(f'{world.endpoint.url}/json?api_key=sesame', ''), text)
    keep(world, 'hops')
    window.close()
    again = world.placard(world.endpoint.on('/hop', lambda c: c.answer(b'', 'text/plain', '302 Found',
                                                                      [('Location', '/q.png')])))
    again.wait_text('31 × 32', 'redirected once')
    inspect(world, again, 'redirects')
    again.wait_text('302 GET', '/hop', 'Once')


@case('RI2, HD1, HD3, HD6, HD7: fields in the order received, filtered, joined (Set-Cookie never), copied')
def headers(world):
    fields = [('X-Zulu', '1'), ('Foo', 'bar'), ('X-Empty', ''), ('foo', 'baz'), ('Set-Cookie', 'sid=sesame; HttpOnly'),
              ('Set-Cookie', 'lang=zh; Path=/'), ('X-Alpha', '2')]
    url = world.endpoint.on('/fields', lambda c: c.answer(pictures.flat_png(9, 9, (1, 1, 1)), headers=fields))
    window = world.placard('-b', 'till=secret7', url)
    window.wait_text('9 × 9')
    inspect(world, window, 'headers')
    text = window.wait_text('Header Fields', 'X-Zulu', 'X-Empty', 'X-Alpha')
    part = text[text.index('Header Fields'):]
    check(part.index('X-Zulu') < part.index('Foo') < part.index('X-Empty') < part.index('X-Alpha'), part)
    check('secret7' not in text, 'the sent cookie is there')
    # RI9, RS23
    window.wait_text('Cookies', 'till', 'received, not visible to a web page', 'sid=sesame; HttpOnly')
    keep(world, 'headers')
    window.find(CONTROLS, lambda name: 'Joined' in name).press()
    window.wait_text('bar, baz')
    check('sid=sesame; HttpOnly, lang' not in window.text(), 'Set-Cookie was joined')
    keep(world, 'joined')
    window.find(None, 'Filter').set_text('alpha')
    check(wait_until(lambda: 'X-Zulu' not in window.text(), 5), 'the filter lets everything through')
    check('X-Alpha' in window.text(), 'the filter lets nothing through')


@case('RI2: one value, one line, all of it on the clipboard, and no secret in what is handed on')
def copies(world):
    if not shutil.which('xclip'):
        raise Skip('there is no xclip')
    fields = [('X-Till', 'seven'), ('Set-Cookie', 'sid=sesame')]
    window = world.placard(world.endpoint.on('/copies', lambda c: c.answer(pictures.flat_png(9, 9, (1, 1, 1)),
                                                                         headers=fields)))
    window.wait_text('9 × 9')
    inspect(world, window, 'headers')
    window.wait_text('X-Till')
    act(world, 'copy-text', '<"probe">')
    check(wait_until(lambda: copied(world) == 'probe', 5), 'nothing is copied at all')
    window.find(BUTTON, 'Copy all fields')
    window.find(BUTTON, lambda name: 'Copy Everything' in name).press()
    check(wait_until(lambda: 'X-Till: seven' in copied(world), 5), copied(world))
    check('sesame' not in copied(world), 'a secret is handed on')


@case('LOOK: an item of the status line opens the inspector at its place')
def status_line(world):
    window = world.placard(serve(world, '/line', pictures.flat_png(50, 50, (1, 1, 1)), 'image/png'))
    window.wait_text('50 × 50')
    status = window.find(None, lambda text: text.startswith('200') or '200 OK' in text)
    world.click(window, status)
    check(wait_until(lambda: window.app.find_now(None, 'Inspector') is not None, 5), 'the inspector stays closed')


@case('RS1, ST1: the head is there while the body is slow; RS4: 404 is told')
def early_head(world):
    def slow(connection):
        connection.head('200 OK', [('Content-Type', 'image/png'), ('X-Early', 'here')], 5000)
        connection.write(pictures.flat_png(20, 20, (1, 1, 1))[:40])
        slow.sent = time.monotonic()
        connection.stall()
    url = world.endpoint.on('/slow', slow)
    window = world.placard()
    act(world, 'toggle-inspector')
    window.find(None, 'Address').set_text(url)
    act(world, 'send')
    world.endpoint.wait_for('/slow')
    window.wait_text('X-Early', 'here', seconds=5)
    check(window.is_busy(), 'it is over already')


@case('RS24: a 401 says which scheme is wanted; RS4, RS5: its body can be kept')
def unauthorized(world):
    for scheme in ('Basic realm="till"', 'Digest realm="till", nonce="n"', 'Bearer realm="till"'):
        window = world.placard(world.endpoint.on('/401', lambda c: c.answer(
            b'who are you', 'text/plain', '401 Unauthorized', [('WWW-Authenticate', scheme)])))
        window.wait_text('401')
        inspect(world, window, 'headers')
        window.wait_text('WWW-Authenticate', scheme.split()[0])
        window.close()


if __name__ == '__main__':
    run(World)
