import { UserError } from '../common/index.ts';
import type { Capabilities } from './ffmpegTools.ts';
import type { ClipInfo, ColourTags } from './types.ts';

// RGB ↔ luma and chroma, by the clip's tags. zscale (zimg) where ffmpeg has it: it works in 16 bit or
// float, places chroma by its siting, and is 2 to 3 times as quick as swscale with full chroma.
// swscale does the rest: interlaced chroma, odd sizes, packed formats.

interface Matrix {
  readonly zscale: string;
  readonly swscale: string;
}

const matrices: Readonly<Record<string, Matrix>> = {
  bt709: { zscale: '709', swscale: 'bt709' },
  bt470bg: { zscale: '470bg', swscale: 'bt470bg' },
  smpte170m: { zscale: '170m', swscale: 'smpte170m' },
  smpte240m: { zscale: '240m', swscale: 'smpte240m' },
  fcc: { zscale: 'fcc', swscale: 'fcc' },
  bt2020nc: { zscale: '2020_ncl', swscale: 'bt2020' },
};

/** Flags that make swscale interpolate chroma and round properly. */
const careful = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';

/**
 * The luma-chroma matrix of a clip: its tag, else by convention BT.601 for standard definition and stills
 * (JFIF) and BT.709 above.
 *
 * @throws UserError for a matrix that cannot be converted.
 */
export function matrixOf(info: ClipInfo): string {
  const { matrix } = info.colour;
  if (matrix && matrix !== 'gbr') {
    if (matrices[matrix]) return matrix;
    throw new UserError(
      `${info.path} stores its colours as ${matrix}, which is not supported.`,
      'Convert it to BT.709 or BT.2020 (non-constant luminance) first.',
    );
  }
  return info.kind === 'video' ? matrixBySize(info) : 'smpte170m';
}

function matrixBySize({ width, height }: ClipInfo): string {
  return Math.max(width, height) <= 1024 && Math.min(width, height) <= 576 ? 'smpte170m' : 'bt709';
}

/**
 * How a film of luma and chroma is coded after this plate: as the plate is. A plate stored as RGB has no
 * matrix to keep: its film gets the one that goes with its size, limited range, and is tagged so.
 */
export function filmColour(info: ClipInfo): { matrix: string; full: boolean; tags: ColourTags } {
  const { primaries, transfer, matrix, range } = info.colour;
  if (info.rgb) {
    const chosen = matrixBySize(info);
    const kept = { ...(primaries ? { primaries } : {}), ...(transfer ? { transfer } : {}) };
    return { matrix: chosen, full: false, tags: { ...kept, matrix: chosen, range: 'tv' } };
  }
  const full = isFullRange(info);
  const { matrix: _, ...others } = info.colour;
  const tags = { ...others, ...(matrix && matrix !== 'gbr' ? { matrix } : {}) };
  return { matrix: matrixOf(info), full, tags: full && !range ? { ...tags, range: 'pc' } : tags };
}

export function isFullRange(info: ClipInfo): boolean {
  return info.colour.range === 'pc' || info.pixelFormat.startsWith('yuvj');
}

/** rgb24 for 8-bit clips, rgb48le for deeper ones. */
export function framePixelFormat(info: ClipInfo): 'rgb24' | 'rgb48le' {
  return info.bitDepth > 8 ? 'rgb48le' : 'rgb24';
}

/** Filters that turn decoded pictures upright: what the decoder's own autorotation would do. */
export function uprightFilters(info: ClipInfo): string[] {
  const turn = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] };
  return [...(info.mirrored ? ['hflip'] : []), ...turn[info.rotation]];
}

/** Filters from the decoder's format to its alpha channel as grey RGB. Not every deep format is taken as it is. */
export function alphaFilters(info: ClipInfo): string[] {
  return [
    `format=${info.bitDepth > 8 ? 'gbrap16le' : 'rgba'}`,
    'alphaextract',
    `format=${framePixelFormat(info)}`,
  ];
}

/** Filters from the decoder's format to full-range RGB. */
export function toRgbFilters(info: ClipInfo, can: Capabilities): string[] {
  const target = `format=${framePixelFormat(info)}`;
  if (info.rgb) return [target];
  if (info.pixelFormat.startsWith('gray')) {
    // swscale takes grey for full range, whatever its tag
    const widen = info.colour.range === 'tv' && can.filters.has('zscale');
    return [...(widen ? ['zscale=rangein=limited:range=full'] : []), target];
  }
  const matrix = matrices[matrixOf(info)];
  const full = isFullRange(info);
  if (zscaleFits(info, can)) {
    const planar = info.bitDepth > 8 ? 'gbrp16le' : 'gbrp';
    const from = `matrixin=${matrix.zscale}:rangein=${full ? 'full' : 'limited'}`;
    return [`zscale=${from}:matrix=gbr:range=full:filter=bicubic`, `format=${planar}`, target];
  }
  const from = `in_color_matrix=${matrix.swscale}:in_range=${full ? 'pc' : 'tv'}`;
  return [`scale=${from}:out_range=pc:${careful}${fieldwise(info, info.chromaShift)}`, target];
}

