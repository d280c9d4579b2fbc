/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The items of the drop-down are in the order of Kind.
 * - `body` is the request's body as this page last saw or made it: while the request has the same one,
 *   the request's "changed" is an echo of this page's own edit and nothing is taken over.
 */
#include "config.h"

#include "placard-body-page.h"

#include "placard-field-grid.h"
#include "placard-form.h"
#include "placard-urlencoded.h"
#include "placard-source-style.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#define JSON_TYPE "application/json"
#define TEXT_TYPE "text/plain; charset=utf-8"

typedef enum { KIND_NONE, KIND_JSON, KIND_FORM, KIND_TEXT, KIND_FILE } Kind;

struct _PlacardBodyPage {
  GtkBox parent_instance;

  GtkDropDown *kind;
  GtkStack *stack;
  GtkEntry *content_type;
  GtkSourceBuffer *buffer;
  GtkSourceView *text;
  PlacardFieldGrid *form;
  GtkWidget *choose;
  GtkLabel *file_label;
  GtkLabel *problem;

  PlacardRequest *request;
  PlacardBody *body;
  GFile *file;
  GtkFileChooserNative *chooser;
  gboolean setting; /* the widgets change because the request did */
};

G_DEFINE_FINAL_TYPE (PlacardBodyPage, placard_body_page, GTK_TYPE_BOX)

static Kind
get_kind (PlacardBodyPage *self)
{
  return (Kind) gtk_drop_down_get_selected (self->kind);
}

static void
show_kind (PlacardBodyPage *self, Kind kind)
{
  static const char *const pages[] = {"none", "text", "form", "text", "file"};
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_stack_set_visible_child_name (self->stack, pages[kind]);
  gtk_widget_set_visible (GTK_WIDGET (self->content_type), kind == KIND_TEXT);
  gtk_source_buffer_set_language (
      self->buffer,
      kind == KIND_JSON ? gtk_source_language_manager_get_language (languages, "json") : NULL);
}

static char *
dup_text (PlacardBodyPage *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

static PlacardBody *
body_from_text (char *text, const char *content_type)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return placard_body_new_bytes (bytes, content_type);
}

static PlacardBody *
make_body (PlacardBodyPage *self)
{
  const char *type = gtk_editable_get_text (GTK_EDITABLE (self->content_type));
  g_autoptr (GPtrArray) fields = NULL;

  switch (get_kind (self)) {
  case KIND_NONE:
    return NULL;
  case KIND_JSON:
    return body_from_text (dup_text (self), JSON_TYPE);
  case KIND_FORM:
    fields = placard_field_grid_dup_fields (self->form);
    return body_from_text (placard_urlencoded_format (fields), PLACARD_URLENCODED_TYPE);
  case KIND_TEXT:
    return body_from_text (dup_text (self), *type ? type : TEXT_TYPE);
  case KIND_FILE:
    return self->file ? placard_body_new_file (self->file, NULL) : NULL;
  }
  return NULL;
}

static void
edited_cb (PlacardBodyPage *self)
{
  if (self->setting || !self->request)
    return;
  g_clear_object (&self->body);
  self->body = make_body (self);
  placard_request_set_body (self->request, self->body);
}

static void
kind_selected_cb (PlacardBodyPage *self)
{
  show_kind (self, get_kind (self));
  edited_cb (self);
}

static void
file_chosen_cb (PlacardBodyPage *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (!file)
    return;
  name = g_file_get_parse_name (file);
  gtk_label_set_text (self->file_label, name);
  g_set_object (&self->file, file);
  edited_cb (self);
}

