# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of failure has words of its own, with what a person needs to know in them."""
import socket
import ssl
import subprocess
import time

from accessibility import BUTTON
from tap import Skip, case, check, run
from world import World
import endpoint
import pictures

SEEN = {}


def shows(world, name, url, *words, never=()):
    window = world.placard(url)
    text = window.wait_text(*words)
    for word in never:
        check(word.lower() not in text.lower(), f'it says {word!r}: {text!r}')
    SEEN[name] = text
    return window


@case('404 keeps the server\'s own words')
def not_found(world):
    url = world.endpoint.on('/404', lambda c: c.answer(b'{"message":"no such till"}', 'application/json',
                                                      '404 Not Found'))
    shows(world, '404', url, '404', 'no such till')


@case('a picture under 404 is marked as such')
def picture_404(world):
    url = world.endpoint.on('/p404', lambda c: c.answer(pictures.flat_png(200, 200, (200, 30, 30)), 'image/png',
                                                       '404 Not Found'))
    shows(world, 'picture 404', url, '404')


@case('a port where nothing listens')
def refused(world):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        port = listener.getsockname()[1]
    window = shows(world, 'refused', f'http://127.0.0.1:{port}/', '127.0.0.1')
    window.find(BUTTON, lambda name: 'again' in name.lower())


@case('AX3: the keyboard walks an error page both ways, past folded details and into open ones')
def walked(world):
    with socket.create_server(('127.0.0.1', 0)) as server:
        port = server.getsockname()[1]
    window = world.placard(f'http://127.0.0.1:{port}/')
    window.wait_text('refuses the connection')
    world.key(*['Tab'] * 14)
    world.key(*['shift+Tab'] * 14)
    for i in range(14):
        world.key('ctrl+l', *['Tab'] * i, 'Down', 'Up', *['Tab'] * 2, 'Up')
    check(window.is_alive() and window.answers_within(5), 'the walk is the end of it')
    check('Copy Details' not in window.text(), 'the details are open already')
    window.find(BUTTON, 'Details').press()
    window.wait_text('Copy Details')


@case('a host that has no address')
def unknown(world):
    shows(world, 'unknown host', 'http://no-such-host.invalid/', 'no-such-host.invalid')


@case('a certificate that nobody vouches for')
def self_signed(world):
    folder = world.folder()
    made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj',
                           '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder + '/key.pem',
                           '-out', folder + '/cert.pem'], capture_output=True, text=True)
    if made.returncode:
        raise Skip('openssl could not make a certificate')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
    server = endpoint.Endpoint(context)
    url = server.on('/', lambda c: c.answer(pictures.flat_png(40, 40, (1, 2, 3))))
    shows(world, 'self-signed', url, 'certificate', '127.0.0.1')
    check(not server.requests, 'the request was sent all the same')
    server.close()


@case('a web page instead of a picture')
def html(world):
    page = b'<!DOCTYPE html><html><head><title>Please sign in</title></head><body>Sign in</body></html>'
    shows(world, 'HTML', world.endpoint.on('/html', lambda c: c.answer(page, 'text/html')), 'Please sign in')


@case('a JPEG label over an error in JSON')
def json_error(world):
    body = b'{"errcode":40001,"errmsg":"invalid credential"}'
    shows(world, 'JSON', world.endpoint.on('/json', lambda c: c.answer(body, 'image/jpeg')), '40001',
          'invalid credential')


@case('an empty answer')
def empty(world):
    shows(world, 'empty', world.endpoint.on('/empty', lambda c: c.answer(b'', 'image/png')), 'empty')


@case('text')
def text(world):
    shows(world, 'text', world.endpoint.on('/text', lambda c: c.answer(b'hello from the till\n', 'text/plain')),
          'hello from the till')


@case('a picture labelled as text is shown, and its label is told')
def mislabelled(world):
    shows(world, 'mislabelled', world.endpoint.on('/label', lambda c: c.answer(
        pictures.flat_png(123, 77, (200, 30, 30)), 'text/plain')), '123', '77', 'text/plain')


@case('an answer that ends early says how early')
def short(world):
    def cut(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], 1000)
        connection.write(pictures.noisy_png(100, 100)[:500])
    shows(world, 'short', world.endpoint.on('/short', cut), '500', '1,000')


