# SPDX-License-Identifier: GPL-3.0-or-later
"""lighttpd as the server that wants Basic and Digest (RFC 7616, MD5 and SHA-256): CR1, RS24."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import Beside  # noqa: E402
from program import equal, holds  # noqa: E402
from servers import Lighttpd  # noqa: E402
from tap import Skip, case, run  # noqa: E402


def offers(world, path):
    """What the server's 401 offers."""
    result = world.fetch('--any', world.lighttpd.base + path, '--json-result')
    return [value for name, value in result.json['headers'] if name.lower() == 'www-authenticate']


for path, algorithm in (('/md5', 'MD5'), ('/sha256', 'SHA-256'), ('/both', 'SHA-256')):
    @case(f'CR1: Digest with {path[1:]}: the picture with the right password, {algorithm} and a digest on the wire')
    def _(world, path=path, algorithm=algorithm):
        if not any(algorithm in offer for offer in offers(world, path + '/card.png')):
            raise Skip(f'this lighttpd does not offer {algorithm}')
        url = world.lighttpd.base + path + '/card.png?a=b&c'
        result = world.fetch('--digest', '-u', 'me:secret', url, '-o', 'a.png')
        equal((result.status, world.read('a.png')), (0, world.lighttpd.picture), result.errors)
        _, status, sent = world.lighttpd.log(last=path + '/card.png 200')[-1]
        equal(status, '200', 'the status')
        holds(sent, 'Digest username="me"', 'algorithm=' + algorithm)
        equal('secret' in sent, False, sent)
        result = world.fetch('--digest', '-u', 'me:other', url, '-o', 'b.png', '--json-result')
        equal((result.status, result.json['status'], world.files()), (4, 401, ['a.png']), 'a wrong password')


@case('CR1: Digest for several addresses in one run')
def _(world):
    urls = [world.lighttpd.base + f'/md5/card.png?{i}' for i in range(3)]
    result = world.fetch('--digest', '-u', 'me:secret', *urls, '-O')
    equal((result.status, world.read('card.png')), (0, world.lighttpd.picture), repr(result))
    equal([line[1] for line in world.lighttpd.log(last=' 200 ')].count('200') >= 3, True, 'pictures')


@case('CR1: Digest asked for, Basic offered: nothing weaker is sent')
def _(world):
    url = world.lighttpd.base + '/basic/card.png'
    result = world.fetch('--digest', '-u', 'me:secret', url, '-o', 'a.png')
    equal(result.status in (2, 3, 4) and world.files() == [], True, repr(result))
    holds(result.errors, 'Digest')
    sent = [line[2] for line in world.lighttpd.log(last='/basic/card.png 401')]
    equal(any('Basic' in field for field in sent), False, sent)


@case('CR1: Basic: the picture with the right password; to Digest alone Basic is not enough')
def _(world):
    result = world.fetch('-u', 'me:secret', world.lighttpd.base + '/basic/card.png', '-o', 'a.png')
    equal((result.status, world.read('a.png')), (0, world.lighttpd.picture), result.errors)
    equal(world.fetch('-u', 'me:x', world.lighttpd.base + '/basic/card.png', '-o', 'b.png').status, 4, 'a wrong one')
    equal(world.fetch('-u', 'me:secret', world.lighttpd.base + '/md5/card.png', '-o', 'b.png').status, 4, 'Digest')


@case('CR5 IN26: credentials omit: none are sent, to whoever asks')
def _(world):
    for arguments in (['-u', 'me:secret'], ['--digest', '-u', 'me:secret']):
        name = f'/md5/{len(arguments)}.png'
        result = world.fetch('--credentials', 'omit', *arguments, world.lighttpd.base + name, '-o', 'a.png')
        equal((result.status, world.lighttpd.log(last=name)[-1][2]), (4, '-'), arguments)


run(Beside, lighttpd=lambda world: Lighttpd())
