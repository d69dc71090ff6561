import { clipRegion, flowBoth, grayRegion, type PlateRegion, regionSize } from '../flow/index.ts';
import type { Frame } from '../media/index.ts';
import { ColourHistogram, type ColourPicture, colourEvidence, colourRegion } from './colourModel.ts';
import { signedDistance } from './distance.ts';
import {
  binary,
  borderSupport,
  carry,
  count,
  keepParts,
  meanWhere,
  overlap,
  separability,
  sides,
} from './followMeasures.ts';
import { minimalCut } from './minimalCut.ts';
import { coveredRegion, emptyMask, type PlateMask, resampleMask } from './plateMask.ts';
import { type MeanColour, meanColour, softEdge } from './softEdge.ts';

/** An object on a frame, as far as it could be followed. */
export interface Followed {
  readonly mask: PlateMask;
  /** 0…1 */
  readonly certainty: number;
}

/** A frame on which the object was painted, and how it was painted. */
export interface PaintedFrame {
  readonly frame: Frame;
  readonly mask: PlateMask;
}

/** Longest side of the picture the object is looked for in, pixels. */
const MOST_SIDE = 480;
/** Margin about the object: a share of its longer side, and at least so many pixels of the plate. */
const MARGIN_SHARE = 0.35;
const LEAST_MARGIN = 40;
/** Pixels of the small picture: an object with fewer is gone. */
const GONE = 6;
/** What a pixel of border costs against evidence. */
const LENGTH = 3;
/** Weight of the last frame's colours against those that were painted. */
const LAST = 0.4;

/**
 * Follows an object from a painted frame through neighbouring frames, one after the other, in either
 * direction. On each frame optical flow carries the mask along; what of the picture looks like the object
 * rather than like its surroundings, by colours learnt where it was painted and on the frame before, then
 * draws its border to the picture's edges. An object that leaves stays gone until its colours come back.
 */
export class Follower {
  readonly #object = new ColourHistogram();
  readonly #around = new ColourHistogram();
  /** 0…1: how well colours tell the object from its surroundings */
  readonly #separable: number;
  #last: Frame;
  #mask: PlateMask;
  #certainty = 1;
  /** the object's mean colour where it was last thick enough to have one */
  #colour: MeanColour | null = null;
  /** where it was seen last */
  #region: PlateRegion;
  #recentObject: ColourHistogram | null = null;
  #recentAround: ColourHistogram | null = null;

  /** @param others further painted frames, to learn colours from */
  constructor(painted: PaintedFrame, others: readonly PaintedFrame[] = []) {
    this.#last = painted.frame;
    this.#mask = painted.mask;
    this.#region = regionAbout(painted.mask, painted.frame) ?? wholeOf(painted.frame);
    let separable = 0;
    let weighed = 0;
    for (const { frame, mask } of [painted, ...others]) {
      const region = regionAbout(mask, frame);
      if (!region) continue;
      const size = regionSize(region, MOST_SIDE);
      const { inside, outside } = sides(resampleMask(mask, region, size));
      const picture = colourRegion(frame, region, size);
      this.#object.add(picture, inside);
      this.#around.add(picture, outside);
      const own = { object: new ColourHistogram(), around: new ColourHistogram() };
      own.object.add(picture, inside);
      own.around.add(picture, outside);
      this.#colour ??= meanColour(picture, inside);
      separable += separability(colourEvidence(picture, own.object, own.around), inside, outside);
      weighed++;
    }
    this.#separable = weighed > 0 ? separable / weighed : 0;
  }

  /** Takes up where an earlier run stopped. */
  resume(frame: Frame, { mask, certainty }: Followed): void {
    const region = regionAbout(mask, frame);
    this.#last = frame;
    this.#mask = mask;
    this.#certainty = certainty;
    if (!region) return;
    this.#region = region;
    const size = regionSize(region, MOST_SIDE);
    this.#remember(colourRegion(frame, region, size), resampleMask(mask, region, size));
  }

