/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-text-page.h"

#include "placard-excerpt.h"
#include "placard-json-tree.h"
#include "placard-json-view.h"
#include "placard-row-list.h"
#include "placard-rows-view.h"
#include "placard-source-style.h"

#include <glib/gi18n-lib.h>

struct _PlacardTextPage {
  GtkBox parent_instance;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkWidget *switcher;
  GtkStack *stack;
  GtkStackPage *source_page;
  GtkStackPage *rows_page;
  GtkStackPage *tree_page;
  PlacardRowsView *rows;
  PlacardJsonView *tree;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;

  GtkSourceSearchContext *search;
  PlacardText *text; /* of a body that is too large for the source view, else NULL */
  guint64 found;     /* the row behind the one that was found last */
};

G_DEFINE_FINAL_TYPE (PlacardTextPage, placard_text_page, GTK_TYPE_BOX)

static const char *
language_of (PlacardMediaType type)
{
  switch (type) {
  case PLACARD_MEDIA_JSON:
    return "json";
  case PLACARD_MEDIA_HTML:
    return "html";
  case PLACARD_MEDIA_XML:
  case PLACARD_MEDIA_SVG:
    return "xml";
  default:
    return NULL;
  }
}

static void
set_language (PlacardTextPage *self, PlacardMediaType type)
{
  const char *id = language_of (type);
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (
      self->buffer, id ? gtk_source_language_manager_get_language (languages, id) : NULL);
}

/* A small text, all of it: coloured, JSON laid out in lines. */
static void
show_source (PlacardTextPage *self,
             PlacardSpool *spool,
             const char *content_type,
             PlacardMediaType type)
{
  /* Laid out, strings and numbers stay byte by byte as they came; what cannot be laid out stays as it is. */
  g_autoptr (PlacardSpool) lines =
      type == PLACARD_MEDIA_JSON ? placard_json_tree_format (spool, NULL, NULL, NULL) : NULL;
  g_autofree char *bytes = g_malloc (PLACARD_EXCERPT_BYTES);
  g_autofree char *charset = placard_excerpt_find_charset (content_type);
  gssize n_bytes =
      placard_spool_read_at (lines ? lines : spool, 0, bytes, PLACARD_EXCERPT_BYTES, NULL);
  g_autofree char *text = placard_excerpt_make (bytes, (gsize) MAX (n_bytes, 0), charset, TRUE);
  GtkTextIter start;

  set_language (self, type);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
}

static void
show_rows (PlacardTextPage *self, PlacardSpool *spool, const char *content_type)
{
  g_autoptr (PlacardRowList) list = NULL;

  self->text = placard_text_new (spool, content_type);
  list = placard_row_list_new_text (self->text);
  placard_rows_view_set_rows (self->rows, G_LIST_MODEL (list));
}

void
placard_text_page_show (PlacardTextPage *self, PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardMediaType type = verdict ? placard_verdict_get_sniffed (verdict) : PLACARD_MEDIA_TEXT;
  const char *content_type = response ? placard_response_get_content_type (response) : NULL;
  gboolean small = placard_spool_get_size (spool) <= PLACARD_EXCERPT_BYTES;
  gboolean has_tree;

  g_return_if_fail (PLACARD_IS_TEXT_PAGE (self));

  g_clear_object (&self->text);
  self->found = 0;
  placard_rows_view_set_rows (self->rows, NULL);
  if (small)
    show_source (self, spool, content_type, type);
  else
    show_rows (self, spool, content_type);
  has_tree = type == PLACARD_MEDIA_JSON && small && placard_json_view_show (self->tree, spool);
  gtk_stack_page_set_visible (self->source_page, small);
  gtk_stack_page_set_visible (self->rows_page, !small);
  gtk_stack_page_set_visible (self->tree_page, has_tree);
  gtk_widget_set_visible (self->switcher, has_tree);
  gtk_stack_set_visible_child_name (self->stack, small ? "source" : "rows");
}

void
placard_text_page_start_search (PlacardTextPage *self)
{
  g_return_if_fail (PLACARD_IS_TEXT_PAGE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
select_match (PlacardTextPage *self, gboolean forward)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start, end, match_start, match_end;
  gboolean found;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  found = forward ? gtk_source_search_context_forward (self->search, &end, &match_start, &match_end,
                                                       NULL)
                  : gtk_source_search_context_backward (self->search, &start, &match_start,
                                                        &match_end, NULL);
  if (!found)
    return;
  gtk_text_buffer_select_range (buffer, &match_start, &match_end);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &match_start, 0.2, FALSE, 0, 0);
}

typedef struct {
  char *needle;
  guint64 from;
} Search;

static void
search_free (Search *search)
{
  g_free (search->needle);
  g_free (search);
}

/* A large text is looked through beside the main loop. The result is the row and one, 0 for none. */
static void
find_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Search *search = task_data;
  guint64 row = 0;
  gboolean found = placard_text_find (PLACARD_TEXT (source), search->needle, search->from, &row,
                                      cancellable, NULL);

  g_task_return_int (task, found && row < G_MAXINT ? (gssize) row + 1 : 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardTextPage) self = PLACARD_TEXT_PAGE (user_data);
  gssize row = g_task_propagate_int (G_TASK (result), NULL);

  if (PLACARD_TEXT (source) != self->text)
    return;
  self->found = (guint64) MAX (row, 0);
  if (row > 0)
    placard_rows_view_scroll_to (self->rows, (guint) row - 1);
}

static void
find_row (PlacardTextPage *self)
{
  g_autoptr (GTask) task = g_task_new (self->text, NULL, found_cb, g_object_ref (self));
  Search *search = g_new0 (Search, 1);

  search->needle = g_strdup (gtk_editable_get_text (self->search_entry));
  search->from = self->found;
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, find_in_thread);
}

static void
next_cb (PlacardTextPage *self)
{
  if (self->text)
    find_row (self);
  else
    select_match (self, TRUE);
}

static void
previous_cb (PlacardTextPage *self)
{
  if (!self->text)
    select_match (self, FALSE);
}

static void
search_changed_cb (PlacardTextPage *self)
{
  GtkTextIter start;
  const char *text = gtk_editable_get_text (self->search_entry);

  if (self->text) {
    self->found = 0;
    if (*text)
      find_row (self);
    return;
  }
  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search),
                                              *text ? text : NULL);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  if (*text)
    select_match (self, TRUE);
}

static void
placard_text_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_TEXT_PAGE (object)->search);
  g_clear_object (&PLACARD_TEXT_PAGE (object)->text);
  G_OBJECT_CLASS (placard_text_page_parent_class)->dispose (object);
}

static void
placard_text_page_class_init (PlacardTextPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_text_page_dispose;
  g_type_ensure (PLACARD_TYPE_ROWS_VIEW);
  g_type_ensure (PLACARD_TYPE_JSON_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-text-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, source_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, rows_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, tree_page);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, rows);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, tree);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, view);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, buffer);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
placard_text_page_init (PlacardTextPage *self)
{
  g_autoptr (GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  self->search = gtk_source_search_context_new (self->buffer, settings);
  placard_source_style_follow (self->buffer);
}
