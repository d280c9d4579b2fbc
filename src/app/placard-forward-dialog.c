/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: `target` has what the pages of it edit in place, header fields and credentials; the rest of the
 * target is made of the rows when it is wanted. */
#include "config.h"

#include "placard-forward-dialog.h"

#include "placard-credentials-page.h"
#include "placard-field-grid.h"
#include "placard-form.h"
#include "placard-format.h"
#include "placard-forward-targets.h"
#include "placard-forward.h"

#include <glib/gi18n-lib.h>

/* The order of the rows in the template. */
enum {
  WAY_FORM,
  WAY_BODY,
};

struct _PlacardForwardDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkEditable *address;
  AdwComboRow *way;
  GtkWidget *field;
  GtkWidget *file_name;
  GtkEditable *type;
  AdwComboRow *method;
  GtkWidget *fields_group;
  PlacardFieldGrid *fields;
  PlacardFieldGrid *headers;
  PlacardCredentialsPage *credentials;
  GtkLabel *summary;
  GtkEditable *keep_name;
  GtkLabel *problem;
  GtkWidget *forward_button;

  PlacardExchange *source;
  PlacardRequest *target;
  char *own_name; /* the file name that the picture has by itself */
  const char *own_type;
};

G_DEFINE_FINAL_TYPE (PlacardForwardDialog, placard_forward_dialog, ADW_TYPE_WINDOW)

enum { FORWARD, KEPT, N_SIGNALS };

static guint signals[N_SIGNALS];

/* (nullable): what the entry says, unless it is what it said at the beginning. */
static const char *
get_changed (GtkEditable *entry, const char *own)
{
  const char *text = gtk_editable_get_text (entry);

  return *text && g_strcmp0 (text, own) != 0 ? text : NULL;
}

static void
place_as_part (PlacardForwardDialog *self, PlacardRequest *target)
{
  const char *field = gtk_editable_get_text (GTK_EDITABLE (self->field));
  g_autoptr (GPtrArray) fields = placard_field_grid_dup_fields (self->fields);
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;

  for (guint i = 0; i < fields->len; i++) {
    const PlacardField *extra = g_ptr_array_index (fields, i);

    if (extra->enabled)
      placard_form_append_text (form, extra->name, extra->value ? extra->value : "");
  }
  body = placard_body_new_form (form);
  placard_request_set_body (target, body);
  placard_forward_as_part (target, *field ? field : PLACARD_FORWARD_FIELD,
                           get_changed (GTK_EDITABLE (self->file_name), self->own_name),
                           get_changed (self->type, self->own_type));
}

static void
place_as_body (PlacardForwardDialog *self, PlacardRequest *target)
{
  const char *type = get_changed (self->type, self->own_type);

  placard_forward_as_body (target);
  if (type && !placard_field_list_find (placard_request_get_headers (target), "Content-Type"))
    placard_request_append_header (target, "Content-Type", type);
}

static PlacardRequest *
make_target (PlacardForwardDialog *self)
{
  PlacardRequest *target = placard_request_copy (self->target);
  GObject *method = adw_combo_row_get_selected_item (self->method);

  placard_request_set_url (target, gtk_editable_get_text (self->address));
  placard_request_set_method (target, gtk_string_object_get_string (GTK_STRING_OBJECT (method)));
  if (adw_combo_row_get_selected (self->way) == WAY_BODY)
    place_as_body (self, target);
  else
    place_as_part (self, target);
  return target;
}

static void
show_problem (PlacardForwardDialog *self, const char *message)
{
  gtk_label_set_text (self->problem, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), message != NULL);
}

static void
append_part (GString *out, const PlacardFormPart *part)
{
  const char *type = placard_body_get_content_type (part->content);
  goffset length = placard_body_get_length (part->content);
  g_autofree char *size = g_format_size_full ((guint64) MAX (length, 0), G_FORMAT_SIZE_LONG_FORMAT);

  if (out->len)
    g_string_append_c (out, '\n');
  if (part->file_name)
    g_string_append_printf (out, "%s: %s, %s, %s", part->name, part->file_name, type ? type : "",
                            size);
  else
    g_string_append_printf (out, "%s: %s", part->name, size);
}

/* Part by part, with the sizes that the server will count (SPEC UL4). */
static char *
summarise (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);
  PlacardForm *form = placard_body_get_form (body);
  GPtrArray *parts = form ? placard_form_get_parts (form) : NULL;
  GString *out = g_string_new (NULL);
  g_autofree char *size = g_format_size_full ((guint64) MAX (placard_body_get_length (body), 0),
                                              G_FORMAT_SIZE_LONG_FORMAT);

  for (guint i = 0; parts && i < parts->len; i++)
    append_part (out, g_ptr_array_index (parts, i));
  if (out->len)
    g_string_append_c (out, '\n');
  /* Translators: %s is the size of everything that will be sent. */
  g_string_append_printf (out, _ ("In all: %s"), size);
  return g_string_free (out, FALSE);
}

