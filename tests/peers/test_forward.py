# SPDX-License-Identifier: GPL-3.0-or-later
"""300 MB sent on to koa with koa-body: byte-equal, told by the bytes on the wire, in little memory (N7, UL5, UP3,
UP5)."""
import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import Beside, FormServer  # noqa: E402
from program import equal  # noqa: E402
from tap import case, run  # noqa: E402

PIECE = os.urandom(1 << 20)
SIZE = 300 * 1000 * 1000
LIMIT_KIB = 100 * 1024


def pieces():
    for at in range(0, SIZE, len(PIECE)):
        yield PIECE[:SIZE - at]


class Source(http.server.BaseHTTPRequestHandler):
    """A camera's archive: no picture, but named."""
    asked = 0

    def log_message(self, *_):
        pass

    def do_GET(self):
        Source.asked += 1
        self.send_response(200)
        self.send_header('Content-Type', 'application/zip')
        self.send_header('Content-Length', str(SIZE))
        self.send_header('Content-Disposition', 'attachment; filename="camera.zip"')
        self.end_headers()
        for piece in pieces():
            self.wfile.write(piece)


def digest():
    whole = hashlib.sha256()
    for piece in pieces():
        whole.update(piece)
    return whole.hexdigest()


class World(Beside):
    def __enter__(self):
        super().__enter__()
        self.source = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Source)
        threading.Thread(target=self.source.serve_forever, daemon=True).start()
        self.archive = f'http://127.0.0.1:{self.source.server_address[1]}/archive'
        return self

    def __exit__(self, *details):
        self.source.shutdown()
        super().__exit__(*details)


@case('300 MB as a part of a form')
def _(world):
    target = os.path.join(world.folder, 'b.placard')
    with open(target, 'w') as file:
        file.write(f'url = "{world.forms.base}/store"\nform = "till=7"\nform = "archive=@-"\n')
    child = world.start('--any', world.archive, '--forward-to', target, '--progress', 'json',
                        env=dict(world.environment(), XDG_CACHE_HOME=world.home), stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE)
    errors = []
    reader = threading.Thread(target=lambda: errors.extend(child.stderr.readlines()))
    reader.start()
    output = child.stdout.read()
    reader.join()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    child.stdout.close()
    child.stderr.close()
    equal(status, 0, f'the exit status; {errors[-1:]}')
    report = json.loads(output)
    equal(report['body'], {'till': '7'}, 'the other field')
    file, = report['files']
    equal((file['field'], file['name'], file['type'], file['size']), ('archive', 'camera.zip', 'application/octet-stream', SIZE),
          'the part')
    equal(file['sha256'], digest(), 'the digest')
    equal(Source.asked, 1, 'requests to the source')
    sent = [json.loads(line)['sent'] for line in errors if line.startswith(b'{')]
    moving = [number for number in sent if 0 < number < SIZE]
    equal(sent == sorted(sent) and len(moving) > 3, True, f'the upload grows: {sent}')
    equal(sent[-1] > SIZE, True, f'it ends with everything sent: {sent[-3:]}')
    if not os.environ.get('PLACARD_SANITIZED'):
        equal(usage.ru_maxrss < LIMIT_KIB, True, f'memory is bounded: {usage.ru_maxrss} KiB')


if __name__ == '__main__':
    run(World, forms=lambda world: FormServer())
