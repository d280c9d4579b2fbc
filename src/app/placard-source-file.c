/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-source-file.h"

#include <glib/gi18n-lib.h>

#include "placard-error.h"

void
placard_source_file_measure (GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                          "," G_FILE_ATTRIBUTE_ACCESS_CAN_READ,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, callback,
                           user_data);
}

static void
set_fault (GFile *file, GFileInfo *info, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);

  if (!info)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY, _ ("The file “%s” is not there"),
                 name);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                 _ ("“%s” is a folder: choose the files in it"), name);
  else if (!g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                 _ ("The file “%s” may not be read"), name);
}

goffset
placard_source_file_measure_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (file, result, &cause);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return -1;
  }
  set_fault (file, info, error);
  return info && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR
             ? g_file_info_get_size (info)
             : -1;
}

char *
placard_source_file_format_size (goffset bytes)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GOFFSET_FORMAT, bytes);

  /* Translators: an exact size; %s is the number */
  return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) bytes), number);
}
