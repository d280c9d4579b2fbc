# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asks, who is told, and who never is: the dialogs about credentials, certificates and cookies."""
import base64
import hashlib
import os
import re
import shutil
import ssl
import subprocess

from gi.repository import GLib

from accessibility import BUTTON, ENTRY
from tap import Skip, case, check, run
from world import World, wait_until
import endpoint
import pictures

PNG = pictures.flat_png(64, 48, (10, 90, 200))


def basic(user, password):
    return 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode()


def door(connection, wanted, challenge='Basic realm="Till 7"'):
    if connection.request.get('Authorization') == wanted:
        connection.answer(PNG)
    else:
        connection.answer(b'{"message":"who are you?"}', 'application/json', '401 Unauthorized',
                          [('WWW-Authenticate', challenge)])


def press(window, label):
    """A button's name may hold its text twice."""
    window.find(BUTTON, lambda name: label in name.replace('_', '')).press()


def fill(window, user=None, secret=None):
    for title, text in (('User', user), ('Password', secret)):
        if text is not None:
            entry = window.find((*ENTRY, 'password text'), title)
            entry.set_text(text)


def keep_picture(world, name):
    folder = os.environ.get('PLACARD_KEEP_SCREENSHOTS')
    if folder:
        world.screen.image().save(os.path.join(folder, name + '.png'))


def paths(server, path):
    return [request for request in server.requests if request.target == path]


@case('CR2, RS24: Basic: asked, a wrong password asks again saying so, the right one shows the picture')
def basic_door(world):
    url = world.endpoint.on('/basic', lambda c: door(c, basic('me', 'open sesame')))
    host = url.split('/')[2]
    window = world.placard(url)
    text = window.wait_text(f'Sign in to {host}', 'Till 7', 'not encrypted')
    check('not accepted' not in text, text)
    keep_picture(world, 'basic')
    fill(window, 'me', 'wrong')
    press(window, 'Sign In')
    window.wait_text('was not accepted', f'Sign in to {host}')
    keep_picture(world, 'basic-refused')
    fill(window, secret='open sesame')  # the name stands there already
    press(window, 'Sign In')
    window.wait_text('64', '48')
    sent = [request.get('Authorization') for request in paths(world.endpoint, '/basic')]
    check(sent == [None, basic('me', 'wrong'), basic('me', 'open sesame')], sent)
    # For the window: another picture of that server is not asked about again.
    other = world.endpoint.on('/basic2', lambda c: door(c, basic('me', 'open sesame')))
    window.find(None, 'Address').set_text(other)
    world.key('ctrl+l', 'Return')
    check(wait_until(lambda: paths(world.endpoint, '/basic2'), 10), 'not sent')
    check(paths(world.endpoint, '/basic2')[0].get('Authorization') == basic('me', 'open sesame'), 'asked again')


@case('CR2: what is typed goes out instead of a header field Authorization that was refused')
def refused_field(world):
    url = world.endpoint.on('/stale', lambda c: door(c, basic('me', 'open sesame')))
    window = world.placard('--header', 'Authorization: Bearer stale', url)
    window.wait_text('was not accepted', 'Sign in to')
    fill(window, 'me', 'open sesame')
    press(window, 'Sign In')
    window.wait_text('64', '48')
    sent = [request.all('Authorization') for request in paths(world.endpoint, '/stale')]
    check(sent == [['Bearer stale'], [basic('me', 'open sesame')]], sent)


@case('CR2: Cancel and Escape leave what the server sent')
def cancelled(world):
    url = world.endpoint.on('/cancel', lambda c: door(c, 'nobody'))
    window = world.placard(url)
    window.wait_text('Sign in to')
    press(window, 'Cancel')
    check(wait_until(lambda: 'Sign in to' not in window.text(), 5), 'the dialog stays')
    window.wait_text('who are you?')
    world.key('F5')
    window.wait_text('Sign in to')
    world.key('Escape')
    check(wait_until(lambda: 'Sign in to' not in window.text(), 5), 'Escape does nothing')
    window.wait_text('who are you?')
    check(len(paths(world.endpoint, '/cancel')) == 2, 'sent without being asked to')


