/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/**
 * placard_warning_list:
 *
 * What is not wrong with a request, and yet may not be meant: options that do not go together, or have no
 * effect here. Whole sentences. (transfer full) (element-type utf8)
 */
GPtrArray *placard_warning_list (PlacardRequest *request);

/**
 * placard_warning_dup_broken_json:
 *
 * Where the body of @request stops being JSON although it is sent as that, as curl would send it: with line and
 * column. %NULL when it is JSON, is not sent as JSON, is a file, or has {{variables}}. (transfer full) (nullable)
 */
char *placard_warning_dup_broken_json (PlacardRequest *request);

G_END_DECLS
