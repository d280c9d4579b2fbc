/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-body.h"
#include "placard-request.h"

G_BEGIN_DECLS

/* Decides what a redirect leads to, after the Fetch standard's "HTTP-redirect fetch", and is the only
 * place that decides what travels on. Pure: knows no network and keeps no state.
 *
 * Each step is made of the one before: what was withheld once never comes back, even when the way
 * leads home. */

/* One request on the way. */
typedef struct {
  char *method;
  GUri *uri;
  GPtrArray *headers;   /* (element-type PlacardField): everything that Placard itself sends */
  PlacardBody *body;    /* (nullable) */
  gboolean credentials; /* carries something that belongs to its origin alone */
} PlacardStep;

/* @headers is shared and not changed. */
PlacardStep *placard_step_new (
    const char *method, GUri *uri, GPtrArray *headers, PlacardBody *body, gboolean credentials);
PlacardStep *placard_step_copy (const PlacardStep *step);
void placard_step_free (PlacardStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardStep, placard_step_free)

/* 301, 302, 303, 307, 308 and nothing else. */
gboolean placard_redirect_is_redirect (guint status);

/* "host" or "host:port" when the port is not the scheme's own: for sentences. (transfer full) */
char *placard_redirect_format_host (GUri *uri);

/* Where @location leads from @base. Fails with %PLACARD_ERROR_REDIRECT. (transfer full) */
GUri *placard_redirect_resolve (GUri *base, const char *location, GError **error);

/**
 * placard_redirect_follow:
 * @status: of the answer to @step, a redirect
 * @location: its Location field, as received
 * @trusted: everything may travel to any origin, bodies included (curl's --location-trusted)
 * @withheld: (out) (element-type utf8): names of the fields that do not travel on
 *
 * The next request. Fails with %PLACARD_ERROR_REDIRECT when @location leads nowhere, with
 * %PLACARD_ERROR_REDIRECT_REFUSED when following would hand out what belongs to the present origin:
 * from https to http with credentials, or a body or an unsafe method to another origin.
 */
PlacardStep *placard_redirect_follow (const PlacardStep *step,
                                      guint status,
                                      const char *location,
                                      gboolean trusted,
                                      GPtrArray **withheld,
                                      GError **error);

G_END_DECLS
