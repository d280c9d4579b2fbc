# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window of another program that takes files, as a file manager does: dropped on it, or from the clipboard
with SIGUSR1. Prints a line of JSON for each: path, size and SHA-256."""
import hashlib
import json
import os
import signal

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402


def tell(files):
    for file in files.get_files():
        with open(file.get_path(), 'rb') as stream:
            data = stream.read()
        print(json.dumps({'name': os.path.basename(file.get_path()), 'path': file.get_path(), 'size': len(data),
                          'sha256': hashlib.sha256(data).hexdigest()}), flush=True)


def pasted(clipboard, result):
    try:
        tell(clipboard.read_value_finish(result))
    except GLib.Error as error:
        print(json.dumps({'error': error.message}), flush=True)


def activated(application):
    window = Gtk.ApplicationWindow(application=application, title='Taker', default_width=150, default_height=150)
    target = Gtk.DropTarget.new(Gdk.FileList, Gdk.DragAction.COPY)
    target.connect('drop', lambda _target, files, _x, _y: tell(files) or True)
    label = Gtk.Label(label='Drop here')
    label.add_controller(target)
    window.set_child(label)
    window.present()

    def asked():
        window.get_clipboard().read_value_async(Gdk.FileList, GLib.PRIORITY_DEFAULT, None, pasted)
        return True
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, asked)


application = Gtk.Application(application_id=None, flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect('activate', activated)
application.run([])
