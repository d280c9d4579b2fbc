/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The items of the drop-down are in the order of Kind.
 * - `body` is the request's body as this page last saw or made it: while the request has the same one,
 *   the request's "changed" is an echo of this page's own edit and nothing is taken over.
 */
#include "config.h"

#include "placard-body-page.h"

#include "placard-bytes-page.h"
#include "placard-field-grid.h"
#include "placard-file-body.h"
#include "placard-form-page.h"
#include "placard-form.h"
#include "placard-json-prefix.h"
#include "placard-source-style.h"
#include "placard-urlencoded.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#define JSON_TYPE "application/json"
#define TEXT_TYPE "text/plain; charset=utf-8"
#define BYTES_TYPE "application/octet-stream"

typedef enum {
  KIND_NONE,
  KIND_JSON,
  KIND_FORM,
  KIND_MULTIPART,
  KIND_TEXT,
  KIND_FILE,
  KIND_BYTES,
} Kind;

struct _PlacardBodyPage {
  GtkBox parent_instance;

  GtkDropDown *kind;
  GtkStack *stack;
  GtkEntry *content_type;
  GtkSourceBuffer *buffer;
  GtkSourceView *text;
  PlacardFieldGrid *form;
  PlacardFormPage *parts;
  PlacardFileBody *file;
  PlacardBytesPage *bytes;
  GtkLabel *problem;

  PlacardRequest *request;
  PlacardBody *body;
  gboolean setting; /* the widgets change because the request did */
};

G_DEFINE_FINAL_TYPE (PlacardBodyPage, placard_body_page, GTK_TYPE_BOX)

static Kind
get_kind (PlacardBodyPage *self)
{
  return (Kind) gtk_drop_down_get_selected (self->kind);
}

static gboolean
has_type (Kind kind)
{
  return kind == KIND_TEXT || kind == KIND_FILE || kind == KIND_BYTES || kind == KIND_JSON;
}

/* What is sent when nothing is written. */
static const char *
default_type (Kind kind)
{
  switch (kind) {
  case KIND_JSON:
    return JSON_TYPE;
  case KIND_TEXT:
    return TEXT_TYPE;
  case KIND_BYTES:
    return BYTES_TYPE;
  case KIND_FILE:
  case KIND_NONE:
  case KIND_FORM:
  case KIND_MULTIPART:
    break;
  }
  return NULL;
}

static void
show_kind (PlacardBodyPage *self, Kind kind)
{
  static const char *const pages[] = {"none", "text", "form", "parts", "text", "file", "bytes"};
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  const char *type = default_type (kind);

  gtk_stack_set_visible_child_name (self->stack, pages[kind]);
  gtk_widget_set_visible (GTK_WIDGET (self->content_type), has_type (kind));
  gtk_entry_set_placeholder_text (self->content_type, type ? type : _ ("No type"));
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

static const char *
get_type (PlacardBodyPage *self)
{
  const char *type = gtk_editable_get_text (GTK_EDITABLE (self->content_type));

  return *type ? type : default_type (get_kind (self));
}

static PlacardBody *
body_from_parts (PlacardBodyPage *self)
{
  g_autoptr (PlacardForm) form = placard_form_page_dup_form (self->parts);

  return placard_body_new_form (form);
}

static PlacardBody *
make_body (PlacardBodyPage *self)
{
  GFile *file = placard_file_body_get_file (self->file);
  g_autoptr (GPtrArray) fields = NULL;

  switch (get_kind (self)) {
  case KIND_NONE:
    return NULL;
  case KIND_JSON:
  case KIND_TEXT:
    return body_from_text (dup_text (self), get_type (self));
  case KIND_FORM:
    fields = placard_field_grid_dup_fields (self->form);
    return body_from_text (placard_urlencoded_format (fields), PLACARD_URLENCODED_TYPE);
  case KIND_MULTIPART:
    return body_from_parts (self);
  case KIND_FILE:
    return file ? placard_body_new_file (file, get_type (self)) : NULL;
  case KIND_BYTES:
    return placard_body_new_bytes (placard_bytes_page_get_bytes (self->bytes), get_type (self));
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

/* A type that was written for another kind of body is not this one's. */
static void
kind_selected_cb (PlacardBodyPage *self)
{
  gboolean setting = self->setting;

  self->setting = TRUE;
  if (!setting)
    gtk_editable_set_text (GTK_EDITABLE (self->content_type), "");
  show_kind (self, get_kind (self));
  self->setting = setting;
  edited_cb (self);
}

/* The type follows from the name, and can be changed. */
static void
file_chosen_cb (PlacardBodyPage *self)
{
  g_autofree char *name = g_file_get_basename (placard_file_body_get_file (self->file));

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->content_type), placard_form_guess_type (name));
  self->setting = FALSE;
  edited_cb (self);
}

/* Files become parts of a form, but where one file is the body already. */
static gboolean
dropped_cb (PlacardBodyPage *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (!files)
    return FALSE;
  if (get_kind (self) == KIND_FILE && !files->next) {
    placard_file_body_choose (self->file, files->data);
    return TRUE;
  }
  if (get_kind (self) != KIND_MULTIPART)
    gtk_drop_down_set_selected (self->kind, KIND_MULTIPART);
  placard_form_page_add_files (self->parts, files);
  return TRUE;
}

static void
activated_cb (PlacardBodyPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.send", NULL);
}

static Kind
kind_of (PlacardBody *body, const char *text)
{
  const char *type = placard_body_get_content_type (body);

  if (placard_body_get_form (body))
    return KIND_MULTIPART;
  if (!text)
    return placard_body_get_bytes (body) ? KIND_BYTES : KIND_FILE;
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

/* The type as it is, where it is not the one that stands in the empty entry. */
static void
show_type (PlacardBodyPage *self, PlacardBody *body, Kind kind)
{
  const char *type = placard_body_get_content_type (body);

  if (g_strcmp0 (type, default_type (kind)) == 0)
    type = NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->content_type), type ? type : "");
}

