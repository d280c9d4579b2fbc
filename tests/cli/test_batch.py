# SPDX-License-Identifier: GPL-3.0-or-later
"""Many requests out of one: ranges, lists, tables, files that go one by one; one stop for all of them."""
import json
import os
import re
import signal
import time
import urllib.request

from program import Program, equal, holds
from tap import case, run


def write(world, name, text):
    with open(os.path.join(world.folder, name), 'w', encoding='utf-8') as file:
        file.write(text)
    return name


def results(result):
    return [json.loads(line) for line in result.output.decode().splitlines()]


def requests(world):
    with urllib.request.urlopen(world.base + '/requests') as answer:
        return re.findall(r'^(\w+ \S+) HTTP', answer.read().decode(), re.M)


@case('BA1: ranges and lists as curl has them, and a shell; #1 in --output')
def _(world):
    result = world.fetch('--any', '-o', 'p#2-#1.bin', f'{world.base}/bytes/[10-12:2]?{{a,b}}')
    equal(result.status, 0, 'the exit status')
    equal(world.files(), ['pa-10.bin', 'pa-12.bin', 'pb-10.bin', 'pb-12.bin'], 'the files')
    equal(len(world.read('pb-12.bin')), 12, 'the length')
    world.clean()
    equal(world.fetch('--any', '-O', f'{world.base}/bytes/{{01..03}}').status, 0, 'the exit status')
    equal(len(world.files()), 3, 'the files')


@case('BA1: what is no range is sent as it stands, and so is everything with --globoff')
def _(world):
    for tail in ('?filter[name]=x', '?a[]=1', '?{id}'):
        result = world.fetch('--any', '--json-result', f'{world.base}/echo{tail}')
        equal((result.status, len(results(result))), (0, 1), tail)
    before = len(requests(world))
    result = world.fetch('--any', '-g', '-o', '-', f'{world.base}/echo?[1-3]')
    equal(result.status, 0, 'the exit status')
    holds(result.output.decode(), 'GET /echo?')
    equal(len(requests(world)), before + 1, 'the requests')


@case('BA1: a range that goes down, or has no end, is refused before anything is sent')
def _(world):
    before = len(requests(world))
    for pattern in ('[3-1]', '[1-1000][1-1000]', '{1..5..0}'):
        result = world.fetch('-O', f'{world.base}/bytes/{pattern}')
        equal(result.status, 2, pattern)
        holds(result.errors, 'address' if '][' in pattern else pattern)
    result = world.fetch('-o', 'one', f'{world.base}/bytes/[1-2]')
    equal(result.status, 2, 'one name for two')
    holds(result.errors, '#1')
    equal(len(requests(world)), before, 'the requests')


@case('BA1: addresses from a file and from standard input')
def _(world):
    text = f'# three\n{world.base}/bytes/1\n\n{world.base}/bytes/2\r\n  {world.base}/bytes/3\n'
    result = world.fetch('--any', '--json-result', '--url', '@' + write(world, 'list', text))
    equal([entry['bodyBytes'] for entry in results(result)], [1, 2, 3], 'the sizes')
    with open(os.path.join(world.folder, 'list'), encoding='utf-8') as file:
        result = world.fetch('--any', '--json-result', '--url', '@-', stdin=file)
    equal([entry['bodyBytes'] for entry in results(result)], [1, 2, 3], 'the sizes')


@case('BA1: a table, CSV or JSON lines: its columns are variables of address, headers and body')
def _(world):
    tables = {'t.csv': 'id,who\n7,张三\n8,"b, c"\n',
              't.jsonl': '{"id": 7, "who": "张三"}\n{"id": 8, "who": "b, c"}\n'}
    for name, text in tables.items():
        write(world, name, text)
        result = world.fetch('--any', '-o', '-', '--each', name, '-H', 'X-Id: {{id}}', '--json',
                             '{"who": "{{who}}"}', f'{world.base}/echo?id={{{{id}}}}')
        equal(result.status, 0, name)
        holds(result.output.decode(), 'POST /echo?id=7', 'POST /echo?id=8', 'X-Id: 7', 'X-Id: 8',
              '{"who": "张三"}', '{"who": "b, c"}')
    write(world, 'urls.csv', f'url,n\n{world.base}/bytes/5,1\n{world.base}/bytes/6,2\n')
    result = world.fetch('--any', '--json-result', '--each', 'urls.csv')
    equal([entry['bodyBytes'] for entry in results(result)], [5, 6], 'the sizes')


@case('BA1: a broken table names its line, a row without a value its variable')
def _(world):
    before = len(requests(world))
    write(world, 'wide.csv', 'id,who\n1,a\n2\n')
    result = world.fetch('--each', 'wide.csv', world.base)
    equal(result.status, 2, 'the exit status')
    holds(result.errors, '--each', 'Line 3')
    result = world.fetch('--each', 'absent.csv', world.base)
    equal(result.status, 2, 'the exit status')
    holds(result.errors, 'absent.csv')
    write(world, 'short.jsonl', '{"id": 1}\n')
    result = world.fetch('--each', 'short.jsonl', f'{world.base}/echo?{{{{other}}}}')
    equal(result.status, 2, 'the exit status')
    holds(result.errors, '{{other}}')
    equal(len(requests(world)), before, 'the requests')


def upload(world, *options):
    files = [write(world, f'f{i}.txt', f'file {i}') for i in range(5)]
    arguments = [word for name in files for word in ('-F', f'file=@{name}')]
    return world.start('--any', '--one-per-file', '-F', 'album=7', *arguments, *options)


