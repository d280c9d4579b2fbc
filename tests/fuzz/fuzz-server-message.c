/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-server-message.h"

/* A server's words are a line of plain text of bounded length, whatever it sends. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  for (int type = PLACARD_MEDIA_JSON; type <= PLACARD_MEDIA_TEXT; type++) {
    g_autofree char *message =
        placard_server_message_find ((PlacardMediaType) type, data, size, NULL);

    if (!message)
      continue;
    g_assert_true (g_utf8_validate (message, -1, NULL) && *message);
    g_assert_cmpint (g_utf8_strlen (message, -1), <=, 301);
    for (const char *at = message; *at; at = g_utf8_next_char (at))
      g_assert_false (g_unichar_iscntrl (g_utf8_get_char (at)));
    placard_server_message_is_login (data, size, message);
  }
  return 0;
}
