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

G_END_DECLS