/** Chroma that is shared between lines belongs to one field: each field is then converted by itself. */
function fieldwise(info: ClipInfo, chromaShift: readonly number[] = [0, 0]): string {
  return info.interlaced && chromaShift[1] ? ':interl=1' : '';
}

function zscaleFits(info: ClipInfo, can: Capabilities): boolean {
  if (!can.filters.has('zscale') || !/^yuvj?4(44|22|20)p/.test(info.pixelFormat)) return false;
  const [across, down] = info.chromaShift ?? [0, 0];
  if (info.interlaced && down) return false;
  // zimg wants whole chroma samples; sizes are as shown, so either side may be the stored width
  const shift = Math.max(across, down);
  return ((info.width | info.height) & ((1 << shift) - 1)) === 0;
}

/**
 * Filters from full-range RGB (rgb24 or rgb48le, with `alpha` rgba or rgba64le) to the given luma-chroma
 * format with the plate's matrix and range, scaled by Lanczos when a size is given. The pictures leave
 * with the plate's tags and no others.
 */
export function fromRgbFilters(
  info: ClipInfo,
  pixelFormat: string,
  can: Capabilities,
  more: { readonly size?: { width: number; height: number } | undefined; readonly alpha?: boolean } = {},
): string[] {
  const { matrix: name, full, tags } = filmColour(info);
  const matrix = matrices[name];
  const chroma = can.pixelFormats.get(pixelFormat)?.chromaShift ?? [1, 1];
  const even = ((info.width | info.height) & ((1 << Math.max(...chroma)) - 1)) === 0;
  const range = full ? 'pc' : 'tv';
  const fields = fieldwise(info, more.size ? [1, 1] : chroma);
  const { size, alpha } = more;
  const zscale = can.filters.has('zscale') && even && !fields;
  const planar = `gbr${alpha ? 'a' : ''}p${info.bitDepth > 8 ? '16le' : ''}`;
  const target = size ? `w=${size.width}:h=${size.height}:` : '';
  const filter = size ? 'lanczos' : 'bicubic';
  const flags = size ? careful.replace('bicubic', 'lanczos') : careful;
  const convert = zscale
    ? [
        `format=${planar}`,
        `zscale=${target}matrixin=gbr:rangein=full:matrix=${matrix.zscale}:range=${full ? 'full' : 'limited'}:filter=${filter}:chromal=left`,
      ]
    : [`scale=${target}in_range=pc:out_color_matrix=${matrix.swscale}:out_range=${range}:${flags}${fields}`];
  return [...convert, `format=${pixelFormat}`, tagFilter(tags)];
}

/** Marks the pictures with exactly these tags. */
function tagFilter({ range, primaries, transfer, matrix }: ColourTags): string {
  const said = (value: string | undefined): string => value ?? 'unknown';
  return `setparams=range=${said(range)}:color_primaries=${said(primaries)}:color_trc=${said(transfer)}:colorspace=${said(matrix)}`;
}

/** The tags of pictures kept as RGB: the plate's, full range, no matrix. */
export function rgbTagFilter({ colour }: ClipInfo): string {
  return tagFilter({ ...colour, range: 'pc', matrix: 'gbr' });
}

/**
 * Filters from the decoder's format to what a JPEG holds (BT.601, full range, 4:2:0) at a size for the
 * eye. `width` and `height` are as shown; the picture is still turned as stored.
 */
export function displayFilters(
  info: ClipInfo,
  { width, height }: { readonly width: number; readonly height: number },
  can: Capabilities,
): string[] {
  const [w, h] = info.rotation % 180 ? [height, width] : [width, height];
  const end = [...uprightFilters(info), 'setsar=1', 'format=yuvj420p'];
  const flags = 'flags=bicubic';
  const grey = info.pixelFormat.startsWith('gray');
  if (info.rgb || grey) {
    const widen = grey && info.colour.range === 'tv' && can.filters.has('zscale');
    const first = widen ? ['zscale=rangein=limited:range=full'] : [];
    return [...first, `scale=${w}:${h}:in_range=pc:out_color_matrix=bt601:out_range=pc:${flags}`, ...end];
  }
  const matrix = matrices[matrixOf(info)];
  const full = isFullRange(info);
  if (zscaleFits(info, can)) {
    const from = `matrixin=${matrix.zscale}:rangein=${full ? 'full' : 'limited'}`;
    return [`zscale=w=${w}:h=${h}:${from}:matrix=170m:range=full:filter=bilinear`, 'format=yuvj420p', ...end];
  }
  const from = `in_color_matrix=${matrix.swscale}:in_range=${full ? 'pc' : 'tv'}`;
  const fields = fieldwise(info, info.chromaShift);
  return [`scale=${w}:${h}:${from}:out_color_matrix=bt601:out_range=pc:${flags}${fields}`, ...end];
}
