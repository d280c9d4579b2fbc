# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the bytes go: -o, -O, -J, -o -, --output-dir."""
import os
import resource
import subprocess

from program import PNG, PROGRAM, Program, equal, holds, sha256
from tap import Skip, case, run


@case('SV4, SV5: -o replaces in one step and keeps the permissions')
def _(world):
    path = os.path.join(world.folder, 'a.png')
    with open(path, 'wb') as file:
        file.write(b'old' * 10000)
    os.chmod(path, 0o600)
    equal(world.fetch(world.picture, '-o', 'a.png').status, 0, 'the exit status')
    equal((world.read('a.png'), os.stat(path).st_mode & 0o777), (PNG, 0o600), 'the file')


@case('S3, SV5: a failure leaves the old file whole')
def _(world):
    with open(os.path.join(world.folder, 'a.png'), 'wb') as file:
        file.write(b'old')
    for path in ('/short.png', '/chunked-cut.png', '/large.txt'):
        world.fetch(world.liar + path, '-o', 'a.png')
        equal((world.files(), world.read('a.png')), (['a.png'], b'old'), path)


@case('a new file has the permissions of any new file')
def _(world):
    world.fetch(world.picture, '-o', 'a.png', preexec_fn=lambda: os.umask(0o027))
    equal(os.stat(os.path.join(world.folder, 'a.png')).st_mode & 0o777, 0o640, 'the mode')


@case('SV2, SV4: -O takes the name of the address, with the extension of the real type, and overwrites nothing')
def _(world):
    for _ in range(3):
        equal(world.fetch('-O', world.picture).status, 0, 'the exit status')
    equal(world.files(), ['plain (1).png', 'plain (2).png', 'plain.png'], 'what is on disk')
    equal(world.fetch('-O', world.liar + '/qr.php?id=1').status, 0, 'a script')
    equal(world.fetch('-O', world.liar + '/').status, 0, 'a bare host')
    equal(world.files()[0], 'image-127.0.0.1.png', 'the name of the host')
    equal('qr.png' in world.files(), True, 'the name of the script')


@case('-J takes the name that the server gave, and makes it safe')
def _(world):
    for value, name in (
            ("attachment; filename=\"fallback.png\"; filename*=UTF-8''%E5%8D%A1.png", '卡.png'),
            ('attachment; filename="../../.bashrc"', 'bashrc.png'),
            ('attachment; filename="C:\\x.png"', 'x.png'),
            ('attachment; filename=".."', 'answer.png'),
            ('attachment; filename=""', 'answer.png'),
            ('attachment; filename="x.desktop"', 'x.png'),
            ('attachment; filename="' + 'a' * 300 + '.png"', 'a' * 251 + '.png'),
            ("attachment; filename*=UTF-8''gpj.%E2%80%AEgnp.exe", 'gpj._gnp.png'),
            ("attachment; filename*=UTF-8''a%00b.png; filename=c.png", 'c.png')):
        result = world.fetch('-J', '-H', 'X-Disposition: ' + value, world.liar + '/answer')
        equal((result.status, world.files()), (0, [name]), value)
        equal(world.read(name), PNG, value)
        os.unlink(os.path.join(world.folder, name))
    equal(sorted(os.listdir(world.top)), ['folder', 'home'], 'what lies beside the folder')


@case('--output-dir is where both go')
def _(world):
    os.mkdir(os.path.join(world.folder, 'in'))
    equal(world.fetch('--output-dir', 'in', '-O', world.picture).status, 0, '-O')
    equal(world.fetch('--output-dir', 'in', '-o', 'b.png', world.picture).status, 0, '-o')
    equal(sorted(os.listdir(os.path.join(world.folder, 'in'))), ['b.png', 'plain.png'], 'what is there')
    equal(world.files(), ['in'], 'what is beside it')


@case('-o with a template: several addresses, nothing overwritten')
def _(world):
    result = world.fetch('-o', '{{name}}-{{n}}-{{hash8}}', world.picture, world.picture, world.liar + '/qr.php')
    equal(result.status, 0, 'the exit status')
    hash8 = sha256(PNG)[:8]
    equal(world.files(), [f'plain-1-{hash8}.png', f'plain-2-{hash8}.png', f'qr-3-{hash8}.png'], 'what is on disk')
    world.fetch('-o', 'again {{width}}', world.picture)
    world.fetch('-o', 'again {{width}}', world.picture)
    equal(world.files()[:2], ['again 37 (1).png', 'again 37.png'], 'the same name again')
    before = world.stats()['requests']
    result = world.fetch('-o', '{{nom}}', world.picture)
    equal((result.status, world.stats()['requests'] - before), (2, 0), 'a word that does not exist')


