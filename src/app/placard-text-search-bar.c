/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-text-search-bar.h"

#include <glib/gi18n-lib.h>

/* Each after 50 ms: a selection that is no match stays one without a number. */
#define MOST_QUESTIONS 40

struct _PlacardTextSearchBar {
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkEditable *entry;
  GtkToggleButton *match_case;
  GtkLabel *outcome;

  GtkSourceView *view; /* not owned: the page's */
  GtkSourceSearchContext *context;
  PlacardText *text;       /* of a body that is too large for the source view, else NULL */
  PlacardRowsView *rows;   /* not owned: the page's */
  GCancellable *searching; /* of the search through @text that was asked for last */
  gint64 found;            /* the row that was found last, -1 for none */
  gboolean began_anew;     /* the last step went past an end */
  guint asking;            /* the source that asks again which match it is; 0 for none */
  guint asked;             /* how often it did */
};

G_DEFINE_FINAL_TYPE (PlacardTextSearchBar, placard_text_search_bar, ADW_TYPE_BIN)

static void
tell (PlacardTextSearchBar *self, const char *outcome)
{
  gtk_label_set_text (self->outcome, outcome);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *outcome != '\0');
}

/* --- a small text ------------------------------------------------------------------------------ */

static GtkTextBuffer *
get_buffer (PlacardTextSearchBar *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void tell_occurrence (PlacardTextSearchBar *self);

static gboolean
ask_again_cb (gpointer user_data)
{
  PlacardTextSearchBar *self = PLACARD_TEXT_SEARCH_BAR (user_data);

  self->asking = 0;
  tell_occurrence (self);
  return G_SOURCE_REMOVE;
}

/* "3 of 12"; GtkSourceView counts when nothing else is to be done. */
static void
tell_occurrence (PlacardTextSearchBar *self)
{
  GtkTextIter start, end;
  int count, position;
  g_autofree char *outcome = NULL;

  if (self->text || !*gtk_editable_get_text (self->entry)) {
    if (!self->text)
      tell (self, "");
    return;
  }
  count = gtk_source_search_context_get_occurrences_count (self->context);
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  position = gtk_source_search_context_get_occurrence_position (self->context, &start, &end);
  /* GtkSourceView looks through the text when nothing else is to be done. Until then it knows no position, or
   * takes the match for none; and it tells only when the count is known. */
  if (count != 0 && position <= 0 && self->asking == 0 && self->asked < MOST_QUESTIONS) {
    self->asked++;
    self->asking = g_timeout_add (50, ask_again_cb, self);
  }
  if (count == 0)
    outcome = g_strdup (_ ("Not found"));
  else if (count > 0 && position > 0)
    /* Translators: the third of twelve matches. */
    outcome = g_strdup_printf (_ ("%d of %d"), position, count);
  if (outcome && self->began_anew && count > 0) {
    g_autofree char *place = g_steal_pointer (&outcome);

    /* Translators: %s is "3 of 12". */
    outcome = g_strdup_printf (_ ("%s, begun anew"), place);
  }
  tell (self, outcome ? outcome : "");
}

static void
select_match (PlacardTextSearchBar *self, gboolean forward)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start, end, match_start, match_end;
  gboolean found;

  self->asked = 0;
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  found = forward ? gtk_source_search_context_forward (self->context, &end, &match_start,
                                                       &match_end, &self->began_anew)
                  : gtk_source_search_context_backward (self->context, &start, &match_start,
                                                        &match_end, &self->began_anew);
  if (found) {
    gtk_text_buffer_select_range (buffer, &match_start, &match_end);
    gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &match_start, 0.2, FALSE, 0, 0);
  }
  tell_occurrence (self);
}

/* --- a large text ------------------------------------------------------------------------------ */

typedef struct {
  char *needle;
  PlacardTextSearchFlags flags;
  gint64 from; /* the row to begin with, -1 or the end for the other end at once */
  gboolean began_anew;
} Search;

static void
search_free (Search *search)
{
  g_free (search->needle);
  g_free (search);
}

/* The result is the row and one, 0 for none. */
static void
search_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlacardText *text = source;
  Search *search = task_data;
  gboolean backward = (search->flags & PLACARD_TEXT_SEARCH_BACKWARD) != 0;
  guint64 n_rows = placard_text_get_n_rows (text), row = 0;
  gboolean found = search->from >= 0 && (guint64) search->from < n_rows &&
                   placard_text_search (text, search->needle, search->flags, (guint64) search->from,
                                        &row, cancellable, NULL);

  if (!found && n_rows > 0) {
    search->began_anew = TRUE;
    found = placard_text_search (text, search->needle, search->flags, backward ? n_rows - 1 : 0,
                                 &row, cancellable, NULL);
  }
  g_task_return_int (task, found && row < G_MAXINT ? (gssize) row + 1 : 0);
}

