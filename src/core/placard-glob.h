/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of the addresses that a pattern stands for. */
typedef struct {
  char *url;
  char **captures; /* what stood for each range or list: #1, #2 ... of --output */
} PlacardGlobMatch;

#define PLACARD_GLOB_MAX 100000

/**
 * placard_glob_expand:
 *
 * The addresses that @pattern stands for, the last range running fastest, as with curl:
 *   [1-20] [01-20] [1-20:2] [a-e]     ranges; digits keep their width
 *   {1..20} {01..20..2} {a..e}        the same as a shell writes it
 *   {one,two,three}                   a list
 * Nothing else that stands in brackets or braces is touched: [::1], filter[name], {id}, {{variable}},
 * {"json":1}. A backslash before a bracket or brace takes its meaning away. A pattern without any is its
 * own only match.
 *
 * Fails with %PLACARD_ERROR_USAGE: a range that goes down, or more than %PLACARD_GLOB_MAX addresses.
 * (transfer full) (element-type PlacardGlobMatch)
 */
GPtrArray *placard_glob_expand (const char *pattern, GError **error);
/* The pattern as it stands. (transfer full) (element-type PlacardGlobMatch) */
GPtrArray *placard_glob_literal (const char *url);

/**
 * placard_glob_fill_in:
 *
 * @text with "#1" and so on replaced by what stood there; a number without a range stays as it is.
 * (transfer full)
 */
char *placard_glob_fill_in (const char *text, const char *const *captures);

G_END_DECLS
