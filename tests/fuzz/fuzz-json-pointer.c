/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-json-pointer.h"
#include "placard-json-tree.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What the reader takes json-glib takes too, and finds the same tree in it; every pointer that the tree gives
 * leads back to its node; what is formatted is read again and formats to itself. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static PlacardSpool *
new_spool (const guint8 *data, gsize size)
{
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), NULL);

  placard_spool_append (spool, data, size, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return spool;
}

static void
check_node (PlacardSpool *spool, const PlacardJsonNode *node, guint *budget)
{
  g_autoptr (GPtrArray) children = placard_json_tree_read_children (spool, node, 0, *budget, NULL);

  g_assert_nonnull (children);
  for (guint i = 0; i < children->len && *budget; i++) {
    const PlacardJsonNode *child = g_ptr_array_index (children, i);
    PlacardJsonValue value;

    (*budget)--;
    g_assert_true (node->value.start < child->value.start && child->value.end < node->value.end);
    /* A name that is too long to be kept, or no UTF-8, leads nowhere; of two alike the last one counts. */
    if (placard_json_pointer_find (spool, child->pointer, &value, NULL))
      g_assert_true (value.start >= child->value.start);
    check_node (spool, child, budget);
  }
}

static GBytes *
format (PlacardSpool *spool, PlacardSpool **pretty)
{
  gsize size;
  guint8 *bytes;

  *pretty = placard_json_tree_format (spool, g_get_tmp_dir (), NULL, NULL);
  g_assert_nonnull (*pretty);
  size = placard_spool_get_size (*pretty);
  bytes = g_malloc (size + 1);
  g_assert_cmpint (placard_spool_read_at (*pretty, 0, bytes, size, NULL), ==, size);
  return g_bytes_new_take (bytes, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (PlacardSpool) spool = new_spool (data, size);
  g_autoptr (PlacardJsonNode) root = placard_json_tree_read_root (spool, NULL);
  g_autoptr (PlacardSpool) once = NULL, twice = NULL;
  g_autoptr (GBytes) first = NULL, second = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint budget = 200;

  if (!root)
    return 0;
  /* json-glib wants UTF-8, and knows neither a byte order mark nor half a surrogate pair. */
  if (g_utf8_validate ((const char *) data, size, NULL) && size && data[0] != 0xef &&
      !memmem (data, size, "\\ud", 3) && !memmem (data, size, "\\uD", 3))
    g_assert_true (json_parser_load_from_data (parser, (const char *) data, size, NULL));
  check_node (spool, root, &budget);
  first = format (spool, &once);
  second = format (once, &twice);
  g_assert_true (g_bytes_equal (first, second));
  return 0;
}