@case('UL3: five files are five requests, no more at once than are allowed')
def _(world):
    before, began = len(requests(world)), time.monotonic()
    child = upload(world, '--parallel', '--parallel-max', '2', '--json-result', f'{world.base}/upload-slow/300')
    output, errors = child.communicate(timeout=30)
    seconds = time.monotonic() - began
    equal(child.returncode, 0, errors.decode())
    equal(len(output.splitlines()), 5, 'the results')
    equal(len(requests(world)) - before, 5, 'the requests')
    holds(errors.decode(), '/5] f0.txt', '/5] f4.txt', '5 done')
    if seconds < 0.8:
        raise AssertionError(f'5 of 0.3 s, two at a time, took {seconds:.2f} s')


@case('UL3: each has the text fields and one file; one failure is told by its name; all can be stopped')
def _(world):
    child = upload(world, '-o', '-', f'{world.base}/echo')
    output, _ = child.communicate(timeout=30)
    equal(output.count(b'name="album"'), 5, 'the text fields')
    for i in range(5):
        equal(output.count(f'filename="f{i}.txt"'.encode()), 1, f'file {i}')
    child = upload(world, '--parallel', '--json-result', f'{world.base}/stall-head')
    deadline = time.monotonic() + 10
    while world.stats()['open'] < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    output, errors = child.communicate(timeout=10)
    equal(child.returncode, 7, 'the exit status')
    equal([json.loads(line)['aborted'] for line in output.splitlines()], [True] * 5, 'the results')
    holds(errors.decode(), '5 stopped')


@case('a body that can be read once is not sent twice: RQ6')
def _(world):
    before = len(requests(world))
    result = world.fetch('-T', '-', f'{world.base}/upload?[1-2]')
    equal(result.status, 2, 'the exit status')
    holds(result.errors, 'Standard input')
    equal(len(requests(world)), before, 'the requests')


@case('BA5: each is told, with its number; the status is that of the first one that failed, as written')
def _(world):
    dead = f'http://127.0.0.1:{world.dead_port()}/'
    slow = f'{world.base}/slow/1000/100/60'
    result = world.fetch('--any', '--parallel', '-o', '{{n}}.bin', slow, f'{world.base}/status/404', dead,
                         f'{world.base}/length-short')
    equal(result.status, 4, 'the exit status')
    holds(result.errors, f'[1/4] {slow}: ', '[2/4]', '[3/4]', '[4/4]', '1 done, 3 failed')
    result = world.fetch('--any', '--parallel', '-O', dead, f'{world.base}/status/404', slow)
    equal(result.status, 3, 'the exit status')
    result = world.fetch('--any', '-s', '-O', f'{world.base}/bytes/[1-3]')
    equal((result.status, result.errors), (0, ''), 'a silent one')


@case('AB9: --fail-early stops the others; they did not fail')
def _(world):
    dead = f'http://127.0.0.1:{world.dead_port()}/'
    result = world.fetch('--any', '--parallel', '--fail-early', '--json-result',
                         *[f'{world.base}/stall-body?{i}' for i in range(3)], dead)
    equal(result.status, 3, 'the exit status')
    equal(sum(entry['aborted'] for entry in results(result)), 3, 'the stopped')
    holds(result.errors, '1 failed', '3 stopped')


@case('AB3: what waits in the queue is stopped without a connection, and told')
def _(world):
    addresses = [f'{world.base}/stall-body?queue{i}' for i in range(10)]
    child = world.start('--any', '-O', '--parallel', '--parallel-max', '2', '--json-result', *addresses)
    deadline = time.monotonic() + 20
    while len([line for line in requests(world) if '?queue' in line]) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    output, _ = child.communicate(timeout=10)
    told = [json.loads(line) for line in output.splitlines()]
    equal((child.returncode, len(told)), (7, 10), 'the results')
    equal(sorted(entry['phase'] for entry in told), ['queued'] * 8 + ['receiving'] * 2, 'the phases')
    equal({entry['aborted'] for entry in told}, {True}, 'aborted')
    equal(len([line for line in requests(world) if '?queue' in line]), 2, 'the requests')


@case('--skip-existing: no request for what is here already')
def _(world):
    write(world, 'p2.bin', 'old')
    before = len(requests(world))
    result = world.fetch('--any', '--skip-existing', '-o', 'p#1.bin', f'{world.base}/bytes/[1-3]')
    equal((result.status, world.files()), (0, ['p1.bin', 'p2.bin', 'p3.bin']), 'the result')
    equal((world.read('p2.bin'), len(requests(world)) - before), (b'old', 2), 'the old one')
    holds(result.errors, '2 done, 1 skipped')


@case('S2: the name and password of one address go to no other')
def _(world):
    other = world.base.replace('127.0.0.1', 'localhost')
    result = world.fetch('--any', '-o', '-', world.base.replace('://', '://u:secret@') + '/echo', other + '/echo')
    equal(result.status, 0, 'the exit status')
    equal(result.output.count(b'Authorization: Basic'), 1, 'the credentials')
    if 'secret' in result.errors:
        raise AssertionError(result.errors)


@case('a batch with checksums: more at once than there are threads')
def _(world):
    addresses = [f'{world.base}/stall-body?{i}' for i in range(30)]
    child = world.start('--any', '--parallel', '--json-result', *addresses, f'{world.base}/bytes/70000')
    began = time.monotonic()
    line = child.stdout.readline()
    seconds = time.monotonic() - began
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=10)
    equal(json.loads(line)['bodyBytes'], 70000, 'the one that comes')
    if seconds > 3:
        raise AssertionError(f'30 that stand still held it up for {seconds:.1f} s')


run(Program)
