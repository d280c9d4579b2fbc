/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request's variables stand for in this window: asked for once, kept in memory, never written. */
#include "config.h"

#include "placard-window-request.h"

#include "placard-tokens.h"
#include "placard-variables-dialog.h"

static void
answered_cb (GtkWindow *parent, GHashTable *values)
{
  PlacardWindow *self = PLACARD_WINDOW (parent);
  GHashTableIter iter;
  gpointer name, value;

  if (!values)
    return;
  if (!self->values)
    self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (self->values, g_strdup (name), g_strdup (value));
  placard_window_send (self);
}

static void
give_value (gpointer name, gpointer value, gpointer request)
{
  if (!placard_request_get_variable (request, name))
    placard_request_set_variable (request, name, value);
}

PlacardRequest *
placard_window_dup_filled (PlacardWindow *self)
{
  PlacardRequest *request = placard_request_copy (self->request);

  if (self->values)
    g_hash_table_foreach (self->values, give_value, request);
  return request;
}

PlacardRequest *
placard_window_fill_in (PlacardWindow *self)
{
  g_autoptr (PlacardRequest) request = placard_window_dup_filled (self);
  g_autoptr (GPtrArray) missing = NULL;

  missing = placard_tokens_list_missing (request);
  if (missing->len == 0)
    return g_steal_pointer (&request);
  placard_variables_dialog_ask (GTK_WINDOW (self), missing, answered_cb);
  return NULL;
}
