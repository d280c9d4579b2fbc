/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-explain.h"

#include "placard-error.h"
#include "placard-format.h"

#include <glib/gi18n-lib.h>

#define ICON_NETWORK "network-offline-symbolic"
#define ICON_REQUEST "document-edit-symbolic"
#define ICON_ANSWER "dialog-warning-symbolic"
#define ICON_PICTURE "image-missing-symbolic"
#define ICON_TIME "alarm-symbolic"
#define ICON_LOCK "channel-insecure-symbolic"
#define ICON_STOP "process-stop-symbolic"
#define ICON_PASSWORD "dialog-password-symbolic"
#define ICON_DISK "drive-harddisk-symbolic"

/* Words that are translated when they are asked for. */
typedef struct {
  int code; /* a PlacardError, or an HTTP status */
  const char *title;
  const char *advice;
  const char *icon;
  PlacardRemedy remedy;
} Row;

/* Every code once; the test walks them all. SAVE_BODY is offered only when there is a body. */
static const Row codes[] = {
    {PLACARD_ERROR_USAGE, N_ ("The request cannot be sent"),
     N_ ("Nothing was sent. Correct the request first."), ICON_REQUEST,
     PLACARD_REMEDY_EDIT_REQUEST},
    {PLACARD_ERROR_INVALID_URL, N_ ("This is not an address"),
     N_ ("Nothing was sent. Correct the address first."), ICON_REQUEST,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_INVALID_METHOD, N_ ("The request cannot be sent"),
     N_ ("Nothing was sent. Correct the request first."), ICON_REQUEST,
     PLACARD_REMEDY_EDIT_REQUEST},
    {PLACARD_ERROR_INVALID_HEADER, N_ ("The request cannot be sent"),
     N_ ("Nothing was sent. Correct the request first."), ICON_REQUEST,
     PLACARD_REMEDY_EDIT_REQUEST},
    {PLACARD_ERROR_INVALID_BODY, N_ ("The request cannot be sent"),
     N_ ("Nothing was sent. Correct the request first."), ICON_REQUEST,
     PLACARD_REMEDY_EDIT_REQUEST},

    {PLACARD_ERROR_RESOLVE, N_ ("Unknown host"),
     N_ ("Check the spelling of the address, and that this computer is online."), ICON_NETWORK,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_REFUSED, N_ ("Connection refused"),
     N_ ("Check the port, and whether the server runs."), ICON_NETWORK,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_UNREACHABLE, N_ ("No way to the server"),
     N_ ("Check that this computer is online."), ICON_NETWORK, PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_RESET, N_ ("The connection broke"),
     N_ ("The server or something on the way closed it. Trying again often helps."), ICON_NETWORK,
     PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_PROTOCOL, N_ ("Not an HTTP answer"),
     N_ ("Check the port and whether the address starts with http or https."), ICON_ANSWER,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_PROXY, N_ ("The proxy failed"),
     N_ ("Check the proxy in the network settings of this computer."), ICON_NETWORK,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_REDIRECT, N_ ("The redirect was not followed"),
     N_ ("Check the address, or ask the one who runs the server."), ICON_ANSWER,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_TOO_LARGE, N_ ("The answer is too large"),
     N_ ("It was stopped at the limit that is set for this request."), ICON_ANSWER,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_NOT_IN_CACHE, N_ ("Not stored here"), N_ ("Ask the server instead."),
     ICON_ANSWER, PLACARD_REMEDY_EDIT_REQUEST},

    {PLACARD_ERROR_HTTP_STATUS, N_ ("Not the answer that was expected"),
     N_ ("Check the address and the method. What came can be looked at and kept."), ICON_ANSWER,
     PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_NOT_AN_IMAGE, N_ ("This is not a picture"),
     N_ ("Check the address and the credentials, or treat the answer as something else."),
     ICON_PICTURE, PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_EMPTY, N_ ("An empty answer"),
     N_ ("The server sent no picture. Check the method and the parameters."), ICON_PICTURE,
     PLACARD_REMEDY_EDIT_REQUEST},
    {PLACARD_ERROR_TRUNCATED, N_ ("The answer ends early"), N_ ("Trying again often helps."),
     ICON_PICTURE, PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_UNDECODABLE, N_ ("The picture is broken"),
     N_ ("The bytes can be saved and opened with another program."), ICON_PICTURE,
     PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_PICTURE_TOO_LARGE, N_ ("The picture is too large"),
     N_ ("It has more pixels than this computer should unpack. It can be saved."), ICON_PICTURE,
     PLACARD_REMEDY_SAVE_BODY},
    {PLACARD_ERROR_DECODER, N_ ("The picture could not be unpacked"),
     N_ ("It may be broken, or made to do harm. It can be saved, with care."), ICON_PICTURE,
     PLACARD_REMEDY_SAVE_BODY},

    {PLACARD_ERROR_CANCELLED, N_ ("Stopped"), N_ ("Send it again when you like."), ICON_STOP,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_TIMED_OUT, N_ ("The server took too long"), N_ ("Try again, or later."),
     ICON_TIME, PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_INTEGRITY, N_ ("Not what it should be"),
     N_ ("The answer differs from the one that was promised. Do not trust it."), ICON_LOCK,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_TLS, N_ ("The server cannot prove who it is"),
     N_ ("Nothing was sent to it. Somebody may be listening, or its certificate is out of order. "
         "Ask the "
         "one who runs the server."),
     ICON_LOCK, PLACARD_REMEDY_EDIT_ADDRESS},

    {PLACARD_ERROR_SAVE, N_ ("Could not be saved"), N_ ("Choose another folder."), ICON_DISK,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_SAVE_EXISTS, N_ ("Could not be saved"), N_ ("Choose another folder."), ICON_DISK,
     PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_SAVE_NO_SPACE, N_ ("Could not be saved"), N_ ("Choose another folder."),
     ICON_DISK, PLACARD_REMEDY_NONE},
    {PLACARD_ERROR_SAVE_PERMISSION, N_ ("Could not be saved"), N_ ("Choose another folder."),
     ICON_DISK, PLACARD_REMEDY_NONE},

    {PLACARD_ERROR_REDIRECT_REFUSED, N_ ("The redirect was not followed"),
     N_ ("Check the address, or ask the one who runs the server."), ICON_ANSWER,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {PLACARD_ERROR_SAME_ORIGIN, N_ ("Refused by the request’s own rules"),
     N_ ("Change the mode of the request if this answer is wanted."), ICON_LOCK,
     PLACARD_REMEDY_EDIT_REQUEST},
    {PLACARD_ERROR_CORS, N_ ("Refused by the request’s own rules"),
     N_ ("Change the mode of the request if this answer is wanted."), ICON_LOCK,
     PLACARD_REMEDY_EDIT_REQUEST},
};

static const Row statuses[] = {
    {401, N_ ("Not signed in"),
     N_ ("Check the credentials: the server does not know this request’s."), ICON_PASSWORD,
     PLACARD_REMEDY_EDIT_CREDENTIALS},
    {403, N_ ("Not allowed"),
     N_ ("The server knows who asks and refuses. Other credentials may help."), ICON_PASSWORD,
     PLACARD_REMEDY_EDIT_CREDENTIALS},
    {404, N_ ("Nothing at this address"), N_ ("Check the address."), ICON_ANSWER,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {407, N_ ("Not signed in"),
     N_ ("Check the credentials: the server does not know this request’s."), ICON_PASSWORD,
     PLACARD_REMEDY_EDIT_CREDENTIALS},
    {410, N_ ("Nothing at this address"), N_ ("Check the address."), ICON_ANSWER,
     PLACARD_REMEDY_EDIT_ADDRESS},
    {429, N_ ("Asked too often"), N_ ("Wait a while, then try again."), ICON_TIME,
     PLACARD_REMEDY_SAVE_BODY},
};

static const Row refused = {400, N_ ("The server refused the request"),
                            N_ ("Check the method, the headers and the body."), ICON_ANSWER,
                            PLACARD_REMEDY_EDIT_REQUEST};
static const Row broken = {500, N_ ("The server has a problem"),
                           N_ ("It is not this request’s fault. Try again later."), ICON_ANSWER,
                           PLACARD_REMEDY_SAVE_BODY};
static const Row offline = {PLACARD_ERROR_UNREACHABLE, N_ ("This computer is offline"),
                            N_ ("Connect it to a network, then try again."), ICON_NETWORK,
                            PLACARD_REMEDY_NONE};
static const Row unknown = {-1, N_ ("Something went wrong"), NULL, ICON_ANSWER,
                            PLACARD_REMEDY_NONE};

static const Row *
find_row (const Row *rows, gsize n_rows, int code, const Row *otherwise)
{
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].code == code)
      return &rows[i];
  return otherwise;
}

