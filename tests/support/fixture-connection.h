/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture-server.h"

G_BEGIN_DECLS

/* One connection as a handler sees it. */
typedef struct {
  FixtureServer *server;
  GSocketConnection *socket;
  GIOStream *stream; /* the socket's or TLS over it */
  GDataInputStream *input;
  GOutputStream *output;
  const char *root; /* (nullable) */

  char *method;
  char *path;
  char *query; /* (nullable), percent-encoded */
  char *head;
  char **fields;     /* "Name: value" */
  goffset body_left; /* -1: chunked */
  gboolean keep;     /* the handler sent a whole answer: another request may come */
} FixtureConnection;

/* FALSE once the peer is gone or the server ends: the handler returns then. */
gboolean fixture_send (FixtureConnection *self, const void *bytes, gsize n_bytes);
gboolean fixture_print (FixtureConnection *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean fixture_sleep (FixtureConnection *self, guint milliseconds);
void fixture_reset (FixtureConnection *self);
/* An answer with Content-Length, kept alive. @fields: whole lines with CRLF, or "". */
void fixture_answer (FixtureConnection *self,
                     const char *status,
                     const char *fields,
                     const void *body,
                     gsize n_bytes);
/* The next bytes of the request's body; 0 at its end, -1 when the peer is gone. */
gssize fixture_read_body (FixtureConnection *self, void *buffer, gsize size);
/* (nullable): of the request's field. */
const char *fixture_get_field (FixtureConnection *self, const char *name);
char *fixture_server_format_stats (FixtureServer *self);
char *fixture_server_format_requests (FixtureServer *self);

gboolean fixture_send_pattern (FixtureConnection *self, guint64 offset, guint64 n_bytes);

/* @pattern: a prefix when it ends in "/" or "-"; @rest is what follows it. */
gboolean fixture_matches (const char *path, const char *pattern, const char **rest);

/* The faults of the table; FALSE when the path is none of them. */
gboolean fixture_handle_fault (FixtureConnection *self);

/* Looks the path up in the table and does what it says. */
void fixture_handle (FixtureConnection *self);

G_END_DECLS
