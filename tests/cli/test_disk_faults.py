# SPDX-License-Identifier: GPL-3.0-or-later
"""RELIABILITY's fault table, rows 25 to 39, through `placard fetch`: the exit status, the words, what lies on disk.

What the window does with them is end-to-end-save's; the moments of a kill -9 are test-save's."""
import os
import shutil
import stat
import subprocess

from program import PNG, Program, equal, holds
from tap import Skip, case, check, run

OLD = b'the old file' * 1000


class Disks(Program):
    """With file systems of its own, where that is allowed."""

    def __enter__(self):
        super().__enter__()
        self.mounts = []
        return self

    def clean(self):
        for path in getattr(self, 'mounts', []):
            subprocess.run(['umount', '-l', path], capture_output=True)
        self.mounts = []
        super().clean()

    def mount(self, name, options, *, fill=None):
        """A small tmpfs in the folder; what it cannot have is a skip."""
        path = os.path.join(self.folder, name)
        os.mkdir(path)
        if os.geteuid() or not shutil.which('mount'):
            raise Skip('only root mounts file systems')
        made = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], capture_output=True, text=True)
        if made.returncode:
            raise Skip(f'no file system can be mounted: {made.stderr.strip()}')
        self.mounts.append(path)
        with open(os.path.join(path, 'old.bin'), 'wb') as file:
            file.write(OLD)
        if fill:
            with open(os.path.join(path, 'fill'), 'wb', buffering=0) as file:
                try:
                    while file.write(b'x' * 4096):
                        pass
                except OSError:
                    pass
        if options:
            subprocess.run(['mount', '-o', 'remount,' + options, path], check=True, capture_output=True)
        return path

    def named(self, disposition, *arguments):
        """The name that a picture with @disposition is saved under by -J."""
        self.clean()
        result = self.fetch('-J', '-H', 'X-Disposition: ' + disposition, *(arguments or [self.liar + '/answer']))
        equal(result.status, 0, f'{disposition}: {result}')
        name, = self.files()
        equal(self.read(name), PNG, name)
        return name


@case('25: a full disk: the old file whole, nothing else there')
def _(world):
    path = world.mount('full', '', fill=True)
    before = sorted(os.listdir(path))
    for name in ('old.bin', 'new.bin'):
        result = world.fetch('--any', world.base + '/bytes/100000', '-o', f'full/{name}')
        equal((result.status, sorted(os.listdir(path))), (11, before), name)
        holds(result.errors, 'no space left', 'full')
        with open(os.path.join(path, 'old.bin'), 'rb') as file:
            equal(file.read() == OLD, True, 'the old file')


@case('26: a folder that is read only, is not there, is a file; a name that is a folder')
def _(world):
    with open(os.path.join(world.folder, 'file'), 'wb') as file:
        file.write(OLD)
    os.mkdir(os.path.join(world.folder, 'folder'))
    for target in ('nowhere/a.png', 'file/a.png', 'folder'):
        result = world.fetch(world.picture, '-o', target)
        equal((result.status, world.files(), world.read('file') == OLD), (11, ['file', 'folder'], True), target)
        holds(result.errors, target.split('/')[0])
    path = world.mount('fixed', 'ro')
    for name in ('old.bin', 'new.bin'):
        result = world.fetch(world.picture, '-o', f'fixed/{name}')
        equal((result.status, os.listdir(path)), (11, ['old.bin']), name)
        holds(result.errors, 'fixed')


@case('27: what is there already: -O and -J take another name, -o was told')
def _(world):
    for name in ('plain.png', 'plain (1).png', 'a.png'):
        with open(os.path.join(world.folder, name), 'wb') as file:
            file.write(OLD)
    equal(world.fetch('-O', world.picture).status, 0, '-O')
    equal(world.files(), ['a.png', 'plain (1).png', 'plain (2).png', 'plain.png'], 'the names')
    equal((world.read('plain.png') == OLD, world.read('plain (1).png') == OLD, world.read('plain (2).png')), (True, True, PNG), 'the files')
    world.fetch(world.picture, '-o', 'a.png')
    equal(world.read('a.png'), PNG, '-o')


@case('28: links: -O follows none, -o writes to where it leads')
def _(world):
    outside = os.path.join(world.top, 'outside.png')
    with open(outside, 'wb') as file:
        file.write(OLD)
    os.symlink(outside, os.path.join(world.folder, 'plain.png'))
    os.symlink(os.path.join(world.top, 'nothing.png'), os.path.join(world.folder, 'plain (1).png'))
    equal(world.fetch('-O', world.picture).status, 0, '-O')
    equal((world.files(), world.read('plain (2).png')), (['plain (1).png', 'plain (2).png', 'plain.png'], PNG), 'the files')
    with open(outside, 'rb') as file:
        equal(file.read() == OLD, True, 'what the link leads to')
    equal(os.path.exists(os.path.join(world.top, 'nothing.png')), False, 'where nothing was')
    result = world.fetch(world.picture, '-o', 'plain.png')
    equal(result.status, 0, f'{result}')
    equal(os.path.islink(os.path.join(world.folder, 'plain.png')), True, 'the link')
    with open(outside, 'rb') as file:
        equal(file.read(), PNG, 'what it leads to')
    os.unlink(outside)


