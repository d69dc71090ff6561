import { type FlowField, flowBoth, grayRegion, type PlateRegion, regionSize } from '../flow/index.ts';
import type { Frame } from '../media/index.ts';
import { sliverAtBorder } from './atBorder.ts';
import { ColourHistogram, type ColourPicture, colourEvidence, colourRegion } from './colourModel.ts';
import { cutObject } from './cutObject.ts';
import { signedDistance } from './distance.ts';
import {
  binary,
  borderSupport,
  carry,
  count,
  likelier,
  meanWhere,
  overlap,
  separability,
  sides,
} from './followMeasures.ts';
import { cropped, regionAbout, wholeOf } from './followRegion.ts';
import { type LocalColours, localColours, localEvidence, localSeparability } from './localColour.ts';
import { lineOffset } from './paintedLine.ts';
import { emptyMask, type PlateMask, resampleMask } from './plateMask.ts';
import type { Raster } from './shape.ts';
import { ramp, ShapeMemory } from './shapeMemory.ts';
import { type MeanColour, meanColour } from './softEdge.ts';

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
/** Pixels of the small picture: an object with fewer is gone. */
const GONE = 6;
/** Weight of the last frame's colours against those that were painted. */
const LAST = 0.4;
/** Least separability at which colours choose between flow and the object's own movement. */
const TELLING = 0.5;

/**
 * Follows an object from a painted frame through neighbouring frames, one after the other, in either
 * direction. On each frame optical flow, or where that fails the object's own movement, carries the mask
 * along; what of the picture looks like the object rather than like its surroundings, by colours learnt where
 * it was painted and on the frame before, then draws its border to the picture's edges. Its outline is kept
 * beyond the picture's border, so that it leaves and comes back in its own shape; an object that has left
 * stays gone until its colours come back. Where the artist's line lies evenly beside the picture's edge, so
 * does what is followed.
 */
export class Follower {
  readonly #object = new ColourHistogram();
  readonly #around = new ColourHistogram();
  /** 0…1: how well colours tell the object from its surroundings */
  readonly #separable: number;
  /** pixels of the plate by which the artist's line lies outside the picture's edge */
  readonly #offset: number;
  #last: Frame;
  /** as the picture has it, without the offset */
  #mask: PlateMask;
  #memory: ShapeMemory | null = null;
  #certainty = 1;
  /** the object's mean colour where it was last thick enough to have one */
  #colour: MeanColour | null = null;
  /** where it was seen last */
  #region: PlateRegion;
  /** colours as they were painted, and as they were on the last frame */
  #objectNow = this.#object;
  #aroundNow = this.#around;
  /** colours place by place on the last frame */
  #local: (Raster & LocalColours) | null = null;
  /** how well they told the object from what is beside it, 0…255 */
  #telling: PlateMask | null = null;

  /** @param others further painted frames, to learn colours from */
  constructor(painted: PaintedFrame, others: readonly PaintedFrame[] = []) {
    this.#last = painted.frame;
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
    const region = regionAbout(painted.mask, painted.frame);
    this.#region = region ?? wholeOf(painted.frame);
    this.#offset = region ? this.#lineOf(painted, region) : 0;
    this.#mask = this.#begin(painted.mask, painted.frame);
  }

