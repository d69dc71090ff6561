import type { ColourPicture } from './colourModel.ts';
import { signedDistance } from './distance.ts';
import { binary, keepParts } from './followMeasures.ts';
import { minimalCut } from './minimalCut.ts';
import { type MeanColour, softEdge } from './softEdge.ts';

/** What a pixel of border costs against evidence. */
const LENGTH = 3;

export interface KnownColours {
  readonly picture: ColourPicture;
  /** logarithm of odds of each pixel's colour, > 0 where it looks like the object */
  readonly colour: Float32Array;
  /** 0…1: how well colours tell the object from its surroundings, on the whole */
  readonly separable: number;
  /** the same place by place, 0…255 of each pixel; null: as on the whole */
  readonly telling: Uint8Array | null;
  /** the object's colour where it is too thin to have one */
  readonly usual: MeanColour | null;
}

export interface Carried {
  /** where the object should be, 0…255 */
  readonly carried: Uint8Array;
  /** 0…1 of each pixel: how surely it was carried there */
  readonly certainty: Float32Array;
  /** whether it should be seen at all */
  readonly present: boolean;
}

/** The object in a picture, where it should be and its colours are: coverage 0…255 of each pixel. */
export function cutObject(known: KnownColours, { carried, certainty, present }: Carried): Uint8Array {
  const { picture, colour, separable, telling, usual } = known;
  const { width, height } = picture;
  const evidence = new Float32Array(width * height);
  const start = new Float32Array(width * height);
  const distance = present ? signedDistance(binary(carried), width, height) : null;
  for (let at = 0; at < evidence.length; at++) {
    const told = telling ? telling[at] / 255 : separable;
    let prior = -2;
    if (distance) {
      // colours that tell little must not outvote what was carried, and those that tell much may
      const most = 1.5 + 6 * (1 - told);
      const width = 1.5 + 3 * (1 - certainty[at]) * told;
      prior = Math.max(-most, Math.min(most, distance[at] / width));
    }
    evidence[at] = told * colour[at] + prior;
    start[at] = carried[at] / 255;
  }
  const cut = minimalCut(picture, evidence, LENGTH, start);
  const found = new Uint8Array(width * height);
  for (let at = 0; at < found.length; at++) found[at] = cut[at] >= 0.5 ? 1 : 0;
  keepParts(found, width, height, distance, separable);
  return softEdge(picture, found, usual);
}
