/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* The query of an address as a list of parameters that is edited, and back (SPEC RB3). */

/**
 * placard_query_list:
 *
 * The parameters of the request's own address, decoded, then those that are added to it, switched on or not.
 * A parameter that cannot be decoded to text is one that is `encoded`.
 * (transfer full) (element-type PlacardField)
 */
GPtrArray *placard_query_list (PlacardRequest *request);

/**
 * placard_query_set:
 *
 * Makes @fields the query: those that are switched on stand in the address, in their order, those that are
 * not are kept beside it, and so are secrets that were there before. What did not change stands there as it was written, whatever its encoding; the
 * rest is encoded once, "+" for a space, and {{references}} as they are.
 */
void placard_query_set (PlacardRequest *request, GPtrArray *fields);

/**
 * placard_query_merge:
 * @shown: the rows as they are
 * @fields: what placard_query_list() gives now
 *
 * @fields with those that are switched off at the places that they have in @shown.
 * (transfer full) (element-type PlacardField)
 */
GPtrArray *placard_query_merge (GPtrArray *shown, GPtrArray *fields);

G_END_DECLS
