/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-options.h"

G_BEGIN_DECLS

/* One row of the option table, and what reading and writing by the table share. Private to the readers
 * (command line, curl command, profile) and the writers; everybody else uses placard-options.h. */

typedef struct _PlacardOption PlacardOption;

/* One reading, from the first option to the last. Pieces that only the end can put together wait here. */
typedef struct {
  PlacardOptions *options;
  PlacardRequest *request;
  char *cwd;                  /* absolute */
  GInputStream *stdin_stream; /* (nullable) */

  GByteArray *data;    /* --data and its kin, joined; NULL before the first */
  char *data_file;     /* or the one file that is the whole body: not read, but streamed */
  gboolean data_json;  /* one of them was --json */
  gboolean data_query; /* --get */
  struct _PlacardForm *form;
  PlacardBody *upload;
  char *upload_name; /* of the file, for an address that is a folder */
  gboolean head;

  char *output; /* of --output, absolute */
  guint
      n_profile_headers; /* the request's first header fields are a profile's: others replace them */
  guint profile_depth;
  const char *profile_address; /* (nullable): the address that was a profile */
  GPtrArray *addresses; /* (nullable) (element-type utf8): all that the command line will name */

  char *user;       /* "name:password" */
  gboolean has_key; /* an API key was given */
  gboolean digest;
  char *cookie; /* "name=value; name=value" */
  char *bearer;
  GPtrArray *secret_names; /* (nullable): of --secret */
  char *user_agent;        /* "" for none at all */
  char *referer;
} PlacardOptionReading;

/* @value: %NULL for --no-NAME of a flag, "" for a flag that is set, else the argument. */
typedef gboolean (*PlacardOptionRead) (PlacardOptionReading *reading,
                                       const PlacardOption *option,
                                       const char *value,
                                       GError **error);

/* One option as it is written back. */
typedef struct {
  const PlacardOption *option;
  char *value;  /* %NULL: a flag */
  char *masked; /* the value as others may see it; %NULL when there is nothing to hide */
} PlacardOptionEntry;

typedef struct {
  PlacardRequest *request;
  PlacardRequest *defaults; /* a request of which nothing was said */
  GPtrArray *entries;       /* of PlacardOptionEntry */
  GPtrArray *unwritable;    /* (element-type utf8): sentences about what no option can say */
} PlacardOptionWriting;

typedef void (*PlacardOptionWrite) (PlacardOptionWriting *writing, const PlacardOption *option);

typedef enum {
  PLACARD_OPTION_REQUEST,
  PLACARD_OPTION_BODY,
  PLACARD_OPTION_CREDENTIALS,
  PLACARD_OPTION_NETWORK,
  PLACARD_OPTION_RESULT,
  PLACARD_OPTION_WINDOW,
  PLACARD_OPTION_ABOUT,
} PlacardOptionSection;

struct _PlacardOption {
  const char *name; /* without the dashes */
  char short_name;  /* '\0': none */
  PlacardOptionSection section;
  const char *argument; /* the word that --help shows for it; NULL: a flag */
  PlacardOptionRead read;
  PlacardOptionWrite write; /* NULL: another row writes it, or it is no part of a request */
  gsize offset;             /* in PlacardOptions or PlacardLimits, for the functions that need it */
  const char *help;         /* untranslated */
};

/* Translated. */
const char *placard_option_section_title (PlacardOptionSection section);

/* The table, in the order of --help. */
const PlacardOption *placard_option_table (gsize *n_options);
const PlacardOption *placard_option_find (const char *name);
const PlacardOption *placard_option_find_short (char short_name);
/* The name that @name most likely is a slip of, or %NULL. */
const char *placard_option_find_similar (const char *name);

PlacardOptionReading *
placard_option_reading_new (const char *cwd, PlacardRequest *request, GInputStream *stdin_stream);
void placard_option_reading_free (PlacardOptionReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardOptionReading, placard_option_reading_free)
/* Puts together what waited for the last option. */
gboolean placard_option_reading_finish (PlacardOptionReading *reading, GError **error);
/* One option, found in the table, with its argument. */
gboolean placard_option_reading_apply (PlacardOptionReading *reading,
                                       const PlacardOption *option,
                                       const char *value,
                                       GError **error);

/**
 * placard_option_read_arguments:
 * @left_out: (nullable) (element-type utf8): the words are those of a curl command; gets the names of what
 *   cannot be taken over
 */
gboolean placard_option_read_arguments (PlacardOptionReading *reading,
                                        const char *const *arguments,
                                        GPtrArray *left_out,
                                        GError **error);
/* A profile's lines, as if they stood here. @folder: what its paths are relative to. */
gboolean placard_profile_read_into (PlacardOptionReading *reading,
                                    const char *text,
                                    const char *name,
                                    const char *folder,
                                    GError **error);
/* The addresses among the words of a command line. (transfer container)
 * (element-type utf8) */
GPtrArray *placard_option_list_addresses (const char *const *arguments);
/* Takes back a profile's header fields of that name. */
void placard_option_override_profile_header (PlacardOptionReading *reading, const char *name);
/* The text of a profile. (transfer full) */
char *placard_profile_read_file (const char *path, GError **error);

