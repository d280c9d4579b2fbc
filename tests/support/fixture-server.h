/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server on loopback that misbehaves on purpose: one handler for each fault, chosen by the path.
 * It writes bytes to sockets itself; no HTTP library stands between it and the fault. Every connection
 * has a thread of its own and blocks.
 *
 * In-process: fixture_server_new(). As a program, for tests that are not written in C:
 * `placard-fixture [--root FOLDER] [--tls CERT.pem]` prints its port as the first line and serves until
 * its standard input ends.
 *
 * | path                       | what it does
 * |----------------------------|---------------------------------------------------------------------
 * | /bytes/N                   | N bytes of a pattern with Content-Length (fixture_pattern())
 * | /slow/N/PART/MS            | the same, PART bytes each MS milliseconds
 * | /chunked/N, /eof/N         | the same N bytes, chunked; ended by closing
 * | /echo                      | the request as it came, head and body, as text/plain
 * | /upload                    | reads the body; answers with its length and SHA-256 as text
 * | /upload-slow/MS            | the same, 64 KiB each MS milliseconds
 * | /file/NAME?type=T&name=V   | a file below --root; T is its Content-Type, V its Content-Disposition
 * | /status/N                  | that status, with a short text as body
 * | /head?HEADER=VALUE&...     | 200, "ok", and these header fields as well
 * | /answer/N?HEADER=VALUE&... | the same with status N, redirects among them
 * | /validated?HEADER=VALUE&... | as /head; 304 when the request's validator is among the values
 * | /redirect/N?to=URL         | status N, Location URL (percent-decoded once)
 * | /chain/N, /loop            | N redirects, then 200; redirects to itself
 * | /stats                     | JSON: connections, requests, open, hangups (the peer went first)
 * | /requests                  | heads of all requests so far, but for these two, as text
 * | /length-short              | Content-Length 1000, 500 bytes, FIN
 * | /length-short-close        | the same with Connection: close
 * | /length-long               | Content-Length 500, 1000 bytes
 * | /length-differ             | Content-Length 5 and 10
 * | /length-same               | Content-Length 10 twice
 * | /length-list               | Content-Length: 10, 10
 * | /length-negative           | Content-Length: -5
 * | /length-text               | Content-Length: abc
 * | /length-huge               | Content-Length: 99999999999999999999, 10 bytes, FIN
 * | /length-and-chunked        | both; the chunks are right
 * | /chunked-cut               | two chunks, then FIN at the boundary
 * | /chunked-inside            | FIN inside a chunk
 * | /chunked-size-cut          | FIN inside a size line
 * | /chunked-no-end            | "0 CRLF", then FIN
 * | /chunked-zz, -negative, -overflow, -no-crlf | broken framing after one good chunk
 * | /chunked-extension         | an extension of 500 bytes; all is right
 * | /chunked-trailer           | two trailer fields; all is right
 * | /te-gzip                   | Transfer-Encoding: gzip, chunked
 * | /reset-length, -chunked, -eof | RST after 500 bytes of the body
 * | /reset-head, /close-head   | RST, FIN instead of an answer
 * | /stall-head, /stall-body   | silence at once; after 500 of 1000 bytes
 * | /drip-head, /drip-body     | a byte each 50 ms, without end
 * | /endless-head, /endless-line, /endless-body | without end
 * | /endless-103               | Early Hints without end
 * | /flaky/N/KIND              | the first N requests for it fail: KIND is 503, 429, reset, stall; then /bytes/1000
 * | /resume/KIND               | 500 of 1000 bytes with an ETag, then FIN; the rest for a Range request: KIND is
 * |                            | ok, whole (200, same ETag), changed, wrong-range, weak
 * | /early-hints               | three 103, then 200 "ok"
 * | /gzip, /gzip-twice         | 100000 bytes of the pattern, coded
 * | /gzip-cut, /gzip-corrupt   | half of it; broken in the middle
 * | /gzip-plain                | 1000 plain bytes called gzip
 * | /gzip-bomb                 | 1 GiB of zeros
 * | /deflate, /deflate-raw     | with and without the zlib header
 * | /coding-foo                | 1000 bytes in a coding that does not exist
 * | /no-content, /not-modified, /empty | 204, 304, 200 with nothing
 * | /json-error, /html         | 200 with something that is no picture
 * | /space-colon               | "Content-Length : 2"
 * | /bare-lf, /icy, /no-reason | odd heads that everybody accepts
 * | /http09, /status-long      | no head at all; status 999999
 * | /set-cookie, /cookies      | sets sid=1; answers with the Cookie field
 * | /client-certificate        | the subject of the client's certificate, or nothing (see --tls)
 * | /basic, /digest            | 401 until the credentials u / p are right
 */
typedef struct _FixtureServer FixtureServer;

/* @certificate: (nullable): speak TLS with it */
FixtureServer *fixture_server_new (GTlsCertificate *certificate);
void fixture_server_free (FixtureServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FixtureServer, fixture_server_free)

void fixture_server_set_root (FixtureServer *self, const char *folder);
/* Over TLS, from now on: asks clients for a certificate, any, and does without. */
void fixture_server_ask_certificate (FixtureServer *self);
guint fixture_server_get_port (FixtureServer *self);
/* "http://127.0.0.1:PORT" or https. */
const char *fixture_server_get_base (FixtureServer *self);

/* All requests since the last call: heads as they came, bodies left out. (element-type utf8) */
GPtrArray *fixture_server_take_requests (FixtureServer *self);
guint fixture_server_count_connections (FixtureServer *self);
guint fixture_server_count_open (FixtureServer *self);
/* Waits until no connection is open; FALSE after @milliseconds. */
gboolean fixture_server_wait_idle (FixtureServer *self, guint milliseconds);

/* How many requests there were for exactly this target. */
guint fixture_server_count_target (FixtureServer *self, const char *target);

/* The bytes that /bytes/N serves; the same for the same offset. */
void fixture_pattern (guint8 *bytes, gsize n_bytes, guint64 offset);

G_END_DECLS
