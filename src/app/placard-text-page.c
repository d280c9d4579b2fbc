/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-text-page.h"

#include "placard-excerpt.h"
#include "placard-source-style.h"

#include <glib/gi18n-lib.h>

struct _PlacardTextPage {
  GtkBox parent_instance;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkLabel *notice;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;

  GtkSourceSearchContext *search;
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
show_notice (PlacardTextPage *self, goffset shown, goffset size)
{
  g_autofree char *first = g_format_size ((guint64) shown);
  g_autofree char *all = g_format_size ((guint64) size);
  g_autofree char *text = NULL;

  if (shown < size)
    text =
        g_strdup_printf (_ ("The first %s of %s are shown. Save it to see the rest."), first, all);
  gtk_label_set_text (self->notice, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text != NULL);
}

static void
set_language (PlacardTextPage *self, PlacardMediaType type)
{
  const char *id = language_of (type);
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_source_buffer_set_language (
      self->buffer, id ? gtk_source_language_manager_get_language (languages, id) : NULL);
}

void
placard_text_page_show (PlacardTextPage *self, PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardMediaType type = verdict ? placard_verdict_get_sniffed (verdict) : PLACARD_MEDIA_TEXT;
  goffset size = placard_spool_get_size (spool);
  g_autofree char *bytes = g_malloc (PLACARD_EXCERPT_BYTES);
  g_autofree char *charset = NULL;
  g_autofree char *text = NULL;
  gssize n_bytes = placard_spool_read_at (spool, 0, bytes, PLACARD_EXCERPT_BYTES, NULL);
  GtkTextIter start;

  g_return_if_fail (PLACARD_IS_TEXT_PAGE (self));

  if (response)
    charset = placard_excerpt_find_charset (placard_response_get_header (response, "Content-Type"));
  n_bytes = MAX (n_bytes, 0);
  text = placard_excerpt_make (bytes, (gsize) n_bytes, charset, type, n_bytes == size);
  set_language (self, type);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  show_notice (self, n_bytes, size);
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

static void
next_cb (PlacardTextPage *self)
{
  select_match (self, TRUE);
}

static void
previous_cb (PlacardTextPage *self)
{
  select_match (self, FALSE);
}

static void
search_changed_cb (PlacardTextPage *self)
{
  GtkTextIter start;
  const char *text = gtk_editable_get_text (self->search_entry);

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
  G_OBJECT_CLASS (placard_text_page_parent_class)->dispose (object);
}

static void
placard_text_page_class_init (PlacardTextPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_text_page_dispose;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-text-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlacardTextPage, notice);
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
