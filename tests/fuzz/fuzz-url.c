/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is typed as an address: refused, or a URI whose host is plain and whose text is what another
 * reading makes of it again. */
#include "placard-url.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *typed = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autoptr (GUri) uri = placard_url_parse (typed, &user, &password, &error);
  g_autoptr (GUri) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (!uri) {
    g_assert_true (error && g_utf8_validate (error->message, -1, NULL));
    g_assert_null (strpbrk (error->message, "\r\n"));
    return 0;
  }
  text = g_uri_to_string (uri);
  for (const char *at = text; *at; at++)
    g_assert_true (*at > ' ' && *at < 0x7F);
  g_assert_null (strpbrk (g_uri_get_host (uri), "/?#@\\%<>^|"));
  g_assert_null (g_uri_get_userinfo (uri));
  again = placard_url_parse (text, NULL, NULL, NULL);
  g_assert_nonnull (again);
  text_again = g_uri_to_string (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
