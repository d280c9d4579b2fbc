/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-answer.h"

#include <string.h>

/* The first byte says what the rest is called and where to look. Whatever is found, it is bytes in a sealed
 * spool or addresses of http and https. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static PlacardResponse *
new_response (const char *content_type)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  const PlacardResponseFacts facts = {
      .status = 200, .url = "https://a.example/b/c", .headers = headers};

  g_ptr_array_add (headers, placard_response_header_new ("Content-Type", content_type));
  return placard_response_new (&facts);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const types[] = {"application/json", "multipart/mixed; boundary=b",
                                      "multipart/mixed", "text/plain; charset=gbk"};
  static const char *const places[] = {NULL, "json:/a", "part:1", "text"};
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (PlacardAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (!size)
    return 0;
  spool = placard_spool_new (g_get_tmp_dir (), NULL);
  placard_spool_append (spool, data + 1, size - 1, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  response = new_response (types[data[0] & 3]);
  answer = placard_answer_find (response, spool, places[data[0] >> 2 & 3], g_get_tmp_dir (), NULL,
                                &error);
  if (!answer)
    return 0;
  g_assert_no_error (error);
  if (placard_answer_get_kind (answer) == PLACARD_ANSWER_BYTES)
    g_assert_cmpint (placard_spool_get_state (placard_answer_get_spool (answer)), !=,
                     PLACARD_SPOOL_OPEN);
  for (guint i = 0; i < placard_answer_get_urls (answer)->len; i++) {
    const char *url = g_ptr_array_index (placard_answer_get_urls (answer), i);

    g_assert_true (g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://"));
  }
  return 0;
}
