/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents.h"

#include <string.h>

#include "config.h"

static const char head[] =
    ".TH PLACARD 1 \"\" \"Placard " PLACARD_VERSION "\" \"User Commands\"\n"
    ".SH NAME\n"
    "placard \\- show the picture that an HTTP endpoint answers with\n"
    ".SH SYNOPSIS\n"
    ".B placard\n"
    "[\\fIOPTIONS\\fR] [\\fIURL\\fR | \\fIFILE\\fR.placard | \\fIFILE\\fR]...\n"
    ".br\n"
    ".B placard fetch\n"
    "[\\fIOPTIONS\\fR] \\fIURL\\fR...\n"
    ".SH DESCRIPTION\n"
    "Placard sends a request \\- method, parameters, header fields, credentials, body \\- and "
    "shows the "
    "picture that comes back: full screen, sharp, at once. It saves the picture under the name "
    "that the "
    "server gave.\n"
    ".PP\n"
    ".B placard\n"
    "opens a window, or a new one of the Placard that runs already.\n"
    ".B placard fetch\n"
    "does the same work without a display. It expects a picture: anything else is not written, "
    "unless\n"
    ".B \\-\\-any\n"
    "is given.\n"
    ".PP\n"
    "Options that\n"
    ".BR curl (1)\n"
    "has mean here what they mean there, but for redirects, which are followed unless\n"
    ".B \\-\\-redirect\n"
    "says otherwise.\n";

static const char tail[] =
    ".SH PROFILES\n"
    "A file whose name ends in\n"
    ".I .placard\n"
    "is a request to keep: one option a line, by its long name, with its value in double quotes. A "
    "line "
    "that begins with # is a comment. Relative paths are meant from the folder of the profile. "
    "What "
    "stands on the command line overrides the profile.\n"
    ".PP\n"
    ".EX\n"
    "url = \"https://api.example/me/qr\"\n"
    "oauth2\\-bearer = \"${TILL_TOKEN}\"\n"
    "json = \"{\\e\"user\\e\":\\e\"{{user}}\\e\"}\"\n"
    "variable = \"user=me\"\n"
    "fullscreen\n"
    ".EE\n"
    ".PP\n"
    "Secrets are never written to a profile. ${NAME} stands for a variable of the environment, "
    "{{NAME}} "
    "for one of\n"
    ".BR \\-\\-variable ,\n"
    "{{$now}}, {{$timestamp}} and {{$uuid}} for the time and for a random identifier. In a profile "
    "{{$keyring.NAME}} stands for the secret of that name in the keyring:\n"
    ".PP\n"
    ".EX\n"
    "secret\\-tool store \\-\\-label=till application placard name till\n"
    ".EE\n"
    ".PP\n"
    "puts it there. References are replaced in addresses, parameters, header fields, credentials, "
    "the "
    "passwords of a proxy and of a key, and the text of a body.\n"
    ".SH TOKENS\n"
    ".B \\-\\-token\\-from\n"
    "names the profile of a request that is sent first. Its answer has the token, by default at "
    "json:/access_token, which goes as a bearer token with every request of the command until it "
    "expires "
    "(json:/expires_in) or is refused; then another one is asked for, once. With\n"
    ".B \\-\\-token\\-at cookies\n"
    "the cookies that it sets are the token: a login form.\n"
    ".PP\n"
    ".EX\n"
    "placard fetch \\-\\-token\\-from login.placard \\-\\-token\\-at cookies \\-O "
    "https://api.example/me/qr\n"
    ".EE\n"
    ".SH EXIT STATUS\n"
    ".TP 4\n.B 0\nDone.\n"
    ".TP\n.B 2\nThe options or the request are not valid; nothing was sent.\n"
    ".TP\n.B 3\nThe network failed.\n"
    ".TP\n.B 4\nThe HTTP status says that the request failed.\n"
    ".TP\n.B 5\nThe answer is no picture.\n"
    ".TP\n.B 6\nThe answer or the picture in it ends early, or cannot be decoded.\n"
    ".TP\n.B 7\nCancelled.\n"
    ".TP\n.B 8\nTimed out.\n"
    ".TP\n.B 9\nThe answer is not what\n.B \\-\\-integrity\nsays.\n"
    ".TP\n.B 10\nTLS failed.\n"
    ".TP\n.B 11\nThe answer could not be saved.\n"
    ".TP\n.B 12\nA policy refused it.\n"
    ".PP\n"
    "Of several addresses that of the first one that failed, in the order in which they were "
    "written; 7 when a signal stopped them.\n"
    ".SH EXAMPLES\n"
    ".EX\n"
    "placard \\-X POST \\-H \\(aqAuthorization: Bearer t\\(aq \\-\\-json "
    "\\(aq{\"user\":\"me\"}\\(aq "
    "\\-\\-fullscreen https://api.example/qr\n"
    "placard fetch \\-O \\-J https://api.example/picture\n"
    "placard fetch \\-F photo=@card.png \\-\\-save\\-profile card.placard https://api.example/qr\n"
    "placard me.placard\n"
    ".EE\n"
    ".SH SEE ALSO\n"
    ".BR curl (1)\n";

/* @text as roff shows it: a "-" that can be copied, no line that is taken for a request. */
static void
append_text (GString *out, const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append (out, "\\&");
  for (const char *at = text; *at; at++) {
    if (*at == '-')
      g_string_append (out, "\\-");
    else if (*at == '\\')
      g_string_append (out, "\\e");
    else
      g_string_append_c (out, *at);
  }
}

static void
append_option (GString *out, const PlacardOption *option)
{
  g_string_append (out, ".TP\n");
  if (option->short_name)
    g_string_append_printf (out, "\\fB\\-%c\\fR, ", option->short_name);
  g_string_append (out, "\\fB\\-\\-");
  append_text (out, option->name);
  g_string_append (out, "\\fR");
  if (option->argument) {
    g_string_append (out, " \\fI");
    append_text (out, option->argument);
    g_string_append (out, "\\fR");
  }
  g_string_append_c (out, '\n');
  append_text (out, option->help);
  g_string_append (out, ".\n");
}

char *
documents_format_manual (void)
{
  gsize n_options;
  const PlacardOption *table = placard_option_table (&n_options);
  GString *out = g_string_new (head);
  int section = -1;

  g_string_append (out, ".SH OPTIONS\n");
  for (gsize i = 0; i < n_options; i++) {
    if (section != (int) table[i].section)
      g_string_append_printf (out, ".SS %s\n", placard_option_section_title (table[i].section));
    section = (int) table[i].section;
    append_option (out, &table[i]);
  }
  g_string_append (out, tail);
  return g_string_free (out, FALSE);
}
