# SPDX-License-Identifier: GPL-3.0-or-later
"""What build-aux/count-tests makes of logs: it decides whether a run counts as good."""
import json
import os
import subprocess
import sys
import tempfile

COUNT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'build-aux', 'count-tests')

FLAT = '# random seed\n1..3\n# Start of a tests\nok 1 /a/b\nnot ok 2 /a/c\nok 3 /a/d # SKIP no network\n'
NESTED = ('TAP version 14\n# Subtest: a\n    ok 1 b\n    # Subtest: c\n        ok 1 d\n        ok 2 e\n        1..2\n'
          '    ok 2 c\n    1..2\nok 1 a\nok 2 f\n1..2\n')

ROWS = [
    ('passed, failed and skipped count once each', [('t', 'FAIL', 1, FLAT)], (), '1 passed, 1 failed, 1 skipped', 1),
    ('groups of newer GLib do not count beside what is in them', [('t', 'OK', 0, NESTED)], (),
     '4 passed, 0 failed, 0 skipped', 0),
    ('a crash after good tests is a failed one', [('t', 'ERROR', -11, 'ok 1 a\nok 2 b\n')], (),
     '2 passed, 1 failed, 0 skipped', 1),
    ('a sanitizer\'s complaint at the end is a failed one', [('t', 'ERROR', 1, '1..1\nok 1 a\n')], (),
     '1 passed, 1 failed, 0 skipped', 1),
    ('a time limit is a failed one', [('t', 'TIMEOUT', -9, '1..9\nok 1 a\n')], (), '1 passed, 1 failed, 0 skipped', 1),
    ('a whole program that skips', [('t', 'SKIP', 0, '1..0 # SKIP no display\n')], ('2', '0', '0'),
     '2 passed, 0 failed, 1 skipped', 0),
    ('a program without TAP', [('t', 'OK', 0, ''), ('u', 'FAIL', 1, 'broken\n')], (), '1 passed, 1 failed, 0 skipped', 1),
    ('numbers from elsewhere are added', [('t', 'OK', 0, 'ok 1 a\n')], ('2', '0', '1'), '3 passed, 0 failed, 1 skipped', 0),
    ('nothing at all is no success', [], (), '0 passed, 0 failed, 0 skipped', 1),
]


def count(tests, more):
    with tempfile.NamedTemporaryFile('w', suffix='.json') as log:
        for name, result, status, output in tests:
            log.write(json.dumps({'name': 'placard:core / ' + name, 'result': result, 'returncode': status,
                                  'stdout': output, 'stderr': ''}) + '\n')
        log.flush()
        run = subprocess.run([sys.executable, COUNT, 'label=' + log.name, *(['--', *more] if more else [])],
                             capture_output=True, text=True)
    return run.stdout.strip().splitlines()[-1], run.returncode


def main():
    print(f'1..{len(ROWS) + 1}')
    failed = 0
    for number, (name, tests, more, last, status) in enumerate(ROWS, 1):
        seen = count(tests, more)
        if seen != (last, status):
            failed += 1
            print(f'# {seen}, wanted {(last, status)}\nnot ok {number} {name}')
        else:
            print(f'ok {number} {name}')
    run = subprocess.run([sys.executable, COUNT, '/nowhere.json'], capture_output=True, text=True)
    good = run.returncode == 1 and '1 failed' in run.stdout
    print('ok' if good else 'not ok', len(ROWS) + 1, 'a log that is not there is a failed test')
    return 1 if failed or not good else 0


sys.exit(main())
