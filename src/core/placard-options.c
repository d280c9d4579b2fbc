/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, read by the option table. */
#include "placard-options.h"

#include <string.h>

#include "placard-option.h"
#include "placard-profile.h"

void
placard_options_free (PlacardOptions *options)
{
  g_ptr_array_unref (options->urls);
  g_clear_pointer (&options->records, g_ptr_array_unref);
  g_clear_pointer (&options->required, g_ptr_array_unref);
  g_free (options->output);
  g_free (options->output_dir);
  g_free (options->write_out);
  g_free (options->as);
  g_free (options->progress);
  g_free (options->demo);
  g_free (options->save_profile);
  g_free (options->forward_to);
  g_clear_pointer (&options->left_behind, g_ptr_array_unref);
  g_free (options);
}

/* "me.placard" among the addresses is read before everything else, so that options override it. The first
 * one that exists: a request is of one profile. */
static gboolean
read_profile (PlacardOptionReading *reading, const char *const *arguments, GError **error)
{
  g_autoptr (GPtrArray) addresses = placard_option_list_addresses (arguments);

  for (guint i = 0; i < addresses->len; i++) {
    const char *address = g_ptr_array_index (addresses, i);
    g_autofree char *path = placard_option_resolve_path (reading, address);

    if (g_str_has_suffix (address, PLACARD_PROFILE_SUFFIX) &&
        g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
      reading->profile_address = address;
      return placard_option_read_profile (reading, placard_option_find ("profile"), path, error);
    }
  }
  return TRUE;
}

/* The addresses, those of --url as well. */
static GPtrArray *
list_destinations (const char *const *arguments)
{
  GPtrArray *addresses = placard_option_list_addresses (arguments);

  for (const char *const *word = arguments; *word; word++) {
    if (g_str_has_prefix (*word, "--url="))
      g_ptr_array_add (addresses, (gpointer) (*word + strlen ("--url=")));
    else if (strcmp (*word, "--url") == 0 && word[1])
      g_ptr_array_add (addresses, (gpointer) word[1]);
  }
  return addresses;
}

/* As curl: FILE within the folder of --output-dir, even when FILE has folders of its own. */
void
placard_option_place_output (PlacardOptionReading *reading)
{
  PlacardOptions *options = reading->options;
  g_autofree char *typed = options->output;

  if (!typed || strcmp (typed, "-") == 0)
    options->output = g_steal_pointer (&typed);
  else if (options->output_dir)
    options->output = g_build_filename (options->output_dir, typed, NULL);
  else
    options->output = g_strdup (reading->output);
}

PlacardOptions *
placard_options_parse (const char *const *arguments,
                       const char *cwd,
                       PlacardRequest *request,
                       GInputStream *stdin_stream,
                       GError **error)
{
  g_autoptr (PlacardOptionReading) reading =
      placard_option_reading_new (cwd, request, stdin_stream);

  reading->addresses = list_destinations (arguments);
  if (!read_profile (reading, arguments, error))
    return NULL;
  if (!placard_option_read_arguments (reading, arguments, NULL, error) ||
      !placard_option_reading_finish (reading, error))
    return NULL;
  placard_option_place_output (reading);
  return g_steal_pointer (&reading->options);
}
