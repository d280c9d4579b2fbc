/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-file-body.h"

#include "placard-source-file.h"

#include <glib/gi18n-lib.h>

struct _PlacardFileBody {
  GtkBox parent_instance;

  GtkLabel *name;
  GtkLabel *size;

  GFile *file;
  GCancellable *measuring;
  GtkFileChooserNative *chooser;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardFileBody, placard_file_body, GTK_TYPE_BOX)

GFile *
placard_file_body_get_file (PlacardFileBody *self)
{
  return self->file;
}

static void
show_size (PlacardFileBody *self, goffset size, const char *problem)
{
  g_autofree char *text = problem     ? g_strdup (problem)
                          : size >= 0 ? placard_source_file_format_size (size)
                                      : g_strdup (_ ("Size not known"));

  gtk_label_set_text (self->size, text);
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->size), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->size), "error");
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  goffset size = placard_source_file_measure_finish (G_FILE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_size (PLACARD_FILE_BODY (user_data), size, error ? error->message : NULL);
}

static void
measure (PlacardFileBody *self)
{
  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  self->measuring = g_cancellable_new ();
  if (self->file)
    placard_source_file_measure (self->file, self->measuring, measured_cb, self);
}

static void
take_file (PlacardFileBody *self, GFile *file)
{
  g_autofree char *name = file ? g_file_get_parse_name (file) : NULL;

  g_set_object (&self->file, file);
  gtk_label_set_text (self->name, name ? name : "");
  gtk_label_set_text (self->size, "");
  measure (self);
}

void
placard_file_body_choose (PlacardFileBody *self, GFile *file)
{
  take_file (self, file);
  g_signal_emit (self, signals[CHOSEN], 0);
}

void
placard_file_body_show (PlacardFileBody *self, PlacardBody *body)
{
  take_file (self, placard_body_get_file (body));
  if (self->file)
    return;
  gtk_label_set_text (self->name, placard_body_is_one_shot (body)
                                      ? _ ("A stream that can be sent once")
                                      : _ ("What came with another answer"));
  show_size (self, placard_body_get_length (body), NULL);
}

static void
response_cb (PlacardFileBody *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file)
    placard_file_body_choose (self, file);
}

static void
choose_clicked_cb (PlacardFileBody *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose the File to Send"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
placard_file_body_dispose (GObject *object)
{
  PlacardFileBody *self = PLACARD_FILE_BODY (object);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_clear_object (&self->file);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (placard_file_body_parent_class)->dispose (object);
}

static void
placard_file_body_class_init (PlacardFileBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_file_body_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
label_new (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (label, 32);
  gtk_label_set_xalign (label, 0);
  return label;
}

static void
placard_file_body_init (PlacardFileBody *self)
{
  GtkWidget *choose = gtk_button_new_with_mnemonic (_ ("_Choose a File…"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_clicked_cb), self);
  self->name = label_new ();
  self->size = label_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self->size), "caption");
  gtk_box_append (GTK_BOX (self), choose);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->size));
  g_signal_connect (self, "map", G_CALLBACK (measure), NULL);
}
