/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on the Options page, and where: an option that is added is one line here. */
#include "config.h"

#include "placard-options-plan.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
const PlacardGroupPlan placard_options_plan[] = {
  {N_ ("Answer"), {
    {"image-at", PLACARD_ROW_TEXT, N_ ("Where the picture is")},
    {"treat-as", PLACARD_ROW_CHOICE, N_ ("Treat as"),
     {"", "picture", "text", "json", "hex", "file"},
     {N_ ("What it is"), N_ ("Picture"), N_ ("Text"), "JSON", N_ ("Bytes"), N_ ("File")}},
    {"integrity", PLACARD_ROW_TEXT, N_ ("Digest that it must have")},
    {"range", PLACARD_ROW_TEXT, N_ ("Part to ask for, in bytes")},
    {"max-filesize", PLACARD_ROW_TEXT, N_ ("At most, in bytes")},
    {"compressed", PLACARD_ROW_SWITCH, N_ ("Ask for it compressed")},
  }},
  {N_ ("Cache"), {
    {"cache", PLACARD_ROW_CHOICE, N_ ("Cache"),
     {"", "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"},
     {N_ ("None"), "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"}},
    {"keep-last-good", PLACARD_ROW_SWITCH, N_ ("Keep the last good picture for when there is no network")},
    {"offline-file", PLACARD_ROW_FILE, N_ ("File to show without a network")},
  }},
  {N_ ("Redirects"), {
    {"redirect", PLACARD_ROW_CHOICE, N_ ("Redirects"),
     {"", "error", "manual"},
     {N_ ("Followed"), N_ ("An error"), N_ ("By hand")}},
    {"max-redirs", PLACARD_ROW_TEXT, N_ ("At most")},
    {"location-trusted", PLACARD_ROW_SWITCH, N_ ("Trust wherever they lead with secrets and body")},
  }},
  {N_ ("As from a Web Page"), {
    {"mode", PLACARD_ROW_CHOICE, N_ ("Mode"),
     {"", "cors", "no-cors", "same-origin", "navigate"},
     {N_ ("None: a program"), "cors", "no-cors", "same-origin", "navigate"}},
    {"origin", PLACARD_ROW_TEXT, N_ ("Origin of the page")},
    {"cors", PLACARD_ROW_CHOICE, N_ ("CORS check"),
     {"", "verdict", "strict"},
     {N_ ("None"), N_ ("Told"), N_ ("Enforced")}},
    {"credentials", PLACARD_ROW_CHOICE, N_ ("Credentials"),
     {"", "omit", "same-origin", "include"},
     {N_ ("Not said"), "omit", "same-origin", "include"}},
    {"referer", PLACARD_ROW_TEXT, N_ ("Referrer")},
    {"referrer-policy", PLACARD_ROW_CHOICE, N_ ("Referrer policy"),
     {"", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
      "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"},
     {N_ ("None: as written"), "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
      "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"}},
    {"user-agent", PLACARD_ROW_TEXT, N_ ("User agent")},
  }},
  {N_ ("Proxy"), {
    {"proxy", PLACARD_ROW_PROXY, N_ ("Proxy"), {NULL},
     {N_ ("The system’s"), N_ ("None"), N_ ("By hand")}},
    {"proxy-user", PLACARD_ROW_SECRET, N_ ("Its name:password")},
    {"noproxy", PLACARD_ROW_TEXT, N_ ("Hosts without it, between commas")},
  }},
  {N_ ("Time Limits, in Seconds"), {
    {"max-time", PLACARD_ROW_TEXT, N_ ("Everything together")},
    {"connect-timeout", PLACARD_ROW_TEXT, N_ ("Connecting")},
    {"first-byte-timeout", PLACARD_ROW_TEXT, N_ ("Until the answer begins")},
    {"idle-timeout", PLACARD_ROW_TEXT, N_ ("A pause within the answer")},
    {"speed-limit", PLACARD_ROW_TEXT, N_ ("Slowest allowed, in bytes a second")},
    {"speed-time", PLACARD_ROW_TEXT, N_ ("... and that slow for")},
  }},
  {N_ ("Further Attempts"), {
    {"retry", PLACARD_ROW_TEXT, N_ ("How many")},
    {"retry-delay", PLACARD_ROW_TEXT, N_ ("Pause before each, in seconds")},
    {"retry-max-time", PLACARD_ROW_TEXT, N_ ("None after, in seconds")},
  }},
  {N_ ("Server"), {
    {"resolve", PLACARD_ROW_LIST, N_ ("Addresses of hosts, host:port:address")},
    {"cacert", PLACARD_ROW_FILE, N_ ("Certificates to trust instead")},
    {"pinnedpubkey", PLACARD_ROW_TEXT, N_ ("Its key, sha256//…")},
    {"no-hsts", PLACARD_ROW_SWITCH, N_ ("Take no notice of hosts that want TLS alone")},
    {"allow-trace", PLACARD_ROW_SWITCH, N_ ("Allow the method TRACE")},
  }},
  {N_ ("Afterwards"), {
    {"auto-save", PLACARD_ROW_TEXT, N_ ("Save every answer as")},
    {"save-attachments", PLACARD_ROW_SWITCH, N_ ("Save attachments at once")},
    {"add-recent", PLACARD_ROW_SWITCH, N_ ("List what is saved among the recent files")},
    {"keepalive", PLACARD_ROW_SWITCH, N_ ("Finish saving and forwarding after the window is closed")},
  }},
  {NULL},
};
/* clang-format on */
