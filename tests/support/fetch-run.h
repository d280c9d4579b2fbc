/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture-server.h"
#include "placard-fetch.h"

G_BEGIN_DECLS

/* One fetch against the fixture server, with short timers, and what came of it. */
typedef struct {
  PlacardSession *session;
  PlacardRequest *request;
  PlacardFetch *fetch; /* %NULL before the start */
  GCancellable *cancellable;
  GMainLoop *loop;
  gboolean finished;
  gboolean ok;
  GError *error;
} FetchRun;

/* @target: a path of @server, or a whole URL. */
FetchRun *fetch_run_new (FixtureServer *server, const char *target);
void fetch_run_free (FetchRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FetchRun, fetch_run_free)

void fetch_run_start (FetchRun *run);
/* Runs the main loop to the fetch's end. */
void fetch_run_wait (FetchRun *run);
/* Runs the main loop until @phase; FALSE when the fetch ends before. */
gboolean fetch_run_wait_phase (FetchRun *run, PlacardPhase phase);
/* start and wait */
void fetch_run_go (FetchRun *run);

/* The body as text; what is no text is cut. (transfer full) */
char *fetch_run_dup_text (FetchRun *run);
/* It ended well, with @n_bytes of the fixture's pattern. */
void fetch_run_assert_ok (FetchRun *run, goffset n_bytes);
/* It failed with @code, and the message is a sentence. */
void fetch_run_assert_failed (FetchRun *run, int code);

G_END_DECLS