/* (nullable): the option that a profile's line is about, if it is one. */
const PlacardOption *placard_profile_find_option (const char *line);
/* Whether a profile may have the entry in it: no secret, or only a reference to one. */
gboolean placard_profile_may_write (const PlacardOptionEntry *entry);
/* @value: (nullable): %NULL for a flag */
void placard_profile_append_line (GString *out, const char *name, const char *value);
/* The old file or the whole new one. */
gboolean placard_profile_write_file (const char *path, const char *text, GError **error);

/* Makes the path of --output absolute, when all is read. */
void placard_option_place_output (PlacardOptionReading *reading);

/* %PLACARD_ERROR_USAGE with a sentence that begins with the option's name. Returns %FALSE. */
gboolean placard_option_fail (const PlacardOption *option, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* @path as it is meant where the options were written. (transfer full) */
char *placard_option_resolve_path (PlacardOptionReading *reading, const char *path);
/* The bytes of a file, or of standard input for "-". */
GBytes *placard_option_read_file (PlacardOptionReading *reading,
                                  const PlacardOption *option,
                                  const char *path,
                                  GError **error);

/* "NAME:PASSWORD" of @value, which may lack the password: then a terminal is asked. (transfer full) */
char *placard_option_complete_user (PlacardOptionReading *reading,
                                    const PlacardOption *option,
                                    const char *value,
                                    GError **error);

/* Where in "NAME=CONTENT" or "NAME@FILE" the name ends; a "=" wins over any "@", as with curl. */
gsize placard_option_split_content (const char *value);

/* A header field that options imply, unless one of that name was written; "" and %NULL leave it out. */
void placard_option_add_default (PlacardRequest *request, const char *name, const char *value);
/* Marks what --secret names. */
void placard_option_finish_secrets (PlacardOptionReading *reading);
/* @field: (transfer full) */
void placard_option_append_parameter (PlacardOptionReading *reading, PlacardField *field);
/* Makes the body, or the query, of the data that was gathered. */
gboolean placard_option_finish_body (PlacardOptionReading *reading, GError **error);
gboolean placard_option_finish_form (PlacardOptionReading *reading, GError **error);

/* What the whole request says, in the order of the table, the address last. */
PlacardOptionWriting *placard_option_writing_new (PlacardRequest *request);
void placard_option_writing_free (PlacardOptionWriting *writing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardOptionWriting, placard_option_writing_free)

/* @masked: (nullable): the value without its secret */
void placard_option_writing_add (PlacardOptionWriting *writing,
                                 const PlacardOption *option,
                                 const char *value,
                                 const char *masked);
void placard_option_writing_refuse (PlacardOptionWriting *writing, const char *sentence);
/* How the body is written: which of the rows says it. */
typedef enum {
  PLACARD_BODY_NONE,
  PLACARD_BODY_RAW,    /* --data-raw */
  PLACARD_BODY_BINARY, /* --data-binary @FILE */
  PLACARD_BODY_JSON,   /* --json */
  PLACARD_BODY_FORM,   /* --form */
  PLACARD_BODY_UPLOAD, /* --upload-file */
} PlacardBodyStyle;
PlacardBodyStyle placard_option_body_style (PlacardRequest *request);
/* The type that comes with the style by itself. (nullable) */
const char *placard_option_body_style_type (PlacardBodyStyle style);

/* The functions that rows name. */
#define PLACARD_OPTION_READER(noun)                                                                \
  gboolean placard_option_read_##noun (PlacardOptionReading *reading, const PlacardOption *option, \
                                       const char *value, GError **error)
#define PLACARD_OPTION_WRITER(noun)                                                                \
  void placard_option_write_##noun (PlacardOptionWriting *writing, const PlacardOption *option)

PLACARD_OPTION_READER (url);
PLACARD_OPTION_WRITER (url);
PLACARD_OPTION_READER (method);
PLACARD_OPTION_WRITER (method);
PLACARD_OPTION_READER (head);
PLACARD_OPTION_WRITER (head);
PLACARD_OPTION_READER (header);
PLACARD_OPTION_WRITER (header);
PLACARD_OPTION_READER (header_everywhere);
PLACARD_OPTION_WRITER (header_everywhere);
PLACARD_OPTION_READER (secret);
PLACARD_OPTION_WRITER (secret);
PLACARD_OPTION_READER (user_agent);
PLACARD_OPTION_READER (referer);
PLACARD_OPTION_READER (url_query);
PLACARD_OPTION_WRITER (url_query);
PLACARD_OPTION_READER (get);
PLACARD_OPTION_READER (allow_trace);
PLACARD_OPTION_WRITER (allow_trace);

PLACARD_OPTION_READER (variable);
PLACARD_OPTION_WRITER (variable);
PLACARD_OPTION_READER (profile);
PLACARD_OPTION_READER (path);

