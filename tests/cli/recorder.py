# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that writes down what arrives, byte for byte."""
import socket
import threading


class Recorder:
    """Takes one request after the other, whole, and answers each with a few bytes."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.1', 0))
        self.socket.listen(16)
        self.base = 'http://127.0.0.1:%d' % self.socket.getsockname()[1]
        self.requests = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    self.take(connection)
                except (OSError, ValueError):
                    pass

    def take(self, connection):
        data = b''
        while b'\r\n\r\n' not in data:
            data += connection.recv(65536) or self.fail()
        head, _, body = data.partition(b'\r\n\r\n')
        fields = [line.partition(b':')[::2] for line in head.split(b'\r\n')[1:]]
        named = {name.lower(): value.strip() for name, value in fields}
        if named.get(b'expect', b'').lower() == b'100-continue':
            connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
        if named.get(b'transfer-encoding', b'').lower() == b'chunked':
            while not body.endswith(b'0\r\n\r\n'):
                body += connection.recv(65536) or self.fail()
            body = self.unchunk(body)
        while len(body) < int(named.get(b'content-length', b'0')):
            body += connection.recv(65536) or self.fail()
        self.requests.append((head.split(b'\r\n')[0], fields, body))
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n'
                           b'Connection: close\r\n\r\n' + (b'' if head.startswith(b'HEAD') else b'ok'))

    @staticmethod
    def fail():
        raise ValueError('the request was cut')

    @staticmethod
    def unchunk(body):
        whole = b''
        while True:
            size, _, body = body.partition(b'\r\n')
            if int(size, 16) == 0:
                return whole
            whole, body = whole + body[:int(size, 16)], body[int(size, 16) + 2:]
