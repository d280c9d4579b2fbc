/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encode.h"

#include <glib/gi18n-lib.h>
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "placard-error.h"

/* What one marker can say (ITU-T T.81, B.2.2), less what libjpeg keeps back. */
#define MOST_PIXELS JPEG_MAX_DIMENSION
#define BUFFER_SIZE (64 * 1024)

typedef struct {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf out;
  Encode *encode;
  guint8 buffer[BUFFER_SIZE];
} Compression;

static void
error_cb (j_common_ptr jpeg)
{
  Compression *self = jpeg->client_data;
  char message[JMSG_LENGTH_MAX];

  jpeg->err->format_message (jpeg, message);
  encode_fail (self->encode, message);
  longjmp (self->out, 1);
}

static void
message_cb (j_common_ptr jpeg)
{
}

static void
begin_cb (j_compress_ptr jpeg)
{
  Compression *self = jpeg->client_data;

  self->destination.next_output_byte = self->buffer;
  self->destination.free_in_buffer = BUFFER_SIZE;
}

static void
append (Compression *self, gsize n_bytes)
{
  if (!placard_spool_append (self->encode->spool, self->buffer, n_bytes, &self->encode->error))
    longjmp (self->out, 1);
}

static boolean
full_cb (j_compress_ptr jpeg)
{
  append (jpeg->client_data, BUFFER_SIZE);
  begin_cb (jpeg);
  return TRUE;
}

static void
end_cb (j_compress_ptr jpeg)
{
  Compression *self = jpeg->client_data;

  append (self, BUFFER_SIZE - self->destination.free_in_buffer);
}

static void
set_up (Compression *self)
{
  const Rows *rows = self->encode->rows;
  struct jpeg_compress_struct *jpeg = &self->jpeg;

  jpeg_create_compress (jpeg);
  jpeg->client_data = self;
  self->destination.init_destination = begin_cb;
  self->destination.empty_output_buffer = full_cb;
  self->destination.term_destination = end_cb;
  jpeg->dest = &self->destination;
  jpeg->image_width = (JDIMENSION) rows->width;
  jpeg->image_height = (JDIMENSION) rows->height;
  jpeg->input_components = 3;
  jpeg->in_color_space = JCS_RGB;
  jpeg_set_defaults (jpeg);
  jpeg_set_quality (jpeg, self->encode->quality, TRUE);
}

static void
write_picture (Compression *self)
{
  Encode *encode = self->encode;

  set_up (self);
  jpeg_start_compress (&self->jpeg, TRUE);
  for (int y = 0; y < encode->rows->height; y++) {
    if (!encode_goes_on (encode))
      longjmp (self->out, 1);
    rows_read_opaque (encode->rows, y, encode->row);
    jpeg_write_scanlines (&self->jpeg, &encode->row, 1);
  }
  jpeg_finish_compress (&self->jpeg);
}

gboolean
encode_jpeg (Encode *encode)
{
  g_autofree Compression *self = g_new0 (Compression, 1);

  if (encode->rows->width > MOST_PIXELS || encode->rows->height > MOST_PIXELS) {
    g_set_error (&encode->error, PLACARD_ERROR, PLACARD_ERROR_PICTURE_TOO_LARGE,
                 _ ("A JPEG has at most %d × %d pixels, this picture has %d × %d"),
                 (int) MOST_PIXELS, (int) MOST_PIXELS, encode->rows->width, encode->rows->height);
    return FALSE;
  }
  self->encode = encode;
  self->jpeg.err = jpeg_std_error (&self->errors);
  self->jpeg.client_data = self;
  self->errors.error_exit = error_cb;
  self->errors.output_message = message_cb;
  if (setjmp (self->out) == 0)
    write_picture (self);
  jpeg_destroy_compress (&self->jpeg);
  return encode->error == NULL;
}
