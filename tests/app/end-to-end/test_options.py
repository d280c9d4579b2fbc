# SPDX-License-Identifier: GPL-3.0-or-later
"""The Options tab: what is set there is what is sent, what is wrong is not, and everything can be taken back."""
import time

from accessibility import BUTTON, ENTRY
from actions import activate, get_clipboard
from pictures import flat_png
from tap import case, check, run
from world import World, wait_until

PICTURE = flat_png(16, 16, (9, 99, 9))


def serve(world, path, headers=()):
    return world.endpoint.on(path, lambda connection: connection.answer(PICTURE, headers=headers))


def open_options(world, *arguments):
    window = world.placard(*arguments)
    activate(world, 'toggle-panel')
    world.click(window, window.find(('tab', 'page tab'), 'Options'))
    window.find(ENTRY, lambda name: name.startswith('Connecting'))
    return window


def entry(window, title):
    return window.find(ENTRY, lambda name: name.startswith(title))


def send(world, path, count=1):
    activate(world, 'send')
    return world.endpoint.wait_for(path, count=count)


@case('NW4 to NW15, IN19 to IN42: each option of the tab is in the request that is made of it')
def every_option(world):
    window = open_options(world)
    url = serve(world, '/options')
    window.find(ENTRY, 'Address').set_text(url)
    pin = 'sha256//' + 'A' * 43 + '='
    digest = 'sha256-' + 'A' * 43 + '='
    texts = {'Where the picture': ('image-at', 'json:/img'), 'Digest': ('integrity', digest),
             'Part to ask': ('range', '0-499'), 'At most, in bytes': ('max-filesize', '5M'),
             'At most (20': ('max-redirs', '3'), 'Origin of': ('origin', 'https://page.example'),
             'Referrer': ('referer', 'https://page.example/a'), 'User agent': ('user-agent', 'till'),
             'Hosts without': ('noproxy', 'a.example,b.example'), 'Everything together': ('max-time', '9'),
             'Connecting': ('connect-timeout', '2.5'), 'Until the answer': ('first-byte-timeout', '3'),
             'A pause': ('idle-timeout', '4'), 'Slowest': ('speed-limit', '50'), '... and': ('speed-time', '6'),
             'How many': ('retry', '2'), 'Pause before': ('retry-delay', '1'), 'None after': ('retry-max-time', '60'),
             'Addresses of': ('resolve', 'a.example:80:127.0.0.1'), 'Its key': ('pinnedpubkey', pin),
             'Save every answer': ('auto-save', '{{name}}')}
    for title, (_, value) in texts.items():
        entry(window, title).set_text(value)
    activate(world, 'copy-command')
    command = get_clipboard(world)
    for name, value in texts.values():
        if name in ('max-time', 'connect-timeout', 'max-redirs', 'noproxy', 'retry', 'range', 'speed-limit'):
            check(f'--{name} {value}' in command or f"--{name} '{value}'" in command, f'{name}: {command}')
    window.wait_text('curl has no words', '--integrity', '--origin', '--first-byte-timeout', '--image-at')


@case('IN22, NW14: what is set is sent; a wrong value is marked, named, and holds the request back')
def sent(world):
    window = open_options(world)
    window.find(ENTRY, 'Address').set_text(serve(world, '/sent'))
    entry(window, 'Referrer').set_text('https://page.example/a?b')
    entry(window, 'Part to ask').set_text('0-9')
    request = send(world, '/sent')
    check((request.get('Referer'), request.get('Range')) == ('https://page.example/a?b', 'bytes=0-9'),
          f'{request.headers}')
    window.wait_idle()

    # Typed a letter at a time, it is not put right under the person's hands.
    row = entry(window, 'At most, in bytes')
    world.click(window, row)
    world.type('2.5')
    window.wait_text('“2.5” is not a number of bytes')
    world.key('BackSpace', 'BackSpace')
    world.type('0k')
    activate(world, 'copy-command')
    check('--max-filesize 20480' in get_clipboard(world), lambda: get_clipboard(world))

    entry(window, 'Connecting').set_text('soon')
    window.wait_text('“soon” is not a number of seconds')
    activate(world, 'send')
    window.wait_text('“soon” is not a number of seconds')
    check(len(world.endpoint.asked('/sent')) == 1, 'it was sent although an option is wrong')
    entry(window, 'Connecting').set_text('5')
    check(wait_until(lambda: 'soon' not in window.text()), 'the problem stays')
    reset = 'Reset “Part to ask for, in bytes”'
    window.find(BUTTON, reset).press()
    check(wait_until(lambda: not window.app.find_now(BUTTON, reset)), 'it can still be reset')
    check(send(world, '/sent', 2).get('Range') is None, 'it was not taken back')


@case('IN25, IN34: options that do not go together are told')
def warnings(world):
    path = world.folder() + '/w.placard'
    with open(path, 'w') as file:
        file.write(f'url = "{serve(world, "/w")}"\nredirect = manual\ncache = default\n')
    window = open_options(world)
    activate(world, 'open-profile-file', path)
    window.wait_text('known only to a request that follows them')
    window.find(BUTTON, 'Reset “Cache”').press()
    check(wait_until(lambda: not window.app.find_now(BUTTON, 'Reset “Cache”')), 'it can still be reset')
    check(wait_until(lambda: 'known only to a request' not in window.text()), 'the warning stays')
    result = world.fetch('--any', '-o', '/dev/null', path)
    check(b'known only to a request that follows them' in result.stderr, result.stderr)
    result = world.fetch('--any', '-o', '/dev/null', '--mode', 'navigate', serve(world, '/w'))
    check(b'Mode navigate' in result.stderr and result.returncode == 0, result.stderr)


