/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-sending.h"

G_BEGIN_DECLS

/* What the head of an answer says, told from libsoup's message and the step that it answers. */

/* @hops: (element-type PlacardHop): how it came here; shared. (transfer full) */
PlacardResponse *
placard_head_make_response (PlacardSending *sending, const PlacardStep *step, GPtrArray *hops);

/* A proxy that refuses the tunnel answers in the place of an https site, and libsoup passes that off as the
 * site's own answer: the site would have shown its certificate. Fails with %PLACARD_ERROR_PROXY. */
gboolean
placard_head_check_origin (PlacardSending *sending, const PlacardStep *step, GError **error);

/* A redirect with somewhere to go. */
gboolean placard_head_is_redirect (PlacardResponse *response);
/* @withheld: (element-type utf8): shared. (transfer full) */
PlacardHop *
placard_head_make_hop (const PlacardStep *step, PlacardResponse *response, GPtrArray *withheld);
/* (transfer full) */
GError *placard_head_describe_redirect (PlacardResponse *response);
/* Lists the chain. (transfer full) */
GError *placard_head_describe_redirects (GPtrArray *hops, guint limit);

G_END_DECLS
