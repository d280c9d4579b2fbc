# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no picture and large: streamed to the disk with progress, memory flat, never shown as text (OT9, CT2, BM17)."""
import hashlib
import os
import shutil
import time

from saving import SavingWorld
from tap import Skip, case, check, note, run
from world import wait_until
import pictures

GIB = 1 << 30
# Looks like text for as long as anybody could want to look.
PIECE = b'a line of what could be text, and goes on and on\n' * 21400


class AttachmentWorld(SavingWorld):
    def gibibyte(self, kind='application/octet-stream', size=GIB):
        def send(connection):
            connection.head('200 OK', [('Content-Type', kind),
                                       ('Content-Disposition', 'attachment; filename="backup.bin"')], size)
            left = size
            while left:
                connection.write(PIECE[:left])
                left -= min(left, len(PIECE))
                time.sleep(0.004)  # slow enough to be watched
        return self.endpoint.on('/backup', send)

    @staticmethod
    def digest():
        whole, left = hashlib.sha256(), GIB
        while left:
            whole.update(PIECE[:left])
            left -= min(left, len(PIECE))
        return whole.hexdigest()

    def need_space(self):
        if shutil.disk_usage(self.env['HOME']).free < 4 * GIB:
            raise Skip('less than 4 GiB of disk are free')


def digest_of(path):
    whole = hashlib.sha256()
    with open(path, 'rb') as file:
        while data := file.read(1 << 20):
            whole.update(data)
    return whole.hexdigest()


@case('1 GiB that is called an attachment: to the disk, with progress, in flat memory, never as text')  # OT9, CT2
def attachment(world):
    world.need_space()
    window = world.placard('--save-attachments', '--max-filesize', '0', world.gibibyte())
    values, peak, seen = [], 0, ''

    def watch():
        nonlocal peak, seen
        peak = max(peak, window.memory_kib())
        bar = window.app.find_now('progress bar')
        if bar:
            values.append(bar.value())
        if len(values) % 5 == 0:
            seen += window.text()
        return os.path.exists(os.path.join(world.downloads, 'backup.bin'))
    check(wait_until(watch, 90, 0.02), f'not saved: {world.saved()}; {values[-3:]}')
    check(values == sorted(values) and len(set(values)) > 2, f'the bar: {values}')
    check('goes on and on' not in seen, 'it was shown as text')
    check(digest_of(os.path.join(world.downloads, 'backup.bin')) == world.digest(), 'other bytes')
    check(len(world.endpoint.asked('/backup')) == 1, 'asked again')
    if not os.environ.get('PLACARD_SANITIZED'):
        check(peak < 200 * 1024, f'{peak} KiB of memory')
        note(f'peak {peak} KiB')


@case('the same by placard fetch')
def by_command(world):
    world.need_space()
    folder = world.folder()
    result = world.fetch('--any', '-J', '--output-dir', folder, world.gibibyte())
    check(result.returncode == 0, result)
    check(os.listdir(folder) == ['backup.bin'], os.listdir(folder))
    check(digest_of(os.path.join(folder, 'backup.bin')) == world.digest(), 'other bytes')
    os.unlink(os.path.join(folder, 'backup.bin'))


@case('a film is offered for saving, by its name and size')  # OT9
def film(world):
    body = b'\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom' + bytes(300000)
    window = world.placard(world.endpoint.on('/film', lambda c: c.answer(body, 'video/mp4')))
    window.wait_text('film', '300')
    window.wait_idle()
    world.key('ctrl+s')
    check(wait_until(world.saved, 5), 'nothing was saved')
    name, = world.saved()
    check(name == 'film.mp4' and os.path.getsize(os.path.join(world.downloads, name)) == len(body), name)


@case('shown and saved at once: rows on the screen while the file waits for its end')  # BM17
def tee(world):
    body = pictures.banded_png(1200, 900, (255, 0, 0), (0, 0, 255))
    url = world.endpoint.on('/tee.png', lambda c: c.throttled(body, 'image/png', piece=80000, seconds=0.08))
    window = world.placard(url)
    world.endpoint.wait_for('/tee.png')
    check(wait_until(lambda: world.endpoint.sent.get('/tee.png', 0) > len(body) // 2, 20), 'it does not come')
    world.key('ctrl+s')
    check(wait_until(lambda: (255, 0, 0) in world.screen.image().colors(), 3), 'the first rows are not on the screen')
    check(window.is_busy() and not world.saved(), 'it was whole already')
    world.wait_saved('tee.png', seconds=20)
    check(wait_until(lambda: (0, 0, 255) in world.screen.image().colors(), 5), 'the last rows are not on the screen')
    check(digest_of(os.path.join(world.downloads, 'tee.png')) == hashlib.sha256(body).hexdigest(), 'other bytes')
    check(len(world.endpoint.asked('/tee.png')) == 1, 'asked again')
    time.sleep(0.1)


if __name__ == '__main__':
    run(AttachmentWorld)
