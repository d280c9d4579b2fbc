# SPDX-License-Identifier: GPL-3.0-or-later
"""A world with a Downloads folder, as a desktop session has, and what cases about saving need."""
import hashlib
import os
import re
import shutil

from gi.repository import GLib

from tap import check
from world import World, wait_until

CARD = "attachment; filename=\"fallback.png\"; filename*=UTF-8''%E5%8D%A1.png"


class SavingWorld(World):
    """With a Downloads folder, as a desktop session has."""

    def __init__(self):
        super().__init__()
        self.downloads = os.path.join(self.env['HOME'], 'Downloads')
        os.mkdir(self.downloads)
        with open(os.path.join(self.env['XDG_CONFIG_HOME'], 'user-dirs.dirs'), 'w') as file:
            file.write('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')

    def clean(self):
        super().clean()
        self.forget_folder()
        for name in os.listdir(self.downloads):
            os.unlink(os.path.join(self.downloads, name))

    def forget_folder(self):
        """Save goes to Downloads again."""
        shutil.rmtree(os.path.join(self.env['XDG_STATE_HOME'], 'placard'), ignore_errors=True)

    def saved(self):
        return sorted(os.listdir(self.downloads))

    def act(self, name, *target):
        """Activates an action of the newest window, as a menu does."""
        session, owner, top = self.bus.session, 'org.placard.Placard', '/org/placard/Placard/window'
        tree = session.call_sync(owner, top, 'org.freedesktop.DBus.Introspectable', 'Introspect', None, None, 0, 5000, None)
        newest = max(int(number) for number in re.findall(r'<node name="(\d+)"', tree.unpack()[0]))
        session.call_sync(owner, f'{top}/{newest}', 'org.gtk.Actions', 'Activate',
                          GLib.Variant('(sava{sv})', (name, [GLib.Variant('s', text) for text in target], {})), None, 0,
                          5000, None)

    def wait_saved(self, *names, seconds=10):
        wait_until(lambda: self.saved() == sorted(names), seconds, 0.05)
        check(self.saved() == sorted(names), f'saved: {self.saved()}, wanted: {sorted(names)}')


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def serve(world, path, body, disposition=None):
    fields = [('Content-Disposition', disposition)] if disposition else []
    return world.endpoint.on(path, lambda c: c.answer(body, 'image/png', headers=fields))
