# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx, lighttpd, tinyproxy and microsocks, each with a small configuration of its own on loopback."""
import os
import subprocess

from peers import PICTURE, Peer, free_port, program

TEXT = ('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">' +
        '<rect width="9" height="9"/>' * 4000 + '</svg>').encode()
PAGE = b'the pages of the site'


def openssl(folder, *arguments, given=None):
    subprocess.run([program('openssl'), *arguments], cwd=folder, input=given, check=True, capture_output=True)


def make_certificates(folder):
    """An authority; a server that it knows by its address and name; a client as PEM in two files, in one, with
    a password, as PKCS#12; and a client that another authority knows."""
    for name in ('ca', 'other'):
        openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', f'{name}.key', '-out',
                f'{name}.crt', '-days', '2', '-subj', f'/CN=Authority {name}')
    names = {'server': 'subjectAltName=IP:127.0.0.1,DNS:localhost\n', 'client': '', 'stranger': ''}
    for name, extension in names.items():
        authority = 'other' if name == 'stranger' else 'ca'
        openssl(folder, 'req', '-newkey', 'rsa:2048', '-nodes', '-keyout', f'{name}.key', '-out', f'{name}.csr',
                '-subj', f'/CN=The {name}')
        with open(os.path.join(folder, 'extension'), 'w') as file:
            file.write(extension)
        openssl(folder, 'x509', '-req', '-in', f'{name}.csr', '-CA', f'{authority}.crt', '-CAkey',
                f'{authority}.key', '-set_serial', str(len(name)), '-days', '2', '-out', f'{name}.crt',
                '-extfile', 'extension')
    openssl(folder, 'rsa', '-aes256', '-passout', 'pass:k y', '-in', 'client.key', '-out', 'locked.key')
    openssl(folder, 'rsa', '-aes256', '-traditional', '-passout', 'pass:k y', '-in', 'client.key', '-out', 'older.key')
    openssl(folder, 'pkcs12', '-export', '-inkey', 'client.key', '-in', 'client.crt', '-passout', 'pass:p 12',
            '-out', 'client.p12')
    for whole, parts in (('whole.pem', ('client.crt', 'client.key')), ('locked.pem', ('client.crt', 'locked.key'))):
        with open(os.path.join(folder, whole), 'wb') as file:
            for part in parts:
                with open(os.path.join(folder, part), 'rb') as source:
                    file.write(source.read())


NGINX = """
daemon off;
master_process off;
pid %(folder)s/pid;
error_log %(folder)s/error.log;
events { worker_connections 256; }
http {
  log_format one '$connection $connection_requests $request_method $request_uri $status';
  access_log %(folder)s/access.log one;
  client_body_temp_path %(folder)s/temp-body;
  proxy_temp_path %(folder)s/temp-proxy;
  fastcgi_temp_path %(folder)s/temp-fastcgi;
  uwsgi_temp_path %(folder)s/temp-uwsgi;
  scgi_temp_path %(folder)s/temp-scgi;
  types { image/png png; image/svg+xml svg; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:%(port)d;
    root %(folder)s/root;
    gzip on;
    gzip_types image/svg+xml;
    location /basic/ { auth_basic "The site"; auth_basic_user_file %(folder)s/passwords; }
    location /put/ { root %(folder)s; dav_methods PUT; client_max_body_size 0; create_full_put_path on; }
    location /tiny/ { root %(folder)s; dav_methods PUT; client_max_body_size 1k; }
    location = /301 { return 301 /card.png; }
    location = /302 { return 302 /card.png; }
    location = /307 { return 307 /echo; }
    location = /308 { return 308 /echo; }
    location = /away { return 302 http://localhost:%(port)d/seen; }
    location = /echo { return 200 "$request_method $content_length $content_type\\n"; }
    location = /seen { return 200 "authorization=$http_authorization cookie=$http_cookie key=$http_x_key via=$http_via"; }
    location = /503 { return 503; }
    location = /nothing { return 204; }
    location = /closed { return 444; }
  }
  server {
    listen 127.0.0.1:%(tls)d ssl;
    root %(folder)s/root;
    ssl_certificate %(folder)s/server.crt;
    ssl_certificate_key %(folder)s/server.key;
    ssl_client_certificate %(folder)s/ca.crt;
    ssl_verify_client optional;
    location = /who { if ($ssl_client_verify != SUCCESS) { return 403; } return 200 "$ssl_client_s_dn"; }
    location = /seen { return 200 "via=$http_via"; }
    location = /down { return 302 http://127.0.0.1:%(port)d/seen; }
  }
}
"""


