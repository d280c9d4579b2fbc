# SPDX-License-Identifier: GPL-3.0-or-later
"""Alternating runs of commands, so that what else the machine does hits all alike; medians and ratios."""
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get('PLACARD_BUILD', os.path.join(ROOT, 'build'))
PLACARD = os.path.join(BUILD, 'src', 'placard')
sys.path[:0] = [os.path.join(ROOT, 'build-aux'), os.path.join(ROOT, 'tests', 'app', 'end-to-end')]
os.environ.setdefault('PLACARD_LIBEXECDIR', os.path.join(BUILD, 'src', 'decoder'))
os.environ.setdefault('PLACARD_MODULEDIR', os.path.join(BUILD, 'src', 'app'))


class Run:
    """Seconds of wall and of processor, peak memory in MiB of one command (the largest of its processes)."""

    def __init__(self, command, env=None):
        begin = time.monotonic()
        child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        complaint = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        self.wall = time.monotonic() - begin
        self.cpu, self.memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        if status:
            raise SystemExit(f'{command[0]} failed with status {status >> 8}: {complaint.decode(errors="replace")}')


def alternate(commands, rounds, before=lambda: None):
    """@commands: name to argument list. Returns name to its Runs; a first round warms up and does not count."""
    runs = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            before()
            run = Run(command)
            if number:
                runs[name].append(run)
    return runs


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def report(runs, base):
    for name, list_of_runs in runs.items():
        wall, cpu, memory = (median(list_of_runs, what) for what in ('wall', 'cpu', 'memory'))
        ratio, cpu_ratio = wall / median(runs[base], 'wall'), cpu / median(runs[base], 'cpu')
        print(f'{name:24} wall {wall:7.3f} s ({ratio:4.2f} x {base})   cpu {cpu:7.3f} s ({cpu_ratio:4.2f} x)   '
              f'peak {memory:6.1f} MiB')


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        return listener.getsockname()[1]


class Nginx:
    """Serves a folder on loopback."""

    CONFIG = '''daemon off; worker_processes 1; pid {own}/pid; error_log {own}/error.log;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; client_body_temp_path {own}/a; proxy_temp_path {own}/b; fastcgi_temp_path {own}/c;
uwsgi_temp_path {own}/d; scgi_temp_path {own}/e;
types {{ image/jpeg jpg; image/png png; }} default_type application/octet-stream;
server {{ listen 127.0.0.1:{port}; root {files}; keepalive_requests 100000; }} }}
'''

    def __enter__(self):
        if shutil.which('nginx') is None:
            raise SystemExit('nginx is not installed')
        self.folder, self.port = tempfile.mkdtemp(prefix='placard-bench-'), free_port()
        self.files, own = os.path.join(self.folder, 'files'), os.path.join(self.folder, 'own')
        os.mkdir(self.files)
        os.mkdir(own)
        for path in (self.folder, self.files):
            os.chmod(path, 0o755)
        with open(os.path.join(own, 'conf'), 'w') as file:
            file.write(self.CONFIG.format(own=own, port=self.port, files=self.files))
        self.child = subprocess.Popen(['nginx', '-c', os.path.join(own, 'conf'), '-e', os.path.join(own, 'error.log')])
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                break
            except OSError:
                time.sleep(0.05)
        self.url = f'http://127.0.0.1:{self.port}'
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
