# SPDX-License-Identifier: GPL-3.0-or-later
"""A window's actions and the clipboard, as another program reaches them."""
import shutil
import subprocess

from gi.repository import Gio, GLib

from tap import Skip
from world import wait_until

APPLICATION, PATH, ACTIONS = 'org.placard.Placard', '/org/placard/Placard/window/%d', 'org.gtk.Actions'


def call(world, number, method, arguments):
    return world.bus.session.call_sync(APPLICATION, PATH % number, ACTIONS, method, arguments, None, 0, 5000,
                                       None).unpack()


def activate(world, name, parameter=None, window=1):
    """As a menu does: waits until it can be done."""
    if not wait_until(lambda: is_enabled(world, name, window), 5, 0.05):
        raise AssertionError(f'the action {name} cannot be done')
    if isinstance(parameter, str):
        parameter = GLib.Variant('s', parameter)
    value = [] if parameter is None else [parameter]
    call(world, window, 'Activate', GLib.Variant('(sava{sv})', (name, value, {})))


def is_enabled(world, name, window=1):
    return call(world, window, 'Describe', GLib.Variant('(s)', (name,)))[0][0]


def need_clipboard():
    if not shutil.which('xclip'):
        raise Skip('xclip is not installed')


def set_clipboard(world, text):
    need_clipboard()
    subprocess.run(['xclip', '-selection', 'clipboard', '-in'], input=text.encode(), env=world.env, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def get_clipboard(world):
    need_clipboard()
    return subprocess.run(['xclip', '-selection', 'clipboard', '-out'], env=world.env, capture_output=True,
                          timeout=10).stdout.decode()