@case('the tab finds an option by a word of its help, and shows only what was changed')
def search(world):
    window = open_options(world)
    entry(window, 'How many').set_text('2')
    window.find(name='Changed').press()
    check(wait_until(lambda: not window.app.find_now(ENTRY, lambda name: name.startswith('Connecting'))),
          'an unchanged one is still there')
    entry(window, 'How many')
    window.find(name='Changed').press()
    entry(window, 'Connecting')
    world.click(window, window.find(name='Find an option'))
    world.type('pinnedpubkey')
    check(wait_until(lambda: not window.app.find_now(ENTRY, lambda name: name.startswith('Connecting'))),
          'one that is not meant is still there')
    entry(window, 'Its key')


@case('IN42, RQ10: what will be sent is shown with every default, secrets masked, and sends nothing')
def effective(world):
    path = world.folder() + '/e.placard'
    with open(path, 'w') as file:
        file.write(f'url = "{serve(world, "/effective")}?api_key=geheim"\nuser = "u:geheim"\ncache = no-cache\n')
    window = world.placard()
    activate(world, 'open-profile-file', path)
    window.wait_text('e.placard')
    activate(world, 'show-effective')
    text = window.wait_text('What Will Be Sent', 'api_key=***', 'Basic ***', 'no-cache', 'connect-timeout',
                            'Nobody said otherwise')
    check('geheim' not in text, 'a secret is shown')
    world.key('Escape')
    result = world.fetch('--dry-run', path)
    check(result.returncode == 0 and b'api_key=***' in result.stdout and b'geheim' not in result.stdout, result)
    check(not world.endpoint.asked('/effective'), 'something was sent')


def bounce(connection):
    target = connection.request.target
    connection.head('302 Found', [('Location', target.replace('/bounce', '/landed'))], 0)


@case('HD15: as sent, every hop, equals what the server read byte for byte; secrets only when asked')
def as_sent(world):
    url = world.endpoint.on('/bounce', bounce)
    serve(world, '/landed')
    path = world.folder() + '/s.placard'
    with open(path, 'w') as file:
        file.write(f'url = "{url}?名=张 三&token=geheim1"\nuser = "u:geheim2"\nheader = "X-Api-Key: geheim3"\n'
                   'header = "X-Two: 1"\nheader = "X-Two: 2"\nheader = "x-low:  y  "\n')
    window = world.placard()
    activate(world, 'open-profile-file', path)
    window.wait_text('s.placard')
    activate(world, 'send')
    world.endpoint.wait_for('/landed')
    window.wait_idle()
    activate(world, 'show-as-sent')
    shown = window.find(name='As sent')
    seen = shown.text()
    check('geheim' not in seen and seen.count('***') >= 5 and 'Basic ***' in seen, seen)
    window.find(name=lambda name: 'Secrets' in name and 'Command' not in name).press()
    check(wait_until(lambda: 'geheim1' in shown.text()), 'the secrets are not shown')
    sent = shown.text()
    wire = '\n'.join(request.head for request in world.endpoint.asked('/bounce') + world.endpoint.asked('/landed'))
    check(sent == wire, f'{sent!r} is not {wire!r}')


@case('IN37, RS16: a redirect by hand: shown, no second request until it is pressed')
def by_hand(world):
    url = world.endpoint.on('/bounce', bounce)
    serve(world, '/landed')
    path = world.folder() + '/h.placard'
    with open(path, 'w') as file:
        file.write(f'url = "{url}"\nredirect = manual\nheader = "X-A: b"\n')
    before = len(world.endpoint.asked('/landed'))
    window = world.placard(path)
    window.wait_text('The answer is a redirect to /landed', '302')
    check(len(world.endpoint.asked('/landed')) == before, 'it was followed by itself')
    window.find(BUTTON, lambda name: 'Follow This Hop' in name).press()
    check(world.endpoint.wait_for('/landed', count=before + 1).get('X-A') == 'b', 'the header')
    window.wait_text('200 OK', 'PNG')


def cacheable(connection):
    fields = [('ETag', '"1"'), ('Cache-Control', 'max-age=600')]
    if connection.request.get('If-None-Match') == '"1"':
        connection.head('304 Not Modified', fields)
    else:
        connection.answer(PICTURE, headers=fields)


# Mode, how often the server has been asked afterwards, whether the last time was only whether it changed.
CACHE_STEPS = [('only-if-cached', 0, None), ('no-store', 1, False), ('only-if-cached', 1, None),
               ('default', 2, False), ('default', 2, None), ('no-cache', 3, True), ('reload', 4, False),
               ('force-cache', 4, None), ('only-if-cached', 4, None)]


@case('IN19 IN20 IN21 IN22 IN23 IN24 NW8: the six cache modes, by what the server is asked')
def cache(world):
    url = world.endpoint.on('/cache', cacheable)
    folder = world.folder()
    window = world.placard()
    for number, (mode, count, conditional) in enumerate(CACHE_STEPS):
        path = f'{folder}/step{number}.placard'
        with open(path, 'w') as file:
            file.write(f'url = "{url}"\ncache = {mode}\n')
        activate(world, 'open-profile-file', path)
        window.wait_text(f'step{number}.placard')
        activate(world, 'send')
        if count == 0:
            window.wait_text('is not in the cache')
        check(wait_until(lambda: len(world.endpoint.asked('/cache')) == count), f'{number}, {mode}: not {count}')
        time.sleep(0.3)
        window.wait_idle()
        asked = world.endpoint.asked('/cache')
        check(len(asked) == count, f'{number}, {mode}: asked {len(asked)} times, not {count}')
        if conditional is not None:
            check((asked[-1].get('If-None-Match') is not None) == conditional, f'{mode}: {asked[-1].headers}')
    window.wait_text('200 OK', 'PNG')


if __name__ == '__main__':
    run(World)
