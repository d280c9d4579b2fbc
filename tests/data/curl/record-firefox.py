# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what Firefox's developer tools copy as cURL for the requests of requests.js: the page makes them, the
browser tells their heads and bodies, and the tools' own code writes the commands. Prints JSON. The same page and
the same titles as record-chromium.js. Usage: record-firefox.py [FIREFOX] >firefox.json"""
import datetime
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))

WATCH = r"""
const { require } = ChromeUtils.importESModule ('resource://devtools/shared/loader/Loader.sys.mjs');
const { Curl } = require ('resource://devtools/client/shared/curl.js');
const { NetworkHelper } = ChromeUtils.importESModule ('resource://devtools/shared/network-observer/NetworkHelper.sys.mjs');
const { NetUtil } = ChromeUtils.importESModule ('resource://gre/modules/NetUtil.sys.mjs');
const window = Services.wm.getMostRecentWindow ('navigator:browser');
const base = arguments[0];
window.recorded = [];
window.watcher = { observe (subject) {
  const channel = subject.QueryInterface (Ci.nsIHttpChannel);
  if (!channel.URI.spec.startsWith (base) || channel.URI.spec.endsWith ('favicon.ico')) return;
  const headers = [], responseHeaders = [];
  channel.visitRequestHeaders ((name, value) => headers.push ({ name, value }));
  channel.visitResponseHeaders ((name, value) => responseHeaders.push ({ name, value }));
  const post = NetworkHelper.readPostDataFromRequest (channel, 'UTF-8');
  const data = { url: channel.URI.spec, method: channel.requestMethod, headers, responseHeaders,
                 httpVersion: 'HTTP/1.1', postDataText: post ? post.data : '' };
  window.recorded.push ([Curl.generateCommand (data, 'Linux'), Curl.generateCommand (data, 'WINNT')]);
} };
for (const topic of ['http-on-examine-response', 'http-on-examine-cached-response'])
  Services.obs.addObserver (window.watcher, topic);
return Services.appinfo.name + '/' + Services.appinfo.version;
"""
TAKE = """
const window = Services.wm.getMostRecentWindow ('navigator:browser');
const recorded = window.recorded;
window.recorded = [];
return recorded;
"""


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        body = b'<!doctype html><title>Page</title><body>' if self.path == '/page' else b'ok'
        self.send_response(200)
        self.send_header('Content-Type', 'text/html' if self.path == '/page' else 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer


class Marionette:
    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port))
        self.file = self.socket.makefile('rb')
        self.receive()
        self.call('WebDriver:NewSession', {})

    def receive(self):
        length = b''
        while not length.endswith(b':'):
            length += self.file.read(1)
        return json.loads(self.file.read(int(length[:-1])))

    def call(self, name, parameters):
        data = json.dumps([0, 1, name, parameters]).encode()
        self.socket.sendall(b'%d:%s' % (len(data), data))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f'{name}: {error}')
        return result

    def run(self, context, script, *arguments, kind='Script'):
        self.call('Marionette:SetContext', {'value': context})
        return self.call('WebDriver:Execute' + kind, {'script': script, 'args': list(arguments)})['value']


def main():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = 'http://127.0.0.1:%d' % server.server_address[1]
    listed = subprocess.run(['node', '-p', f'JSON.stringify (require ({json.dumps(os.path.join(HERE, "requests.js"))}))'],
                            capture_output=True, check=True).stdout
    profile = tempfile.mkdtemp(prefix='record-firefox-')
    with open(os.path.join(profile, 'user.js'), 'w') as file:
        file.write('user_pref("marionette.port", 0);\nuser_pref("network.captive-portal-service.enabled", false);\n')
    child = subprocess.Popen([(sys.argv + ['firefox-esr'])[1], '--headless', '--marionette', '--remote-allow-system-access',
                              '--no-remote', '--profile', profile], env=dict(os.environ, HOME=profile),
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    place = os.path.join(profile, 'MarionetteActivePort')
    while not os.path.exists(place) or not open(place).read():
        time.sleep(0.1)
    browser = Marionette(int(open(place).read()))
    browser.call('WebDriver:Navigate', {'url': base + '/page'})
    version = browser.run('chrome', WATCH, base)
    commands = []
    for title, script in json.loads(listed):
        browser.run('content', f'const done = arguments[0]; (async () => {{ {script} }}) ().then (() => done (1), (e) => done (String (e)));',
                    kind='AsyncScript')
        time.sleep(0.2)
        posix, windows = browser.run('chrome', TAKE)[-1]
        commands.append({'title': title, 'form': 'bash', 'text': posix.replace(base, 'BASE')})
        commands.append({'title': title, 'form': 'cmd', 'text': windows.replace(base, 'BASE')})
    print(json.dumps({'browser': version, 'recorded': str(datetime.date.today()), 'commands': commands},
                     indent=1, ensure_ascii=False))
    child.terminate()
    child.wait()
    shutil.rmtree(profile, ignore_errors=True)


main()