static const Row *
find_status (guint status)
{
  const Row *otherwise =
      find_row (codes, G_N_ELEMENTS (codes), PLACARD_ERROR_HTTP_STATUS, &unknown);

  if (status >= 400)
    otherwise = status >= 500 ? &broken : &refused;
  return find_row (statuses, G_N_ELEMENTS (statuses), (int) status, otherwise);
}

static const Row *
find_error (const GError *error, guint status)
{
  if (!error || g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS))
    return find_status (status);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return find_row (codes, G_N_ELEMENTS (codes), PLACARD_ERROR_CANCELLED, &unknown);
  if (error->domain != PLACARD_ERROR)
    return &unknown;
  return find_row (codes, G_N_ELEMENTS (codes), error->code, &unknown);
}

/* What a computer without a network gets for an error of the way there (fault row 22). */
static gboolean
is_for_want_of_network (const GError *error)
{
  return g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_RESOLVE) ||
         g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_UNREACHABLE);
}

PlacardExplanation
placard_explain (const GError *error, guint status, gboolean has_body)
{
  /* Only then: asking costs a little. */
  gboolean online = !is_for_want_of_network (error) ||
                    g_network_monitor_get_network_available (g_network_monitor_get_default ());

  return placard_explain_where (error, status, has_body, online);
}

