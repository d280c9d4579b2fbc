/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encode.h"

#include <png.h>
#include <setjmp.h>

static void
error_cb (png_structp png, png_const_charp message)
{
  encode_fail (png_get_error_ptr (png), message);
  png_longjmp (png, 1);
}

static void
warning_cb (png_structp png, png_const_charp message)
{
}

static void
write_cb (png_structp png, png_bytep bytes, size_t n_bytes)
{
  Encode *encode = png_get_io_ptr (png);

  if (!placard_spool_append (encode->spool, bytes, n_bytes, &encode->error))
    png_error (png, "");
}

static void
flush_cb (png_structp png)
{
}

static void
write_picture (Encode *encode, png_structp png, png_infop info)
{
  const Rows *rows = encode->rows;

  png_set_write_fn (png, encode, write_cb, flush_cb);
  png_set_compression_buffer_size (png, 64 * 1024);
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR (png, info, (png_uint_32) rows->width, (png_uint_32) rows->height, 8,
                rows->channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  for (int y = 0; y < rows->height; y++) {
    if (!encode_goes_on (encode))
      png_error (png, "");
    rows_read (rows, y, encode->row);
    png_write_row (png, encode->row);
  }
  png_write_end (png, info);
}

gboolean
encode_png (Encode *encode)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, encode, error_cb, warning_cb);
  png_infop info = png ? png_create_info_struct (png) : NULL;

  if (!info) {
    encode_fail (encode, "libpng");
    png_destroy_write_struct (&png, NULL);
    return FALSE;
  }
  if (setjmp (png_jmpbuf (png)) == 0)
    write_picture (encode, png, info);
  png_destroy_write_struct (&png, &info);
  return encode->error == NULL;
}