  /**
   * Takes up where an earlier run stopped.
   *
   * @param before what was followed on the way there, from the painted frame outwards
   */
  resume(frame: Frame, { mask, certainty }: Followed, before: readonly Followed[] = []): void {
    for (const one of [...before.map((followed) => followed.mask), mask]) {
      const region = regionAbout(one, frame);
      if (region) this.#region = region;
      const raster = { region: this.#region, ...regionSize(this.#region, MOST_SIDE) };
      this.#mask = { ...raster, data: this.#within(one, raster, frame) };
      this.#memory?.note(this.#mask.data, raster);
    }
    this.#last = frame;
    this.#certainty = certainty;
    if (count(this.#mask.data) > 0) this.#remember(colourRegion(frame, this.#region, this.#mask), this.#mask);
  }

  /** The object on the next frame. */
  follow(frame: Frame): Followed {
    const region = this.#region;
    const raster: Raster = { region, ...regionSize(region, MOST_SIDE) };
    const before = grayRegion(this.#last, region, MOST_SIDE);
    const now = grayRegion(frame, region, MOST_SIDE);
    const { forward, backward } = flowBoth(before, now);
    const old = resampleMask(this.#mask, region, raster);
    const picture = colourRegion(frame, region, raster);
    const colour = this.#evidence(picture, raster, backward);
    const telling = this.#telling && carry(resampleMask(this.#telling, region, raster), backward);
    telling?.forEach((value, at) => {
      const sure = backward.certainty[at];
      telling[at] = Math.round(sure * value + (1 - sure) * 255 * this.#separable);
    });
    const carried = this.#carry(carry(old, backward), raster, colour);
    const present = count(carried) >= GONE;
    const separable = this.#separable;
    const found = cutObject(
      { picture, colour, separable, telling, usual: this.#colour },
      { carried, certainty: backward.certainty, present },
    );
    const memory = this.#memory;
    const sliver =
      memory && sliverAtBorder({ picture, raster, plate: frame, memory, colour: this.#colour, found });
    if (sliver) {
      for (let at = 0; at < found.length; at++) {
        found[at] = Math.round(sliver.weight * sliver.coverage[at] + (1 - sliver.weight) * found[at]);
      }
    }
    const mask = { ...raster, data: found };
    const flowed = present ? meanWhere(forward.certainty, old.data) : 1;
    const shows = memory?.showsAhead(raster) ?? null;
    this.#judge(mask, carried, colour, flowed, present && shows !== false);
    if (sliver && count(found) > 0) {
      const { weight, support } = sliver;
      this.#certainty = weight * support + (1 - weight) * this.#certainty;
    }
    this.#last = frame;
    this.#mask = mask;
    memory?.note(found, raster, sliver && sliver.weight > 0.5 ? sliver.motion : null);
    const next = regionAbout(mask, frame);
    if (!next) return { mask: emptyMask, certainty: this.#certainty };
    const certainty = this.#certainty * (memory?.consistency ?? 1);
    this.#region = next;
    this.#remember(picture, mask);
    const data = memory?.drawn(raster, this.#offset) ?? found;
    return { mask: cropped({ ...raster, data }, frame), certainty };
  }

  /** Where the artist's line lies against the picture's edge. */
  #lineOf({ frame, mask }: PaintedFrame, region: PlateRegion): number {
    const raster = { region, ...regionSize(region, MOST_SIDE) };
    const carried = resampleMask(mask, region, raster).data;
    const picture = colourRegion(frame, region, raster);
    const certainty = new Float32Array(carried.length).fill(1);
    const colour = colourEvidence(picture, this.#object, this.#around);
    const known = { picture, colour, separable: this.#separable, telling: null, usual: this.#colour };
    return lineOffset(carried, cutObject(known, { carried, certainty, present: true }), raster, frame);
  }

  /** The painted mask as the picture has it, and the memory of its outline. */
  #begin(painted: PlateMask, frame: Frame): PlateMask {
    const region = regionAbout(painted, frame);
    if (!region) return painted;
    const raster = { region, ...regionSize(region, MOST_SIDE) };
    const data = this.#within(painted, raster, frame);
    this.#memory = new ShapeMemory(data, raster, frame);
    return { ...raster, data };
  }

  /** A mask without the offset of the artist's line. */
  #within(mask: PlateMask, raster: Raster, plate: Frame): Uint8Array {
    const { data } = resampleMask(mask, raster.region, raster);
    return new ShapeMemory(data, raster, plate).drawn(raster, -this.#offset);
  }

  /** Flow's mask, or the one of the object's own movement where that looks more like the object. */
  #carry(flowed: Uint8Array, raster: Raster, colour: Float32Array): Uint8Array {
    const memory = this.#memory;
    if (!memory || memory.spread === null || this.#separable < TELLING) return flowed;
    const ahead = ramp(memory.ahead(raster), raster);
    return likelier(ahead, flowed, colour) ? ahead : flowed;
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
    this.#objectNow = joined(this.#object, object);
    this.#aroundNow = joined(this.#around, around);
    if (count(mask.data) > 200) this.#colour = meanColour(picture, inside) ?? this.#colour;
    const distance = signedDistance(binary(mask.data), mask.width, mask.height);
    this.#local = { ...mask, ...localColours(picture, distance) };
    const evidence = this.#evidence(picture, mask, null);
    const data = localSeparability(evidence, distance, mask, this.#separable);
    this.#telling = { ...mask, data };
  }

  /** By colours of the whole object and by those of the place each pixel comes from. */
  #evidence(picture: ColourPicture, raster: Raster, backward: FlowField | null): Float32Array {
    const colour = colourEvidence(picture, this.#objectNow, this.#aroundNow);
    if (!this.#local) return colour;
    const near = localEvidence(picture, this.#local, placesIn(this.#local, raster, backward));
    for (let at = 0; at < colour.length; at++) {
      // where flow does not know, nothing is known of the place either
      if (near[at] !== 0) colour[at] += 0.5 * (backward?.certainty[at] ?? 1) * (near[at] - colour[at]);
    }
    return colour;
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

/** Where pixels of a raster come from in another, by flow: indices, −1 outside. */
function placesIn(old: Raster, { region, width, height }: Raster, backward: FlowField | null): Int32Array {
  const out = new Int32Array(width * height);
  for (let j = 0, at = 0; j < height; j++) {
    for (let i = 0; i < width; i++, at++) {
      const x = region.x + ((i + 0.5 + (backward?.u[at] ?? 0)) * region.width) / width;
      const y = region.y + ((j + 0.5 + (backward?.v[at] ?? 0)) * region.height) / height;
      const column = Math.floor(((x - old.region.x) * old.width) / old.region.width);
      const row = Math.floor(((y - old.region.y) * old.height) / old.region.height);
      const there = column >= 0 && row >= 0 && column < old.width && row < old.height;
      out[at] = there ? row * old.width + column : -1;
    }
  }
  return out;
}

function joined(painted: ColourHistogram, recent: ColourHistogram): ColourHistogram {
  if (recent.sum === 0 || painted.sum === 0) return painted;
  const both = new ColourHistogram();
  both.join(painted, 1 - LAST);
  both.join(recent, LAST);
  return both;
}
