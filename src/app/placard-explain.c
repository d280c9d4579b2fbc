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
#define ICON_DISK "drive-harddisk-symbolic"

static PlacardExplanation
explain_status (guint status, gboolean has_body)
{
  PlacardRemedy keep = has_body ? PLACARD_REMEDY_SAVE_BODY : PLACARD_REMEDY_NONE;

  switch (status) {
  case 401:
  case 407:
    return (PlacardExplanation){
        _ ("Not signed in"), _ ("Check the credentials: the server does not know this request’s."),
        "dialog-password-symbolic", PLACARD_REMEDY_EDIT_CREDENTIALS};
  case 403:
    return (PlacardExplanation){
        _ ("Not allowed"), _ ("The server knows who asks and refuses. Other credentials may help."),
        "dialog-password-symbolic", PLACARD_REMEDY_EDIT_CREDENTIALS};
  case 404:
  case 410:
    return (PlacardExplanation){_ ("Nothing at this address"), _ ("Check the address."),
                                ICON_ANSWER, PLACARD_REMEDY_EDIT_ADDRESS};
  case 429:
    return (PlacardExplanation){_ ("Asked too often"), _ ("Wait a while, then try again."),
                                ICON_TIME, keep};
  default:
    break;
  }
  if (status >= 500)
    return (PlacardExplanation){_ ("The server has a problem"),
                                _ ("It is not this request’s fault. Try again later."), ICON_ANSWER,
                                keep};
  if (status >= 400)
    return (PlacardExplanation){_ ("The server refused the request"),
                                _ ("Check the method, the headers and the body."), ICON_ANSWER,
                                PLACARD_REMEDY_EDIT_REQUEST};
  return (PlacardExplanation){_ ("Not the answer that was expected"), NULL, ICON_ANSWER, keep};
}

