/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-brotli.h"

#include <brotli/decode.h>

struct _PlacardBrotli {
  GObject parent_instance;
  BrotliDecoderState *state;
};

static void converter_init (GConverterIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlacardBrotli,
                               placard_brotli,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER, converter_init))

static void
reset (GConverter *converter)
{
  PlacardBrotli *self = PLACARD_BROTLI (converter);

  BrotliDecoderDestroyInstance (self->state);
  self->state = BrotliDecoderCreateInstance (NULL, NULL, NULL);
}

static GConverterResult
convert (GConverter *converter,
         const void *input,
         gsize input_size,
         void *output,
         gsize output_size,
         GConverterFlags flags,
         gsize *bytes_read,
         gsize *bytes_written,
         GError **error)
{
  PlacardBrotli *self = PLACARD_BROTLI (converter);
  const uint8_t *in = input;
  uint8_t *out = output;
  gsize in_left = input_size, out_left = output_size;
  BrotliDecoderResult result =
      BrotliDecoderDecompressStream (self->state, &in_left, &in, &out_left, &out, NULL);

  *bytes_read = input_size - in_left;
  *bytes_written = output_size - out_left;
  if (result == BROTLI_DECODER_RESULT_SUCCESS)
    return G_CONVERTER_FINISHED;
  if (result != BROTLI_DECODER_RESULT_ERROR && (*bytes_read > 0 || *bytes_written > 0))
    return G_CONVERTER_CONVERTED;
  g_set_error_literal (error, G_IO_ERROR,
                       result == BROTLI_DECODER_RESULT_ERROR ? G_IO_ERROR_INVALID_DATA
                                                             : G_IO_ERROR_PARTIAL_INPUT,
                       "Brotli");
  return G_CONVERTER_ERROR;
}

static void
converter_init (GConverterIface *interface)
{
  interface->convert = convert;
  interface->reset = reset;
}

static void
placard_brotli_finalize (GObject *object)
{
  BrotliDecoderDestroyInstance (PLACARD_BROTLI (object)->state);
  G_OBJECT_CLASS (placard_brotli_parent_class)->finalize (object);
}

static void
placard_brotli_class_init (PlacardBrotliClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_brotli_finalize;
}

static void
placard_brotli_init (PlacardBrotli *self)
{
  self->state = BrotliDecoderCreateInstance (NULL, NULL, NULL);
}

GConverter *
placard_brotli_new (void)
{
  return g_object_new (PLACARD_TYPE_BROTLI, NULL);
}
