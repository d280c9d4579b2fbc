/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted command ends in a sentence or in a request; what can be sent is written, read again, and is the
 * same: method, address, fields, all of it without a line break where none may be. */
#include "placard-curl-command.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static char *
describe (PlacardRequest *request)
{
  g_autoptr (GUri) uri = placard_request_build_uri (request, NULL);
  g_autoptr (GPtrArray) headers = placard_request_build_headers (request);
  g_autofree char *address = g_uri_to_string (uri);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", placard_request_get_effective_method (request), address);
  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    g_assert_null (strpbrk (field->name, "\r\n: "));
    g_assert_null (strpbrk (field->value, "\r\n"));
    /* A form's boundary is another one each time. */
    if (!strstr (field->value, "PlacardFormBoundary"))
      g_string_append_printf (text, "\n%s: %s", field->name, field->value);
  }
  g_assert_null (strpbrk (address, "\r\n "));
  return g_string_free (text, FALSE);
}

static PlacardRequest *
read_command (const char *text)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;

  options = placard_curl_command_parse (text, "/nonexistent", request, &left_out, &error);
  g_assert_true ((options == NULL) == (error != NULL));
  return options ? g_steal_pointer (&request) : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *rest = g_strndup ((const char *) data, size);
  g_autofree char *text = g_strconcat ("curl ", rest, NULL);
  g_autoptr (PlacardRequest) request = read_command (text);
  g_autoptr (PlacardRequest) again = NULL;
  g_autoptr (GPtrArray) left_out = NULL;
  g_autofree char *command = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!request || strstr (text, "multipart") || !placard_request_validate (request, NULL, NULL))
    return 0;
  command = placard_curl_command_format (request, TRUE, &left_out);
  if (left_out->len > 0)
    return 0;
  again = read_command (command);
  g_assert_nonnull (again);
  before = describe (request);
  after = describe (again);
  g_assert_cmpuint (strlen (before), ==, strlen (after));
  return 0;
}
