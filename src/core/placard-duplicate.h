/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* A request made of another one (Fetch standard, "new Request(request, init)"). What was given for one
 * origin stays behind when the new one is for another (SPEC RQ4). */

/* Whether @url is of another origin than @request is for. %FALSE while one of them is no address yet. */
gboolean placard_duplicate_changes_origin (PlacardRequest *request, const char *url);

/**
 * placard_duplicate_leave_secrets:
 *
 * Takes out of @request what belongs to the origin that it was for: credentials, client certificate, fields,
 * parameters and variables that are secret, unless a field may go to other hosts; the referrer; a body
 * with a secret in it. Mode navigate becomes same-origin. Returns what was taken out, in words.
 * (transfer full) (element-type utf8)
 */
GPtrArray *placard_duplicate_leave_secrets (PlacardRequest *request);

/**
 * placard_duplicate_new:
 * @url: the new one's address
 * @left_behind: (out) (element-type utf8): empty for the same origin
 *
 * (transfer full)
 */
PlacardRequest *
placard_duplicate_new (PlacardRequest *original, const char *url, GPtrArray **left_behind);

G_END_DECLS
