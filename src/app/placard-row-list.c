/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: one block of rows is kept, the one that was looked at last: a list view asks for neighbours. */
#include "placard-row-list.h"

#include <gtk/gtk.h>

#define BLOCK_ROWS 64
/* Indexed between two frames: a few milliseconds. */
#define INDEX_BYTES (2 * 1024 * 1024)

struct _PlacardRowList {
  GObject parent_instance;

  PlacardText *text;   /* rows of text, or */
  PlacardSpool *spool; /* rows of bytes */
  PlacardHexColumn column;
  guint n_rows;
  guint indexer;

  guint block; /* number of the block that is kept, G_MAXUINT for none */
  char **lines;
};

static guint
get_n_items (GListModel *model)
{
  return PLACARD_ROW_LIST (model)->n_rows;
}

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static void
load_block (PlacardRowList *self, guint block)
{
  guint64 first = (guint64) block * BLOCK_ROWS;
  g_autofree char *rows =
      self->text ? placard_text_get_rows (self->text, first, BLOCK_ROWS, NULL)
                 : placard_hex_get_rows (self->spool, first, BLOCK_ROWS, self->column, NULL);

  g_clear_pointer (&self->lines, g_strfreev);
  self->lines = g_strsplit (rows ? rows : "", "\n", -1);
  self->block = block;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PlacardRowList *self = PLACARD_ROW_LIST (model);
  guint in_block = position % BLOCK_ROWS;

  if (position >= self->n_rows)
    return NULL;
  if (self->block != position / BLOCK_ROWS)
    load_block (self, position / BLOCK_ROWS);
  return gtk_string_object_new (in_block < g_strv_length (self->lines) ? self->lines[in_block]
                                                                       : "");
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_n_items = get_n_items;
  iface->get_item_type = get_item_type;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlacardRowList,
                               placard_row_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
placard_row_list_finalize (GObject *object)
{
  PlacardRowList *self = PLACARD_ROW_LIST (object);

  g_clear_handle_id (&self->indexer, g_source_remove);
  g_clear_object (&self->text);
  g_clear_object (&self->spool);
  g_clear_pointer (&self->lines, g_strfreev);
  G_OBJECT_CLASS (placard_row_list_parent_class)->finalize (object);
}

static void
placard_row_list_class_init (PlacardRowListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_row_list_finalize;
}

static void
placard_row_list_init (PlacardRowList *self)
{
  self->block = G_MAXUINT;
}

static gboolean
index_cb (gpointer user_data)
{
  PlacardRowList *self = PLACARD_ROW_LIST (user_data);
  gboolean more = placard_text_index (self->text, INDEX_BYTES);
  guint n_rows = (guint) MIN (placard_text_get_n_rows (self->text), G_MAXINT);
  guint before = self->n_rows;

  if (n_rows > before) {
    self->n_rows = n_rows;
    /* The last block may have been read when it was not full. */
    self->block = G_MAXUINT;
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_rows - before);
  }
  if (more)
    return G_SOURCE_CONTINUE;
  self->indexer = 0;
  return G_SOURCE_REMOVE;
}

PlacardRowList *
placard_row_list_new_text (PlacardText *text)
{
  PlacardRowList *self = g_object_new (PLACARD_TYPE_ROW_LIST, NULL);

  self->text = g_object_ref (text);
  self->indexer = g_idle_add (index_cb, self);
  return self;
}

PlacardRowList *
placard_row_list_new_bytes (PlacardSpool *spool, PlacardHexColumn column)
{
  PlacardRowList *self = g_object_new (PLACARD_TYPE_ROW_LIST, NULL);

  self->spool = g_object_ref (spool);
  self->column = column;
  self->n_rows = (guint) MIN (placard_hex_count_rows (placard_spool_get_size (spool)), G_MAXINT);
  return self;
}
