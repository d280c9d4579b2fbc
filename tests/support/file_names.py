# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of tests/data/file-names, as far as a server can send them: (row, field, the name that is saved)."""
import os
import re

TABLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data', 'file-names')
ESCAPES = {'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f', 'v': '\v'}


def unescape(text):
    """Bytes, as g_strcompress makes them."""
    def one(match):
        found = match.group(1)
        return bytes([int(found, 8)]) if found.isdigit() else ESCAPES.get(found.decode(), found.decode()).encode()
    return re.sub(rb'\\([0-7]{1,3}|.)', one, text.encode(), flags=re.S)


def rows(table):
    with open(os.path.join(TABLES, table + '.tsv'), encoding='utf-8') as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                cells = line.rstrip('\n').split('\t')
                outcome = cells[3] if len(cells) > 3 else cells[2]
                yield f'{table}/{cells[0]}', unescape(cells[1]), unescape(outcome.partition(':')[2]).decode()


def is_sendable(field):
    """Valid UTF-8 without what ends a field or is trimmed off it: everything else changes on the way."""
    try:
        text = field.decode()
    except UnicodeDecodeError:
        return False
    return text == text.strip() and all(c == '\t' or (ord(c) >= 32 and ord(c) != 127) for c in text)


def pictures():
    """Rows whose name a PNG is saved under without change."""
    safe = re.compile(r'[^/\\:*?"<>|\0-\x1f\x7f\ufffd]+\.png')
    return [row for table in ('habits', 'own', 'tc2231', 'chromium', 'firefox') for row in rows(table)
            if is_sendable(row[1]) and safe.fullmatch(row[2]) and not row[2].startswith('.')]
