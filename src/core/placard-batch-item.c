/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-batch-item.h"

#include "placard-form.h"
#include "placard-glob.h"
#include "placard-mask.h"
#include "placard-variables.h"

static void
item_free (PlacardBatchItem *self)
{
  g_free (self->url);
  g_strfreev (self->captures);
  g_strfreev (self->record);
  g_free (self->label);
  g_free (self);
}

static GPtrArray *
get_parts (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  PlacardForm *form = body ? placard_body_get_form (body) : NULL;

  return form ? placard_form_get_parts (form) : NULL;
}

static gboolean
is_file (const PlacardFormPart *part)
{
  return part->enabled && part->file_name != NULL;
}

/* The files that go one by one: their indices in the form, or -1 alone. */
static GArray *
list_files (PlacardRequest *request)
{
  GArray *files = g_array_new (FALSE, FALSE, sizeof (int));
  GPtrArray *parts = placard_request_get_one_per_file (request) ? get_parts (request) : NULL;
  int all = -1;

  for (int i = 0; parts && i < (int) parts->len; i++)
    if (is_file (g_ptr_array_index (parts, (guint) i)))
      g_array_append_val (files, i);
  if (files->len == 0)
    g_array_append_val (files, all);
  return files;
}

static char *
make_label (PlacardRequest *request, const char *url, int part)
{
  GPtrArray *parts = get_parts (request);

  if (part < 0)
    return placard_mask_url (url);
  return g_strdup (((PlacardFormPart *) g_ptr_array_index (parts, (guint) part))->file_name);
}

/* What one address of one row stands for. */
static void
add_items (GPtrArray *items,
           PlacardRequest *request,
           const PlacardGlobMatch *match,
           char **record,
           GArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    PlacardBatchItem *item = g_new0 (PlacardBatchItem, 1);

    item->number = items->len + 1;
    item->url = g_strdup (match->url);
    item->captures = g_strdupv (match->captures);
    item->record = g_strdupv (record);
    item->part = g_array_index (files, int, i);
    item->label = make_label (request, match->url, item->part);
    g_ptr_array_add (items, item);
  }
}

static gboolean
add_address (GPtrArray *items,
             PlacardRequest *request,
             const char *url,
             gboolean globs,
             char **record,
             GError **error)
{
  g_autoptr (GPtrArray) matches =
      globs ? placard_glob_expand (url, error) : placard_glob_literal (url);
  g_autoptr (GArray) files = list_files (request);

  for (guint i = 0; matches && i < matches->len; i++)
    add_items (items, request, g_ptr_array_index (matches, i), record, files);
  return matches != NULL;
}

GPtrArray *
placard_batch_item_list (
    PlacardRequest *request, GPtrArray *urls, gboolean globs, GPtrArray *records, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  guint n_rows = records ? records->len : 1;

  for (guint row = 0; row < n_rows; row++) {
    char **record = records ? g_ptr_array_index (records, row) : NULL;

    for (guint i = 0; i < urls->len; i++)
      if (!add_address (items, request, g_ptr_array_index (urls, i), globs, record, error))
        return NULL;
  }
  return g_steal_pointer (&items);
}

gboolean
placard_batch_item_splits (PlacardRequest *request)
{
  g_autoptr (GArray) files = list_files (request);

  return files->len > 1;
}

/* All fields but the other files, in their order. */
static PlacardBody *
keep_one_file (GPtrArray *parts, int part)
{
  g_autoptr (PlacardForm) form = placard_form_new ();

  for (int i = 0; i < (int) parts->len; i++) {
    const PlacardFormPart *field = g_ptr_array_index (parts, (guint) i);

    if (field->enabled && (i == part || !is_file (field)))
      placard_form_append (form, field->name, field->file_name, field->content);
  }
  return placard_body_new_form (form);
}

PlacardRequest *
placard_batch_item_make_request (const PlacardBatchItem *self, PlacardRequest *request)
{
  PlacardRequest *own = placard_request_copy (request);
  GPtrArray *parts = get_parts (request);

  placard_request_set_url (own, self->url);
  for (char **pair = self->record; pair && *pair; pair += 2)
    placard_request_set_variable (own, pair[0], pair[1]);
  if (self->record)
    placard_request_set_expands (own, TRUE);
  placard_request_move_userinfo (own);
  if (self->part >= 0 && parts) {
    g_autoptr (PlacardBody) body = keep_one_file (parts, self->part);

    placard_request_set_body (own, body);
  }
  return own;
}

char *
placard_batch_item_dup_host (const PlacardBatchItem *self, PlacardRequest *request)
{
  g_autoptr (PlacardRequest) own = NULL;
  g_autoptr (PlacardRequest) expanded = NULL;
  g_autoptr (GUri) uri = NULL;

  if (placard_variables_has_reference (self->url)) {
    own = placard_batch_item_make_request (self, request);
    expanded = placard_variables_expand (own, NULL);
  } else {
    own = placard_request_new ();
    placard_request_set_url (own, self->url);
  }
  uri = placard_request_build_uri (expanded ? expanded : own, NULL);
  return uri ? g_strdup (g_uri_get_host (uri)) : NULL;
}