@case('RS24: Digest is told apart and answered with a proof; Bearer asks for a token')
def digest_and_bearer(world):
    def digest(connection):
        answer = connection.request.get('Authorization') or ''
        values = dict(re.findall(r'(\w+)="?([^",]*)"?', answer))
        ha1, ha2 = (hashlib.md5(text.encode()).hexdigest() for text in ('me:till:pw', 'GET:/digest'))
        proof = ':'.join((ha1, 'n', values.get('nc', ''), values.get('cnonce', ''), 'auth', ha2))
        if values.get('response') == hashlib.md5(proof.encode()).hexdigest():
            connection.answer(PNG)
        else:
            connection.answer(b'no', 'text/plain', '401 Unauthorized', [
                ('WWW-Authenticate', 'Digest realm="till", nonce="n", qop="auth"'), ('WWW-Authenticate', 'Basic')])
    window = world.placard(world.endpoint.on('/digest', digest))
    text = window.wait_text('Sign in to', 'Digest')
    check('not encrypted' not in text, 'Digest is no open password')
    fill(window, 'me', 'pw')
    press(window, 'Sign In')
    window.wait_text('64', '48')
    check(not any((request.get('Authorization') or '').startswith('Basic') for request in
                  paths(world.endpoint, '/digest')), 'the password went in the open')
    window.close()

    window = world.placard(world.endpoint.on('/bearer', lambda c: door(c, 'Bearer t0ken', 'Bearer realm="api"')))
    window.wait_text('Sign in to', 'Token')
    keep_picture(world, 'bearer')
    window.find(None, 'Token').set_text('t0ken')
    press(window, 'Sign In')
    window.wait_text('64', '48')


@case('CR2, NW4: 407: the proxy asks, by its own name, and is answered alone')
def proxy_door(world):
    proxy = endpoint.Endpoint()
    address = proxy.on('/', lambda c: None).rstrip('/')
    target = 'http://till.example/qr'

    def through(connection):
        if connection.request.get('Proxy-Authorization') == basic('me', 'sesame'):
            connection.answer(PNG)
        else:
            connection.answer(b'no', 'text/html', '407 Proxy Authentication Required',
                              [('Proxy-Authenticate', 'Basic realm="way out"')])
    proxy.on(target, through)
    window = world.placard('--proxy', address, target)
    window.wait_text('Sign in to the proxy 127.0.0.1', 'way out', 'not encrypted')
    keep_picture(world, 'proxy')
    fill(window, 'me', 'wrong')
    press(window, 'Sign In')
    window.wait_text('was not accepted')
    fill(window, secret='sesame')
    press(window, 'Sign In')
    window.wait_text('64', '48')
    check(not any(request.get('Authorization') for request in proxy.requests), 'it went to the site')
    proxy.close()


@case('CR3: a profile with a request before shows its picture, and no secret')
def token_step(world):
    token = world.endpoint.on('/token', lambda c: c.answer(b'{"access_token": "T0KEN", "expires_in": 60}',
                                                           'application/json'))
    url = world.endpoint.on('/tokened', lambda c: door(c, 'Bearer T0KEN'))
    folder = world.folder()
    with open(os.path.join(folder, 'token.placard'), 'w') as file:
        file.write(f'url = "{token}"\n')
    with open(os.path.join(folder, 'me.placard'), 'w') as file:
        file.write(f'url = "{url}"\ntoken-from = "token.placard"\n')
    window = world.placard(os.path.join(folder, 'me.placard'))
    window.wait_text('64', '48')
    activate(world, window, 'edit-credentials')
    window.wait_text('Request Before', 'Client Certificate', 'Cookies')
    world.key('F5')
    check(wait_until(lambda: len(paths(world.endpoint, '/tokened')) == 2, 10), 'not sent again')
    window.wait_idle()
    check(len(paths(world.endpoint, '/token')) == 1, 'one token is enough')
    check('T0KEN' not in window.text(), 'the token is on the screen')


@case('S2: what was typed for one server is not offered to another')
def two_servers(world):
    other = endpoint.Endpoint()
    there = other.on('/there', lambda c: door(c, basic('me', 'B')))
    url = world.endpoint.on('/hop', lambda c: c.answer(b'', 'text/plain', '302 Found', [('Location', there)])
                            if c.request.get('Authorization') == basic('me', 'A') else door(c, 'nobody'))
    window = world.placard(url)
    window.wait_text('Sign in to ' + url.split('/')[2])
    fill(window, 'me', 'A')
    press(window, 'Sign In')
    window.wait_text('Sign in to ' + there.split('/')[2])
    fill(window, 'me', 'B')
    press(window, 'Sign In')
    window.wait_text('64', '48')
    here = {request.get('Authorization') for request in paths(world.endpoint, '/hop')}
    check(here == {None, basic('me', 'A')}, here)
    check({request.get('Authorization') for request in paths(other, '/there')} == {None, basic('me', 'B')},
          [request.headers for request in other.requests])
    other.close()