static PlacardExplanation
explain_code (PlacardError code, guint status, gboolean has_body)
{
  PlacardRemedy keep = has_body ? PLACARD_REMEDY_SAVE_BODY : PLACARD_REMEDY_NONE;

  /* No default: the compiler names a code that was forgotten here. */
  switch (code) {
  case PLACARD_ERROR_USAGE:
  case PLACARD_ERROR_INVALID_METHOD:
  case PLACARD_ERROR_INVALID_HEADER:
  case PLACARD_ERROR_INVALID_BODY:
    return (PlacardExplanation){_ ("The request cannot be sent"),
                                _ ("Nothing was sent. Correct the request first."), ICON_REQUEST,
                                PLACARD_REMEDY_EDIT_REQUEST};
  case PLACARD_ERROR_INVALID_URL:
    return (PlacardExplanation){_ ("This is not an address"),
                                _ ("Nothing was sent. Correct the address first."), ICON_REQUEST,
                                PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_RESOLVE:
    return (PlacardExplanation){
        _ ("Unknown host"),
        _ ("Check the spelling of the address, and that this computer is online."), ICON_NETWORK,
        PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_REFUSED:
    return (PlacardExplanation){_ ("Connection refused"),
                                _ ("Check the port, and whether the server runs."), ICON_NETWORK,
                                PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_UNREACHABLE:
    return (PlacardExplanation){_ ("No way to the server"),
                                _ ("Check that this computer is online."), ICON_NETWORK,
                                PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_RESET:
    return (PlacardExplanation){
        _ ("The connection broke"),
        _ ("The server or something on the way closed it. Trying again often helps."), ICON_NETWORK,
        keep};
  case PLACARD_ERROR_PROTOCOL:
    return (PlacardExplanation){
        _ ("Not an HTTP answer"),
        _ ("Check the port and whether the address starts with http or https."), ICON_ANSWER,
        PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_PROXY:
    return (PlacardExplanation){_ ("The proxy failed"),
                                _ ("Check the proxy in the network settings of this computer."),
                                ICON_NETWORK, PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_REDIRECT:
  case PLACARD_ERROR_REDIRECT_REFUSED:
    return (PlacardExplanation){_ ("The redirect was not followed"),
                                _ ("Check the address, or ask the one who runs the server."),
                                ICON_ANSWER, PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_TOO_LARGE:
    return (PlacardExplanation){_ ("The answer is too large"),
                                _ ("It was stopped at the limit that is set for this request."),
                                ICON_ANSWER, PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_NOT_IN_CACHE:
    return (PlacardExplanation){_ ("Not stored here"), _ ("Ask the server instead."), ICON_ANSWER,
                                PLACARD_REMEDY_EDIT_REQUEST};
  case PLACARD_ERROR_HTTP_STATUS:
    return explain_status (status, has_body);
  case PLACARD_ERROR_NOT_AN_IMAGE:
    return (PlacardExplanation){_ ("This is not a picture"), NULL, ICON_PICTURE, keep};
  case PLACARD_ERROR_EMPTY:
    return (PlacardExplanation){
        _ ("An empty answer"),
        _ ("The server sent no picture. Check the method and the parameters."), ICON_PICTURE,
        PLACARD_REMEDY_EDIT_REQUEST};
  case PLACARD_ERROR_TRUNCATED:
    return (PlacardExplanation){_ ("The answer ends early"), _ ("Trying again often helps."),
                                ICON_PICTURE, keep};
  case PLACARD_ERROR_UNDECODABLE:
    return (PlacardExplanation){_ ("The picture is broken"),
                                _ ("The bytes can be saved and opened with another program."),
                                ICON_PICTURE, keep};
  case PLACARD_ERROR_PICTURE_TOO_LARGE:
    return (PlacardExplanation){
        _ ("The picture is too large"),
        _ ("It has more pixels than this computer should unpack. It can be saved."), ICON_PICTURE,
        keep};
  case PLACARD_ERROR_DECODER:
    return (PlacardExplanation){
        _ ("The picture could not be unpacked"),
        _ ("It may be broken, or made to do harm. It can be saved, with care."), ICON_PICTURE,
        keep};
  case PLACARD_ERROR_CANCELLED:
    return (PlacardExplanation){_ ("Stopped"), NULL, ICON_STOP, PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_TIMED_OUT:
    return (PlacardExplanation){_ ("The server took too long"), _ ("Try again, or later."),
                                ICON_TIME, PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_INTEGRITY:
    return (PlacardExplanation){
        _ ("Not what it should be"),
        _ ("The answer differs from the one that was promised. Do not trust it."), ICON_LOCK,
        PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_TLS:
    return (PlacardExplanation){
        _ ("The server cannot prove who it is"),
        _ ("Nothing was sent to it. Somebody may be listening, or its certificate "
           "is out of order. Ask the one who runs the server."),
        ICON_LOCK, PLACARD_REMEDY_EDIT_ADDRESS};
  case PLACARD_ERROR_SAVE:
  case PLACARD_ERROR_SAVE_EXISTS:
  case PLACARD_ERROR_SAVE_NO_SPACE:
  case PLACARD_ERROR_SAVE_PERMISSION:
    return (PlacardExplanation){_ ("Could not be saved"), _ ("Choose another folder."), ICON_DISK,
                                PLACARD_REMEDY_NONE};
  case PLACARD_ERROR_SAME_ORIGIN:
  case PLACARD_ERROR_CORS:
    return (PlacardExplanation){_ ("Refused by the request’s own rules"),
                                _ ("Change the mode of the request if this answer is wanted."),
                                ICON_LOCK, PLACARD_REMEDY_EDIT_REQUEST};
  }
  return (PlacardExplanation){_ ("Something went wrong"), NULL, ICON_ANSWER, PLACARD_REMEDY_NONE};
}

PlacardExplanation
placard_explain (const GError *error, guint status, gboolean has_body)
{
  if (!error)
    return explain_status (status, has_body);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return explain_code (PLACARD_ERROR_CANCELLED, status, has_body);
  if (error->domain != PLACARD_ERROR)
    return (PlacardExplanation){_ ("Something went wrong"), NULL, ICON_ANSWER, PLACARD_REMEDY_NONE};
  return explain_code (error->code, status, has_body);
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
  case PLACARD_REMEDY_SAVE_BODY:
    return _ ("_Save What Came");
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

  g_string_append_printf (text, _ ("Request: %s %s\n"),
                          placard_request_get_effective_method (request), url);
  if (response)
    append_answer (text, response);
  g_string_append_printf (text, _ ("Received: %s\n"), received);
  /* Translators: the step of the request that was reached; a fixed English word. */
  g_string_append_printf (text, _ ("Last step: %s\n"),
                          placard_phase_to_string (placard_fetch_get_last_phase (fetch)));
  if (error)
    g_string_append_printf (text, _ ("Error: %s (%s %d)"), error->message,
                            g_quark_to_string (error->domain), error->code);
  return g_string_free (text, FALSE);
}
