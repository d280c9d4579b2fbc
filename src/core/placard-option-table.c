/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one option table. A name that curl has means here what it means there; everything that can be said
 * about a request is a row, read and written by the functions that the row names. */
#include "placard-option.h"

#include <stddef.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define OPTION(field) offsetof (PlacardOptions, field)
#define LIMIT(field) offsetof (PlacardLimits, field)
#define READ(noun) placard_option_read_##noun
#define BOTH(noun) placard_option_read_##noun, placard_option_write_##noun
#define TOKEN(field) offsetof (PlacardTokenStep, field)
#define TRANSPORT(field) offsetof (PlacardTransport, field)
#define SAVING(field) offsetof (PlacardSaving, field)

/* clang-format off */
static const PlacardOption table[] = {
  {"request", 'X', PLACARD_OPTION_REQUEST, N_ ("METHOD"), BOTH (method), 0,
   N_ ("The request's method; GET, or POST when there is a body")},
  {"header", 'H', PLACARD_OPTION_REQUEST, N_ ("FIELD"), BOTH (header), 0,
   N_ ("A header field “Name: value”; “Name:” leaves a default out, “Name;” sends it empty; @FILE reads a list")},
  {"header-everywhere", '\0', PLACARD_OPTION_REQUEST, N_ ("FIELD"), BOTH (header_everywhere), 0,
   N_ ("A header field that is sent to other hosts too when the server redirects there")},
  {"secret", '\0', PLACARD_OPTION_REQUEST, N_ ("NAME"), BOTH (secret), 0,
   N_ ("Masks header fields and query parameters of that name wherever they are shown or kept")},
  {"url-query", '\0', PLACARD_OPTION_REQUEST, N_ ("NAME=VALUE"), BOTH (url_query), 0,
   N_ ("A query parameter, encoded once; “+TEXT” is encoded already; NAME@FILE reads the value")},
  {"get", 'G', PLACARD_OPTION_REQUEST, NULL, READ (get), NULL, 0,
   N_ ("Puts what --data and its kin say into the query instead of a body")},
  {"head", 'I', PLACARD_OPTION_REQUEST, NULL, BOTH (head), 0,
   N_ ("Asks for the headers alone")},
  {"user-agent", 'A', PLACARD_OPTION_REQUEST, N_ ("NAME"), READ (user_agent), NULL, 0,
   N_ ("What the request says of its program; an empty one leaves the field out")},
  {"referer", 'e', PLACARD_OPTION_REQUEST, N_ ("URL"), READ (referer), NULL, 0,
   N_ ("The page that the request says to come from")},
  {"url", '\0', PLACARD_OPTION_REQUEST, N_ ("URL"), BOTH (url), 0,
   N_ ("An address, as if it stood without an option; @FILE reads them from a file, one a line")},
  {"globoff", 'g', PLACARD_OPTION_REQUEST, NULL, READ (flag), NULL, OPTION (globoff),
   N_ ("Takes [1-20] and {a,b} in an address as they stand, instead of as many addresses")},
  {"allow-trace", '\0', PLACARD_OPTION_REQUEST, NULL, BOTH (allow_trace), 0,
   N_ ("Lets the method TRACE through")},

  {"profile", '\0', PLACARD_OPTION_REQUEST, N_ ("FILE"), READ (profile), NULL, 0,
   N_ ("Reads a profile as if its lines stood here; what follows it overrides")},
  {"save-profile", '\0', PLACARD_OPTION_REQUEST, N_ ("FILE"), READ (path), NULL, OPTION (save_profile),
   N_ ("Writes the request to a profile, without its secrets, and sends nothing")},
  {"variable", '\0', PLACARD_OPTION_REQUEST, N_ ("NAME=VALUE"), BOTH (variable), 0,
   N_ ("What {{NAME}} stands for; there are {{$now}}, {{$timestamp}} and {{$uuid}} too")},

  {"each", '\0', PLACARD_OPTION_REQUEST, N_ ("FILE"), READ (each), NULL, 0,
   N_ ("Sends the request once for each row of a table (CSV, or JSON objects one a line): its columns are {{variables}}")},

  {"data", 'd', PLACARD_OPTION_BODY, N_ ("DATA"), READ (data), NULL, 0,
   N_ ("A form's data, joined by “&”; @FILE reads a file without its line breaks, @- standard input")},
  {"data-raw", '\0', PLACARD_OPTION_BODY, N_ ("DATA"), BOTH (data_raw), 0,
   N_ ("As --data, “@” being a character like any other")},
  {"data-ascii", '\0', PLACARD_OPTION_BODY, N_ ("DATA"), READ (data), NULL, 0,
   N_ ("Another name of --data")},
  {"data-binary", '\0', PLACARD_OPTION_BODY, N_ ("DATA"), BOTH (data_binary), 0,
   N_ ("As --data, but every byte of @FILE as it is")},
  {"data-urlencode", '\0', PLACARD_OPTION_BODY, N_ ("DATA"), READ (data_urlencode), NULL, 0,
   N_ ("As --data, encoded: CONTENT, =CONTENT, NAME=CONTENT, @FILE, NAME@FILE")},
  {"json", '\0', PLACARD_OPTION_BODY, N_ ("DATA"), BOTH (json), 0,
   N_ ("JSON as the body, with Content-Type and Accept to go with it; @FILE, @-")},

  {"form", 'F', PLACARD_OPTION_BODY, N_ ("NAME=CONTENT"), BOTH (form), 0,
   N_ ("A field of a multipart form; NAME=@FILE sends a file, NAME=<FILE its text; “;type=” and “;filename=” may follow")},
  {"form-string", '\0', PLACARD_OPTION_BODY, N_ ("NAME=TEXT"), READ (form_string), NULL, 0,
   N_ ("As --form, every character of TEXT as it is")},
  {"one-per-file", '\0', PLACARD_OPTION_BODY, NULL, BOTH (one_per_file), 0,
   N_ ("Sends the files of a form one by one, each in a request of its own with all the other fields")},
  {"upload-file", 'T', PLACARD_OPTION_BODY, N_ ("FILE"), BOTH (upload_file), 0,
   N_ ("A file as the body, by PUT; “-” is standard input, sent as it comes")},

  {"user", 'u', PLACARD_OPTION_CREDENTIALS, N_ ("NAME:PASSWORD"), BOTH (user), 0,
   N_ ("Basic credentials; of a name alone, the password is asked for at the terminal")},
  {"oauth2-bearer", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("TOKEN"), BOTH (bearer), 0,
   N_ ("A bearer token")},
  {"api-key", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("NAME:KEY"), BOTH (api_key), 0,
   N_ ("A key in a header field of its own")},
  {"api-key-query", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("NAME=KEY"), BOTH (api_key_query), 0,
   N_ ("A key as a parameter of the query")},

  {"basic", '\0', PLACARD_OPTION_CREDENTIALS, NULL, READ (basic), NULL, 0,
   N_ ("Basic credentials, as is so unless --digest is said")},
  {"digest", '\0', PLACARD_OPTION_CREDENTIALS, NULL, BOTH (digest), 0,
   N_ ("Digest credentials, and nothing weaker")},
  {"ntlm", '\0', PLACARD_OPTION_CREDENTIALS, NULL, READ (refused_scheme), NULL, 0,
   N_ ("Refused: Placard does not speak NTLM")},
  {"negotiate", '\0', PLACARD_OPTION_CREDENTIALS, NULL, READ (refused_scheme), NULL, 0,
   N_ ("Refused: Placard does not speak Negotiate")},
  {"token-from", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("PROFILE"), READ (token_from), placard_option_write_token, TOKEN (profile),
   N_ ("Sends the request of PROFILE first, whose answer has the token or sets the cookies")},
  {"token-at", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("PLACE"), READ (token_at), placard_option_write_token, TOKEN (at),
   N_ ("Where the token is in that answer: json:/POINTER, or cookies; json:/access_token when not said")},
  {"token-as", '\0', PLACARD_OPTION_CREDENTIALS, "bearer|header:NAME|query:NAME", READ (token_as), placard_option_write_token, TOKEN (as),
   N_ ("Where the token goes; bearer when not said")},
  {"token-lifetime", '\0', PLACARD_OPTION_CREDENTIALS, N_ ("SECONDS"), READ (token_lifetime), placard_option_write_token, TOKEN (lifetime),
   N_ ("How long the token holds, or json:/POINTER to it; json:/expires_in when not said")},
  {"cookie", 'b', PLACARD_OPTION_CREDENTIALS, N_ ("NAME=VALUE"), BOTH (cookie), 0,
   N_ ("Cookies to send; without a “=”, a file to read them from")},
  {"cookie-jar", 'c', PLACARD_OPTION_CREDENTIALS, N_ ("FILE"), READ (cookie_jar), placard_option_write_policy, 0,
   N_ ("A file of cookies that is read before and written after")},
  {"cookies", '\0', PLACARD_OPTION_CREDENTIALS, "on|off", BOTH (policy), 0,
   N_ ("Whether cookies are kept and sent; on when not said")},
  {"credentials", '\0', PLACARD_OPTION_CREDENTIALS, "omit|same-origin|include", BOTH (policy), 0,
   N_ ("Which hosts get cookies and credentials")},

  {"location", 'L', PLACARD_OPTION_NETWORK, NULL, READ (location), NULL, 0,
   N_ ("Follows redirects, as is so unless --redirect says otherwise")},
  {"location-trusted", '\0', PLACARD_OPTION_NETWORK, NULL, BOTH (location_trusted), 0,
   N_ ("Sends credentials and bodies wherever a redirect leads")},
  {"redirect", '\0', PLACARD_OPTION_NETWORK, "follow|error|manual", BOTH (redirect), 0,
   N_ ("What a redirect is: followed, an error, the answer itself")},
  {"cache", '\0', PLACARD_OPTION_NETWORK, N_ ("MODE"), BOTH (policy), 0,
   N_ ("default, no-store, reload, no-cache, force-cache or only-if-cached")},
  {"referrer-policy", '\0', PLACARD_OPTION_NETWORK, N_ ("POLICY"), BOTH (policy), 0,
   N_ ("How much of --referer each host is told")},
  {"integrity", '\0', PLACARD_OPTION_NETWORK, N_ ("DIGEST"), BOTH (policy), 0,
   N_ ("What the answer's digest has to be: sha256-..., sha384-... or sha512-...")},
  {"mode", '\0', PLACARD_OPTION_NETWORK, "cors|no-cors|same-origin|navigate", BOTH (policy), 0,
   N_ ("What a page could ask for, held to")},
  {"origin", '\0', PLACARD_OPTION_NETWORK, N_ ("ORIGIN"), BOTH (policy), 0,
   N_ ("The page's origin, for --mode and --cors")},
  {"cors", '\0', PLACARD_OPTION_NETWORK, "verdict|strict", BOTH (policy), 0,
   N_ ("Whether a browser would let the page have the answer: told, or enforced")},
  {"proxy", 'x', PLACARD_OPTION_NETWORK, N_ ("[SCHEME://]HOST[:PORT]"), READ (proxy), placard_option_write_transport_text, TRANSPORT (proxy),
   N_ ("The proxy, instead of the system's; an empty one for none")},
  {"socks5", '\0', PLACARD_OPTION_NETWORK, N_ ("HOST[:PORT]"), READ (proxy), NULL, 0,
   N_ ("A SOCKS proxy")},
  {"socks5-hostname", '\0', PLACARD_OPTION_NETWORK, N_ ("HOST[:PORT]"), READ (proxy), NULL, 0,
   N_ ("A SOCKS proxy that resolves the names")},
  {"proxy-user", 'U', PLACARD_OPTION_NETWORK, N_ ("NAME:PASSWORD"), BOTH (proxy_user), 0,
   N_ ("The proxy's credentials")},
  {"noproxy", '\0', PLACARD_OPTION_NETWORK, N_ ("HOSTS"), BOTH (transport_text), TRANSPORT (noproxy),
   N_ ("Hosts that are reached without the proxy, between commas")},
  {"cert", 'E', PLACARD_OPTION_NETWORK, N_ ("FILE[:PASSWORD]"), READ (cert), placard_option_write_transport_text, TRANSPORT (cert),
   N_ ("A client certificate (PEM or PKCS#12)")},
  {"cert-type", '\0', PLACARD_OPTION_NETWORK, "PEM|P12", READ (cert_type), NULL, 0,
   N_ ("The certificate's type; it is told from the file anyway")},
  {"key", '\0', PLACARD_OPTION_NETWORK, N_ ("FILE"), READ (transport_path), placard_option_write_transport_text, TRANSPORT (key),
   N_ ("The certificate's private key (PEM)")},
  {"pass", '\0', PLACARD_OPTION_NETWORK, N_ ("PASSWORD"), BOTH (pass), 0,
   N_ ("The private key's password")},
  {"pinnedpubkey", '\0', PLACARD_OPTION_NETWORK, N_ ("DIGESTS"), READ (pinnedpubkey), placard_option_write_transport_text, TRANSPORT (pinnedpubkey),
   N_ ("The only public keys that the server may have: sha256//...")},
  {"resolve", '\0', PLACARD_OPTION_NETWORK, N_ ("HOST:PORT:ADDRESS"), BOTH (resolve), 0,
   N_ ("The address of a host, instead of what its name resolves to")},
  {"hsts", '\0', PLACARD_OPTION_NETWORK, N_ ("FILE"), BOTH (hsts), 0,
   N_ ("Where it is kept which hosts are asked over TLS alone; an empty one keeps it in memory")},
  {"no-hsts", '\0', PLACARD_OPTION_NETWORK, NULL, BOTH (no_hsts), 0,
   N_ ("Takes no notice of hosts that want to be asked over TLS alone")},
  {"retry", '\0', PLACARD_OPTION_NETWORK, N_ ("NUMBER"), BOTH (retry), 0,
   N_ ("Tries again so often when something passing goes wrong")},
  {"retry-delay", '\0', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (transport_seconds), TRANSPORT (retry_delay_ms),
   N_ ("... after this long, instead of ever longer")},
  {"retry-max-time", '\0', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (transport_seconds), TRANSPORT (retry_max_ms),
   N_ ("... but not later than this")},
  {"range", 'r', PLACARD_OPTION_NETWORK, N_ ("RANGE"), READ (range), placard_option_write_transport_text, TRANSPORT (range),
   N_ ("Asks for a part: 0-499, 500- or -500")},
  {"compressed", '\0', PLACARD_OPTION_NETWORK, NULL, BOTH (compressed), 0,
   N_ ("Asks for an answer that is made smaller on the way")},
  {"max-time", 'm', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (seconds), LIMIT (total_ms),
   N_ ("The longest that the whole transfer may take")},
  {"connect-timeout", '\0', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (seconds), LIMIT (connect_ms),
   N_ ("The longest that connecting may take; 15 when not said")},
  {"first-byte-timeout", '\0', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (seconds), LIMIT (first_byte_ms),
   N_ ("The longest wait for the answer to begin; 30 when not said")},
  {"idle-timeout", '\0', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (seconds), LIMIT (idle_ms),
   N_ ("The longest pause within the answer; 30 when not said")},
  {"speed-limit", 'Y', PLACARD_OPTION_NETWORK, N_ ("BYTES"), BOTH (bytes), LIMIT (low_speed_bytes),
   N_ ("Gives up below this many bytes a second; 100 when not said")},
  {"speed-time", 'y', PLACARD_OPTION_NETWORK, N_ ("SECONDS"), BOTH (seconds), LIMIT (low_speed_ms),
   N_ ("... for this long; 30 when not said")},
  {"max-filesize", '\0', PLACARD_OPTION_NETWORK, N_ ("BYTES"), BOTH (bytes), LIMIT (max_body_bytes),
   N_ ("The largest answer, with k, M or G; 512M when not said, 0 for any")},
  {"max-redirs", '\0', PLACARD_OPTION_NETWORK, N_ ("NUMBER"), BOTH (max_redirs), 0,
   N_ ("The most redirects that are followed; 20 when not said")},
  {"cacert", '\0', PLACARD_OPTION_NETWORK, N_ ("FILE"), BOTH (cacert), 0,
   N_ ("Certificates (PEM) to trust instead of the system's")},

  {"image-at", '\0', PLACARD_OPTION_RESULT, N_ ("PLACE"), BOTH (image_at), 0,
   N_ ("Where in the answer the picture is: body, text, json:/POINTER, part:NAME; found by itself (auto) when not said")},
  {"treat-as", '\0', PLACARD_OPTION_RESULT, N_ ("KIND"), BOTH (treat_as), 0,
   N_ ("What the bytes are taken for: picture, text, json, hex, file, or a format such as png; auto when not said")},
  {"output", 'o', PLACARD_OPTION_RESULT, N_ ("FILE"), READ (output), NULL, 0,
   N_ ("Writes the answer to FILE; “-” is standard output")},
  {"remote-name", 'O', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (remote_name),
   N_ ("Writes the answer to a file named as in the address")},
  {"remote-header-name", 'J', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (remote_header_name),
   N_ ("... or as the server names it")},
  {"output-dir", '\0', PLACARD_OPTION_RESULT, N_ ("FOLDER"), READ (folder), NULL, OPTION (output_dir),
   N_ ("The folder to write to")},
  {"any", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (any),
   N_ ("Takes whatever comes, a picture or not")},
  {"keep-partial", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (keep_partial),
   N_ ("Keeps what came of an answer that was cut short, under a name that says so")},
  {"fail", 'f', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (fail),
   N_ ("Writes nothing when the status says that the request failed")},
  {"json-result", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (json_result),
   N_ ("Prints one JSON object about the result")},
  {"dry-run", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (dry_run),
   N_ ("Prints what would be sent and every option that is in force, and sends nothing")},
  {"write-out", 'w', PLACARD_OPTION_RESULT, N_ ("FORMAT"), READ (write_out), NULL, OPTION (write_out),
   N_ ("Prints FORMAT with its %{variables} filled in; @FILE reads it")},
  {"silent", 's', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (silent),
   N_ ("No progress")},
  {"as", '\0', PLACARD_OPTION_RESULT, "text|hex", READ (word), NULL, OPTION (as),
   N_ ("Prints whatever comes: as text in UTF-8, or its bytes with their offsets")},
  {"progress", '\0', PLACARD_OPTION_RESULT, "json|none", READ (word), NULL, OPTION (progress),
   N_ ("How progress is told: a JSON object a line, or not at all")},
  {"show-error", 'S', PLACARD_OPTION_RESULT, NULL, READ (nothing), NULL, 0,
   N_ ("Errors are always shown: understood for curl's sake")},

  {"forward-to", '\0', PLACARD_OPTION_RESULT, N_ ("PROFILE"), READ (folder), NULL, OPTION (forward_to),
   N_ ("Sends what was fetched on, as PROFILE says: its “--form NAME=@-” or “--upload-file -” is the place")},
  {"parallel", 'Z', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (parallel),
   N_ ("Fetches several addresses at the same time")},
  {"parallel-max", '\0', PLACARD_OPTION_RESULT, N_ ("N"), READ (count), NULL, OPTION (parallel_max),
   N_ ("At most N at once, 50 unless given")},
  {"parallel-per-host", '\0', PLACARD_OPTION_RESULT, N_ ("N"), READ (count), NULL,
   OPTION (parallel_per_host), N_ ("At most N of them at once from one host")},
  {"fail-early", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (fail_early),
   N_ ("Stops all others at the first one that fails")},
  {"timeout", '\0', PLACARD_OPTION_RESULT, N_ ("SECONDS"), READ (timeout), NULL, 0,
   N_ ("The longest that all addresses together may take; --max-time is for each of them")},

  {"skip-existing", '\0', PLACARD_OPTION_RESULT, NULL, READ (flag), NULL, OPTION (skip_existing),
   N_ ("Does not ask for what has a file already")},
  {"no-keep", '\0', PLACARD_OPTION_RESULT, NULL, BOTH (saving_flag), SAVING (no_keep),
   N_ ("Reads the answer once and keeps nothing of it: for a standard output without an end")},
  {"require-header", '\0', PLACARD_OPTION_RESULT, N_ ("NAME"), READ (require_header), NULL, 0,
   N_ ("Fails when the answer has no header field NAME, or not NAME with the value of “NAME: VALUE”")},

  {"fullscreen", '\0', PLACARD_OPTION_WINDOW, NULL, READ (flag), NULL, OPTION (fullscreen),
   N_ ("Shows the picture on the full screen")},
  {"auto-save", '\0', PLACARD_OPTION_WINDOW, N_ ("TEMPLATE"), BOTH (auto_save), 0,
   N_ ("Saves every whole answer at once, under a name such as “{{name}}-{{date}}-{{hash8}}”")},
  {"save-attachments", '\0', PLACARD_OPTION_WINDOW, NULL, BOTH (saving_flag), SAVING (save_attachments),
   N_ ("Saves at once what the server calls an attachment")},
  {"add-recent", '\0', PLACARD_OPTION_WINDOW, NULL, BOTH (saving_flag), SAVING (add_recent),
   N_ ("Lists what is saved among the recent files")},
  {"keepalive", '\0', PLACARD_OPTION_WINDOW, NULL, BOTH (saving_flag), SAVING (keepalive),
   N_ ("Ends a save or a forwarding that is under way when the window is closed, and tells then")},
  {"keep-last-good", '\0', PLACARD_OPTION_WINDOW, NULL, BOTH (keep_last_good), 0,
   N_ ("Keeps the last good picture, and shows it when the server cannot be reached")},
  {"offline-file", '\0', PLACARD_OPTION_WINDOW, N_ ("FILE"), BOTH (offline_file), 0,
   N_ ("The picture that is shown when the server cannot be reached and nothing else is kept")},
  {"demo", '\0', PLACARD_OPTION_WINDOW, N_ ("URL"), READ (text), NULL, OPTION (demo),
   N_ ("Lists the demonstration server's endpoints on the start page")},

  {"help", 'h', PLACARD_OPTION_ABOUT, NULL, READ (flag), NULL, OPTION (help),
   N_ ("Shows this help")},
  {"version", 'V', PLACARD_OPTION_ABOUT, NULL, READ (flag), NULL, OPTION (version),
   N_ ("Shows the version")},
};
/* clang-format on */

