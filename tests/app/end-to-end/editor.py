# SPDX-License-Identifier: GPL-3.0-or-later
"""The request panel of a window, as a person uses it."""
import os
import subprocess
import time

from accessibility import BUTTON, ENTRY, Gone
from world import wait_until

MENU_ITEM = ('menu item', 'check menu item', 'radio menu item', 'checkbox', 'check box')


def find_all(top, roles, name):
    found = []
    for node in top.walk():
        try:
            if node.role in roles and node.name == name:
                found.append(node)
        except Gone:
            continue
    return found


class Editor:
    """@kind: 'Header', 'Parameter' or 'Field': whose rows are meant."""

    def __init__(self, world, window, tab, kind):
        self.world, self.window, self.kind = world, window, kind
        if window.app.find_now('tab', tab) is None:
            world.key('F9')
        window.find('tab', tab).press()
        self.add_button = window.find(BUTTON, lambda name: name.startswith(f'Add {kind}'))
        self._wait_still()
        # All rows are in it; the whole window is slow to walk.
        self.grid = self.add_button.parent().parent()

    def _wait_still(self):
        """What slides in does not react yet."""
        places = [None]

        def is_still():
            places.append(self.add_button.extents())
            return places[-1][2] > 0 and places[-1] == places[-2]
        wait_until(is_still, 5, 0.2)

    def names(self):
        return find_all(self.grid, ENTRY, f'{self.kind} name')

    def values(self):
        return find_all(self.grid, ENTRY, f'{self.kind} value')

    def rows(self):
        """(name, value) of each row, in order; nothing while they change."""
        try:
            return [(name.text_only(), value.text_only()) for name, value in zip(self.names(), self.values())]
        except Gone:
            return None

    def wait_rows(self, expected, seconds=5):
        if not wait_until(lambda: self.rows() == expected, seconds, 0.05):
            raise AssertionError(f'the rows are {self.rows()}, not {expected}')

    def add(self, name, value):
        self.add_blank()
        self.names()[-1].set_text(name)
        self.values()[-1].set_text(value)

    def add_blank(self):
        before = len(self.names())

        def pressed():
            # A button that is still sliding in does nothing.
            self.add_button.press()
            return wait_until(lambda: len(self.names()) == before + 1, 1)
        if not wait_until(pressed):
            raise AssertionError(f'no row came: {self.grid.outline()}')

    def order(self, index, item):
        """Chooses @item of the row's menu."""
        # Each menu button is two: itself, and the toggle in it.
        find_all(self.grid, BUTTON, 'Row Menu')[2 * index + 1].press()
        self.grid.find(MENU_ITEM, lambda name: name.startswith(item)).press()
        time.sleep(0.1)

    def switch(self, index):
        """Clicks the check button of a row."""
        self.world.click(self.window, self.checks()[index])

    def press_in(self, entry, *keys):
        self.world.click(self.window, entry)
        self.world.key(*keys)

    def looks(self, index):
        """The first letters of a value as they are painted, whatever assistive technology is told."""
        x, y, _, _ = self.values()[index].extents()
        left, top = self.world.position(self.window)
        image = self.world.screen.image()
        return [image.pixel(left + x + 8 + i, top + y + 8 + j) for j in range(18) for i in range(50)]

    def checks(self):
        return find_all(self.grid, ('checkbox', 'check box'), 'Send this one')


def copy(world, text):
    """Puts @text on the clipboard, as another program does."""
    path = os.path.join(world.folder(), 'clipboard')
    with open(path, 'w') as file:
        file.write(text)
    child = world.display.start(['xclip', '-selection', 'clipboard', '-quiet', path])
    wait_until(lambda: subprocess.run(['xclip', '-selection', 'clipboard', '-o'], env=world.env, capture_output=True)
               .stdout.decode() == text)
    return child
