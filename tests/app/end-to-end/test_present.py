# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: ask as configured, fill the screen, scan."""
import json
import os
import time
import urllib.request

from accessibility import BUTTON
from tap import Skip, case, check, run
from world import World, wait_until
import virtual_display

USER = '{"user":"张三"}'
SCANS = 'https://placard.example/p/%E5%BC%A0%E4%B8%89'


def code_picture(world):
    request = urllib.request.Request(world.demo() + '/me/qr', USER.encode(), {'Authorization': 'Bearer demo'})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def dark_box(image):
    """The sides of the smallest box around everything dark, and the share of pixels that are neither black nor
    white."""
    rows = [y for y in range(image.height) if any(value < 64 for value in image.row(y)[::3])]
    columns = [x for x in range(image.width) if any(image.pixel(x, y)[0] < 64 for y in rows[::3])]
    return (columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1) if rows else (0, 0)


def ask(world, url, *more):
    return world.placard('-X', 'POST', '-H', 'Authorization: Bearer demo', '-H', 'X-Till: 7', '--json', USER,
                         '--fullscreen', *more, url)


@case('US2: the demo\'s code stands full screen, fills it and scans')
def fills_the_screen(world):
    ask(world, world.demo() + '/me/qr')
    world.wait_scan(SCANS)
    time.sleep(2.5)
    width, height = dark_box(world.screenshot()[1])
    wanted = 0.9 * world.screen.height * 29 / 37
    check(width >= wanted and height >= wanted, f'the code is {width} x {height}, wanted at least {wanted:.0f}')


@case('nothing stands over the picture; Escape leaves the full screen, F11 brings it back')
def escape_leaves(world):
    window = ask(world, world.demo() + '/me/qr')
    world.wait_scan(SCANS)
    check(not window.app.find_now(BUTTON, 'Send'), 'there are controls over the picture')
    world.key('Escape')
    window.find(BUTTON, 'Send')
    world.key('F11')
    check(wait_until(lambda: not window.app.find_now(BUTTON, 'Send')), 'F11 does not bring the full screen back')
    world.wait_scan(SCANS)
    world.key('F11')
    window.find(BUTTON, 'Send')


@case('an endpoint that is not ours gets exactly what was configured')
def exact_request(world):
    picture = code_picture(world)
    url = world.endpoint.on('/exact', lambda c: c.answer(picture))
    ask(world, url)
    request = world.endpoint.wait_for('/exact')
    world.wait_scan(SCANS)
    check(request.method == 'POST', request.method)
    check(request.body == USER.encode(), request.body)
    for name, value in (('Authorization', 'Bearer demo'), ('X-Till', '7'), ('Content-Type', 'application/json'),
                        ('Content-Length', str(len(USER.encode())))):
        check(request.all(name) == [value], f'{name}: {request.all(name)}')
    check(len(world.endpoint.asked('/exact')) == 1, 'it was asked more than once')


NGINX = '''
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  log_format seen escape=json '{{"method":"$request_method","authorization":"$http_authorization",'
    '"till":"$http_x_till","type":"$content_type","length":"$content_length","body":"$request_body"}}';
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    location /me {{ access_log {folder}/seen.log seen; proxy_pass http://127.0.0.1:{port}/card.png; }}
    location /card.png {{ types {{ image/png png; }} error_page 405 =200 $uri; }}
  }}
}}
'''


def free_port():
    import socket
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


@case('nginx gets exactly what was configured')
def nginx(world):
    try:
        virtual_display.need('nginx')
    except virtual_display.Missing as missing:
        raise Skip(missing) from None
    folder, port = world.folder(), free_port()
    os.chmod(world.display.folder, 0o755)
    os.chmod(folder, 0o755)
    with open(os.path.join(folder, 'card.png'), 'wb') as file:
        file.write(code_picture(world))
    config = os.path.join(folder, 'nginx.conf')
    with open(config, 'w') as file:
        file.write(NGINX.format(folder=folder, port=port))
    server = world.display.start(['nginx', '-c', config, '-e', os.path.join(folder, 'error.log')])
    wait_until(lambda: os.path.exists(os.path.join(folder, 'nginx.pid')))
    try:
        ask(world, f'http://127.0.0.1:{port}/me')
        world.wait_scan(SCANS)
        with open(os.path.join(folder, 'seen.log')) as file:
            seen = [json.loads(line) for line in file]
        check(len(seen) == 1, f'asked {len(seen)} times')
        check(seen[0] == {'method': 'POST', 'authorization': 'Bearer demo', 'till': '7', 'type': 'application/json',
                          'length': str(len(USER.encode())), 'body': USER}, seen)
    finally:
        world.display.stop(server)


@case('the window\'s demo list opens each demo')
def demo_list(world):
    window = world.placard('--demo', world.demo() + '/')
    window.wait_text("A person's QR code, asked for with a token", '200 OK with an error in JSON')
    world.display.wait_until_still(world.bare, 0.4, 5)
    world.click(window, window.find('label', "A person's QR code, asked for with a token"))
    world.wait_scan(SCANS)


if __name__ == '__main__':
    run(World)