/* Slips of at most this many letters are worth a suggestion. */
#define MAX_DISTANCE 3

const PlacardOption *
placard_option_table (gsize *n_options)
{
  *n_options = G_N_ELEMENTS (table);
  return table;
}

const PlacardOption *
placard_option_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

const PlacardOption *
placard_option_find_short (char short_name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].short_name == short_name && short_name != '\0')
      return &table[i];
  return NULL;
}

/* Levenshtein's distance, by two rows. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize width = strlen (b) + 1;
  g_autofree guint *row = g_new (guint, width);

  for (gsize j = 0; j < width; j++)
    row[j] = (guint) j;
  for (guint i = 1; a[i - 1]; i++) {
    guint diagonal = row[0];

    row[0] = i;
    for (gsize j = 1; j < width; j++) {
      guint substituted = diagonal + (a[i - 1] != b[j - 1]);

      diagonal = row[j];
      row[j] = MIN (substituted, MIN (row[j], row[j - 1]) + 1);
    }
  }
  return row[width - 1];
}

const char *
placard_option_find_similar (const char *name)
{
  const char *best = NULL;
  guint best_distance = MAX_DISTANCE + 1;
  gsize length = strlen (name);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    guint distance = edit_distance (name, table[i].name);

    /* A part of the name is a likelier slip than any exchange of letters. */
    if (length >= 3 && g_str_has_prefix (table[i].name, name))
      distance = 1;
    if (distance < best_distance && distance < length) {
      best = table[i].name;
      best_distance = distance;
    }
  }
  return best;
}