static void
tell_row (PlacardTextSearchBar *self, gint64 row, gboolean began_anew)
{
  g_autofree char *outcome = NULL;

  if (row < 0)
    outcome = g_strdup (_ ("Not found"));
  else if (began_anew)
    outcome = g_strdup_printf (_ ("Row %u, begun anew"), (guint) row + 1);
  else
    outcome = g_strdup_printf (_ ("Row %u"), (guint) row + 1);
  tell (self, outcome);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardTextSearchBar) self = PLACARD_TEXT_SEARCH_BAR (user_data);
  Search *search = g_task_get_task_data (G_TASK (result));
  gssize row = g_task_propagate_int (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->searching)
    return;
  g_clear_object (&self->searching);
  self->found = row - 1;
  tell_row (self, self->found, search->began_anew && search->from >= 0);
  if (row > 0)
    placard_rows_view_scroll_to (self->rows, (guint) row - 1);
}

static void
stop_searching (PlacardTextSearchBar *self)
{
  if (self->searching)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

static void
find_row (PlacardTextSearchBar *self, gboolean forward)
{
  Search *search = g_new0 (Search, 1);
  g_autoptr (GTask) task = NULL;

  stop_searching (self);
  self->searching = g_cancellable_new ();
  task = g_task_new (self->text, self->searching, searched_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  search->needle = g_strdup (gtk_editable_get_text (self->entry));
  search->flags = forward ? PLACARD_TEXT_SEARCH_NONE : PLACARD_TEXT_SEARCH_BACKWARD;
  if (gtk_toggle_button_get_active (self->match_case))
    search->flags |= PLACARD_TEXT_SEARCH_MATCH_CASE;
  search->from = self->found + (forward ? 1 : -1);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, search_in_thread);
}

/* --- both -------------------------------------------------------------------------------------- */

static void
step (PlacardTextSearchBar *self, gboolean forward)
{
  if (!*gtk_editable_get_text (self->entry))
    return;
  if (self->text)
    find_row (self, forward);
  else
    select_match (self, forward);
}

static void
next_cb (PlacardTextSearchBar *self)
{
  step (self, TRUE);
}

static void
previous_cb (PlacardTextSearchBar *self)
{
  step (self, FALSE);
}

/* From the first row on, for new words. */
static void
changed_cb (PlacardTextSearchBar *self)
{
  GtkSourceSearchSettings *settings = gtk_source_search_context_get_settings (self->context);
  const char *words = gtk_editable_get_text (self->entry);
  GtkTextIter start;

  stop_searching (self);
  tell (self, "");
  self->found = -1;
  /* What was found the other way is forgotten first: else its marks are taken for new ones. */
  gtk_source_search_settings_set_search_text (settings, NULL);
  gtk_source_search_settings_set_case_sensitive (settings,
                                                 gtk_toggle_button_get_active (self->match_case));
  gtk_source_search_settings_set_search_text (settings, *words && !self->text ? words : NULL);
  if (!self->text) {
    gtk_text_buffer_get_start_iter (get_buffer (self), &start);
    gtk_text_buffer_place_cursor (get_buffer (self), &start);
  }
  step (self, TRUE);
}

void
placard_text_search_bar_set_view (PlacardTextSearchBar *self, GtkSourceView *view)
{
  g_autoptr (GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

  g_return_if_fail (PLACARD_IS_TEXT_SEARCH_BAR (self));

  self->view = view;
  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  g_clear_object (&self->context);
  self->context = gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), settings);
  g_signal_connect_object (self->context, "notify::occurrences-count", G_CALLBACK (tell_occurrence),
                           self, G_CONNECT_SWAPPED);
}

void
placard_text_search_bar_set_text (PlacardTextSearchBar *self,
                                  PlacardText *text,
                                  PlacardRowsView *rows)
{
  g_return_if_fail (PLACARD_IS_TEXT_SEARCH_BAR (self));

  stop_searching (self);
  g_set_object (&self->text, text);
  self->rows = rows;
  self->found = -1;
  tell (self, "");
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

void
placard_text_search_bar_start (PlacardTextSearchBar *self)
{
  g_return_if_fail (PLACARD_IS_TEXT_SEARCH_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
placard_text_search_bar_dispose (GObject *object)
{
  PlacardTextSearchBar *self = PLACARD_TEXT_SEARCH_BAR (object);

  stop_searching (self);
  g_clear_handle_id (&self->asking, g_source_remove);
  g_clear_object (&self->context);
  g_clear_object (&self->text);
  G_OBJECT_CLASS (placard_text_search_bar_parent_class)->dispose (object);
}

static void
placard_text_search_bar_class_init (PlacardTextSearchBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_text_search_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-text-search-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardTextSearchBar, bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextSearchBar, entry);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextSearchBar, match_case);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextSearchBar, outcome);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
placard_text_search_bar_init (PlacardTextSearchBar *self)
{
  self->found = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, self->entry);
}