  /** The object on the next frame. */
  follow(frame: Frame): Followed {
    const region = this.#region;
    const size = regionSize(region, MOST_SIDE);
    const before = grayRegion(this.#last, region, MOST_SIDE);
    const now = grayRegion(frame, region, MOST_SIDE);
    const { forward, backward } = flowBoth(before, now);
    const old = resampleMask(this.#mask, region, size);
    const picture = colourRegion(frame, region, size);
    const carried = carry(old, backward);
    const present = count(carried) >= GONE;
    const colour = colourEvidence(picture, this.#objectNow(), this.#aroundNow());
    const found = this.#cut(picture, colour, carried, backward.certainty, present);
    const mask = { region, ...size, data: found };
    const flowed = present ? meanWhere(forward.certainty, old.data) : 1;
    this.#judge(mask, carried, colour, flowed, present);
    this.#last = frame;
    this.#mask = mask;
    const next = regionAbout(mask, frame);
    if (next) {
      this.#region = next;
      this.#remember(picture, mask);
    }
    return { mask: next ? cropped(mask, frame) : emptyMask, certainty: this.#certainty };
  }

  #objectNow(): ColourHistogram {
    return joined(this.#object, this.#recentObject);
  }

  #aroundNow(): ColourHistogram {
    return joined(this.#around, this.#recentAround);
  }

  #remember(picture: ColourPicture, mask: PlateMask): void {
    const { inside, outside } = sides(mask);
    const object = new ColourHistogram();
    const around = new ColourHistogram();
    // what has leaked in must not be learnt: only what looks like the painted object counts
    const painted = colourEvidence(picture, this.#object, this.#around);
    for (let at = 0; at < painted.length; at++) if (painted[at] < 0) inside[at] = 0;
    object.add(picture, inside);
    around.add(picture, outside);
    this.#recentObject = object.sum > 0 ? object : null;
    if (count(mask.data) > 200) this.#colour = meanColour(picture, inside) ?? this.#colour;
    this.#recentAround = around.sum > 0 ? around : null;
  }

  /** Mask of the small picture, 0…255. */
  #cut(
    picture: ColourPicture,
    colour: Float32Array,
    carried: Uint8Array,
    certainty: Float32Array,
    present: boolean,
  ): Uint8Array {
    const { width, height } = picture;
    const separable = this.#separable;
    const evidence = new Float32Array(width * height);
    const start = new Float32Array(width * height);
    const inside = binary(carried);
    const distance = present ? signedDistance(inside, width, height) : null;
    // colours that tell little must not outvote what flow says, and those that tell much may
    const most = 1.5 + 6 * (1 - separable);
    for (let at = 0; at < evidence.length; at++) {
      let prior = -2;
      if (distance) {
        const width = 1.5 + 3 * (1 - certainty[at]) * separable;
        prior = Math.max(-most, Math.min(most, distance[at] / width));
      }
      evidence[at] = separable * colour[at] + prior;
      start[at] = carried[at] / 255;
    }
    const cut = minimalCut(picture, evidence, LENGTH, start);
    const found = new Uint8Array(width * height);
    for (let at = 0; at < found.length; at++) found[at] = cut[at] >= 0.5 ? 1 : 0;
    keepParts(found, width, height, distance, separable);
    return softEdge(picture, found, this.#colour);
  }

  #judge(mask: PlateMask, carried: Uint8Array, colour: Float32Array, flowed: number, present: boolean): void {
    const separable = this.#separable;
    const covered = count(mask.data);
    if (!present && covered === 0) {
      // that it is gone is as certain as colours would tell
      this.#certainty = Math.max(0.1, Math.min(this.#certainty, separable));
      return;
    }
    const support = borderSupport(mask, colour);
    const kept = overlap(mask.data, carried);
    const carriedOn = this.#certainty * flowed * (present ? 1 : 0);
    const judged = separable * support + (1 - separable) * carriedOn;
    this.#certainty = Math.max(0, Math.min(1, judged * (present ? Math.sqrt(kept) : 0.7)));
  }
}

const wholeOf = ({ width, height }: Frame): PlateRegion => ({ x: 0, y: 0, width, height });

function regionAbout(mask: PlateMask, frame: Frame): PlateRegion | null {
  const box = coveredRegion(mask);
  if (!box) return null;
  const margin = Math.max(LEAST_MARGIN, MARGIN_SHARE * Math.max(box.width, box.height));
  const { x, y, width, height } = box;
  return clipRegion(
    { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin },
    frame,
  );
}

/** The mask without the empty space around: what is stored. */
function cropped(mask: PlateMask, frame: Frame): PlateMask {
  const box = coveredRegion(mask);
  if (!box) return emptyMask;
  const left = Math.max(0, Math.floor(((box.x - mask.region.x) * mask.width) / mask.region.width) - 2);
  const top = Math.max(0, Math.floor(((box.y - mask.region.y) * mask.height) / mask.region.height) - 2);
  const pixel = mask.region.width / mask.width;
  // at full size pixels can be cut off as they are; else the region's borders would lie between them
  if (pixel !== 1 || mask.region.height !== mask.height) return mask;
  const region = clipRegion(
    { x: mask.region.x + left, y: mask.region.y + top, width: box.width + 4, height: box.height + 4 },
    frame,
  );
  const right = Math.min(mask.width, region.x + region.width - mask.region.x);
  const bottom = Math.min(mask.height, region.y + region.height - mask.region.y);
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * mask.width + left;
    data.set(mask.data.subarray(from, from + width), y * width);
  }
  return { region: { ...region, width, height }, width, height, data };
}

function joined(painted: ColourHistogram, recent: ColourHistogram | null): ColourHistogram {
  if (!recent || painted.sum === 0) return painted;
  const both = new ColourHistogram();
  both.join(painted, 1 - LAST);
  both.join(recent, LAST);
  return both;
}