static void
changed_cb (PlacardForwardDialog *self)
{
  gboolean as_part = adw_combo_row_get_selected (self->way) == WAY_FORM;
  g_autoptr (PlacardRequest) target = NULL;
  g_autoptr (PlacardRequest) request = NULL;
  g_autofree char *text = NULL;

  if (!self->source)
    return;
  gtk_widget_set_sensitive (self->forward_button, *gtk_editable_get_text (self->address) != '\0');
  gtk_widget_set_visible (self->field, as_part);
  gtk_widget_set_visible (self->file_name, as_part);
  gtk_widget_set_visible (self->fields_group, as_part);
  show_problem (self, NULL);
  target = make_target (self);
  request = placard_forward_build_from_exchange (target, self->source, NULL);
  text = request ? summarise (request) : NULL;
  gtk_label_set_text (self->summary, text ? text : "");
}

static void
headers_changed_cb (PlacardForwardDialog *self)
{
  g_autoptr (GPtrArray) headers = placard_field_grid_dup_fields (self->headers);

  placard_request_set_headers (self->target, headers);
  changed_cb (self);
}

static void
tell_kept (PlacardForwardDialog *self, const char *path, GPtrArray *left_out)
{
  g_autofree char *name = placard_forward_targets_dup_name (path);
  g_autofree char *message =
      left_out->len > 0 ? g_strdup_printf (_ ("Kept as the target “%s”, without its secrets"), name)
                        : g_strdup_printf (_ ("Kept as the target “%s”"), name);

  g_signal_emit (self, signals[KEPT], 0, message);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardRequest) request = user_data;
  g_autoptr (PlacardForwardDialog) self = g_object_steal_data (G_OBJECT (request), "dialog");
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = placard_forward_targets_keep_finish (result, &left_out, &error);

  if (!path) {
    show_problem (self, error->message);
    return;
  }
  g_signal_emit (self, signals[FORWARD], 0, request);
  tell_kept (self, path, left_out);
  gtk_window_close (GTK_WINDOW (self));
}

/* What is wrong stays in the dialog, and so does everything that was typed. */
static void
forward_cb (PlacardForwardDialog *self)
{
  g_autoptr (PlacardRequest) target = make_target (self);
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = gtk_editable_get_text (self->keep_name);

  request = placard_forward_build_from_exchange (target, self->source, &error);
  if (!request || !placard_request_validate (request, NULL, &error)) {
    show_problem (self, error->message);
    return;
  }
  if (*name) {
    g_object_set_data (G_OBJECT (request), "dialog", g_object_ref (self));
    placard_forward_targets_keep_async (target, name, kept_cb, g_steal_pointer (&request));
    return;
  }
  g_signal_emit (self, signals[FORWARD], 0, request);
  gtk_window_close (GTK_WINDOW (self));
}

static void
placard_forward_dialog_dispose (GObject *object)
{
  PlacardForwardDialog *self = PLACARD_FORWARD_DIALOG (object);

  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_pointer (&self->own_name, g_free);
  G_OBJECT_CLASS (placard_forward_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-forward-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, address);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, way);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, field);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, file_name);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, type);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, method);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, fields_group);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, headers);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, credentials);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, keep_name);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PlacardForwardDialog, forward_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, headers_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, forward_cb);
}

static void
placard_forward_dialog_class_init (PlacardForwardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_forward_dialog_dispose;
  signals[FORWARD] = g_signal_new ("forward", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, PLACARD_TYPE_REQUEST);
  signals[KEPT] = g_signal_new ("kept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (PLACARD_TYPE_CREDENTIALS_PAGE);
  g_type_ensure (PLACARD_TYPE_FIELD_GRID);
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
placard_forward_dialog_init (PlacardForwardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_field_grid_set_labels (self->fields, _ ("Add Field"), _ ("Name"), _ ("Value"));
  placard_field_grid_set_labels (self->headers, _ ("Add Header"), _ ("Name"), _ ("Value"));
  self->target = placard_request_new ();
  placard_credentials_page_set_request (self->credentials, self->target);
}

static void
describe_source (PlacardForwardDialog *self)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (self->source));
  PlacardVerdict *verdict = placard_exchange_get_verdict (self->source);
  g_autofree char *size = g_format_size ((guint64) placard_spool_get_size (spool));
  g_autofree char *description = NULL;

  self->own_name = placard_exchange_suggest_name (self->source);
  self->own_type = placard_media_type_to_mime (verdict ? placard_verdict_get_sniffed (verdict)
                                                       : PLACARD_MEDIA_BINARY);
  /* Translators: a file name, then its size */
  description = g_markup_printf_escaped (_ ("%s, %s"), self->own_name, size);
  adw_preferences_group_set_description (self->group, description);
  gtk_editable_set_text (GTK_EDITABLE (self->file_name), self->own_name);
  gtk_editable_set_text (self->type, self->own_type);
}

PlacardForwardDialog *
placard_forward_dialog_new (GtkWindow *parent, PlacardExchange *source)
{
  PlacardForwardDialog *self =
      g_object_new (PLACARD_TYPE_FORWARD_DIALOG, "transient-for", parent, NULL);

  self->source = g_object_ref (source);
  describe_source (self);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  return self;
}
