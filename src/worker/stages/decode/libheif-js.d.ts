/** The part of libheif's JavaScript binding (embind) that `unpack-heic.ts` uses. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.js' {
  interface EmbindValue {
    readonly value: number;
  }
  interface HeifError {
    readonly code: EmbindValue;
    readonly subcode: EmbindValue;
    readonly message: string;
  }
  interface HeifChannel {
    readonly width: number;
    readonly height: number;
    /** Bytes from one row to the next. */
    readonly stride: number;
    readonly bits_per_pixel: number;
    /** A view into the module's own memory. */
    readonly data: Uint8Array;
  }
  interface HeifPixels {
    readonly channels: readonly HeifChannel[];
  }
  /** Opaque. */
  type HeifContext = object;
  type HeifHandle = object;
  export interface LibHeif {
    readonly heif_colorspace: { readonly heif_colorspace_RGB: EmbindValue };
    readonly heif_chroma: {
      readonly heif_chroma_interleaved_RGB: EmbindValue;
      readonly heif_chroma_interleaved_RRGGBB_LE: EmbindValue;
    };
    heif_context_alloc(): HeifContext | null;
    heif_context_read_from_memory(context: HeifContext, bytes: Uint8Array): HeifError;
    heif_js_context_get_primary_image_handle(context: HeifContext): HeifHandle | HeifError;
    heif_image_handle_get_width(handle: HeifHandle): number;
    heif_image_handle_get_height(handle: HeifHandle): number;
    heif_js_decode_image2(
      handle: HeifHandle,
      colourSpace: EmbindValue,
      chroma: EmbindValue,
    ): HeifPixels | HeifError;
  }
  export default function createLibHeif(): LibHeif;
}