def activate(world, window, name):
    """One of the window's actions, as a menu item would."""
    owner = next(name for name in world.bus.session.call_sync(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ListNames', None, None, 0, 5000,
        None).unpack()[0] if name == 'org.placard.Placard')
    world.bus.session.call_sync(owner, '/org/placard/Placard/window/1', 'org.gtk.Actions', 'Activate',
                                GLib.Variant('(sava{sv})', (name, [], {})), None, 0, 5000, None)


def make_certificate(folder, name, subject='/CN=till of the fair'):
    made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', subject,
                           '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', f'{folder}/{name}-key.pem', '-out',
                           f'{folder}/{name}.pem'], capture_output=True)
    if made.returncode:
        raise Skip('openssl could not make a certificate')
    der = ssl.PEM_cert_to_DER_cert(open(f'{folder}/{name}.pem').read())
    digest = hashlib.sha256(der).hexdigest().upper()
    return f'{folder}/{name}.pem', f'{folder}/{name}-key.pem', ':'.join(re.findall('..', digest))


@case('CR7, S5: a certificate that nobody vouches for: shown, accepted for this host, seen, changed, taken back')
def exception(world):
    folder = world.folder()
    certificate, key, fingerprint = make_certificate(folder, 'one')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = endpoint.Endpoint(context)
    url = server.on('/qr', lambda c: c.answer(PNG))
    host = url.split('/')[2]
    window = world.placard(url)
    press(window, 'Show Certificate')
    window.wait_text(host, 'not signed by an authority', 'till of the fair', fingerprint, 'Valid until')
    keep_picture(world, 'certificate')
    check(not server.requests, 'the request was sent all the same')
    press(window, 'Make an Exception')
    window.wait_text('64', '48')
    check(any('certificate exception for 127.0.0.1' in node.name for node in window.app.walk()), 'the title is silent')
    keep_picture(world, 'excepted')
    # It is there the next time too, and can be looked at.
    window.close()
    window = world.placard(url)
    window.wait_text('64', '48')
    activate(world, window, 'show-certificate')
    window.wait_text('You accepted this certificate')
    world.key('Escape')
    # Another certificate is refused, as one that changed.
    other, other_key, other_fingerprint = make_certificate(folder, 'other', '/CN=somebody else')
    context.load_cert_chain(other, other_key)
    check(wait_until(lambda: 'You accepted' not in window.text(), 5), 'the dialog stays')
    window.close()
    asked = len(server.requests)
    window = world.placard(url)
    window.wait_text('has changed since', other_fingerprint)
    check(len(server.requests) == asked, 'the request was sent all the same')
    # The list, and the way back.
    activate(world, window, 'show-exceptions')
    window.wait_text(host, fingerprint)
    keep_picture(world, 'exceptions')
    press(window, f'Remove {host}')
    window.wait_text('There are none')
    check(wait_until(lambda: not any('exception for' in node.name for node in window.app.walk()), 5), 'the title stays')
    state = os.path.join(world.env['XDG_STATE_HOME'], 'placard', 'certificate-exceptions')
    check(os.stat(state).st_mode & 0o777 == 0o600 and open(state).read() == '', 'the file')
    server.close()


@case('CR4: the cookies of the window are listed, edited, removed, refused')
def cookies(world):
    url = world.endpoint.on('/cookies', lambda c: c.answer(PNG, headers=[
        ('Set-Cookie', 'sid=first; Path=/'), ('Set-Cookie', 'theme=dark; Path=/; Max-Age=3600')]))
    plain = world.endpoint.on('/plain', lambda c: c.answer(PNG))

    def sent(window):
        before = len(paths(world.endpoint, '/plain'))
        window.find(None, 'Address').set_text(plain)
        world.key('ctrl+l', 'Return')
        check(wait_until(lambda: len(paths(world.endpoint, '/plain')) > before, 10), 'not sent')
        window.wait_idle()
        return paths(world.endpoint, '/plain')[-1].get('Cookie')
    window = world.placard(url)
    window.wait_text('64', '48')
    check(sent(window) == 'sid=first; theme=dark', 'the first answer set them')
    activate(world, window, 'show-cookies')
    window.wait_text('sid', 'theme', '127.0.0.1/', 'this session', 'until')
    keep_picture(world, 'cookies')
    press(window, 'Remove theme')
    check(wait_until(lambda: 'theme' not in window.text(), 5), 'it is still there')
    world.key('Escape')
    check(sent(window) == 'sid=first', 'a removed one was sent')
    activate(world, window, 'show-cookies')
    press(window, 'Remove All')
    window.wait_text('There are none')
    world.key('Escape')
    check(sent(window) is None, 'none is left')
    # A window of its own knows nothing of another's.
    window.close()
    window = world.placard('--cookies', 'off', url)
    window.wait_text('64', '48')
    check(sent(window) is None, 'refused ones were sent')