static void
show_content (PlacardBodyPage *self, PlacardBody *body, Kind kind, const char *text)
{
  g_autoptr (GPtrArray) fields = kind == KIND_FORM ? placard_urlencoded_parse (text) : NULL;

  switch (kind) {
  case KIND_JSON:
  case KIND_TEXT:
    gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
    break;
  case KIND_FORM:
    placard_field_grid_set_fields (self->form, fields);
    break;
  case KIND_MULTIPART:
    placard_form_page_set_form (self->parts, placard_body_get_form (body));
    break;
  case KIND_FILE:
    placard_file_body_show (self->file, body);
    break;
  case KIND_BYTES:
    placard_bytes_page_set_bytes (self->bytes, placard_body_get_bytes (body));
    break;
  case KIND_NONE:
    break;
  }
}

static void
take_over (PlacardBodyPage *self, PlacardBody *body)
{
  g_autofree char *text = text_of (body);
  Kind kind = kind_of (body, text);

  gtk_drop_down_set_selected (self->kind, kind);
  show_kind (self, kind);
  show_type (self, body, kind);
  show_content (self, body, kind, text);
}

void
placard_body_page_update (PlacardBodyPage *self)
{
  PlacardBody *body;

  g_return_if_fail (PLACARD_IS_BODY_PAGE (self));

  body = self->request ? placard_request_get_body (self->request) : NULL;
  if (self->request)
    placard_form_page_update (self->parts);
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
  placard_form_page_set_request (self->parts, request);
  placard_body_page_update (self);
}

/* Of a body that is looked at. */
#define MOST_LEVELS 512

/* (nullable): where the text stops being JSON. json-glib says it at the start of its message only. */
static char *
find_json_problem (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  int line = 0, column = 0;

  if (!*text)
    return g_strdup (_ ("The body is empty: that is not JSON."));
  if (!placard_json_is_tame (text, MOST_LEVELS))
    return g_strdup (_ ("This is not JSON."));
  if (json_parser_load_from_data (parser, text, -1, &error))
    return NULL;
  if (sscanf (error->message, "<data>:%d:%d:", &line, &column) != 2)
    return g_strdup (_ ("This is not JSON."));
  return g_strdup_printf (_ ("This is not JSON: line %d, column %d."), line, column);
}

const char *
placard_body_page_get_problem (PlacardBodyPage *self)
{
  return get_kind (self) == KIND_BYTES ? placard_bytes_page_get_problem (self->bytes) : NULL;
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
  if (!problem)
    problem = placard_body_page_get_problem (self);
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
  G_OBJECT_CLASS (placard_body_page_parent_class)->dispose (object);
}

static void
placard_body_page_class_init (PlacardBodyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_body_page_dispose;
  g_type_ensure (PLACARD_TYPE_BYTES_PAGE);
  g_type_ensure (PLACARD_TYPE_FIELD_GRID);
  g_type_ensure (PLACARD_TYPE_FILE_BODY);
  g_type_ensure (PLACARD_TYPE_FORM_PAGE);
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
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, parts);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, file);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, bytes);
  gtk_widget_class_bind_template_child (widget_class, PlacardBodyPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
placard_body_page_init (PlacardBodyPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  placard_field_grid_set_labels (self->form, _ ("Add Field"), _ ("Field name"), _ ("Field value"));
  placard_field_grid_set_kind (self->form, PLACARD_FIELD_ROW_PLAIN, PLACARD_FIELD_BLOCK_PARAMETERS);
  show_kind (self, KIND_NONE);
  placard_source_style_follow (self->buffer);
  self->setting = FALSE;
}