class Nginx(Peer):
    def start(self):
        binary = program('nginx')
        make_certificates(self.folder)
        for name in ('root', 'root/basic', 'put', 'tiny'):
            os.mkdir(self.path(name))
            os.chmod(self.path(name), 0o777)
        with open(PICTURE, 'rb') as file:
            self.picture = file.read()
        self.write('root/card.png', self.picture)
        self.write('root/basic/card.png', self.picture)
        self.write('root/squares.svg', TEXT)
        self.write('root/large', os.urandom(1 << 20) * 4)
        salted = subprocess.run([program('openssl'), 'passwd', '-apr1', 'pass:wörd'], capture_output=True, text=True)
        self.write('passwords', 'me:' + salted.stdout)
        self.port, self.tls_port = free_port(), free_port()
        self.base, self.tls = f'http://127.0.0.1:{self.port}', f'https://127.0.0.1:{self.tls_port}'
        values = {'folder': self.folder, 'port': self.port, 'tls': self.tls_port}
        self.daemon([binary, '-p', self.folder, '-c', self.write('nginx.conf', NGINX % values), '-e', 'error.log'],
                    self.port, self.tls_port)

    def log(self, least=0, last=''):
        """What was asked for: connection, number in it, method, target, status. At least so many, and the last
        one ends so: see Peer.lines()."""
        lines = self.lines('access.log', lambda lines: len(lines) >= least and (lines or [''])[-1].endswith(last))
        return [line.split() for line in lines]


LIGHTTPD = """
server.document-root = "%(folder)s/root"
server.bind = "127.0.0.1"
server.port = %(port)d
server.errorlog = "%(folder)s/error.log"
server.modules = ("mod_auth", "mod_authn_file", "mod_accesslog")
accesslog.filename = "|cat >>%(folder)s/access.log"
accesslog.format = "%%U %%s %%{Authorization}i"
mimetype.assign = (".png" => "image/png")
auth.backend = "plain"
auth.backend.plain.userfile = "%(folder)s/passwords"
auth.require = (
  "/basic" => ("method" => "basic", "realm" => "The site", "require" => "valid-user"),
  "/md5" => ("method" => "digest", "algorithm" => "MD5", "realm" => "The site", "require" => "valid-user"),
  "/sha256" => ("method" => "digest", "algorithm" => "SHA-256", "realm" => "The site", "require" => "valid-user"),
  "/both" => ("method" => "digest", "algorithm" => "MD5|SHA-256", "realm" => "The site", "require" => "valid-user"),
)
"""


class Lighttpd(Peer):
    def start(self):
        binary = program('lighttpd')
        os.mkdir(self.path('root'))
        with open(PICTURE, 'rb') as file:
            self.picture = file.read()
        for name in ('basic', 'md5', 'sha256', 'both', 'open'):
            os.mkdir(self.path('root/' + name))
            self.write(f'root/{name}/card.png', self.picture)
        self.write('passwords', 'me:secret\n')
        self.port = free_port()
        self.base = f'http://127.0.0.1:{self.port}'
        config = self.write('lighttpd.conf', LIGHTTPD % {'folder': self.folder, 'port': self.port})
        self.daemon([binary, '-D', '-f', config], self.port)

    def log(self, last=''):
        """What was asked for: target, status, Authorization. The last one has this in it: see Peer.lines()."""
        lines = self.lines('access.log', lambda lines: last in (lines or [''])[-1])
        return [line.replace('\\"', '"').split(' ', 2) for line in lines]


class Tinyproxy(Peer):
    """Tunnels to one port alone; with a name and a password when they are given."""

    def __init__(self, tunnel_port, user=None):
        self.tunnel_port, self.user = tunnel_port, user

    def start(self):
        binary = program('tinyproxy')
        self.port = free_port()
        self.proxy = f'http://127.0.0.1:{self.port}'
        lines = [f'Port {self.port}', 'Listen 127.0.0.1', 'Timeout 60', 'MaxClients 20', 'LogLevel Connect',
                 f'ConnectPort {self.tunnel_port}', f'Filter "{self.write("filter", "^localhost$")}"']
        if self.user:
            lines.append('BasicAuth {} {}'.format(*self.user))
        self.daemon([binary, '-d', '-c', self.write('tinyproxy.conf', '\n'.join(lines) + '\n')], self.port)

    def log(self):
        return self.read('daemon.log')


class Microsocks(Peer):
    def __init__(self, user=None):
        self.user = user

    def start(self):
        binary = program('microsocks')
        self.port = free_port()
        self.proxy = f'socks5://127.0.0.1:{self.port}'
        words = ['-u', self.user[0], '-P', self.user[1]] if self.user else []
        self.daemon([binary, '-i', '127.0.0.1', '-p', str(self.port), *words], self.port)

    def log(self):
        return self.read('daemon.log')
