# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a request says that it is, and who learns of it: the command line's side of CR1 to CR9."""
import os
import pty
import shutil
import signal
import subprocess
import termios
import time

from program import PROGRAM, Program, equal, holds
from tap import Skip, case, run


class Terminal:
    """The program with a terminal as its standard input, and a person who types."""

    def __init__(self, world, *arguments):
        self.master, slave = pty.openpty()
        self.child = subprocess.Popen([PROGRAM, 'fetch', *arguments], cwd=world.folder, env=world.environment(),
                                      stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      start_new_session=True)
        self.slave, self.errors = slave, b''

    def wait_question(self, text):
        while text.encode() not in self.errors:
            piece = os.read(self.child.stderr.fileno(), 4096)
            if not piece:
                raise AssertionError(f'{text!r} is not asked: {self.errors!r}')
            self.errors += piece

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def wait_silence(self):
        deadline = time.monotonic() + 5
        while self.echoes():
            if time.monotonic() > deadline:
                raise AssertionError('the terminal still echoes')
            time.sleep(0.01)

    def end(self):
        output, errors = self.child.communicate(timeout=30)
        self.errors += errors
        return self.child.returncode, output, self.errors.decode()

    def close(self):
        os.close(self.slave)
        os.close(self.master)


def authorization(text):
    return [line.partition(':')[2].strip() for line in text.decode().splitlines()
            if line.lower().startswith('authorization:')]


@case('CR1: user and token together: what goes is what curl sends')
def _(world):
    if not shutil.which('curl'):
        raise Skip('there is no curl')
    for arguments in (['-u', 'a:b', '--oauth2-bearer', 'T'], ['--oauth2-bearer', 'T', '-u', 'a:b'],
                      ['-u', 'a:b', '--digest', '--oauth2-bearer', 'T']):
        url = world.base + '/echo'
        curl = subprocess.run(['curl', '-s', *arguments, url], capture_output=True, check=True).stdout
        ours = world.fetch('--any', '-o', '-', *arguments, url)
        equal((ours.status, authorization(ours.output)), (0, authorization(curl)), arguments)


@case('CR1: NTLM and Negotiate are refused with a sentence')
def _(world):
    before = world.stats()['requests']
    for option in ('--ntlm', '--negotiate'):
        result = world.fetch(option, '-u', 'a:b', world.picture)
        equal(result.status, 2, option)
        holds(result.errors, option, 'Basic', 'Digest')
    equal(world.stats()['requests'], before, 'requests')


@case('CR2: a name without a password is asked for it at the terminal, which does not echo')
def _(world):
    terminal = Terminal(world, '--any', '-o', '-', '-u', 'u', world.base + '/basic')
    terminal.wait_question('Password of u:')
    terminal.wait_silence()
    os.write(terminal.master, b'p\n')
    status, _, errors = terminal.end()
    equal((status, terminal.echoes()), (0, True), f'the end; {errors}')
    equal('p\n' in errors.replace('\r', '').partition(':')[2].lstrip(), False, 'the password is on the screen')
    terminal.close()


@case('CR2: interrupted at the question: exit 7, nothing sent, the terminal echoes again')
def _(world):
    before = world.stats()['requests']
    terminal = Terminal(world, '--any', '-u', 'u', world.base + '/basic')
    terminal.wait_question('Password of u:')
    terminal.wait_silence()
    terminal.child.send_signal(signal.SIGINT)
    status, _, _ = terminal.end()
    equal((status, terminal.echoes()), (7, True), 'the end')
    equal(world.stats()['requests'], before, 'requests')
    terminal.close()


@case('CR2: no terminal, no question: a name alone is exit 2, and says which option')
def _(world):
    for arguments in (['-u', 'u'], ['--proxy-user', 'u']):
        result = world.fetch(*arguments, world.picture)
        equal(result.status, 2, arguments)
        holds(result.errors, '--user' if arguments[0] == '-u' else '--proxy-user', 'NAME:PASSWORD')


@case('CR8, S2: no secret stands in the list of processes')
def _(world):
    url = world.liar.replace('http://', 'http://me:sesame@') + '/slow.png?api_key=sesame&page=1'
    child = world.start('--any', '-u', 'me:sesame', '--oauth2-bearer=sesame', '--api-key', 'X-Till:sesame',
                        '-H', 'Authorization: sesame', '-HX-Api-Key: sesame', '-H', 'Accept: image/png',
                        '-sU', 'me:sesame', '--pass', 'sesame', '-b', 'sid=sesame', '--variable', 'password=sesame',
                        '--url-query', 'token=sesame', url)
    try:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with open(f'/proc/{child.pid}/cmdline', 'rb') as file:
                words = file.read().decode().split('\0')
            if 'placard' in words[0] and not any('sesame' in word for word in words):
                break
            time.sleep(0.01)
        equal([word for word in words if 'sesame' in word], [], 'secrets in the list')
        # What is nobody's secret is still there to be read.
        holds(' '.join(words), 'Accept: image/png', '--oauth2-bearer=', 'Authorization:', '/slow.png?')
    finally:
        world.server.release.set()
        child.kill()
        child.communicate()


run(Program)
