# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a window's request comes from and goes to: profiles, curl commands, variables, another one made of it."""
import base64
import os

from accessibility import BUTTON, ENTRY
from actions import activate, get_clipboard, is_enabled, set_clipboard
from pictures import flat_png
from tap import case, check, run
from world import World, wait_until


def write(world, name, text):
    path = os.path.join(world.folder(), name)
    with open(path, 'w') as file:
        file.write(text)
    return path


def read(path):
    with open(path) as file:
        return file.read()


def serve(world, path):
    return world.endpoint.on(path, lambda connection: connection.answer(flat_png(16, 16, (9, 99, 9)), 'image/png'))


def set_row(window, name, text):
    window.find(ENTRY + ('password text',), name).set_text(text)


@case('RB7: a variable without a value is asked for before anything is sent, and only once')
def variables(world):
    url = serve(world, '/who')
    path = write(world, 'me.placard', f'url = "{url}?u={{{{user}}}}"\nheader = "X-Token: {{{{token}}}}"\n')
    window = world.placard(path)
    window.wait_text('variables without a value')
    check(not world.endpoint.asked('/who'), 'it was sent before the answer')
    set_row(window, 'user', '张三')
    set_row(window, 'token', 'geheim')
    check('geheim' not in window.text(), 'the token stands there in clear')
    world.key('Return')
    request = world.endpoint.wait_for('/who')
    check(request.target == '/who?u=%E5%BC%A0%E4%B8%89', request.target)
    check(request.get('X-Token') == 'geheim', request.get('X-Token'))
    window.wait_idle()
    world.key('F5')
    world.endpoint.wait_for('/who', count=2)
    check('geheim' not in read(path), 'the profile has it now')
    activate(world, 'forget-variables')
    world.key('F5')
    window.wait_text('variables without a value')
    world.key('Escape')


@case('RB7, CR3: what the request before leaves open is asked for as well')
def step_variables(world):
    token = world.endpoint.on('/token', lambda c: c.answer(b'{"access_token": "t7"}', 'application/json'))
    url = serve(world, '/till')
    step = write(world, 'step.placard', f'url = "{token}"\ndata-urlencode = "password={{{{password}}}}"\n')
    window = world.placard(write(world, 'till.placard', f'url = "{url}"\ntoken-from = "{step}"\n'))
    window.wait_text('a variable without a value')
    check(not world.endpoint.requests[-1:] or world.endpoint.requests[-1].target != '/token', 'it was sent')
    set_row(window, 'password', 'geheim')
    world.key('Return')
    check(world.endpoint.wait_for('/till').get('Authorization') == 'Bearer t7', 'not with the token')
    check(world.endpoint.asked('/token')[-1].body == b'password=geheim', world.endpoint.asked('/token')[-1].body)


@case('RB7, RB8: a profile is opened, changed and kept in its one line; a broken one is told with the line')
def profiles(world):
    url = serve(world, '/kept')
    path = write(world, 'till.placard', f'# till 7\nurl = "{url}"\nheader = "X-Till: 7"\n')
    window = world.placard()
    check(not is_enabled(world, 'keep-in-profile'), 'there is nothing to keep it in')
    activate(world, 'open-profile-file', path)
    window.wait_text('“till.placard” is open')
    world.key('F5')
    check(world.endpoint.wait_for('/kept').get('X-Till') == '7', 'the header')
    window.wait_idle()
    window.find(ENTRY, 'Address').set_text(url + '?a=1')
    activate(world, 'keep-in-profile')
    window.wait_text('Kept in “till.placard”')
    check(read(path) == f'# till 7\nurl = "{url}?a=1"\nheader = "X-Till: 7"\n', lambda: read(path))

    broken = write(world, 'broken.placard', f'url = "{url}"\nmax-tiem = 3\n')
    activate(world, 'open-profile-file', broken)
    window.wait_text('broken.placard, line 2', 'did you mean “max-time”')
    world.key('Escape')


