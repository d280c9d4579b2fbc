/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Placard and its decoder process say to each other over one SOCK_SEQPACKET socket: one struct a
 * packet, both ends built from this file.
 *
 *   START (the spool's descriptor)                     once
 *   FEED  ->  [SIZE -> PIXELS (memory)] DAMAGE* IDLE    again and again, at most one FEED unanswered
 *   FEED with an end  ->  ... [DESCRIPTION] DONE
 *   at any point  ->  ERROR
 *
 * The decoder is not trusted: Placard checks every field (placard-decoder-dialogue), computes the layout
 * itself and never reads anything from the shared memory but pixels. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The decoder's end of the socket. */
#define PLACARD_PROTOCOL_FD 3

/* Halving stops when a level fits into a square of this many pixels. */
#define PLACARD_LEVEL_SMALLEST 256
#define PLACARD_LEVELS_MAX 24
#define PLACARD_CHANNELS_RGB 3
#define PLACARD_CHANNELS_RGBA 4

typedef enum {
  /* Placard speaks */
  PLACARD_MESSAGE_START = 1,
  PLACARD_MESSAGE_FEED,
  PLACARD_MESSAGE_PIXELS,
  /* the decoder speaks */
  PLACARD_MESSAGE_SIZE = 16,
  PLACARD_MESSAGE_DAMAGE,
  PLACARD_MESSAGE_IDLE,
  PLACARD_MESSAGE_DONE,
  PLACARD_MESSAGE_ERROR,
  PLACARD_MESSAGE_DESCRIPTION,
} PlacardMessageKind;

/* The formats that there may be a loader for; the only ones that are ever decoded. */
typedef enum {
  PLACARD_FORMAT_PNG = 1,
  PLACARD_FORMAT_JPEG,
  PLACARD_FORMAT_GIF,
  PLACARD_FORMAT_WEBP,
  PLACARD_FORMAT_AVIF,
  PLACARD_FORMAT_SVG,
  PLACARD_FORMAT_TIFF,
  PLACARD_FORMAT_BMP,
  PLACARD_FORMAT_PNM,
  PLACARD_FORMAT_ICO,
} PlacardFormat;

typedef enum {
  PLACARD_FAULT_UNDECODABLE = 1,
  PLACARD_FAULT_NO_LOADER,
  PLACARD_FAULT_TOO_LARGE, /* width and height say how large */
  PLACARD_FAULT_ENDS_EARLY,
  PLACARD_FAULT_NO_MEMORY,
  PLACARD_FAULT_NO_SANDBOX, /* could not lock itself in: nothing was decoded */
} PlacardFault;

/* What the stored pixels are made of. */
typedef enum {
  PLACARD_COLOUR_UNKNOWN,
  PLACARD_COLOUR_GREY,
  PLACARD_COLOUR_GREY_ALPHA,
  PLACARD_COLOUR_RGB,
  PLACARD_COLOUR_RGB_ALPHA,
  PLACARD_COLOUR_PALETTE,
  PLACARD_COLOUR_CMYK,
} PlacardColour;

/* What held while the picture was decoded. */
typedef enum {
  PLACARD_SANDBOX_UNKNOWN,
  PLACARD_SANDBOX_PLAIN,  /* opened nothing at all */
  PLACARD_SANDBOX_FONTS,  /* could read fonts, for text in vector pictures */
  PLACARD_SANDBOX_LIMITS, /* limits only: the loaders bring a sandbox of their own */
} PlacardSandbox;

/* With the spool, read-only. */
typedef struct {
  uint32_t kind;
  uint32_t format;
  uint64_t max_pixels;
} PlacardStartMessage;

typedef struct {
  uint32_t kind;
  uint32_t ended;     /* 1: no byte comes after these */
  uint64_t available; /* bytes in the spool, from the first one */
} PlacardFeedMessage;

/* With the memory, of the size of the layout, sealed. */
typedef struct {
  uint32_t kind;
  uint32_t reserved;
} PlacardPixelsMessage;

typedef struct {
  uint32_t kind;
  int32_t width;
  int32_t height;
  int32_t channels; /* 3: RGB, 4: RGBA, not premultiplied */
  uint32_t lead;    /* bytes before level 0, less than a page: so that whole pages can be shared */
  int32_t orientation; /* as EXIF's: 1 to 8; the pixels are as they are stored */
} PlacardSizeMessage;

typedef struct {
  uint32_t kind;
  int32_t frame; /* 0: the still picture or the first frame */
  int32_t y;
  int32_t height;
  int32_t rows; /* rows from the top that were decoded at least once */
} PlacardDamageMessage;

typedef struct {
  uint32_t kind;
  uint32_t reserved;
  uint64_t seen; /* the FEED that is answered: its bytes available */
} PlacardIdleMessage;

typedef struct {
  uint32_t kind;
  int32_t n_frames;
  int32_t rows; /* all of them */
} PlacardDoneMessage;

typedef struct {
  uint32_t kind;
  uint32_t fault;
  int32_t width;
  int32_t height;
  int32_t rows;
  char text[172]; /* the loader's own words, any bytes; not always terminated */
} PlacardErrorMessage;

/* What else the picture says of itself: texts of any bytes, not always terminated. */
typedef struct {
  uint32_t kind;
  uint32_t sandbox;      /* a PlacardSandbox */
  uint32_t colour;       /* a PlacardColour */
  int32_t depth;         /* bits a channel, as stored; 0: not known */
  uint32_t has_profile;  /* 1: of colour */
  uint32_t has_location; /* 1: it says where it was taken, which is not told */
  char profile[80];      /* the colour profile's name */
  char camera[80];
  char taken[32]; /* "2026:11:20 17:00:00" */
} PlacardDescriptionMessage;

typedef union {
  uint32_t kind;
  PlacardStartMessage start;
  PlacardFeedMessage feed;
  PlacardPixelsMessage pixels;
  PlacardSizeMessage size;
  PlacardDamageMessage damage;
  PlacardIdleMessage idle;
  PlacardDoneMessage done;
  PlacardErrorMessage error;
  PlacardDescriptionMessage description;
} PlacardMessage;

/* The bytes that a packet of that kind has, exactly; 0 for a kind that there is not. */
static inline size_t
placard_message_size (uint32_t kind)
{
  switch (kind) {
  case PLACARD_MESSAGE_START:
    return sizeof (PlacardStartMessage);
  case PLACARD_MESSAGE_FEED:
    return sizeof (PlacardFeedMessage);
  case PLACARD_MESSAGE_PIXELS:
    return sizeof (PlacardPixelsMessage);
  case PLACARD_MESSAGE_SIZE:
    return sizeof (PlacardSizeMessage);
  case PLACARD_MESSAGE_DAMAGE:
    return sizeof (PlacardDamageMessage);
  case PLACARD_MESSAGE_IDLE:
    return sizeof (PlacardIdleMessage);
  case PLACARD_MESSAGE_DONE:
    return sizeof (PlacardDoneMessage);
  case PLACARD_MESSAGE_ERROR:
    return sizeof (PlacardErrorMessage);
  case PLACARD_MESSAGE_DESCRIPTION:
    return sizeof (PlacardDescriptionMessage);
  default:
    return 0;
  }
}

/* Where the levels lie in the shared memory: a function of the size alone, the same at both ends. */
typedef struct {
  int32_t width;
  int32_t height;
  size_t stride;
  size_t offset;
} PlacardLevelLayout;

typedef struct {
  int32_t channels;
  uint32_t n_levels;
  size_t size; /* of the memory */
  PlacardLevelLayout levels[PLACARD_LEVELS_MAX];
} PlacardLayout;

/* As GdkPixbuf lays its rows. */
static inline uint64_t
placard_layout_stride (int32_t width, int32_t channels)
{
  return ((uint64_t) width * (uint64_t) channels + 3) & ~(uint64_t) 3;
}

/* %false: a field is out of range. @page is the size of a page, @max_pixels at most 2^40. */
static inline bool
placard_layout_init (PlacardLayout *layout,
                     const PlacardSizeMessage *size,
                     uint64_t max_pixels,
                     uint32_t page)
{
  int32_t width = size->width, height = size->height;
  uint64_t offset = size->lead;

  if (width < 1 || height < 1 || size->lead >= page || size->orientation < 1 ||
      size->orientation > 8 ||
      (size->channels != PLACARD_CHANNELS_RGB && size->channels != PLACARD_CHANNELS_RGBA) ||
      (uint64_t) width * (uint64_t) height > max_pixels)
    return false;

  layout->channels = size->channels;
  for (layout->n_levels = 0; layout->n_levels < PLACARD_LEVELS_MAX;) {
    PlacardLevelLayout *level = &layout->levels[layout->n_levels++];
    uint64_t stride = placard_layout_stride (width, size->channels);

    level->width = width;
    level->height = height;
    level->stride = stride;
    level->offset = offset;
    offset = (offset + stride * (uint64_t) height + 63) & ~(uint64_t) 63;
    if (width <= PLACARD_LEVEL_SMALLEST && height <= PLACARD_LEVEL_SMALLEST)
      break;
    width -= width / 2;
    height -= height / 2;
  }
  layout->size = offset;
  return offset <= INT64_MAX && layout->size == offset;
}
