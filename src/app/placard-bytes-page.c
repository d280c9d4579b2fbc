/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-bytes-page.h"

#include "placard-byte-text.h"
#include "placard-source-file.h"

#include <glib/gi18n-lib.h>

struct _PlacardBytesPage {
  GtkBox parent_instance;

  GtkDropDown *notation;
  GtkTextBuffer *buffer;
  GtkLabel *size;

  GBytes *bytes;
  GError *problem; /* (nullable) */
  gboolean setting;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardBytesPage, placard_bytes_page, GTK_TYPE_BOX)

static PlacardByteNotation
get_notation (PlacardBytesPage *self)
{
  return (PlacardByteNotation) gtk_drop_down_get_selected (self->notation);
}

static void
show_size (PlacardBytesPage *self)
{
  g_autofree char *text =
      placard_source_file_format_size ((goffset) g_bytes_get_size (self->bytes));

  gtk_label_set_text (self->size, text);
}

static void
edited_cb (PlacardBytesPage *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  GBytes *bytes;

  if (self->setting)
    return;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  g_clear_error (&self->problem);
  bytes = placard_byte_text_parse (text, get_notation (self), &self->problem);
  if (bytes) {
    g_bytes_unref (self->bytes);
    self->bytes = bytes;
    show_size (self);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
write_bytes (PlacardBytesPage *self)
{
  g_autofree char *text = placard_byte_text_format (self->bytes, get_notation (self));

  self->setting = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->setting = FALSE;
  show_size (self);
}

/* The same bytes in the other notation; a text that is none is read in it instead. */
static void
notation_cb (PlacardBytesPage *self)
{
  if (self->problem || g_bytes_get_size (self->bytes) == 0)
    edited_cb (self);
  else
    write_bytes (self);
}

void
placard_bytes_page_set_bytes (PlacardBytesPage *self, GBytes *bytes)
{
  g_bytes_ref (bytes);
  g_bytes_unref (self->bytes);
  self->bytes = bytes;
  g_clear_error (&self->problem);
  write_bytes (self);
}

GBytes *
placard_bytes_page_get_bytes (PlacardBytesPage *self)
{
  return self->bytes;
}

const char *
placard_bytes_page_get_problem (PlacardBytesPage *self)
{
  return self->problem ? self->problem->message : NULL;
}

static void
placard_bytes_page_finalize (GObject *object)
{
  PlacardBytesPage *self = PLACARD_BYTES_PAGE (object);

  g_bytes_unref (self->bytes);
  g_clear_error (&self->problem);
  G_OBJECT_CLASS (placard_bytes_page_parent_class)->finalize (object);
}

static void
placard_bytes_page_class_init (PlacardBytesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_bytes_page_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
build_text (PlacardBytesPage *self)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Bytes"),
                                  -1);
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (edited_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 140);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_add_css_class (scrolled, "body-text");
  return scrolled;
}

static void
placard_bytes_page_init (PlacardBytesPage *self)
{
  const char *const names[] = {_ ("Hexadecimal"), "Base64", NULL};

  self->bytes = g_bytes_new_static ("", 0);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->notation = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notation), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How the bytes are written"), -1);
  g_signal_connect_swapped (self->notation, "notify::selected", G_CALLBACK (notation_cb), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->notation));
  gtk_box_append (GTK_BOX (self), build_text (self));
  self->size = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->size, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->size), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->size), "dim-label");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->size));
  show_size (self);
}
