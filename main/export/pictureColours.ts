import sharp from 'sharp';
import { UserError } from '../common/index.ts';
import {
  type ColourStatistics,
  cropFace,
  faceStatistics,
  measurePicture,
  type Transfer,
} from '../compositing/index.ts';
import { analyzeStill, openFaceNetworks } from '../faces/index.ts';
import { type Frame, fileStamp } from '../media/index.ts';

/** Side at which a picture that is matched to is measured: colours need no detail. */
const MEASURED = 128;
/** Longest side at which a face is looked for in it. */
const SEARCHED = 1280;

/** What a picture says of colours: in place of a plate's face, see `matchTo`. */
export interface PictureColours {
  readonly plate: ColourStatistics;
  readonly whole: { readonly plate: ColourStatistics };
}

const pictures = new Map<string, Promise<PictureColours>>();

/**
 * The colours of the largest face in a picture, within the outline of its mesh; of all the picture where it
 * shows no face. Read once, and again when the file was written anew.
 *
 * @throws UserError when the picture cannot be read
 */
export async function pictureColours(path: string, transfer: Transfer): Promise<PictureColours> {
  const key = `${transfer} ${await fileStamp(path, { single: true })} ${path}`;
  const known = pictures.get(key) ?? measure(path, transfer);
  pictures.set(key, known);
  known.catch(() => pictures.delete(key));
  return known;
}

const shown = new Map<string, Promise<boolean>>();

/**
 * Whether colours that are matched to a picture are those of a face in it.
 *
 * @throws UserError when the picture cannot be read
 */
export async function pictureShowsFace(path: string): Promise<boolean> {
  const key = `${await fileStamp(path, { single: true })} ${path}`;
  const look = async (): Promise<boolean> => (await largestFace(await readPicture(path))) !== undefined;
  const known = shown.get(key) ?? look();
  shown.set(key, known);
  known.catch(() => shown.delete(key));
  return known;
}

async function measure(path: string, transfer: Transfer): Promise<PictureColours> {
  const picture = await readPicture(path);
  const face = await largestFace(picture);
  const size = MEASURED;
  if (!face) {
    const { data } = await squeezed(picture, size);
    const all = measurePicture({ size, data: Float32Array.from(data, (value) => value / 255) }, transfer);
    return { plate: all, whole: { plate: all } };
  }
  const crop = cropFace(picture, face.alignment, size);
  const mask = new Float32Array(size * size).fill(1);
  const output = { size, swap: crop.data, mask };
  return faceStatistics(picture, crop, { place: face, output }, transfer);
}

async function readPicture(path: string): Promise<Frame> {
  try {
    const { data, info } = await sharp(path)
      .rotate()
      .removeAlpha()
      .toColourspace('srgb')
      .resize(SEARCHED, SEARCHED, { fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { index: 0, time: 0, width: info.width, height: info.height, data };
  } catch (cause) {
    throw new UserError(
      `The picture ${path}, which colours are matched to, cannot be read.`,
      'Choose another picture, or match to the plate.',
      { cause },
    );
  }
}

async function largestFace(picture: Frame) {
  const networks = await openFaceNetworks({ background: true });
  try {
    const [face] = await analyzeStill(picture, networks);
    return face;
  } finally {
    await networks.close();
  }
}

const squeezed = ({ data, width, height }: Frame, side: number) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