@case('RB8: a curl command that is pasted into any entry becomes the request; the rest is listed by name')
def pasting(world):
    url = serve(world, '/pasted')
    window = world.placard()
    activate(world, 'toggle-panel')
    window.find(ENTRY, 'Address').set_text('http://127.0.0.1/old')
    world.click(window, window.find(('tab', 'page tab'), 'Headers'))
    window.find(BUTTON, lambda name: 'Add Header' in name).press()
    entry = window.find(ENTRY, 'Header name')
    world.click(window, entry)
    set_clipboard(world, f"curl '{url}?q=1' -X PUT -H 'X-A: b' --insecure --tlsv1.2 -d 'x=1'")
    world.key('ctrl+v')
    window.wait_text('Not Everything Was Taken Over', '--insecure', '--tlsv1.2')
    world.key('Escape')
    world.key('ctrl+Return')
    request = world.endpoint.wait_for('/pasted')
    check((request.method, request.get('X-A'), request.body) == ('PUT', 'b', b'x=1'), f'{request.headers}')
    window.wait_idle()

    # A second address and what would write a file are no part of a request.
    set_clipboard(world, f"curl -o a.png '{url}?q=1' '{url}?q=2&token=geheim' -X PUT -H 'X-A: b' -d 'x=1'")
    activate(world, 'paste-command')
    text = window.wait_text('Not Everything Was Taken Over', '--output', f'{url}?q=2&token=***')
    check('geheim' not in text, text)
    world.key('Escape')

    # Other text is pasted as ever.
    set_clipboard(world, 'X-Pasted')
    entry = window.find(ENTRY, 'Header name')
    world.click(window, entry)
    world.key('ctrl+a', 'ctrl+v')
    # A broken command takes nothing away.
    set_clipboard(world, 'curl "unclosed')
    activate(world, 'paste-command')
    window.wait_text('closed')
    world.key('ctrl+Return')
    request = world.endpoint.wait_for('/pasted', count=2)
    check((request.get('X-Pasted'), request.get('X-A')) == ('b', None), f'{request.headers}')


@case('RB9: copied as a curl command with *** for its secrets, and with them when asked')
def copying(world):
    url = serve(world, '/copied')
    path = write(world, 'secret.placard', f'url = "{url}?api_key=k1"\nheader = "X-Api-Key: k2"\nuser = "u:k3"\n')
    window = world.placard()
    activate(world, 'open-profile-file', path)
    window.wait_text('secret.placard')
    activate(world, 'copy-command')
    window.wait_text('without its secrets')
    text = get_clipboard(world)
    check(text.count('***') == 3 and not any(f'k{n}' in text for n in (1, 2, 3)), text)
    activate(world, 'copy-command-with-secrets')
    window.wait_text('with its secrets')
    text = get_clipboard(world)
    check('***' not in text and all(f'k{n}' in text for n in (1, 2, 3)), text)


@case('RQ3, RQ4: a copy for another origin leaves referrer and secrets behind, and says which')
def duplicating(world):
    url = serve(world, '/first')
    other = url.replace('127.0.0.1', 'localhost').replace('/first', '/second')
    serve(world, '/second')
    path = write(world, 'r.placard', f'url = "{url}"\nheader = "X-Api-Key: k2"\nuser = "u:k3"\nheader = "X-A: b"\n'
                                     'referer = "https://page.example/"\n')
    first = world.placard()
    activate(world, 'open-profile-file', path)
    first.wait_text('r.placard')
    activate(world, 'duplicate')
    first.find(ENTRY, 'Address of the copy').set_text(other)
    world.key('Return')
    first.wait_text('Not Taken Along', 'X-Api-Key', 'Referer', 'the credentials')
    world.key('Escape')
    activate(world, 'send', window=2)
    request = world.endpoint.wait_for('/second')
    check(request.get('X-A') == 'b', 'what is no secret goes along')
    check(not any(request.get(name) for name in ('X-Api-Key', 'Authorization', 'Referer')), f'{request.headers}')

    # The same from the command line.
    result = world.fetch('--any', '-o', '/dev/null', path, other)
    check(b'X-Api-Key' in result.stderr and b'the credentials' in result.stderr, result.stderr)
    request = world.endpoint.wait_for('/second', count=2)
    check(not any(request.get(name) for name in ('X-Api-Key', 'Authorization', 'Referer')), f'{request.headers}')
    world.fetch('--any', '-o', '/dev/null', path)
    check(world.endpoint.wait_for('/first').get('X-Api-Key') == 'k2', 'its own origin gets it')


@case('RB1: an address from the bar, from the clipboard, from the command line')
def addresses(world):
    urls = [serve(world, path) for path in ('/typed', '/clipboard', '/argument')]
    window = world.placard(urls[2])
    world.endpoint.wait_for('/argument')
    window.wait_idle()
    window.find(ENTRY, 'Address').set_text(urls[0])
    activate(world, 'send')
    world.endpoint.wait_for('/typed')
    window.wait_idle()
    set_clipboard(world, urls[1] + '\n')
    activate(world, 'paste')
    activate(world, 'focus-address')
    wait_until(lambda: urls[1] in window.text(), 3)
    world.key('Return')
    world.endpoint.wait_for('/clipboard')


@case('N4, RB7: where the picture is, is kept in the profile, and in no other line of it')
def place(world):
    body = b'{"img": "' + base64.b64encode(flat_png(16, 16, (9, 99, 9))) + b'"}'
    url = world.endpoint.on('/inside', lambda connection: connection.answer(body, 'application/json'))
    text = f'# where it is comes by itself\nurl = "{url}"\n'
    path = write(world, 'inside.placard', text)
    window = world.placard(path)
    window.find(BUTTON, lambda name: 'Always Look There' in name).press()
    window.wait_text('Kept in “inside.placard”')
    check(read(path) == text + 'image-at = "json:/img"\n', lambda: read(path))


if __name__ == '__main__':
    run(World)
