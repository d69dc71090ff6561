import { type Affine, apply, Recent, scaleOf } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import type { Canvas } from './blend.ts';
import { matchColour } from './colourMatch.ts';
import type { SwappedFace } from './compositeFrame.ts';
import { cropFace } from './cropFace.ts';
import { fitAlignment, fitBack, fitScale, movedBorder } from './fit.ts';
import { gradeFace } from './gradeFace.ts';
import { lightFace } from './lightFace.ts';
import { blurMotion, type Vector } from './motionBlur.ts';
import { resampleSquare, type Window } from './resample.ts';
import type { CompositeSettings } from './settings.ts';
import { matchSharpness } from './sharpness.ts';
import { softenFace } from './softness.ts';
import type { Transfer } from './transfer.ts';
import type { FaceImage } from './types.ts';

/** Denser canvases cost more than they show, unless the network itself needs them: twice its size is enough. */
const MOST_CANVAS = 512;

/**
 * The swap matched in colour, graded, lit, brought to the plate's sharpness and motion, enlarged so that
 * reading it bilinearly loses next to nothing: two to three times the network's size, or twice the face's on
 * the plate where that is less. It lies where the artist's fit puts it.
 *
 * @param window the part of face space that is wanted, all of it if left out
 */
export function swapCanvas(
  plate: Frame,
  face: SwappedFace,
  settings: CompositeSettings,
  transfer: Transfer,
  window?: Window,
): Canvas {
  const { statistics, output, place } = face;
  const { colour, grade, light, fit } = settings;
  const own = [statistics, transfer];
  const matched = colours.get([output.swap, ...own, JSON.stringify(colour)], () =>
    matchColour({ size: output.size, data: output.swap }, statistics, colour, transfer),
  );
  const coloured = grades.get([matched, transfer, JSON.stringify([grade, light])], () =>
    lightFace(gradeFace(matched, grade, transfer), light, transfer),
  );
  const alignment = fitAlignment(place.alignment, fit);
  const { sharpness, blur, motionBlur } = settings;
  const motion = face.hand?.motion ?? null;
  // a blur along the motion looks at the plate as well
  const seen = motion && motionBlur > 0 ? [plate.data, output.mask, ...motion, ...place.alignment] : [];
  const texture = [coloured, statistics, sharpness, blur, motionBlur, JSON.stringify(fit), ...seen];
  const { size, data } = textures.get(texture, () => textured(coloured, plate, face, settings, alignment));
  const side = fitScale(fit) / scaleOf(place.alignment);
  const dense = Math.min(3 * size, Math.max(2 * size, MOST_CANVAS), Math.round(2 * side));
  const canvas = Math.max(8, dense);
  const resolution = Math.max(4, Math.min(size, side));
  const moved = alignment !== place.alignment;
  const wanted = window && moved ? under(window, fitBack(fit)) : window;
  return {
    alignment,
    border: movedBorder(fit, size, settings.matte.feather),
    size: canvas,
    data: resampleSquare(data, size, 3, canvas, resolution, wanted),
  };
}

// a slider asks again and again for all that it does not change
const colours = new Recent<FaceImage>();
const grades = new Recent<FaceImage>();
const textures = new Recent<FaceImage>();

/** Sharpness, blur and motion blur, at the network's size: it holds nothing finer. */
function textured(
  image: FaceImage,
  plate: Frame,
  face: SwappedFace,
  settings: CompositeSettings,
  alignment: Affine,
): FaceImage {
  const sharp = matchSharpness(image, face.statistics, settings.sharpness);
  const soft = softenFace(sharp, settings.blur, fitScale(settings.fit));
  const motion = face.hand?.motion;
  if (!motion || settings.motionBlur === 0) return soft;
  const { size } = image;
  const [a, b, , c, d] = alignment;
  const travel: Vector = [size * (a * motion[0] + b * motion[1]), size * (c * motion[0] + d * motion[1])];
  const crop = cropFace(plate, face.place.alignment, size);
  return blurMotion(soft, travel, settings.motionBlur, crop, face.output.mask);
}

/** The part of a square that lies under a part of another, through a map from that one. */
function under({ u0, v0, u1, v1 }: Window, map: Affine): Window {
  const corners = [apply(map, u0, v0), apply(map, u1, v0), apply(map, u0, v1), apply(map, u1, v1)];
  const us = corners.map(([u]) => u);
  const vs = corners.map(([, v]) => v);
  return { u0: Math.min(...us), v0: Math.min(...vs), u1: Math.max(...us), v1: Math.max(...vs) };
}