@case('an answer that is no HTTP')
def no_http(world):
    shows(world, 'protocol', world.endpoint.on('/ssh', lambda c: c.write(b'SSH-2.0-OpenSSH_9.2\r\n')), '127.0.0.1')


@case('a file that is no picture is offered to be saved')
def file(world):
    shows(world, 'file', world.endpoint.on('/data.bin', lambda c: c.answer(
        bytes(range(256)) * 40, 'application/octet-stream')), 'data.bin', 'Save')


def chunk(data):
    return b'%x\r\n%s\r\n' % (len(data), data)


@case('fault rows 4, 5: chunks that break off after the end of the picture: the picture, and no error')
def whole_all_the_same(world):
    body = pictures.flat_png(91, 57, (30, 30, 200))
    head = b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n'
    for path, end in (('/stops', b''), ('/breaks', b'zz\r\n')):
        window = world.placard(world.endpoint.on(path, lambda c: c.write(head + chunk(body) + end)))
        text = window.wait_text('91 × 57')
        window.wait_idle()
        check('Try Again' not in text and 'closed the connection' not in text, f'{text!r}')
        world.key('ctrl+i')
        window.wait_text('length not stated; the picture is whole')
        world.clean()


@case('fault rows 1, 6: what came before the cut stays on the screen, and says what it is')
def cut(world):
    body = pictures.noisy_png(200, 150)

    def half(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(body))
        connection.write(body[:len(body) // 2])
    window = shows(world, 'cut', world.endpoint.on('/cut', half), '200 × 150', f'{len(body) // 2:,}', f'{len(body):,}')
    window.find(BUTTON, lambda name: 'again' in name.lower())


@case('fault row 13: a coding that is not there')
def coding(world):
    shows(world, 'coding', world.endpoint.on('/coding', lambda c: c.answer(
        pictures.flat_png(83, 29, (1, 2, 3)), headers=[('Content-Encoding', 'gzip')])), '83 × 29', 'declared gzip')


@case('fault row 21: a proxy that refuses: its page is nobody\'s answer')
def proxy(world):
    refusing = endpoint.Endpoint()
    page = pictures.flat_png(111, 33, (200, 30, 30))
    refusing.on('example.invalid:443', lambda c: c.answer(page, status='403 Forbidden'))
    window = world.placard('-x', refusing.url, 'https://example.invalid/qr.png')
    text = window.wait_text('proxy', '403')
    check('111' not in text, f'{text!r}')
    refusing.close()


@case('each of these has words of its own')
def own_words(world):
    check(len(SEEN) >= 12, f'only {sorted(SEEN)} were seen')
    texts = list(SEEN.values())
    check(len(set(texts)) == len(texts), 'two failures say the same')


@case('a redirect to another host leaves the secrets behind')
def redirect(world):
    other = endpoint.Endpoint()
    there = other.on('/there', lambda c: c.answer(pictures.flat_png(71, 39, (200, 30, 30))))
    url = world.endpoint.on('/hop', lambda c: c.answer(b'', 'text/plain', '302 Found', [('Location', there)]))
    window = world.placard('-H', 'Authorization: Bearer secret', '-H', 'X-Till: secret', '-H', 'Cookie: s=secret', url)
    window.wait_text('71', '39')
    arrived = other.asked('/there')[0]
    check(not any('secret' in value for _, value in arrived.headers), f'it arrived: {arrived.headers}')
    other.close()


@case('what cannot be sent is said at its field, and nothing is sent')
def invalid(world):
    window = world.placard()
    entry = window.find(None, 'Address')
    for text, said in (('ht!tp://', 'ht!tp'), ('http://ho st/', 'ho st'), ('http://127.0.0.1:99999/', '99999'),
                       ('ftp://127.0.0.1/', 'ftp:')):
        entry.set_text(text)
        world.key('ctrl+l', 'Return')
        window.wait_text(f'“{said}”', seconds=3)
        check(said in entry.description, f'the entry says {entry.description!r} of {text!r}')
        check(window.is_alive() and not window.is_busy(), f'{text!r} was sent')


if __name__ == '__main__':
    run(World)
