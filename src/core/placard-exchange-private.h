/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-exchange.h"

G_BEGIN_DECLS

/* For the exchange's own files: its course (placard-exchange.c), what takes the body's place
 * (placard-exchange-place.c), and what is shown when there is no server (placard-exchange-offline.c). */

/* What is shown: a body and all that is known of it. */
typedef struct {
  PlacardFetch *fetch;
  PlacardImage *image; /* NULL before the start, and when no spool can be made */
  PlacardVerdict *verdict;
} PlacardScene;

/* Also sets everything to %NULL. */
void placard_scene_clear (PlacardScene *scene);

struct _PlacardExchange {
  GObject parent_instance;

  PlacardSession *session;
  char *spool_directory;
  PlacardFetch *fetch;
  PlacardImage *image;       /* NULL before the start, and when no spool can be made */
  GCancellable *cancellable; /* NULL before the start */

  PlacardResponse *response; /* NULL before the head is known */
  PlacardVerdict *verdict;   /* NULL before there is anything to judge */
  GError *error;
  PlacardExchangeState state;
  gboolean fetch_ended;
  gboolean judged;   /* the verdict is final */
  gboolean finished; /* as it was told last */

  gboolean looked;       /* into the body, for a picture in it */
  GError *look_error;    /* nothing is where it was said to be */
  PlacardAnswer *answer; /* (nullable): what was found and is shown */
  PlacardScene outer;    /* the body that it was found in; empty unless something else is shown */
  PlacardScene aside;    /* a picture that was found, while the body itself is looked at */
  PlacardAnswer *aside_answer;

  PlacardListing *listing; /* (nullable): of what the body holds */
  int chosen;              /* the item of it that is shown or on its way; -1 for none */
  GCancellable *choosing;  /* (nullable): cuts short the way to it */
  PlacardTreatment treatment;
  PlacardMediaType format; /* that the picture is said to have; unknown: as it looks */

  PlacardOfflineSource offline; /* what is shown in place of an answer */
  gint64 offline_age;           /* seconds, -1 unknown */
  GError *offline_error;        /* why there is no answer */
  gboolean asked_offline;       /* what is kept was looked for */
};

/* --- placard-exchange.c ---------------------------------------------------------------------------- */

/* Derives error and state anew and tells. */
void placard_exchange_update (PlacardExchange *self);
/* The verdict is final, unless something else takes the place of what did not come. */
void placard_exchange_conclude (PlacardExchange *self);
/* @fetch: (transfer full): not run yet; runs it, with a decoder beside it. */
void placard_exchange_run_fetch (PlacardExchange *self, PlacardFetch *fetch);
/* @fetch, @image: (transfer full) */
void placard_exchange_watch_fetch (PlacardExchange *self, PlacardFetch *fetch);
void placard_exchange_watch_image (PlacardExchange *self, PlacardImage *image);
/* Everything but the listing has changed. */
void placard_exchange_tell_place_taken (PlacardExchange *self);

/* --- placard-exchange-place.c ---------------------------------------------------------------------- */

/* Puts what is shown away; nothing is shown until something takes its place. */
void placard_exchange_put_away (PlacardExchange *self, PlacardScene *into);
/* Looks into the body for a picture, or ends the judging. After the verdict. */
void placard_exchange_look (PlacardExchange *self);
/* What was found and taken up by itself is no picture. */
gboolean placard_exchange_is_wrong_guess (PlacardExchange *self);
/* Shows the body itself again. */
void placard_exchange_leave_answer (PlacardExchange *self);
/* A picture that does not look like one gets the decoder of the format that it is said to have. */
gboolean placard_exchange_try_format (PlacardExchange *self);

/* --- placard-exchange-offline.c -------------------------------------------------------------------- */

/* Whether there is something to look for in place of an answer that did not come, for @cause. Then it is on
 * its way, and the exchange is not finished. */
gboolean placard_exchange_go_offline (PlacardExchange *self, const GError *cause);
/* Keeps the picture that is shown, if the request wants that and everything allows it. */
void placard_exchange_keep_last_good (PlacardExchange *self);

G_END_DECLS
