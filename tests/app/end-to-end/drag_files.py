# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that files are dragged out of: `drag_files.py FILE...`, at the left top of the screen."""
import sys

import gi

gi.require_version('Gtk', '3.0')
gi.require_version('Gdk', '3.0')
from gi.repository import Gdk, Gio, Gtk  # noqa: E402


def main():
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    area = Gtk.EventBox()
    area.set_size_request(60, 40)
    area.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    area.drag_source_add_uri_targets()
    uris = [Gio.File.new_for_path(path).get_uri() for path in sys.argv[1:]]
    area.connect('drag-data-get', lambda _area, _context, data, _info, _time: data.set_uris(uris))
    window.add(area)
    window.move(0, 0)
    window.show_all()
    print('ready', flush=True)
    Gtk.main()


main()