@case('CL5: -o - gives the bytes and nothing else')
def _(world):
    result = world.fetch(world.picture, '-o', '-')
    equal((result.status, sha256(result.output)), (0, sha256(PNG)), 'the result')
    result = world.fetch(world.base + '/json-error', '-o', '-')
    equal((result.status, result.output), (5, b''), 'no picture')
    result = world.fetch(world.base + '/status/404', '-o', '-', '--fail', '--any')
    equal((result.status, result.output), (4, b''), 'with --fail')
    result = world.fetch('--any', world.base + '/bytes/3000000', '-o', '-')
    equal((result.status, len(result.output)), (0, 3000000), '--any')


@case('BM6, CL5: -o - gives the first byte before the last one was sent')
def _(world):
    child = world.start(world.liar + '/slow.png', '-o', '-')
    first = os.read(child.stdout.fileno(), 100)
    world.server.release.set()
    rest, _ = child.communicate(timeout=20)
    equal((first + rest, child.returncode), (PNG, 0), 'the bytes')


@case('a reader that goes away ends it')
def _(world):
    child = world.start('--any', world.base + '/bytes/50000000', '-o', '-')
    child.stdout.read(10)
    child.stdout.close()
    equal(child.wait(20), 11, 'the exit status')
    holds(child.stderr.read().decode(), 'standard output')
    child.stderr.close()


@case('nothing is written without being asked for')
def _(world):
    result = world.fetch(world.picture)
    equal((result.status, result.output, world.files()), (0, b'', []), 'the result')


@case('CT9, CL1: no display, no bus, no GTK')
def _(world):
    child = world.start(world.liar + '/slow.png', '-o', '-', env={})
    os.read(child.stdout.fileno(), 1)
    with open(f'/proc/{child.pid}/maps') as file:
        libraries = {line.split('/')[-1].strip() for line in file if '.so' in line}
    world.server.release.set()
    child.communicate(timeout=20)
    equal([name for name in libraries if name.startswith(('libgtk', 'libadwaita', 'libgdk'))], [], 'the toolkit')
    equal(child.returncode, 0, 'the exit status')


def peak_kib(world, *arguments):
    child = world.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    equal(status, 0, 'the exit status')
    return usage.ru_maxrss


@case('BM13, BM19: 256 MiB to a file cost no memory')
def _(world):
    small = peak_kib(world, '--any', world.base + '/bytes/1024', '-o', 'small')
    large = peak_kib(world, '--any', world.base + f'/bytes/{256 << 20}', '-o', 'large')
    equal(os.path.getsize(os.path.join(world.folder, 'large')), 256 << 20, 'the size')
    if large > small + 24 * 1024 or large > 40 * 1024:
        raise AssertionError(f'{large} KiB, a small one {small} KiB')


@case('AB10 BM11: 200 cancelled or cut downloads leave nothing behind')
def _(world):
    for path in ('/short.png', '/chunked-cut.png', '/damaged.png', '/large.txt'):
        for _ in range(50):
            world.fetch(world.liar + path, '-O')
    equal(world.files(), [], 'what is on disk')


@case('a file behind nginx: the same sha256')
def _(world):
    import shutil
    if not shutil.which('nginx'):
        raise Skip('nginx is not installed')
    import sys
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'bench'))
    from measure import Nginx
    data = os.urandom(5_000_001)
    with Nginx() as server:
        with open(os.path.join(server.files, 'data'), 'wb') as file:
            file.write(data)
        with open(os.path.join(server.files, 'x.png'), 'wb') as file:
            file.write(PNG)
        result = world.fetch('--any', '-O', server.url + '/data', '--json-result')
        equal((result.status, result.json['sha256']), (0, sha256(data)), 'the result')
        equal(sha256(world.read(os.path.basename(result.json['savedAs']))), sha256(data), 'the file')
        equal(world.fetch('-O', server.url + '/x.png').status, 0, 'a picture')


run(Program)
