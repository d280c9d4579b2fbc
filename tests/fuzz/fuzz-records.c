/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table: refused in a sentence, or names and values, in UTF-8, that written as CSV are read as the same. */
#include "placard-records.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
append_quoted (GString *csv, const char *text, gboolean last)
{
  g_auto (GStrv) pieces = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", pieces);

  g_string_append_printf (csv, "\"%s\"%s", doubled, last ? "\r\n" : ",");
}

static void
check_record (char **record)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  guint n = g_strv_length (record);

  g_assert_cmpuint (n % 2, ==, 0);
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    g_assert_true (g_utf8_validate (record[i], -1, NULL));
  for (guint i = 0; i < n; i += 2)
    append_quoted (csv, record[i], i + 2 == n);
  for (guint i = 1; i < n; i += 2)
    append_quoted (csv, record[i], i + 1 == n);
  again = placard_records_parse (csv->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_true (g_strv_equal (g_ptr_array_index (again, 0), (const char *const *) record));
}

static void
check_addresses (const char *text)
{
  g_autoptr (GPtrArray) addresses = placard_records_parse_lines (text);

  for (guint i = 0; i < addresses->len; i++) {
    const char *address = g_ptr_array_index (addresses, i);

    g_assert_true (*address && *address != '#' && !strchr (address, '\n'));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = placard_records_parse (text, &error);

  g_assert_true ((records == NULL) == (error != NULL));
  check_addresses (text);
  if (!records) {
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  g_assert_cmpuint (records->len, >, 0);
  for (guint i = 0; i < MIN (records->len, 50); i++)
    check_record (g_ptr_array_index (records, i));
  return 0;
}