PlacardExplanation
placard_explain_where (const GError *error, guint status, gboolean has_body, gboolean online)
{
  const Row *row =
      !online && is_for_want_of_network (error) ? &offline : find_error (error, status);
  gboolean vain = row->remedy == PLACARD_REMEDY_SAVE_BODY && !has_body;

  return (PlacardExplanation){.title = _ (row->title),
                              .advice = row->advice ? _ (row->advice) : NULL,
                              .icon = row->icon,
                              .remedy = vain ? PLACARD_REMEDY_NONE : row->remedy};
}

const char *
placard_remedy_to_label (PlacardRemedy remedy)
{
  switch (remedy) {
  case PLACARD_REMEDY_NONE:
    return NULL;
  case PLACARD_REMEDY_EDIT_ADDRESS:
    return _ ("Edit _Address");
  case PLACARD_REMEDY_EDIT_REQUEST:
    return _ ("Edit _Request");
  case PLACARD_REMEDY_EDIT_CREDENTIALS:
    return _ ("Edit _Credentials");
  case PLACARD_REMEDY_SHOW_CERTIFICATE:
    return _ ("Show _Certificate");
  case PLACARD_REMEDY_SAVE_BODY:
    return _ ("_Save What Came");
  }
  return NULL;
}

const char *
placard_remedy_to_action (PlacardRemedy remedy)
{
  switch (remedy) {
  case PLACARD_REMEDY_NONE:
    return NULL;
  case PLACARD_REMEDY_EDIT_ADDRESS:
    return "win.focus-address";
  case PLACARD_REMEDY_EDIT_REQUEST:
    return "win.edit-request";
  case PLACARD_REMEDY_EDIT_CREDENTIALS:
    return "win.edit-credentials";
  case PLACARD_REMEDY_SHOW_CERTIFICATE:
    return "win.show-certificate";
  case PLACARD_REMEDY_SAVE_BODY:
    return "win.save-as";
  }
  return NULL;
}

/* Without what may be secret in it: user, password, query. */
static char *
public_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);

  if (!uri)
    return g_strdup ("-");
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);
}

static void
append_answer (GString *text, PlacardResponse *response)
{
  g_autofree char *url = public_url (placard_response_get_url (response));
  g_autofree char *status = placard_format_status (placard_response_get_status (response),
                                                   placard_response_get_status_text (response));
  const char *type = placard_response_get_declared_type (response);
  GPtrArray *hops = placard_response_get_hops (response);

  for (guint i = 0; i < hops->len; i++) {
    PlacardHop *hop = g_ptr_array_index (hops, i);
    g_autofree char *from = public_url (hop->url);

    /* Translators: a redirect: status code, the address it was answered at. */
    g_string_append_printf (text, _ ("Redirect: %u at %s\n"), hop->status, from);
  }
  g_string_append_printf (text, _ ("Answer: %s\n"), status);
  g_string_append_printf (text, _ ("Final address: %s\n"), url);
  if (type)
    g_string_append_printf (text, _ ("Declared type: %s\n"), type);
}

char *
placard_explain_details (PlacardExchange *exchange)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (exchange);
  PlacardRequest *request = placard_fetch_get_request (fetch);
  PlacardResponse *response = placard_exchange_get_response (exchange);
  const GError *error = placard_exchange_get_error (exchange);
  g_autofree char *url = public_url (placard_request_get_url (request));
  g_autofree char *received = g_format_size (placard_fetch_get_body_received (fetch));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Placard %s\n", PLACARD_VERSION);
  g_string_append_printf (text, _ ("Request: %s %s\n"),
                          placard_request_get_effective_method (request), url);
  if (response)
    append_answer (text, response);
  g_string_append_printf (text, _ ("Received: %s\n"), received);
  /* Translators: the step of the request that was reached; a fixed English word. */
  g_string_append_printf (text, _ ("Last step: %s\n"),
                          placard_phase_to_string (placard_fetch_get_last_phase (fetch)));
  if (is_for_want_of_network (error))
    g_string_append_printf (
        text, "%s\n",
        g_network_monitor_get_network_available (g_network_monitor_get_default ())
            ? _ ("Network: there is one")
            : _ ("Network: there is none"));
  if (error)
    g_string_append_printf (text, _ ("Error: %s (%s %d)"), error->message,
                            g_quark_to_string (error->domain), error->code);
  return g_string_free (text, FALSE);
}
