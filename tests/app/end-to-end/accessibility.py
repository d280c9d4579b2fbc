# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technology sees, read from the accessibility bus itself: nothing is cached here, so what is
read is what is true now."""
import time

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
# GTK 4.8 says "showing" of windows only, so "visible" has to do.
VISIBLE, ENABLED, SENSITIVE, FOCUSABLE, EDITABLE = 30, 8, 24, 11, 7
# The names of roles differ between versions of GTK.
WINDOW, BUTTON, ENTRY = ('window', 'frame'), ('button', 'push button'), ('text box', 'text', 'entry')
# Roles that a person acts on: each must say what it is.
CONTROLS = {*BUTTON, *ENTRY, 'toggle button', 'check box', 'radio button', 'combo box', 'spin button', 'switch',
            'slider', 'progress bar', 'password text', 'menu button', 'link'}


class Gone(Exception):
    """The thing is not there any more."""


class Bus:
    def __init__(self, session_address):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        session = Gio.DBusConnection.new_for_address_sync(session_address, flags, None, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0,
                                    20000, None).unpack()[0]
        # Toolkits publish themselves only where somebody wants to read.
        for name in ('IsEnabled', 'ScreenReaderEnabled'):
            session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.freedesktop.DBus.Properties', 'Set',
                              GLib.Variant('(ssv)', ('org.a11y.Status', name, GLib.Variant('b', True))), None, 0,
                              5000, None)
        self.session = session
        self._bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def call(self, owner, path, interface, method, arguments=None, timeout=5000):
        try:
            return self._bus.call_sync(owner, path, interface, method, arguments, None, 0, timeout, None).unpack()
        except GLib.Error as error:
            raise Gone(error.message) from None

    def root(self):
        return Node(self, 'org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root')

    def owner_pid(self, owner):
        return self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                         'GetConnectionUnixProcessID', GLib.Variant('(s)', (owner,)))[0]

    def application(self, pid, wait=20.0, alive=lambda: True):
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and alive():
            for child in self.root().children():
                try:
                    if self.owner_pid(child.owner) == pid:
                        return child
                except Gone:
                    pass
            time.sleep(0.02)
        raise Gone(f'process {pid} did not appear on the accessibility bus' +
                   (f' within {wait} s' if alive() else ': it ended'))


class Node:
    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def _call(self, interface, method, arguments=None):
        return self.bus.call(self.owner, self.path, interface, method, arguments)

    def _property(self, interface, name):
        return self._call('org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (interface, name)))[0]

    @property
    def name(self):
        return self._property(ACCESSIBLE, 'Name')

    @property
    def description(self):
        return self._property(ACCESSIBLE, 'Description')

    @property
    def role(self):
        return self._call(ACCESSIBLE, 'GetRoleName')[0]

    def states(self):
        low, high = self._call(ACCESSIBLE, 'GetState')[0]
        return low | high << 32

    def has_state(self, number):
        return bool(self.states() >> number & 1)

    def is_showing(self):
        return self.has_state(VISIBLE)

    def is_sensitive(self):
        return self.has_state(SENSITIVE)

    def children(self):
        try:
            found = self._call(ACCESSIBLE, 'GetChildren')[0]
        except Gone:
            return []
        return [Node(self.bus, owner, path) for owner, path in found]

    def parent(self):
        return Node(self.bus, *self._property(ACCESSIBLE, 'Parent'))

    def walk(self, showing=True):
        """This and everything under it; what is not showing is left out, with all under it."""
        try:
            if showing and self.role not in ('application', 'desktop frame') and not self.is_showing():
                return
        except Gone:
            return
        yield self
        for child in self.children():
            yield from child.walk(showing)

    def text(self):
        """What a label or an entry holds; its name where it has no text."""
        try:
            return self._call('org.a11y.atspi.Text', 'GetText', GLib.Variant('(ii)', (0, -1)))[0] or self.name
        except Gone:
            return self.name

    def text_only(self):
        """What an entry holds, which may be nothing."""
        return self._call('org.a11y.atspi.Text', 'GetText', GLib.Variant('(ii)', (0, 1 << 30)))[0]

    def value(self):
        return self._property('org.a11y.atspi.Value', 'CurrentValue')

    def set_text(self, text):
        return self._call('org.a11y.atspi.EditableText', 'SetTextContents', GLib.Variant('(s)', (text,)))[0]

    def press(self):
        self._call('org.a11y.atspi.Action', 'DoAction', GLib.Variant('(i)', (0,)))

    def extents(self):
        """x, y, width, height in the window, logical pixels."""
        return self._call('org.a11y.atspi.Component', 'GetExtents', GLib.Variant('(u)', (1,)))[0]

    def find_now(self, role=None, name=None, showing=True):
        for node in self.walk(showing):
            try:
                if (role is None or node.role in ((role,) if isinstance(role, str) else role)) and \
                   (name is None or (name(node.name) if callable(name) else node.name == name)):
                    return node
            except Gone:
                continue
        return None

    def find(self, role=None, name=None, wait=5.0, showing=True):
        deadline = time.monotonic() + wait
        while True:
            node = self.find_now(role, name, showing)
            if node is not None:
                return node
            if time.monotonic() > deadline:
                raise Gone(f'no {role or "thing"} named {name!r} within {wait} s; there are: {self.outline()}')
            time.sleep(0.02)

    def all_text(self):
        """Every word that stands in the window now, once."""
        words = []
        for node in self.walk():
            try:
                for text in (node.text(), node.name):
                    if text and text not in words:
                        words.append(text)
            except Gone:
                continue
        return '\n'.join(words)

    def outline(self):
        lines = []
        for node in self.walk():
            try:
                lines.append(f'{node.role} "{node.name}"')
            except Gone:
                continue
        return '; '.join(lines)
