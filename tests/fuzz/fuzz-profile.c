/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile ends in a sentence with a line's number, or in a request that can be written again; what can
 * be sent and is written is read. */
#include "placard-profile.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static PlacardRequest *
read_profile (const char *text)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardOptions) options =
      placard_profile_parse (text, "fuzz.placard", "/nonexistent", request, &error);

  g_assert_true ((options == NULL) == (error != NULL));
  return options ? g_steal_pointer (&request) : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (PlacardRequest) request = read_profile (text);
  g_autoptr (PlacardRequest) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;

  if (!request)
    return 0;
  if (!*placard_request_get_url (request))
    placard_request_set_url (request, "http://h/");
  if (!placard_request_validate (request, NULL, NULL))
    return 0;
  written = placard_profile_format (request, NULL, NULL);
  again = read_profile (written);
  if (!g_utf8_validate (written, -1, NULL))
    return 0;
  g_assert_nonnull (again);
  written_again = placard_profile_format (again, NULL, NULL);
  g_assert_nonnull (written_again);
  return 0;
}
