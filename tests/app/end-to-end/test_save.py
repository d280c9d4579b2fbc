# SPDX-License-Identifier: GPL-3.0-or-later
"""What is saved is what came, under a safe name, and nothing is lost for it."""
import hashlib
import os
import pathlib
import subprocess
import time

from saving import CARD, SavingWorld, digest, serve
from tap import Skip, case, check, run
from world import PROGRAM, Window, wait_until
import accessibility
import pictures
import services


@case('one key saves the bytes that came under the name that the server gave')
def saves(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard(serve(world, '/card', body, CARD))
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('卡.png')
    check(digest(os.path.join(world.downloads, '卡.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
    check(len(world.endpoint.asked('/card')) == 1, 'the server was asked again')


@case('an existing file is not overwritten')
def keeps(world):
    old = os.path.join(world.downloads, '卡.png')
    with open(old, 'w') as file:
        file.write('old')
    window = world.placard(serve(world, '/keep', pictures.noisy_png(300, 200), CARD))
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('卡.png', '卡 (1).png')
    with open(old) as file:
        check(file.read() == 'old', 'the old file was changed')


@case('a name that wants out of the folder does not get out')
def traversal(world):
    window = world.placard(serve(world, '/dots', pictures.noisy_png(60, 50), 'attachment; filename="../../.bashrc"'))
    window.wait_text('60')
    window.wait_idle()
    world.key('ctrl+s')
    check(wait_until(world.saved), 'nothing was saved')
    name, = world.saved()
    check('/' not in name and not name.startswith('.') and name.endswith('.png'), name)
    check(not os.path.exists(os.path.join(world.env['HOME'], '.bashrc')), 'it got out')


@case('saving while it still comes saves all of it')
def while_coming(world):
    body = pictures.noisy_png(700, 500)
    url = world.endpoint.on('/coming.png', lambda c: c.throttled(body, 'image/png', seconds=0.25))
    window = world.placard(url)
    world.endpoint.wait_for('/coming.png')
    time.sleep(0.6)
    check(window.is_busy(), 'it is there already')
    world.key('ctrl+s')
    check(not world.saved(), f'something stands there before it is whole: {world.saved()}')
    world.wait_saved('coming.png', seconds=15)
    check(digest(os.path.join(world.downloads, 'coming.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')


@case('CA5: a picture that was cut off is not saved under its name')
def cut(world):
    body = pictures.noisy_png(300, 200)

    def half(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(body))
        connection.write(body[:len(body) // 2])
    window = world.placard(world.endpoint.on('/cut.png', half))
    window.wait_text(f'{len(body):,}')
    world.key('ctrl+s')
    time.sleep(1)
    check('cut.png' not in world.saved(), f'saved: {world.saved()}')


@case('every whole answer is saved at once under the template, when that was asked for')  # SV7
def template(world):
    body = pictures.noisy_png(300, 200)
    hash8 = hashlib.sha256(body).hexdigest()[:8]
    window = world.placard('--auto-save', '{{name}}-{{date}}-{{hash8}}', serve(world, '/auto.jpg', body))
    wanted = f'auto-{time.strftime("%Y-%m-%d")}-{hash8}.png'
    world.wait_saved(wanted)
    check(digest(os.path.join(world.downloads, wanted)) == hashlib.sha256(body).hexdigest(), 'other bytes')
    window.close()
    world.endpoint.on('/lie.png', lambda c: c.answer(b'{"errcode":40001,"errmsg":"invalid credential"}', 'image/png'))
    world.endpoint.on('/half.png', lambda c: (c.head('200 OK', [], len(body)), c.write(body[:9000])))
    for path in ('/lie.png', '/half.png'):
        window = world.placard('--auto-save', '{{name}}', world.endpoint.url + path)
        world.endpoint.wait_for(path)
        window.wait_idle()
        time.sleep(0.5)
        window.close()
        check(world.saved() == [wanted], f'{path} was saved: {world.saved()}')


@case('an attachment is saved at once when the request says so, and only then')  # CT2
def attachment(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard(serve(world, '/shown', body, CARD))
    window.wait_text('300')
    window.wait_idle()
    window.close()
    window = world.placard('--save-attachments', serve(world, '/inline.png', body))
    window.wait_text('300')
    time.sleep(0.5)
    window.close()
    check(not world.saved(), world.saved())
    world.placard('--save-attachments', serve(world, '/attached', body, CARD)).wait_text('300', 'Saved as')
    world.wait_saved('卡.png')


@case('a converted copy: PNG and JPEG, beside what came')  # SV6, N5
def converted(world):
    body = pictures.noisy_png(300, 200)
    window = world.placard(serve(world, '/turned.png', body))
    window.wait_text('300')
    window.wait_idle()
    world.act('convert')
    window.wait_text('Save a Converted Copy')
    world.key('Return')
    world.wait_saved('turned.png')
    world.act('convert')
    window.wait_text('Save a Converted Copy')
    for key in ('Tab', 'space', 'Down', 'Return', 'shift+Tab', 'Return'):
        time.sleep(0.2)
        world.key(key)
    world.wait_saved('turned.jpg', 'turned.png')
    with open(os.path.join(world.downloads, 'turned.jpg'), 'rb') as file:
        check(file.read(3) == b'\xff\xd8\xff', 'that is no JPEG')
    world.key('ctrl+s')
    world.wait_saved('turned (1).png', 'turned.jpg', 'turned.png')
    check(digest(os.path.join(world.downloads, 'turned (1).png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
    check(len(world.endpoint.asked('/turned.png')) == 1, 'asked again')


def type_path(world, window, path):
    """Into the file chooser that has just opened."""
    window.wait_text('Save As')
    time.sleep(0.6)
    world.key('ctrl+a')
    world.type(path)
    world.key('Return')


@case('Save goes where it went last, Downloads being the first and the last resort')  # SV1
def last_folder(world):
    body = pictures.noisy_png(300, 200)
    other = world.folder()
    window = world.placard(serve(world, '/where.png', body))
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('where.png')
    window.wait_text('Saved as “where.png” in Downloads')
    world.act('save-as')
    type_path(world, window, os.path.join(other, 'chosen.png'))
    check(wait_until(lambda: os.path.exists(os.path.join(other, 'chosen.png')), 5), 'not saved there')
    window.wait_text('Saved as “chosen.png”')
    window.wait_idle()
    world.key('ctrl+s')
    check(wait_until(lambda: sorted(os.listdir(other)) == ['chosen.png', 'where.png'], 5), os.listdir(other))
    for name in os.listdir(other):
        check(digest(os.path.join(other, name)) == hashlib.sha256(body).hexdigest(), 'other bytes')
        os.unlink(os.path.join(other, name))
    window.close()
    os.rmdir(other)
    window = world.placard(world.endpoint.url + '/where.png')
    window.wait_text('300')
    window.wait_idle()
    world.key('ctrl+s')
    world.wait_saved('where.png', 'where (1).png')


@case('what cannot be saved is told with its path, and another place can be chosen')  # fault rows 25, 26
def elsewhere(world):
    body = pictures.noisy_png(300, 200)
    os.rmdir(world.downloads)
    with open(world.downloads, 'w') as file:
        file.write('in the way')
    try:
        window = world.placard(serve(world, '/lost.png', body))
        window.wait_text('300')
        window.wait_idle()
        world.key('ctrl+s')
        window.wait_text('Not Saved', world.downloads, 'lost.png')
        world.key('Return')
        other = world.folder()
        type_path(world, window, os.path.join(other, 'found.png'))
        check(wait_until(lambda: os.listdir(other) == ['found.png'], 5), os.listdir(other))
        check(digest(os.path.join(other, 'found.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
        check(len(world.endpoint.asked('/lost.png')) == 1, 'asked again')
    finally:
        os.unlink(world.downloads)
        os.mkdir(world.downloads)
        world.forget_folder()


def on_file_system(world, options, *arguments):
    """A window in whose eyes Downloads is a file system of its own, mounted with @options."""
    if os.geteuid() != 0 or subprocess.run(['unshare', '-m', 'true'], check=False).returncode != 0:
        raise Skip('mounting a file system needs root')
    script = f'mount -t tmpfs -o {options} none "$0" && exec "$@"'
    child = world.display.start(['unshare', '-m', 'sh', '-c', script, world.downloads, PROGRAM, *arguments])
    window = Window(world, child)
    world.windows.append(window)
    window.find(accessibility.WINDOW, wait=20)
    return window


@case('a full disk and a read-only one are told by name, and nothing is left there')  # fault rows 25, 26
def full(world):
    url = serve(world, '/full.png', pictures.noisy_png(300, 200))
    for options, words in (('size=64k', 'not enough space'), ('ro', 'read-only')):
        window = on_file_system(world, options, url)
        window.wait_text('300')
        window.wait_idle()
        world.key('ctrl+s')
        text = window.wait_text('Not Saved', words, world.downloads, 'full.png')
        seen = os.listdir(f'/proc/{window.pid}/root{world.downloads}')
        check(not seen, f'left with {options}: {seen}; {text}')
        world.key('Escape')
        window.close()


@case('a partial is saved after a question only, under a name that says so')  # SV1, CA5, AB11
def partial(world):
    body = pictures.noisy_png(300, 200)

    def half(connection):
        connection.head('200 OK', [('Content-Type', 'image/png')], len(body))
        connection.write(body[:len(body) // 2])
    window = world.placard(world.endpoint.on('/half.png', half))
    window.wait_text(f'{len(body):,}')
    window.wait_idle()
    for key, wanted in (('Escape', []), ('Return', ['half (incomplete).png'])):
        world.key('ctrl+s')
        window.wait_text('Save an Incomplete File?')
        time.sleep(0.3)
        world.key(key)
        time.sleep(0.5)
        world.wait_saved(*wanted)
    check(os.path.getsize(os.path.join(world.downloads, 'half (incomplete).png')) == len(body) // 2, 'its size')


@case('Show asks the file manager for the very file; the recent list has it only when that was asked for')  # SV8
def shown(world):
    manager = services.file_manager(world)
    recent = os.path.join(world.env['XDG_DATA_HOME'], 'recently-used.xbel')

    def listed():
        return os.path.exists(recent) and '%E5%8D%A1' in open(recent).read()
    window = world.placard(serve(world, '/shown', pictures.noisy_png(60, 50), CARD))
    window.wait_text('60')
    window.wait_idle()
    world.key('ctrl+s')
    window.wait_text('Saved as')
    window.find(accessibility.BUTTON, lambda name: 'Show' in name).press()
    uris, _ = manager.wait_for('ShowItems')
    check(uris == [pathlib.Path(world.downloads, '卡.png').as_uri()], uris)
    time.sleep(0.5)
    check(not listed(), 'it is among the recent files')
    window.close()
    window = world.placard('--add-recent', world.endpoint.url + '/shown')
    window.wait_text('60')
    window.wait_idle()
    world.key('ctrl+s')
    check(wait_until(listed, 5), 'it is not among the recent files')


@case('nothing is left in the folders of a window that was closed')
def nothing_left(world):
    window = world.placard(serve(world, '/left', pictures.noisy_png(300, 200)))
    window.wait_text('300')
    world.key('ctrl+w')
    check(wait_until(lambda: not window.is_alive()), 'it still runs')
    left = [os.path.join(path, name) for root in (world.env['HOME'], world.env['XDG_CACHE_HOME'])
            for path, _, names in os.walk(root) for name in names if not path.endswith(('fontconfig', 'mesa_shader_cache', 'openbox'))]
    check(not left, f'left: {left}')


if __name__ == '__main__':
    run(SavingWorld)
