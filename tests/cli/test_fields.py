# SPDX-License-Identifier: GPL-3.0-or-later
"""Header fields from the command line: where they travel, what becomes of them, which are masked."""
from program import PNG, Program, equal, holds
from tap import case, check, run
import endpoint


def picture(connection):
    connection.answer(PNG)


def redirect_to(url):
    return lambda connection: connection.answer(b'', 'text/plain', '302 Found', [('Location', url)])


@case('--header-everywhere: only that field goes to another host, secret ones stay (CR9, S2)')
def _(world):
    first, other = endpoint.Endpoint(), endpoint.Endpoint()
    url = first.on('/hop', redirect_to(other.on('/there', picture)))
    result = world.fetch('-H', 'X-One: 1', '-H', 'Authorization: Bearer t', '--header-everywhere', 'X-Two: 2', url,
                         '-o', 'a.png')
    equal((result.status, world.read('a.png') == PNG), (0, True), 'the picture')
    there = other.asked('/there')[0]
    equal((there.all('X-Two'), there.all('X-One'), there.all('Authorization')), (['2'], [], []), 'what arrived')
    equal(first.asked('/hop')[0].all('X-Two'), ['2'], 'at the first host')
    first.close()
    other.close()


@case('HD17: a Content-Length by hand that disagrees is told, the server reads the whole body')
def _(world):
    server = endpoint.Endpoint()
    url = server.on('/length', picture)
    result = world.fetch('-H', 'Content-Length: 7', '--data-raw', 'hello', url, '-o', 'a.png')
    equal(result.status, 0, result)
    holds(result.errors, 'Content-Length says 7, but the body has 5 bytes')
    asked = server.asked('/length')[0]
    equal((asked.body, asked.all('Content-Length')), (b'hello', ['5']), 'what arrived')
    server.close()


@case('UL6: a type of multipart/form-data without a boundary gets one, and that is told')
def _(world):
    server = endpoint.Endpoint()
    url = server.on('/form', picture)
    result = world.fetch('-H', 'Content-Type: multipart/form-data', '-F', 'a=1', url, '-o', 'a.png')
    equal(result.status, 0, result)
    holds(result.errors, 'boundary is added')
    check('boundary=' in server.asked('/form')[0].get('Content-Type'), 'no boundary')
    server.close()


@case('HD16, RQ11: what --secret names is in no profile, and is sent')
def _(world):
    server = endpoint.Endpoint()
    url = server.on('/secret', picture)
    words = ['--secret', 'X-Till', '-H', 'X-Till: hush7', '--url-query', 'api_key=hush8', url]
    equal(world.fetch(*words, '-o', 'a.png').status, 0, 'sent')
    asked = server.asked('/secret')[0]
    equal((asked.all('X-Till'), asked.target), (['hush7'], '/secret?api_key=hush8'), 'what arrived')
    equal(world.fetch(*words, '--save-profile', 'kept.placard').status, 0, 'kept')
    text = world.read('kept.placard').decode()
    check('hush' not in text, text)
    holds(text, 'secret = "X-Till"')
    server.close()


@case('US3: the value of a variable is encoded once where it becomes a parameter of the query')
def _(world):
    server = endpoint.Endpoint()
    url = server.on('/query', picture)
    result = world.fetch('--variable', 'n=张 三&x=1', url + '?n={{n}}&m=a%20b', '-o', 'a.png')
    equal(result.status, 0, result)
    equal(server.asked('/query')[0].target, '/query?n=%E5%BC%A0+%E4%B8%89%26x%3D1&m=a%20b', 'what arrived')
    server.close()


if __name__ == '__main__':
    run(Program)
