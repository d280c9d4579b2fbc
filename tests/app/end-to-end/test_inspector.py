# SPDX-License-Identifier: GPL-3.0-or-later
"""RI1 to RI4, RI6, RI7, RI9, RS8 to RS10, RS23, XR3: what the inspector tells is what the endpoint saw and sent."""
import hashlib
import ssl
import subprocess

from accessibility import Gone
from tap import Skip, case, check, run
from world import World
import endpoint
import pictures

BODY = pictures.noisy_png(64, 48)


def inspect(world, *arguments, env=None):
    window = world.placard(*arguments, env=env)
    window.wait_text('64')
    window.wait_idle()
    world.key('ctrl+i')
    return window


@case('RI1, RS2, RS9, RS10: status, reason, final address, how often it was redirected')
def answer(world):
    world.endpoint.on('/end', lambda c: c.answer(BODY))
    url = world.endpoint.on('/start', lambda c: c.answer(b'', 'text/plain', '302 Found', [('Location', '/end')]))
    window = inspect(world, url)
    text = window.wait_text('200 OK', '/end', '302 GET', 'HTTP/1.1')
    check('redirected' in text.lower(), f'no word of the redirect: {text!r}')


@case('RI2, RI9, RS8, RS23: the fields that were sent and came, in order, secrets masked, cookies seen')
def fields(world):
    url = world.endpoint.on('/fields', lambda c: c.answer(BODY, headers=[
        ('X-First', 'one'), ('Set-Cookie', 'sid=cookie-that-came'), ('X-Second', 'two')]))
    window = inspect(world, '-H', 'X-Till: 7', '-H', 'Authorization: Bearer sesame', '-b', 'a=cookie-that-went', url)
    text = window.wait_text('X-Till', 'X-First', 'one', 'X-Second', 'two', 'Set-Cookie', 'cookie-that-came', 'Cookie')
    check(text.index('X-First') < text.index('X-Second'), 'the order')
    check('sesame' not in text, 'the secret is shown')
    sent = world.endpoint.asked('/fields')[0]
    check(sent.get('X-Till') == '7' and sent.get('Authorization') == 'Bearer sesame', f'{sent.headers}')


@case('HD13, HD14, RS8: the fields of an answer can be read and not be changed')
def immutable(world):
    url = world.endpoint.on('/immutable', lambda c: c.answer(BODY, headers=[('X-First', 'value-that-came')]))
    window = inspect(world, url)
    window.wait_text('X-First', 'value-that-came')
    holders = [node for node in window.app.walk() if 'value-that-came' in node.text()]
    check(holders, 'the field is shown')
    for node in holders:
        try:
            changed = node.set_text('written-by-hand')
        except Gone:
            changed = False  # no EditableText at all
        check(not changed or 'value-that-came' in node.text(), f'{node.role} could be changed')
    window.wait_text('value-that-came')
    check('written-by-hand' not in window.text(), 'what was written is shown')


@case('RI3: the stretches of the time')
def timeline(world):
    def slow(connection):
        connection.wait(0.3)
        connection.answer(BODY)
    window = inspect(world, world.endpoint.on('/slow', slow))
    window.wait_text('Connecting', 'Waiting', 'Receiving', 'ms')


@case('RI4: the certificate')
def certificate(world):
    folder = world.folder()
    made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=till.example', '-addext',
                           'subjectAltName=IP:127.0.0.1', '-keyout', folder + '/key.pem', '-out', folder + '/cert.pem'], capture_output=True)
    if made.returncode:
        raise Skip('openssl could not make a certificate')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + '/cert.pem', folder + '/key.pem')
    server = endpoint.Endpoint(context)
    der = ssl.PEM_cert_to_DER_cert(open(folder + '/cert.pem').read())
    fingerprint = hashlib.sha256(der).hexdigest().upper()
    window = inspect(world, '--cacert', folder + '/cert.pem', server.on('/tls', lambda c: c.answer(BODY)))
    window.wait_text('till.example', 'Issuer', ':'.join(fingerprint[i:i + 2] for i in range(0, 8, 2)))
    server.close()


@case('RI6, RI7, XR3: declared and real type, sizes, pixels, digest')
def body(world):
    window = inspect(world, world.endpoint.on('/label', lambda c: c.answer(BODY, 'text/plain')))
    window.wait_text('text/plain', 'image/png', f'{len(BODY)} bytes', '64 × 48', hashlib.sha256(BODY).hexdigest())


@case('how whole it is, with the rows that came')
def rows(world):
    def half(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')])
        connection.write(BODY[:len(BODY) // 2])
    window = inspect(world, world.endpoint.on('/half', half))
    text = window.wait_text('ends early (', 'of 48 rows)')
    check('ends early (48 of' not in text, f'{text!r}')
    window.close()
    window = inspect(world, world.endpoint.on('/whole', lambda c: (c.head('200 OK', [('Content-Type', 'image/png')]), c.write(BODY))))
    window.wait_text('length not stated; the picture is whole')


if __name__ == '__main__':
    run(World)
