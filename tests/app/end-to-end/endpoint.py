# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that shares no code with Placard: plain sockets, so that it can be as slow and as rude as a
case wants, and sees every byte and the moment when the client goes."""
import socket
import ssl
import threading
import time


class Request:
    """What came, byte for byte."""

    def __init__(self, line, headers, body, started, head):
        self.method, self.target, self.version = line.split(' ')
        self.headers, self.body, self.started = headers, body, started
        self.head = head  # the lines as they came, each with a line break

    def all(self, name):
        return [value for field, value in self.headers if field.lower() == name.lower()]

    def get(self, name):
        values = self.all(name)
        return values[0] if values else None


class Connection:
    """One answer being written; `write` raises when the client has gone."""

    def __init__(self, endpoint, client, request):
        self.endpoint, self.socket, self.request = endpoint, client, request

    def write(self, data):
        self.socket.sendall(data)

    def head(self, status='200 OK', headers=(), length=None):
        lines = [f'HTTP/1.1 {status}'] + [f'{name}: {value}' for name, value in headers]
        if length is not None:
            lines.append(f'Content-Length: {length}')
        lines.append('Connection: close')
        self.write('\r\n'.join(lines).encode() + b'\r\n\r\n')

    def answer(self, body, kind='image/png', status='200 OK', headers=()):
        self.head(status, [('Content-Type', kind), *headers], len(body))
        self.write(body)

    def throttled(self, body, kind='image/jpeg', piece=64 * 1024, seconds=0.1, chunked=False, headers=()):
        fields = [('Content-Type', kind), *headers]
        if chunked:
            fields.append(('Transfer-Encoding', 'chunked'))
        self.head('200 OK', fields, None if chunked else len(body))
        for at in range(0, len(body), piece):
            data = body[at:at + piece]
            self.write(b'%x\r\n%s\r\n' % (len(data), data) if chunked else data)
            self.endpoint.sent[self.request.target] = at + len(data)
            self.wait(seconds)
        if chunked:
            self.write(b'0\r\n\r\n')
        self.endpoint.finished.add(self.request.target)

    def wait(self, seconds):
        """Sleeps, but notes the moment when the client goes."""
        self.socket.settimeout(seconds)
        try:
            if self.socket.recv(1) == b'':
                raise ConnectionResetError
        except (socket.timeout, TimeoutError, ssl.SSLWantReadError):
            pass
        finally:
            self.socket.settimeout(60)

    def stall(self):
        """Says nothing more until the client goes."""
        while True:
            self.wait(1)


class Endpoint:
    """`on(path, handler)`: the handler gets the Connection. `requests` is everything that was asked."""

    def __init__(self, tls=None):
        self.requests, self.closed, self.sent, self.finished = [], {}, {}, set()
        self._handlers, self._tls = {}, tls
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        self.url = f'{"https" if tls else "http"}://127.0.0.1:{self.port}'
        threading.Thread(target=self._accept, daemon=True).start()

    def on(self, path, handler):
        self._handlers[path] = handler
        return self.url + path

    def asked(self, path):
        return [request for request in self.requests if request.target.split('?')[0] == path]

    def wait_for(self, path, seconds=10, count=1):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(self.asked(path)) >= count:
                return self.asked(path)[-1]
            time.sleep(0.005)
        raise AssertionError(f'{path} was not asked for within {seconds} s')

    def wait_closed(self, path, seconds=5, count=1):
        """The moment (monotonic) when the client went away from @path."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(self.closed.get(path, [])) >= count:
                return self.closed[path][-1]
            time.sleep(0.001)
        raise AssertionError(f'the connection for {path} was still open after {seconds} s')

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        path = None
        try:
            client.settimeout(60)
            if self._tls:
                client = self._tls.wrap_socket(client, server_side=True)
            request = self._read(client)
            if request is None:
                return
            self.requests.append(request)
            path = request.target.split('?')[0]
            handler = self._handlers.get(path) or (lambda c: c.answer(b'no such thing\n', 'text/plain', '404 Not Found'))
            handler(Connection(self, client, request))
        except (OSError, ssl.SSLError):
            if path is not None:
                self.closed.setdefault(path, []).append(time.monotonic())
        finally:
            client.close()

    @staticmethod
    def _read(client):
        started, data = time.monotonic(), b''
        while b'\r\n\r\n' not in data:
            more = client.recv(65536)
            if not more:
                return None
            data += more
        head, body = data.split(b'\r\n\r\n', 1)
        lines = head.decode('utf-8', 'surrogateescape').split('\r\n')
        headers = [tuple(part.strip() for part in line.split(':', 1)) for line in lines[1:]]
        length = next((int(value) for name, value in headers if name.lower() == 'content-length'), 0)
        while len(body) < length:
            more = client.recv(min(length - len(body), 1 << 20))
            if not more:
                return None
            body += more
        return Request(lines[0], headers, body, started, '\n'.join(lines) + '\n')
