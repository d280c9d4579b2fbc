/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-option.h"

G_BEGIN_DECLS

/* Texts made of the option table when Placard is built. (transfer full) */
char *documents_format_manual (void);
/* @shell: "bash", "zsh" or "fish" */
char *documents_format_completion (const char *shell);

G_END_DECLS
