/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-request.h"

G_BEGIN_DECLS

/* What the options say besides the request itself: where the result goes, how it is shown. */
typedef struct {
  GPtrArray *urls; /* (element-type utf8): URLs, profiles, files, in order */
  char
      *output; /* -o: an absolute path, within the folder of --output-dir; "-" is standard output */
  char *output_dir;            /* absolute */
  gboolean remote_name;        /* -O */
  gboolean remote_header_name; /* -J */
  gboolean fail;               /* -f */
  gboolean any;                /* --any: whatever comes is wanted */
  gboolean keep_partial;
  gboolean json_result;
  gboolean dry_run; /* nothing is sent */
  char *write_out;
  gboolean silent;
  char *as;                /* (nullable): "text" or "hex": what is printed of whatever comes */
  char *progress;          /* (nullable): "json", or "none" */
  gboolean parallel;       /* -Z */
  guint parallel_max;      /* transfers at once; 50 unless said, as with curl */
  guint parallel_per_host; /* of them for one host; 0: no limit of its own */
  gboolean fail_early;     /* the first failure stops the others */
  gint64 timeout_ms;       /* over all of it together; 0: none */
  gboolean globoff;        /* -g: brackets and braces in addresses are characters like any other */
  GPtrArray *records; /* (nullable) (element-type GStrv): rows of --each; see placard-records.h */
  gboolean skip_existing; /* what has a file already is not asked for */
  GPtrArray *required;    /* (element-type utf8): header fields that the answer must have */
  char *forward_to;       /* absolute path of a profile: what was fetched is sent on to it */
  gboolean fullscreen;
  char *save_profile; /* absolute path */
  GPtrArray
      *left_behind; /* (nullable) (element-type utf8): what of the profile is for its own origin,
                             which an address is not of */
  char *demo;       /* base URL of the demonstration server */
  gboolean help;
  gboolean version;
} PlacardOptions;

void placard_options_free (PlacardOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardOptions, placard_options_free)

/**
 * placard_options_parse:
 * @arguments: (array zero-terminated): without the program's name and without `fetch`
 * @cwd: (nullable): what relative paths are relative to; %NULL for the process's own
 * @request: is filled in; its URL is the first of the URLs
 * @stdin_stream: (nullable): what `@-` reads
 *
 * Reads a command line by the one option table. Fails with %PLACARD_ERROR_USAGE or what the request
 * makes of a value; the message names the option.
 */
PlacardOptions *placard_options_parse (const char *const *arguments,
                                       const char *cwd,
                                       PlacardRequest *request,
                                       GInputStream *stdin_stream,
                                       GError **error);

/**
 * placard_options_hide_secrets:
 * @argv: (array zero-terminated): the process's own, without the program's name
 *
 * Overwrites what is secret in @argv, in place, so that a list of processes does not show it. Whoever still
 * needs the words copies them first.
 */
void placard_options_hide_secrets (char **argv);

/* The text of --help, made of the table. (transfer full) */
char *placard_options_format_help (void);

G_END_DECLS
