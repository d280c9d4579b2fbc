/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HD15, HD16: what went out, with and without its secrets. */
#include "placard-sent-message.h"

#include "placard-response.h"

static void
add (GPtrArray *headers, const char *name, const char *value)
{
  g_ptr_array_add (headers, placard_response_header_new (name, value));
}

static void
test_format (void)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardSentMessage *message;
  PlacardField *field;
  g_autofree char *masked = NULL;
  g_autofree char *clear = NULL;

  placard_request_append_header (request, "X-Till", "s1");
  field = g_ptr_array_index (placard_request_get_headers (request), 0);
  field->secret = TRUE;
  placard_request_set_auth (request, PLACARD_AUTH_API_KEY_QUERY, "k", "s2");
  add (headers, "Host", "a.example");
  add (headers, "X-Till", "s1");
  add (headers, "Authorization", "Bearer s3");
  add (headers, "Cookie", "sid=s4");
  add (headers, "X-Empty", "");
  message = placard_sent_message_new ("GET /a?x=1&k=s2&%74oken=s5&e HTTP/1.1", headers);
  masked = placard_sent_message_format (message, request, FALSE);
  g_assert_cmpstr (masked, ==,
                   "GET /a?x=1&k=***&%74oken=***&e HTTP/1.1\n"
                   "Host: a.example\n"
                   "X-Till: ***\n"
                   "Authorization: Bearer ***\n"
                   "Cookie: ***\n"
                   "X-Empty: \n");
  clear = placard_sent_message_format (message, request, TRUE);
  g_assert_cmpstr (clear, ==,
                   "GET /a?x=1&k=s2&%74oken=s5&e HTTP/1.1\n"
                   "Host: a.example\n"
                   "X-Till: s1\n"
                   "Authorization: Bearer s3\n"
                   "Cookie: sid=s4\n"
                   "X-Empty: \n");
  placard_sent_message_free (message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sent-message/format", test_format);
  return g_test_run ();
}
