/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-form.h"

#include <string.h>

#include "placard-header.h"

/* Nothing of a name or a file name reaches the part's head but through append_quoted(): there is no way
 * to write a header of one's own with it. */
struct _PlacardForm {
  char *boundary;
  GPtrArray *parts; /* of PlacardFormPart */
};

G_DEFINE_BOXED_TYPE (PlacardForm, placard_form, placard_form_ref, placard_form_unref)

static void
part_free (PlacardFormPart *part)
{
  g_free (part->name);
  g_free (part->file_name);
  g_object_unref (part->content);
  g_free (part);
}

PlacardForm *
placard_form_new (void)
{
  PlacardForm *self = g_atomic_rc_box_new0 (PlacardForm);
  g_autofree char *random = g_uuid_string_random ();

  g_strdelimit (random, "-", 'x');
  self->boundary = g_strconcat ("----PlacardFormBoundary", random, NULL);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  return self;
}

PlacardForm *
placard_form_ref (PlacardForm *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (PlacardForm *self)
{
  g_free (self->boundary);
  g_ptr_array_unref (self->parts);
}

void
placard_form_unref (PlacardForm *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

const char *
placard_form_get_boundary (PlacardForm *self)
{
  return self->boundary;
}

GPtrArray *
placard_form_get_parts (PlacardForm *self)
{
  return self->parts;
}

void
placard_form_append (PlacardForm *self,
                     const char *name,
                     const char *file_name,
                     PlacardBody *content)
{
  PlacardFormPart *part = g_new0 (PlacardFormPart, 1);

  part->name = g_strdup (name);
  part->file_name = g_strdup (file_name);
  part->content = g_object_ref (content);
  part->enabled = TRUE;
  g_ptr_array_add (self->parts, part);
}

/* HTML standard, "multipart/form-data encoding algorithm": every line break is CR LF. */
static char *
normalise_line_breaks (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at; at++) {
    if (*at == '\r' || *at == '\n') {
      g_string_append (out, "\r\n");
      at += at[0] == '\r' && at[1] == '\n';
    } else {
      g_string_append_c (out, *at);
    }
  }
  return g_string_free (out, FALSE);
}

void
placard_form_append_text (PlacardForm *self, const char *name, const char *text)
{
  char *normalised = normalise_line_breaks (text);
  g_autoptr (GBytes) bytes = g_bytes_new_take (normalised, strlen (normalised));
  g_autoptr (PlacardBody) content = placard_body_new_bytes (bytes, NULL);

  placard_form_append (self, name, NULL, content);
}

const char *
placard_form_guess_type (const char *file_name)
{
  static const struct {
    const char *extension;
    const char *type;
  } rows[] = {
      {".png", "image/png"},       {".jpg", "image/jpeg"},      {".jpeg", "image/jpeg"},
      {".gif", "image/gif"},       {".webp", "image/webp"},     {".avif", "image/avif"},
      {".svg", "image/svg+xml"},   {".tif", "image/tiff"},      {".tiff", "image/tiff"},
      {".bmp", "image/bmp"},       {".ico", "image/x-icon"},    {".txt", "text/plain"},
      {".htm", "text/html"},       {".html", "text/html"},      {".csv", "text/csv"},
      {".pdf", "application/pdf"}, {".xml", "application/xml"}, {".json", "application/json"},
      {".zip", "application/zip"}, {".mp4", "video/mp4"},
  };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_has_suffix (lower, rows[i].extension))
      return rows[i].type;
  return "application/octet-stream";
}

void
placard_form_append_file (
    PlacardForm *self, const char *name, GFile *file, const char *file_name, const char *type)
{
  g_autofree char *own_name = g_file_get_basename (file);
  const char *shown = file_name ? file_name : own_name;
  g_autoptr (PlacardBody) content =
      placard_body_new_file (file, type ? type : placard_form_guess_type (shown));

  placard_form_append (self, name, shown, content);
}

char *
placard_form_name_file (const char *base, PlacardFormNaming naming, guint index)
{
  switch (naming) {
  case PLACARD_FORM_NAME_BRACKETS:
    return g_strconcat (base, "[]", NULL);
  case PLACARD_FORM_NAME_NUMBERED:
    return g_strdup_printf ("%s%u", base, index + 1);
  case PLACARD_FORM_NAME_SAME:
    break;
  }
  return g_strdup (base);
}

char *
placard_form_split_name (const char *name, guint index, PlacardFormNaming *naming)
{
  g_autofree char *number = g_strdup_printf ("%u", index + 1);

  *naming = PLACARD_FORM_NAME_SAME;
  if (g_str_has_suffix (name, "[]") && strlen (name) > 2)
    *naming = PLACARD_FORM_NAME_BRACKETS;
  else if (g_str_has_suffix (name, number) && strlen (name) > strlen (number))
    *naming = PLACARD_FORM_NAME_NUMBERED;
  else
    return g_strdup (name);
  return g_strndup (name,
                    strlen (name) - (*naming == PLACARD_FORM_NAME_BRACKETS ? 2 : strlen (number)));
}

/* The three characters that the HTML standard escapes; everything else is raw UTF-8. */
static void
append_quoted (GString *head, const char *attribute, const char *text)
{
  g_string_append_printf (head, "; %s=\"", attribute);
  for (const char *at = text; *at; at++) {
    if (*at == '"')
      g_string_append (head, "%22");
    else if (*at == '\r')
      g_string_append (head, "%0D");
    else if (*at == '\n')
      g_string_append (head, "%0A");
    else
      g_string_append_c (head, *at);
  }
  g_string_append_c (head, '"');
}

static void
append_head (GString *head, const PlacardForm *self, const PlacardFormPart *part)
{
  const char *type = placard_body_get_content_type (part->content);
  g_autofree char *name = normalise_line_breaks (part->name);

  g_string_append_printf (head, "--%s\r\nContent-Disposition: form-data", self->boundary);
  append_quoted (head, "name", name);
  if (part->file_name)
    append_quoted (head, "filename", part->file_name);
  if (type && placard_header_check ("Content-Type", type, FALSE, NULL))
    g_string_append_printf (head, "\r\nContent-Type: %s", type);
  g_string_append (head, "\r\n\r\n");
}

static void
add_text (GPtrArray *layout, GString *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);

  g_ptr_array_add (layout, placard_body_new_bytes (bytes, NULL));
  g_string_truncate (text, 0);
}

GPtrArray *
placard_form_layout (PlacardForm *self)
{
  GPtrArray *layout = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (self->parts, i);

    if (!part->enabled)
      continue;
    append_head (text, self, part);
    add_text (layout, text);
    g_ptr_array_add (layout, g_object_ref (part->content));
    g_string_append (text, "\r\n");
  }
  g_string_append_printf (text, "--%s--\r\n", self->boundary);
  add_text (layout, text);
  return layout;
}
