/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile that is changed where a person keeps a setting in it: line by line, so that comments, order and
 * everything that a request does not know of stay as they were written. */
#include "placard-profile.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-option.h"
#include "placard-setting.h"

/* The options that a line says when it stands alone: `user-agent` says a header field, `data` a body. */
static gboolean
says (const char *line, const char *folder, const char *name)
{
  const PlacardOption *option = placard_profile_find_option (line);
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardOptionWriting) writing = NULL;
  g_autoptr (PlacardOptions) options = NULL;

  if (!option)
    return FALSE;
  if (strcmp (option->name, name) == 0)
    return TRUE;
  if (option->write || strcmp (option->name, "profile") == 0)
    return FALSE;
  request = placard_request_new ();
  options = placard_profile_parse (line, "", folder, request, NULL);
  writing = placard_option_writing_new (request);
  for (guint i = 0; options && i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (strcmp (entry->option->name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
append_lines (GString *out, const char *name, const char *const *values)
{
  gboolean flag = !placard_option_find (name)->argument;

  for (; values && *values; values++)
    placard_profile_append_line (out, name, flag ? NULL : *values);
}

/* The new lines stand where the first of the old ones stood, or at the end. (transfer full) */
static char *
replace_lines (const char *text, const char *folder, const char *name, const char *const *values)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);
  GString *out = g_string_new (NULL);
  gboolean written = FALSE;

  for (guint i = 0; i < n_lines; i++) {
    if (says (lines[i], folder, name)) {
      if (!written)
        append_lines (out, name, values);
      written = TRUE;
    } else if (i + 1 < n_lines || *lines[i]) {
      g_string_append_printf (out, "%s\n", lines[i]);
    }
  }
  if (!written)
    append_lines (out, name, values);
  return g_string_free (out, FALSE);
}

/* Values are tried before they are written, and none of them may be a secret. */
static gboolean
check_values (const char *name, const char *folder, const char *const *values, GError **error)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (PlacardOptionWriting) writing = NULL;
  g_autoptr (PlacardOptions) options = NULL;

  append_lines (lines, name, values);
  options = placard_profile_parse (lines->str, name, folder, request, error);
  if (!options)
    return FALSE;
  writing = placard_option_writing_new (request);
  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (placard_profile_may_write (entry))
      continue;
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("The option --%s: a secret is not written into a profile; write ${NAME} or "
                    "{{name}} in its place"),
                 name);
    return FALSE;
  }
  return TRUE;
}

/* Nothing is written over a profile that is not understood. */
static gboolean
check_text (const char *text, const char *path, GError **error)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (PlacardOptions) options = placard_profile_parse (text, base, folder, request, error);

  return options != NULL;
}

gboolean
placard_profile_keep_values (const char *path,
                             const char *name,
                             const char *const *values,
                             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;

  g_return_val_if_fail (placard_option_find (name) != NULL, FALSE);

  text = placard_profile_read_file (path, error);
  if (!text || !check_text (text, path, error) || !check_values (name, folder, values, error))
    return FALSE;
  changed = replace_lines (text, folder, name, values);
  return placard_profile_write_file (path, changed, error);
}

gboolean
placard_profile_keep (const char *path, PlacardRequest *request, const char *name, GError **error)
{
  g_auto (GStrv) values = placard_setting_get_values (request, name);

  return placard_profile_keep_values (path, name, (const char *const *) values, error);
}

/* --- everything -------------------------------------------------------------------------------- */

/* What may be written of one option, each value after the other. (transfer full) */
static char **
list_written (PlacardOptionWriting *writing, const PlacardOption *option)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (guint i = 0; i < writing->entries->len; i++) {
    const PlacardOptionEntry *entry = g_ptr_array_index (writing->entries, i);

    if (entry->option == option && placard_profile_may_write (entry))
      g_strv_builder_add (values, entry->value ? entry->value : "");
  }
  return g_strv_builder_end (values);
}

/* The rows in which two requests differ. (transfer container) (element-type PlacardOption) */
static GPtrArray *
list_differences (PlacardRequest *one, PlacardRequest *other)
{
  g_autoptr (PlacardOptionWriting) a = placard_option_writing_new (one);
  g_autoptr (PlacardOptionWriting) b = placard_option_writing_new (other);
  GPtrArray *different = g_ptr_array_new ();
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);

  for (gsize i = 0; i < n_options; i++) {
    g_auto (GStrv) left = list_written (a, &table[i]);
    g_auto (GStrv) right = list_written (b, &table[i]);

    if (table[i].write && !g_strv_equal ((const char *const *) left, (const char *const *) right))
      g_ptr_array_add (different, (gpointer) &table[i]);
  }
  return different;
}

static PlacardRequest *
parse (const char *text, const char *path, PlacardOptions **options, GError **error)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);

  *options = placard_profile_parse (text, base, folder, request, error);
  return *options ? g_steal_pointer (&request) : NULL;
}

/* Whether the text, read again, says what the request says. */
static gboolean
means (const char *text, const char *path, PlacardRequest *request)
{
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (PlacardRequest) read = parse (text, path, &options, NULL);
  g_autoptr (GPtrArray) different = read ? list_differences (request, read) : NULL;

  return different && different->len == 0;
}

static void
replace_all (char **text, const char *path, PlacardRequest *was, PlacardRequest *request)
{
  g_autoptr (PlacardOptionWriting) writing = placard_option_writing_new (request);
  g_autoptr (GPtrArray) different = list_differences (request, was);
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < different->len; i++) {
    const PlacardOption *option = g_ptr_array_index (different, i);
    g_auto (GStrv) values = list_written (writing, option);
    char *changed = replace_lines (*text, folder, option->name, (const char *const *) values);

    g_free (*text);
    *text = changed;
  }
}

gboolean
placard_profile_keep_all (const char *path,
                          PlacardRequest *request,
                          GPtrArray **left_out,
                          GError **error)
{
  g_autofree char *text = placard_profile_read_file (path, error);
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (PlacardRequest) was = text ? parse (text, path, &options, error) : NULL;
  g_autofree char *whole = NULL;

  if (!was)
    return FALSE;
  replace_all (&text, path, was, request);
  whole = placard_profile_format (request, options, left_out);
  return placard_profile_write_file (path, means (text, path, request) ? text : whole, error);
}
