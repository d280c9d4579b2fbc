/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the words of a template stand for. Nothing is owned; what is %NULL or 0 stands for
 * nothing. */
typedef struct {
  const char *name;   /* as suggested, with its extension: {{name}} and {{ext}} */
  const char *host;   /* {{host}} */
  const char *sha256; /* {{hash}}, of which {{hash8}} is the beginning */
  GDateTime *date;    /* {{date}} 2024-05-31, {{time}} 235959, {{timestamp}} seconds since 1970 */
  guint number;       /* {{n}} */
  guint status;       /* {{status}} */
  int width;          /* {{width}} */
  int height;         /* {{height}} */
} PlacardNameFacts;

gboolean placard_name_template_is_one (const char *text);
/* Whether the bytes must be hashed for it. */
gboolean placard_name_template_wants_hash (const char *text);

/**
 * placard_name_template_expand:
 * @text: such as "{{name}}-{{date}}-{{hash8}}", one component of a path
 *
 * A file name that is safe to write and has the extension of `name`, whether or not the template
 * ends in it. Fails with %PLACARD_ERROR_USAGE on a word that does not exist. (transfer full)
 */
char *
placard_name_template_expand (const char *text, const PlacardNameFacts *facts, GError **error);

G_END_DECLS