@case('CR1, S2: a name and a password typed into the address are credentials, and leave it')
def userinfo(world):
    url = world.endpoint.on('/userinfo', lambda c: door(c, basic('me', 'open sesame')))
    window = world.placard()
    entry = window.find(None, 'Address')
    entry.set_text(url.replace('http://', 'http://me:open%20sesame@'))
    world.key('ctrl+l', 'Return')
    window.wait_text('64', '48')
    check('sesame' not in window.text() and 'me:' not in window.text(), window.text())
    check(url in window.text(), 'the address has gone')
    activate(world, window, 'edit-credentials')
    check(window.find(ENTRY, 'User', wait=5) is not None, 'the page has no name')


@case('CR8: no keyring that is open: kept for the window, and told so')
def no_keyring(world):
    url = world.endpoint.on('/unkept', lambda c: door(c, basic('me', 'sesame')))
    window = world.placard(url)
    window.wait_text('Sign in to')
    fill(window, 'me', 'sesame')
    window.find('switch', lambda name: 'Keep in the keyring' in name).press()
    press(window, 'Sign In')
    window.wait_text('64', '48', 'Kept for this window only')


def start_keyring(world):
    if not shutil.which('gnome-keyring-daemon'):
        raise Skip('gnome-keyring is not installed')
    child = subprocess.Popen(['gnome-keyring-daemon', '--replace', '--unlock', '--components=secrets', '--foreground'],
                             env=world.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    child.stdin.write(b'open')
    child.stdin.close()

    def there():
        # The bus may have started one by itself, which nobody has opened. And the name comes before the collection
        # does; without one, libsecret asks for a prompter that nobody has here.
        try:
            owner = world.bus.session.call_sync(
                'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                GLib.Variant('(s)', ('org.freedesktop.secrets',)), None, 0, 5000, None).unpack()[0]
            return owner == child.pid and world.bus.session.call_sync(
                'org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service', 'ReadAlias',
                GLib.Variant('(s)', ('default',)), None, 0, 5000, None).unpack()[0] != '/'
        except GLib.Error:
            return False
    if not wait_until(there, 10, 0.05):
        child.kill()
        raise Skip('the keyring does not come up here')
    return child


@case('CR8: kept in the keyring: not asked the next time; a profile refers to it and does not hold it')
def keyring(world):
    if not shutil.which('secret-tool'):
        raise Skip('secret-tool is not installed')
    child = start_keyring(world)
    try:
        use_keyring(world)
    finally:
        child.terminate()
        child.wait()


def use_keyring(world):
    url = world.endpoint.on('/kept', lambda c: door(c, basic('me', 'sesame')))
    window = world.placard(url)
    window.wait_text('Sign in to')
    fill(window, 'me', 'sesame')
    window.find(None, 'Keep in the keyring', wait=5)
    window.find('switch', lambda name: 'Keep in the keyring' in name).press()
    press(window, 'Sign In')
    window.wait_text('64', '48')
    origin = url.rsplit('/', 1)[0]

    def known():
        return subprocess.run(['secret-tool', 'lookup', 'application', 'placard', 'origin', origin], env=world.env,
                              capture_output=True).stdout
    check(wait_until(lambda: known() == b'sesame', 5, 0.1), 'the keyring does not have it')
    window.close()
    window = world.placard(url)
    window.wait_text('64', '48')
    check('Sign in to' not in window.text(), 'asked again')
    window.close()
    profile = os.path.join(world.folder(), 'me.placard')
    with open(profile, 'w') as file:
        file.write(f'url = "{url}"\nuser = "me:{{{{$keyring.till-7}}}}"\n')
    subprocess.run(['secret-tool', 'store', '--label', 'till', 'application', 'placard', 'name', 'till-7'], env=world.env,
                   input=b'sesame', check=True)
    result = world.fetch(profile, '-o', os.path.join(world.folder(), 'a.png'))
    check(result.returncode == 0, result.stderr)
    window = world.placard(profile)
    window.wait_text('64', '48')
    check(paths(world.endpoint, '/kept')[-1].get('Authorization') == basic('me', 'sesame'), 'the reference')


if __name__ == '__main__':
    run(World)
