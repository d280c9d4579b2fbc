# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for what a desktop has on its session bus: the notification daemon and the file manager. They only note
what they are asked."""
import threading
import time

from gi.repository import Gio, GLib

NOTIFICATIONS = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal></interface></node>'''
FILE_MANAGER = '''<node><interface name="org.freedesktop.FileManager1">
<method name="ShowItems"><arg type="as" direction="in"/><arg type="s" direction="in"/></method></interface></node>'''
ANSWERS = {'Notify': ('(u)', (1,)), 'GetCapabilities': ('(as)', (['actions', 'body'],)),
           'GetServerInformation': ('(ssss)', ('double', 'test', '1', '1.2'))}


class Service:
    """`calls`: (method, arguments) in the order they came."""

    def __init__(self, address, name, path, description):
        self.calls = []
        self._ready = threading.Event()
        self._address, self._name, self._path, self._description = address, name, path, description
        threading.Thread(target=self._run, daemon=True).start()
        if not self._ready.wait(10):
            raise AssertionError(f'{name} could not be put on the bus')

    def _run(self):
        context = GLib.MainContext.new()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(self._address, flags, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(self._description).interfaces[0]
        self.connection.register_object(self._path, interface, self._called, None, None)
        self.connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                                  GLib.Variant('(su)', (self._name, 4)), None, 0, -1, None)
        self._ready.set()
        GLib.MainLoop.new(context, False).run()

    def _called(self, connection, sender, path, interface, method, arguments, invocation):
        self.calls.append((method, arguments.unpack()))
        kind, values = ANSWERS.get(method, ('()', ()))
        invocation.return_value(GLib.Variant(kind, values))

    def wait_for(self, method, seconds=10):
        """The arguments of the first call of @method."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for name, arguments in list(self.calls):
                if name == method:
                    return arguments
            time.sleep(0.02)
        raise AssertionError(f'{self._name}.{method} was not called within {seconds} s')


def notifications(world):
    return Service(world.env['DBUS_SESSION_BUS_ADDRESS'], 'org.freedesktop.Notifications', '/org/freedesktop/Notifications',
                   NOTIFICATIONS)


def file_manager(world):
    return Service(world.env['DBUS_SESSION_BUS_ADDRESS'], 'org.freedesktop.FileManager1', '/org/freedesktop/FileManager1',
                   FILE_MANAGER)
