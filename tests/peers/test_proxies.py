# SPDX-License-Identifier: GPL-3.0-or-later
"""tinyproxy (HTTP, CONNECT) and microsocks (SOCKS 5) between Placard and nginx, over http and https: NW4, S2, and the
proxy's own page is never taken for the site's."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import Beside  # noqa: E402
from program import equal, holds  # noqa: E402
from servers import Microsocks, Nginx, Tinyproxy  # noqa: E402
from tap import case, run  # noqa: E402

USER = ('pu', 'ppass')


def get(world, proxy, secure=False, path='/card.png', host='127.0.0.1', extra=()):
    base = (world.nginx.tls if secure else world.nginx.base).replace('127.0.0.1', host)
    words = ['-x', proxy] if proxy else []
    return world.fetch('--any', '--cacert', world.nginx.path('ca.crt'), *words, *extra, base + path, '-o', '-')


def is_picture(world, result):
    equal((result.status, result.output == world.nginx.picture), (0, True), repr(result))


@case('NW4: tinyproxy: http is handed on, https goes through a tunnel that it cannot look into')
def _(world):
    proxy = world.tinyproxy.proxy
    is_picture(world, get(world, proxy))
    holds(get(world, proxy, path='/seen').output.decode(), 'via=1.1 ', 'tinyproxy')
    is_picture(world, get(world, proxy, secure=True))
    equal(get(world, proxy, secure=True, path='/seen').output, b'via=', 'nothing was added inside')
    holds(world.tinyproxy.log(), f'CONNECT 127.0.0.1:{world.nginx.tls_port}', f'GET {world.nginx.base}/card.png')


@case('NW4: tinyproxy with a password: right, wrong, none')
def _(world):
    proxy = world.guarded.proxy
    named = proxy.replace('//', '//{}:{}@'.format(*USER))
    for secure in (False, True):
        is_picture(world, get(world, proxy, secure, extra=['-U', ':'.join(USER)]))
        is_picture(world, get(world, named, secure))
        for extra in (['-U', 'pu:other'], []):
            # Before a wrong password tinyproxy answers 401, not 407. In a tunnel it is the proxy's all the same; over
            # http its page says what no protocol can tell from the site's: it is never a picture, and exit 4.
            result = get(world, proxy, secure, extra=extra)
            if extra and not secure:
                equal(result.status, 4, repr(result))
                saved = world.fetch('-x', proxy, *extra, world.nginx.base + '/card.png', '-o', 'a.png')
                equal((saved.status, world.files()), (4, []), repr(saved))
            else:
                equal((result.status, result.output), (3, b''), f'{extra}: {result}')
                holds(result.errors, 'proxy')
            equal('other' in result.errors or 'ppass' in result.errors, False, result.errors)


@case('S2: the password of the proxy does not reach the site, nor the site\'s the proxy')
def _(world):
    result = get(world, world.guarded.proxy, path='/seen', extra=['-U', ':'.join(USER), '-u', 'me:site'])
    holds(result.output.decode(), 'authorization=Basic bWU6c2l0ZQ== ')
    equal(b'proxy' in result.output.lower().replace(b'tinyproxy', b''), False, 'what the site saw')


@case('NW4: what tinyproxy says itself is never the site\'s answer: a refused tunnel, a refused host, a dead site')
def _(world):
    refused = world.nginx.tls.replace(str(world.nginx.tls_port), str(world.dead_port()))
    result = world.fetch('--any', '-x', world.tinyproxy.proxy, refused + '/a.png', '-o', 'a')
    equal((result.status, world.files()), (3, []), f'another port: {result}')
    holds(result.errors, 'proxy')
    # Over https its 403 cannot be the site's.
    result = get(world, world.tinyproxy.proxy, secure=True, host='localhost')
    equal((result.status, result.output), (3, b''), f'a refused host: {result}')
    # Over http only the proxy's word tells; with a picture asked for, its page is no picture, and not saved.
    result = world.fetch('-x', world.tinyproxy.proxy, f'http://127.0.0.1:{world.dead_port()}/a.png', '-o', 'a.png')
    equal((result.status in (3, 4), world.files()), (True, []), f'a dead site: {result}')


@case('NW4: --noproxy: straight to the site; an empty proxy is none')
def _(world):
    dead = f'http://127.0.0.1:{world.dead_port()}'
    equal(get(world, dead).status, 3, 'a proxy that is not there')
    holds(get(world, dead).errors, 'proxy')
    for extra in (['--noproxy', '127.0.0.1'], ['--noproxy', 'example.org,127.0.0.0/8'], ['--noproxy', '*']):
        is_picture(world, get(world, dead, extra=extra))
    holds(get(world, world.tinyproxy.proxy, path='/seen', extra=['--noproxy', '127.0.0.1']).output.decode(), 'via=')
    equal(b'tinyproxy' in get(world, world.tinyproxy.proxy, path='/seen', extra=['--noproxy', '127.0.0.1']).output,
          False, 'the proxy in between')


@case('NW4: a 1 MiB body goes up through the proxy, and back')
def _(world):
    with open(os.path.join(world.folder, 'big'), 'wb') as file:
        file.write(os.urandom(1 << 20))
    for name, peer in (('http', world.tinyproxy), ('socks', world.socks)):
        result = get(world, peer.proxy, path=f'/put/{name}', extra=['-T', 'big'])
        equal(result.status, 0, repr(result))
        with open(world.nginx.path(f'put/{name}'), 'rb') as file:
            equal(file.read() == world.read('big'), True, name)


@case('NW4: microsocks: http and https, names resolved here and there')
def _(world):
    for proxy in (world.socks.proxy, world.socks.proxy.replace('socks5', 'socks5h')):
        for secure in (False, True):
            for host in ('127.0.0.1', 'localhost'):
                is_picture(world, get(world, proxy, secure, host=host))
    holds(world.socks.log(), f':{world.nginx.port}', f':{world.nginx.tls_port}')
    place = world.socks.proxy.partition('//')[2]
    for option in ('--socks5', '--socks5-hostname'):
        is_picture(world, get(world, None, extra=[option, place]))


@case('NW4: microsocks with a password: right, wrong, none')
def _(world):
    proxy = world.locked.proxy
    for secure in (False, True):
        is_picture(world, get(world, proxy, secure, extra=['-U', ':'.join(USER)]))
        is_picture(world, get(world, proxy.replace('//', '//{}:{}@'.format(*USER)), secure))
        for extra in (['-U', 'pu:other'], []):
            result = get(world, proxy, secure, extra=extra)
            equal((result.status, result.output), (3, b''), f'{extra}: {result}')
            holds(result.errors, 'proxy')


@case('NW4: microsocks before a site that is not there: the proxy is not blamed for its own sake')
def _(world):
    result = world.fetch('-x', world.socks.proxy, f'http://127.0.0.1:{world.dead_port()}/a.png', '-o', 'a.png')
    equal((result.status, world.files()), (3, []), repr(result))
    holds(result.errors, '127.0.0.1')


run(Beside, nginx=lambda world: Nginx(), tinyproxy=lambda world: Tinyproxy(world.nginx.tls_port),
    guarded=lambda world: Tinyproxy(world.nginx.tls_port, USER), socks=lambda world: Microsocks(),
    locked=lambda world: Microsocks(USER))
