// SPDX-License-Identifier: GPL-3.0-or-later
// What a page asks for while its requests are recorded: [title, what runs in the page]. All ASCII.
'use strict';

module.exports = [
  ['picture', `await new Promise ((done) => { const i = new Image (); i.onload = i.onerror = done; i.src = '/me/qr.png?size=300'; })`],
  ['query', `await fetch ('/q?a=1&b=%2F&c[]=2&d=\\u5f20 \\u4e09&e={x}|y#fragment')`],
  ['json', `await fetch ('/api', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify ({ name: '\\u5f20\\u4e09', quote: 'it\\'s "ok"', n: 1 }) })`],
  ['text', `await fetch ('/api', { method: 'POST', body: 'line one\\nline two\\r\\n\\ttab \\\\ ! $HOME \`id\` #\\u00e9 \\u{1f600}\\n' })`],
  ['percent', `await fetch ('/api', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":"100% %PATH% %25 ^caret & | < > (x)"}' })`],
  ['urlencoded', `await fetch ('/form', { method: 'POST', body: new URLSearchParams ({ a: '1 2', b: '\\u5f20', c: '&=+%' }) })`],
  ['multipart', `const f = new FormData (); f.append ('a', '1'); f.append ('b', '\\u4e8c\\r\\nzwei'); f.append ('f', new File (['<svg>it\\'s</svg>\\n'], '\\u5361 "x".svg', { type: 'image/svg+xml' })); await fetch ('/up', { method: 'POST', body: f })`],
  ['controls', `await fetch ('/up', { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: '\\u0001\\u001b[0m\\u007f~\\u00a0' })`],
  ['binary', `await fetch ('/up', { method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body: new Uint8Array ([137, 80, 78, 71, 13, 10, 26, 10, 1, 255, 254]) })`],
  ['bearer', `await fetch ('/item/7', { method: 'DELETE', headers: { Authorization: 'Bearer eyJhbGciOi.J9-_~+/=' } })`],
  ['patch', `await fetch ('/item/7', { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '"e1"' }, body: '{}' })`],
  ['headers', `await fetch ('/h', { headers: { 'X-Quote': '"a" \\\\ \`b\` $c !d %e% ^f & | < >', 'X-Apostrophe': "it's", 'X-Latin': 'caf\\u00e9', 'X-Colon': 'a: b; c' } })`],
  ['at', `await fetch ('/api', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '@file.txt' })`],
  ['head', `await fetch ('/me/qr.png', { method: 'HEAD', cache: 'no-store' })`],
  ['options', `await fetch ('/api', { method: 'OPTIONS', headers: { 'X-Key': 'k' } })`],
  ['empty', `await fetch ('/api', { method: 'POST' })`],
  ['range', `await fetch ('/me/qr.png', { headers: { Range: 'bytes=0-99', 'If-None-Match': '"abc"' }, referrerPolicy: 'no-referrer' })`],
  ['login', `document.body.innerHTML = '<iframe name=t></iframe><form target=t method=post action=/login><input name=user value="me &amp; you"><input type=password name=password value="p%w+1"></form>'; await new Promise ((done) => { document.querySelector ('iframe').onload = done; document.forms[0].submit (); })`],
  ['cookies', `document.cookie = 'sid=abc'; document.cookie = 'theme="d k"'; document.cookie = "q=it's"; await fetch ('/me/qr.png?c', { credentials: 'include' })`],
];
