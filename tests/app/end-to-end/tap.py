# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that print TAP: `@case('what is shown')`, then `run(World)`."""
import sys
import traceback

_cases = []


class Skip(Exception):
    """This machine lacks what the case needs; the message says what."""


def case(name):
    def add(function):
        _cases.append((name, function))
        return function
    return add


def check(condition, message):
    if not condition:
        raise AssertionError(message() if callable(message) else message)


def note(text):
    for line in str(text).splitlines():
        print('#', line, flush=True)


def run(make_world, **options):
    """Each case gets the same world, and what it started is ended after it."""
    wanted = sys.argv[1:]
    cases = [pair for pair in _cases if not wanted or any(word in pair[0] for word in wanted)]
    failed = 0
    print(f'1..{len(cases)}', flush=True)
    with make_world(**options) as world:
        for number, (name, function) in enumerate(cases, 1):
            try:
                function(world)
                print(f'ok {number} {name}', flush=True)
            except Skip as skip:
                print(f'ok {number} {name} # SKIP {skip}', flush=True)
            except Exception as error:
                failed += 1
                note(traceback.format_exc() if not isinstance(error, AssertionError) else f'{error}')
                world.explain(note)
                print(f'not ok {number} {name}', flush=True)
            finally:
                world.clean()
    sys.exit(1 if failed else 0)