static void
choose_clicked_cb (PlacardBodyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose the File to Send"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (file_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static Kind
kind_of (PlacardBody *body, const char *text)
{
  const char *type = placard_body_get_content_type (body);

  if (!text)
    return KIND_FILE;
  if (type && g_str_has_prefix (type, JSON_TYPE))
    return KIND_JSON;
  if (type && g_str_has_prefix (type, PLACARD_URLENCODED_TYPE))
    return KIND_FORM;
  return KIND_TEXT;
}

/* (nullable): the body's text when it has one. */
static char *
text_of (PlacardBody *body)
{
  GBytes *bytes = placard_body_get_bytes (body);
  const char *data;
  gsize length;

  if (!bytes)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (!g_utf8_validate_len (data ? data : "", length, NULL))
    return NULL;
  return g_strndup (data ? data : "", length);
}

/* What a body is that has no text to edit. (transfer full) */
static char *
describe_source (PlacardBody *body)
{
  PlacardForm *form = placard_body_get_form (body);
  GFile *file = placard_body_get_file (body);
  g_autofree char *size = NULL;

  if (form) {
    guint n = placard_form_get_parts (form)->len;

    return g_strdup_printf (ngettext ("A form with one part", "A form with %u parts", n), n);
  }
  if (file)
    return g_file_get_parse_name (file);
  if (placard_body_get_length (body) < 0)
    return g_strdup (_ ("A stream of unknown length"));
  size = g_format_size ((guint64) placard_body_get_length (body));
  return g_steal_pointer (&size);
}

static void
take_over (PlacardBodyPage *self, PlacardBody *body)
{
  g_autofree char *text = text_of (body);
  Kind kind = kind_of (body, text);
  g_autoptr (GPtrArray) fields = kind == KIND_FORM ? placard_urlencoded_parse (text) : NULL;
  g_autofree char *source = kind == KIND_FILE ? describe_source (body) : NULL;

  gtk_drop_down_set_selected (self->kind, kind);
  show_kind (self, kind);
  if (kind == KIND_JSON || kind == KIND_TEXT)
    gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  if (kind == KIND_TEXT && placard_body_get_content_type (body))
    gtk_editable_set_text (GTK_EDITABLE (self->content_type), placard_body_get_content_type (body));
  if (fields)
    placard_field_grid_set_fields (self->form, fields);
  if (source) {
    gtk_label_set_text (self->file_label, source);
    g_set_object (&self->file, placard_body_get_file (body));
  }
}

void
placard_body_page_update (PlacardBodyPage *self)
{
  PlacardBody *body;

  g_return_if_fail (PLACARD_IS_BODY_PAGE (self));

  body = self->request ? placard_request_get_body (self->request) : NULL;
  if (body == self->body)
    return;
  g_set_object (&self->body, body);
  self->setting = TRUE;
  if (body) {
    take_over (self, body);
  } else {
    gtk_drop_down_set_selected (self->kind, KIND_NONE);
    show_kind (self, KIND_NONE);
  }
  self->setting = FALSE;
}

void
placard_body_page_set_request (PlacardBodyPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_BODY_PAGE (self));

  g_set_object (&self->request, request);
  placard_body_page_update (self);
}

/* (nullable): where the text stops being JSON. json-glib says it at the start of its message only. */
static char *
find_json_problem (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  int line = 0, column = 0;

  if (!*text)
    return g_strdup (_ ("The body is empty: that is not JSON."));
  if (json_parser_load_from_data (parser, text, -1, &error))
    return NULL;
  if (sscanf (error->message, "<data>:%d:%d:", &line, &column) != 2)
    return g_strdup (_ ("This is not JSON."));
  return g_strdup_printf (_ ("This is not JSON: line %d, column %d."), line, column);
}

void
placard_body_page_set_problem (PlacardBodyPage *self, const char *problem)
{
  g_autofree char *json_problem = NULL;

  g_return_if_fail (PLACARD_IS_BODY_PAGE (self));

  if (!problem && get_kind (self) == KIND_JSON) {
    g_autofree char *text = dup_text (self);

    json_problem = find_json_problem (text);
    problem = json_problem;
  }
  gtk_label_set_text (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
placard_body_page_dispose (GObject *object)
{
  PlacardBodyPage *self = PLACARD_BODY_PAGE (object);

  self->setting = TRUE;
  g_clear_object (&self->request);
  g_clear_object (&self->body);
  g_clear_object (&self->file);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (placard_body_page_parent_class)->dispose (object);
}

static void
placard_body_page_class_init (PlacardBodyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_body_page_dispose;
  g_type_ensure (PLACARD_TYPE_FIELD_GRID);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-body-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, kind);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, content_type);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, text);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, form);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, choose);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, file_label);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
placard_body_page_init (PlacardBodyPage *self)
{

  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_field_grid_set_labels (self->form, _ ("Add Field"), _ ("Field name"), _ ("Field value"));
  show_kind (self, KIND_NONE);
  placard_source_style_follow (self->buffer);
  self->setting = FALSE;
}
