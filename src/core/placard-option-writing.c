/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request as options again: every row that has something to say, in the table's order. What is written
 * and read again sends the same bytes. */
#include "placard-option.h"

#include <string.h>

static void
entry_free (PlacardOptionEntry *entry)
{
  g_free (entry->value);
  g_free (entry->masked);
  g_free (entry);
}

void
placard_option_writing_add (PlacardOptionWriting *writing,
                            const PlacardOption *option,
                            const char *value,
                            const char *masked)
{
  PlacardOptionEntry *entry = g_new0 (PlacardOptionEntry, 1);

  entry->option = option;
  entry->value = g_strdup (value);
  entry->masked = g_strcmp0 (value, masked) == 0 ? NULL : g_strdup (masked);
  g_ptr_array_add (writing->entries, entry);
}

void
placard_option_writing_refuse (PlacardOptionWriting *writing, const char *sentence)
{
  g_ptr_array_add (writing->unwritable, g_strdup (sentence));
}

PlacardOptionWriting *
placard_option_writing_new (PlacardRequest *request)
{
  PlacardOptionWriting *writing = g_new0 (PlacardOptionWriting, 1);
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);

  writing->request = g_object_ref (request);
  writing->defaults = placard_request_new ();
  writing->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  writing->unwritable = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_options; i++)
    if (table[i].write && strcmp (table[i].name, "url") != 0)
      table[i].write (writing, &table[i]);
  placard_option_write_url (writing, placard_option_find ("url"));
  return writing;
}

void
placard_option_writing_free (PlacardOptionWriting *writing)
{
  g_object_unref (writing->request);
  g_object_unref (writing->defaults);
  g_ptr_array_unref (writing->entries);
  g_ptr_array_unref (writing->unwritable);
  g_free (writing);
}