def make_device(program, name, minor):
    path = os.path.join(program.folder, name)
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        with open(path, 'wb'):
            return path
    except PermissionError:
        raise Skip('only root makes devices') from None


@case('a device or a pipe that was told is written to and stays what it is')
def streams(program):
    pipe = os.path.join(program.folder, 'pipe')
    os.mkfifo(pipe)
    reader = subprocess.Popen(['cat', pipe], stdout=subprocess.PIPE)
    equal(program.fetch('--any', '-o', pipe, 'data:,hello').status, 0, 'a pipe')
    equal(reader.communicate(timeout=10)[0], b'hello', 'what came through it')
    check(stat.S_ISFIFO(os.lstat(pipe).st_mode), 'it is a pipe no more')
    null, full = make_device(program, 'null', 3), make_device(program, 'full', 7)
    for words in (['-o', null], ['-o', os.devnull, '-c', null, '--hsts', null], ['-o', os.devnull, '--save-profile', null]):
        equal(program.fetch('--any', *words, 'data:,hello').status, 0, words)
        check(stat.S_ISCHR(os.lstat(null).st_mode), f'{words}: a device no more')
    result = program.fetch('--any', '-o', full, 'data:,hello')
    equal(result.status, 11, 'a full device')
    check('not enough space left' in result.errors, f'{result}')
    check(stat.S_ISCHR(os.lstat(full).st_mode), 'it is a device no more')


@case('29: no name leads out of the folder')
def _(world):
    for name in ('../x.png', '/etc/x.png', '..\\\\x.png', 'C:\\\\Windows\\\\x.png', 'a/b/../x.png'):
        equal(world.named(f'attachment; filename="{name}"'), 'x.png', name)
    for name in ('..%2Fx.png', '%2Fetc%2Fx.png', '..%5Cx.png'):
        equal(world.named(f"attachment; filename*=UTF-8''{name}"), 'x.png', name)
    equal(sorted(os.listdir(world.top)), ['folder', 'home'], 'what lies beside the folder')


@case('30: a name that is none: the address, then the host')
def _(world):
    for name in ('.', '..', '', ' . ', '...', '/', 'a/'):
        equal(world.named(f'attachment; filename="{name}"'), 'answer.png', name)
        equal(world.named(f'attachment; filename="{name}"', world.liar + '/'), 'image-127.0.0.1.png', name)


@case('31 to 36, 39: what a name may not hold')
def _(world):
    for field, name in (('filename=".bashrc"', 'bashrc.png'), ('filename="...x.png"', 'x.png'),
                        ("filename*=UTF-8''a%01b%7Fc%0D%0Ad.png", 'a_b_c__d.png'),
                        ("filename*=UTF-8''a%00b.png; filename=c.png", 'c.png'),
                        ("filename*=UTF-8''%D8%9C%E2%80%8E%E2%80%AEgnp%E2%81%A6%EF%BB%BF%E1%A0%8E.png", '___gnp___.png'),
                        ('filename="a:b*c?d<e>f|g.png"', 'a_b_c_d_e_f_g.png'), ('filename="CON.png"', 'CON.png'),
                        ('filename="com1"', 'com1.png')):
        equal(world.named('attachment; ' + field), name, field)
    for unit in ('a', '卡', '👍', 'e\u0301'):
        name = world.named("attachment; filename*=UTF-8''" + ''.join(f'%{byte:02X}' for byte in (unit * 200).encode()) + '.png')
        size = len(name.encode())
        equal((size <= 255, size > 240 or unit == 'a', name.endswith('.png')), (True, True, True), f'{unit}: {size}')
        equal(name[:-4], unit * (len(name[:-4]) // len(unit)), 'whole characters')


@case('37, 38: the extension is that of what came')
def _(world):
    for field, name in (('x.desktop', 'x.png'), ('x.lnk', 'x.png'), ('x.png.desktop', 'x.png.png'), ('x.jpeg', 'x.png'), ('noext', 'noext.png'),
                        ('x.PNG', 'x.PNG'), ('x.exe', 'x.png'), ('2024.05.01', '2024.05.01.png')):
        equal(world.named(f'attachment; filename="{field}"'), name, field)
    world.clean()
    script = b'[Desktop Entry]\nExec=true\n'
    world.server.bodies['/x.desktop'] = ('text/plain', script)
    equal(world.fetch('--any', '-O', world.liar + '/x.desktop').status, 0, '--any')
    equal((world.files(), world.read(world.files()[0])), (['x.desktop.download'], script), 'never under a name that starts it')


if __name__ == '__main__':
    run(Disks)
