# SPDX-License-Identifier: GPL-3.0-or-later
"""Every state in light, dark, narrow, Chinese, right to left; every control says what it is."""
import os
import re
import subprocess
import time

from accessibility import CONTROLS, Gone
from tap import Skip, case, check, note, run
from world import World, wait_until
import pictures

CLASS_NAME = re.compile(r'^(Gtk|Adw|Placard)[A-Z]\w+$')


def has_name(node):
    return bool(node.name.strip()) and not CLASS_NAME.match(node.name)


def is_part(node):
    """Inside of a control that has a name: the arrow of a drop-down, the halves of a split button."""
    for _ in range(2):
        node = node.parent()
        if node.role in CONTROLS | {'group'} and has_name(node):
            return True
    return False


def unnamed(window):
    found = []
    for node in window.app.walk():
        try:
            if node.role not in CONTROLS or has_name(node) or is_part(node):
                continue
            x, y, width, height = node.extents()
            if width and height:
                found.append(f'{node.role} "{node.name}" of {width} x {height} at {x}, {y}')
        except Gone:
            continue
    return found


def states(world):
    """Name and arguments of a window in each state."""
    on = world.endpoint.on
    return {
        'start': [],
        'picture': [on('/p.png', lambda c: c.answer(pictures.banded_jpeg(900, 600, (220, 60, 60), (60, 60, 220)),
                                                   'image/jpeg'))],
        'text': [on('/t', lambda c: c.answer(b'{"errcode":40001,"errmsg":"no"}', 'application/json'))],
        'file': [on('/f.bin', lambda c: c.answer(bytes(range(256)) * 9, 'application/octet-stream'))],
        'error': ['http://127.0.0.1:1/'],
        'loading': [on('/l', lambda c: c.stall())],
    }


def settle(world, window, arguments):
    if arguments:
        world.display.wait_until_still(world.bare, 0.4, 4)
    else:
        world.display.wait_until_still(world.bare, 0.4, 8)
    check(window.is_alive(), 'it died')


@case('every control in every state has a name')
def names(world):
    wrong = {}
    for name, arguments in states(world).items():
        window = world.placard(*arguments)
        settle(world, window, arguments)
        wrong_ones = unnamed(window)
        world.key('F9')
        time.sleep(0.5)
        wrong_ones += unnamed(window)
        if wrong_ones:
            wrong[name] = wrong_ones
        world.clean()
    check(not wrong, wrong)


def keep(world, name):
    folder = os.environ.get('PLACARD_KEEP_SCREENSHOTS')
    if folder:
        world.screen.image().save(os.path.join(folder, name + '.png'))


def look(world, name, env=None, narrow=False):
    """Each state is painted, whole, and differs from the others."""
    seen = {}
    for state, arguments in states(world).items():
        window = world.placard(*arguments, env=env)
        settle(world, window, arguments)
        if narrow:
            shrink(world)
        keep(world, f'{name}-{state}')
        image = world.screen.image()
        colors = image.colors()
        check(len(colors) >= 4, f'{state} is blank: {colors}')
        seen[state] = hash(image.rgb)
        world.clean()
    check(len(set(seen.values())) == len(seen), 'two states look the same')


def shrink(world):
    shown = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'placard'], env=world.env,
                           capture_output=True, text=True).stdout.split()
    check(shown, 'there is no window')
    subprocess.run(['xdotool', 'windowsize', shown[-1], '360', '600'], env=world.env, check=True)
    time.sleep(0.6)
    size = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', shown[-1]], env=world.env, capture_output=True,
                          text=True).stdout
    width = int(re.search(r'WIDTH=(\d+)', size)[1])
    note(f'the window is {width} wide')
    # The shadow that GTK draws around its window belongs to the X window.
    check(width <= 360 + 60, f'it does not get narrower than {width}')


@case('light')
def light(world):
    look(world, 'light')


@case('dark')
def dark(world):
    look(world, 'dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
    window = world.placard(env={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
    settle(world, window, [])
    middle = world.screen.pixel(world.screen.width // 4, world.screen.height // 3)
    check(sum(middle) < 300, f'the middle is {middle}')


@case('high contrast')
def contrast(world):
    look(world, 'contrast', {'ADW_DEBUG_HIGH_CONTRAST': '1'})


@case('360 px')
def narrow(world):
    look(world, 'narrow', narrow=True)


@case('right to left')
def right_to_left(world):
    # GTK takes the direction from its own translation, if the program has one to the same language too.
    catalog = os.path.join(world.folder(), 'he', 'LC_MESSAGES', 'placard.mo')
    os.makedirs(os.path.dirname(catalog))
    subprocess.run(['msgfmt', '-o', catalog, '-'], check=True, text=True,
                   input='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    if not os.path.exists('/usr/share/locale/he/LC_MESSAGES/gtk40.mo'):
        raise Skip('the Hebrew translation of GTK is not installed')
    hebrew = {'PLACARD_LOCALEDIR': catalog.split('/he/')[0], 'LANGUAGE': 'he'}
    window = world.placard(env=hebrew)
    settle(world, window, [])
    button, address = window.send_button(), window.find(None, 'Address')
    check(button.extents()[0] < address.extents()[0], 'the window is not mirrored')
    world.clean()
    look(world, 'rtl', hebrew)


@case('Chinese')
def chinese(world):
    look(world, 'zh', {'LANGUAGE': 'zh_CN'})
    window = world.placard('http://127.0.0.1:1/', env={'LANGUAGE': 'zh_CN'})
    text = window.wait_text('拒绝连接')
    for english in ('Try Again', 'refuses', 'Address', 'Send', 'Save', 'Full Screen'):
        check(not re.search(rf'^{english}$', text, re.MULTILINE), f'{english!r} is not translated: {text!r}')


@case('by OpenGL as by cairo')
def opengl(world):
    window = world.placard(*states(world)['picture'], env={'GSK_RENDERER': 'gl'})
    settle(world, window, ['a picture'])

    def red():
        image = world.screen.image()
        return any(abs(r - 220) < 12 and abs(g - 60) < 12 for r, g, _ in image.colors())
    check(wait_until(red, 10, 0.3), 'the picture is not on the screen')


if __name__ == '__main__':
    run(World)
