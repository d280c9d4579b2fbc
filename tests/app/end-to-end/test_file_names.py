# SPDX-License-Identifier: GPL-3.0-or-later
"""N8, SV2, SV3: the window saves under the names of the tables, as `placard fetch` does (cli-file-names)."""
import os
import sys
import time

from saving import SavingWorld, serve
from tap import case, check, run
import pictures

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'support'))
import file_names  # noqa: E402

EACH = 8


@case('one key saves under the name of the table')
def names(world):
    rows = file_names.pictures()
    body = pictures.noisy_png(30, 20)
    for number, (row, field, name) in enumerate(rows[::EACH]):
        window = world.placard(serve(world, f'/{number}', body, field.decode()))
        window.wait_text('30', '20')
        window.wait_idle()
        world.key('ctrl+s')
        world.wait_saved(name)
        with open(os.path.join(world.downloads, name), 'rb') as file:
            check(file.read() == body, row)
        world.clean()


@case('what is no picture is not saved by itself, whatever it is called (N2)')
def lie(world):
    for number, (body, words) in enumerate(((b'{"errcode":40001,"errmsg":"invalid credential"}', '40001'),
                                            (b'<html><title>Please sign in</title></html>', 'Please sign in'))):
        url = world.endpoint.on(f'/lie{number}', lambda c: c.answer(body, 'image/jpeg', headers=[
            ('Content-Disposition', 'attachment; filename="qr.jpg"')]))
        window = world.placard('--auto-save', '{{name}}', '--save-attachments', url)
        window.wait_text(words)
        window.wait_idle()
        time.sleep(0.5)
        check(not any(name.endswith('.jpg') for name in world.saved()), f'saved: {world.saved()}')
        world.clean()


if __name__ == '__main__':
    run(SavingWorld)
