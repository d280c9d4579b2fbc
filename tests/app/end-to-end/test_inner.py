# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture inside the answer stands on the screen, is told where it was, and is saved."""
import base64
import json
import urllib.request

from accessibility import BUTTON
from tap import case, check, run
from world import World, wait_until

SCANS = 'https://placard.example/p/%E5%BC%A0%E4%B8%89'


def code_picture(world):
    request = urllib.request.Request(world.demo() + '/me/qr', '{"user":"张三"}'.encode(),
                                     {'Authorization': 'Bearer demo'})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def serve(world, path, kind, body):
    return world.endpoint.on(path, lambda connection: connection.answer(body, kind))


def is_offer(name):
    """GTK 4.8 says the text of some buttons twice."""
    return 'Always Look There' in name


@case('base64 in JSON: the code scans, the server was asked once, the place can be kept')
def base64_in_json(world):
    picture = code_picture(world)
    body = json.dumps({'code': 0, 'data': {'img': base64.b64encode(picture).decode()}}).encode()
    window = world.placard('--fullscreen', serve(world, '/answer', 'application/json', body))
    world.wait_scan(SCANS)
    check(len(world.endpoint.asked('/answer')) == 1, 'the server was asked more than once')
    world.key('Escape')
    window.find(BUTTON, is_offer).press()
    window.find(name='From now on the picture is looked for at json:/data/img only')
    world.key('ctrl+Return')
    check(wait_until(lambda: len(world.endpoint.asked('/answer')) == 2), 'it is not sent again')
    check(wait_until(lambda: not window.app.find_now(BUTTON, is_offer)), 'the place was not kept')
    world.wait_scan(SCANS)


@case('an address in JSON: the second request brings the picture')
def address_in_json(world):
    picture = code_picture(world)
    serve(world, '/q.png', 'image/png', picture)
    world.placard('--fullscreen', serve(world, '/address', 'application/json', b'{"data":{"url":"/q.png"}}'))
    world.wait_scan(SCANS)
    check(len(world.endpoint.asked('/address')) == 1 and len(world.endpoint.asked('/q.png')) == 1,
          'not one request for each')


if __name__ == '__main__':
    run(World)
