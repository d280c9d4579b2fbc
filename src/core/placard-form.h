/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-body.h"

G_BEGIN_DECLS

/* The fields of a form, in order, names as often as they come: multipart/form-data as the HTML standard
 * encodes it (and RFC 7578, section 4.2: raw UTF-8 in names, never "filename*"). */
typedef struct _PlacardForm PlacardForm;
#define PLACARD_TYPE_FORM (placard_form_get_type ())
GType placard_form_get_type (void);

/* One field of the form. */
typedef struct {
  char *name;
  char *file_name; /* (nullable): %NULL for a field that is no file */
  PlacardBody *content;
  gboolean enabled;
} PlacardFormPart;

PlacardForm *placard_form_new (void);
PlacardForm *placard_form_ref (PlacardForm *self);
void placard_form_unref (PlacardForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardForm, placard_form_unref)

/* Not after a body was made of it. @content's type is the part's; a part without one is text. */
void placard_form_append (PlacardForm *self,
                          const char *name,
                          const char *file_name,
                          PlacardBody *content);
/* A text field as a page has it: line breaks become CR LF. */
void placard_form_append_text (PlacardForm *self, const char *name, const char *text);
/* @file_name, @type: (nullable): the file's own name, and what that says about its type. */
void placard_form_append_file (
    PlacardForm *self, const char *name, GFile *file, const char *file_name, const char *type);

/* (element-type PlacardFormPart) (transfer none) */
GPtrArray *placard_form_get_parts (PlacardForm *self);
/* Made once, at random: that data has it by chance is as likely as guessing a key of 128 bits. */
const char *placard_form_get_boundary (PlacardForm *self);

/**
 * placard_form_layout:
 *
 * The bodies whose bytes, one after the other, are the encoded form.
 * (transfer full) (element-type PlacardBody)
 */
GPtrArray *placard_form_layout (PlacardForm *self);

/* How the fields of several files are named (SPEC UL2). */
typedef enum {
  PLACARD_FORM_NAME_SAME,     /* file, file */
  PLACARD_FORM_NAME_BRACKETS, /* file[], file[] */
  PLACARD_FORM_NAME_NUMBERED, /* file1, file2 */
} PlacardFormNaming;

/* The name of the file number @index, from 0. (transfer full) */
char *placard_form_name_file (const char *base, PlacardFormNaming naming, guint index);
/* What @name, that of the file number @index, was made of and how. (transfer full) */
char *placard_form_split_name (const char *name, guint index, PlacardFormNaming *naming);

/* The media type that a file name's extension stands for; "application/octet-stream" for most. */
const char *placard_form_guess_type (const char *file_name);

G_END_DECLS