PLACARD_OPTION_READER (data);
PLACARD_OPTION_READER (data_raw);
PLACARD_OPTION_WRITER (data_raw);
PLACARD_OPTION_READER (data_binary);
PLACARD_OPTION_WRITER (data_binary);
PLACARD_OPTION_READER (data_urlencode);
PLACARD_OPTION_READER (json);
PLACARD_OPTION_WRITER (json);
PLACARD_OPTION_READER (form);
PLACARD_OPTION_WRITER (form);
PLACARD_OPTION_READER (form_string);
PLACARD_OPTION_READER (one_per_file);
PLACARD_OPTION_WRITER (one_per_file);
PLACARD_OPTION_READER (upload_file);
PLACARD_OPTION_WRITER (upload_file);

PLACARD_OPTION_READER (user);
PLACARD_OPTION_WRITER (user);
PLACARD_OPTION_READER (refused_scheme);
PLACARD_OPTION_READER (digest);
PLACARD_OPTION_WRITER (digest);
PLACARD_OPTION_READER (basic);
PLACARD_OPTION_READER (bearer);
PLACARD_OPTION_WRITER (bearer);
PLACARD_OPTION_READER (api_key);
PLACARD_OPTION_WRITER (api_key);
PLACARD_OPTION_READER (api_key_query);
PLACARD_OPTION_WRITER (api_key_query);
PLACARD_OPTION_READER (cookie);
PLACARD_OPTION_WRITER (cookie);
PLACARD_OPTION_READER (cookie_jar);

PLACARD_OPTION_READER (token_from);
PLACARD_OPTION_READER (token_at);
PLACARD_OPTION_READER (token_as);
PLACARD_OPTION_READER (token_lifetime);
PLACARD_OPTION_WRITER (token);
PLACARD_OPTION_READER (hsts);
PLACARD_OPTION_WRITER (hsts);
PLACARD_OPTION_READER (no_hsts);
PLACARD_OPTION_WRITER (no_hsts);
PLACARD_OPTION_READER (policy);
PLACARD_OPTION_WRITER (policy);

PLACARD_OPTION_READER (seconds);
PLACARD_OPTION_WRITER (seconds);
PLACARD_OPTION_READER (bytes);
PLACARD_OPTION_WRITER (bytes);
PLACARD_OPTION_READER (max_redirs);
PLACARD_OPTION_WRITER (max_redirs);
PLACARD_OPTION_READER (cacert);
PLACARD_OPTION_WRITER (cacert);

PLACARD_OPTION_READER (location);
PLACARD_OPTION_READER (location_trusted);
PLACARD_OPTION_WRITER (location_trusted);
PLACARD_OPTION_READER (redirect);
PLACARD_OPTION_WRITER (redirect);
PLACARD_OPTION_READER (proxy);
PLACARD_OPTION_READER (proxy_user);
PLACARD_OPTION_WRITER (proxy_user);
PLACARD_OPTION_READER (transport_text);
PLACARD_OPTION_WRITER (transport_text);
PLACARD_OPTION_READER (transport_path);
PLACARD_OPTION_READER (transport_seconds);
PLACARD_OPTION_WRITER (transport_seconds);
PLACARD_OPTION_READER (cert);
PLACARD_OPTION_READER (cert_type);
PLACARD_OPTION_READER (pass);
PLACARD_OPTION_WRITER (pass);
PLACARD_OPTION_READER (pinnedpubkey);
PLACARD_OPTION_READER (resolve);
PLACARD_OPTION_WRITER (resolve);
PLACARD_OPTION_READER (retry);
PLACARD_OPTION_WRITER (retry);
PLACARD_OPTION_READER (range);
PLACARD_OPTION_READER (compressed);
PLACARD_OPTION_WRITER (compressed);

PLACARD_OPTION_READER (image_at);
PLACARD_OPTION_WRITER (image_at);
PLACARD_OPTION_READER (treat_as);
PLACARD_OPTION_WRITER (treat_as);
PLACARD_OPTION_READER (keep_last_good);
PLACARD_OPTION_WRITER (keep_last_good);
PLACARD_OPTION_READER (offline_file);
PLACARD_OPTION_WRITER (offline_file);

PLACARD_OPTION_READER (saving_flag);
PLACARD_OPTION_WRITER (saving_flag);
PLACARD_OPTION_READER (auto_save);
PLACARD_OPTION_WRITER (auto_save);

PLACARD_OPTION_READER (flag);
PLACARD_OPTION_READER (text);
PLACARD_OPTION_READER (output);
PLACARD_OPTION_READER (folder);
PLACARD_OPTION_READER (write_out);
PLACARD_OPTION_READER (word);
PLACARD_OPTION_READER (count);
PLACARD_OPTION_READER (timeout);
PLACARD_OPTION_READER (each);
PLACARD_OPTION_READER (require_header);
PLACARD_OPTION_READER (nothing);

/* Digits with at most one point: no sign, no exponent. */
gboolean placard_option_parse_seconds (const char *text, gint64 *milliseconds);
/* "30", "0.25" (transfer full) */
char *placard_option_format_seconds (gint64 milliseconds);

G_END_DECLS
