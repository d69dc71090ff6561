import { bilinear } from './bilinear.ts';
import { fitMotion, type Motion, moved, onwards, type Raster, type Shape, still } from './shape.ts';
import { softDistance } from './softDistance.ts';

/** How far beyond the picture's border an object is remembered, pixels of the small picture. */
const BEYOND = 96;
/** Pixels of the plate to either side of the outline that tell how it moved. */
const BAND = 6;
/** Pixels of the plate by which the next movement may be other than the last, and a share of it. */
const UNSTEADY = 0.5;
const UNSTEADY_SHARE = 0.15;
/** Frames after which an object that is gone is not expected back in its old outline. */
const FORGOTTEN = 12;
/** What is left of a growth of the seen area that its movement does not explain, a frame later. */
const LINGERS = 0.96;
/** Growth, natural logarithm, that a hand that opens may have, and how much more is doubtful. */
const USUAL_GROWTH = 0.15;
const DOUBTFUL_GROWTH = 0.25;
const MOST_GROWTH = 0.9;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * An object's outline as it is known by now, also where it lies beyond the picture, and how it moves. What is
 * seen takes the place of what was known; what is out of sight goes along with the rest.
 */
export class ShapeMemory {
  readonly #plate: Size;
  #shape: Shape;
  #coverage: Uint8Array;
  #motion: Motion = still;
  /** frames whose movement was seen in a row; 0: nothing is known of how it moves */
  #steady = 0;
  /** frames since it was seen last */
  #unseen = 0;

  /** logarithm of what it gained in area beyond its movement */
  #growth = 0;

  /** @param coverage of each pixel of the raster, 0…255 */
  constructor(coverage: Uint8Array, raster: Raster, plate: Size) {
    this.#plate = plate;
    const { shape, extended } = this.#extend(coverage, raster, null);
    this.#shape = shape;
    this.#coverage = extended;
  }

  /** Where it would be if it went on as it does: distances over a raster, pixels of the plate. */
  ahead(raster: Raster): Float32Array {
    return moved(this.#shape, this.expected, raster);
  }

  get shape(): Shape {
    return this.#shape;
  }

  /** The movement to expect. */
  get expected(): Motion {
    return this.#steady > 0 ? onwards(this.#motion) : still;
  }

  /** How far what is expected may be off, pixels of the plate; null where nothing is known. */
  get spread(): number | null {
    if (this.#steady === 0 || this.#unseen > FORGOTTEN) return null;
    const { tx, ty } = this.#motion;
    return (UNSTEADY + UNSTEADY_SHARE * Math.hypot(tx, ty)) * (1 + this.#unseen);
  }

  /** Whether anything of it should be seen in the next picture; null where nothing is known. */
  showsAhead(raster: Raster): boolean | null {
    const { spread } = this;
    return spread === null ? null : this.ahead(raster).some((distance) => distance > 0);
  }

  /** 0…1: below 1 once it has grown or shrunk much without its movement telling why: it leaks, or is lost. */
  get consistency(): number {
    const beyond = Math.max(0, Math.abs(this.#growth) - USUAL_GROWTH);
    return Math.exp(-((beyond / DOUBTFUL_GROWTH) ** 2));
  }

  /**
   * Takes in what was found on the next frame.
   *
   * @param known its movement where that has been found already
   */
  note(coverage: Uint8Array, raster: Raster, known: Motion | null = null): void {
    const covered = coverage.some((value) => value >= 128);
    if (!covered) {
      this.#unseen++;
      this.#advance(raster);
      return;
    }
    const motion = known ?? this.#movementTo(coverage, raster);
    this.#unseen = 0;
    this.#motion = motion;
    this.#steady++;
    const { shape, extended } = this.#extend(coverage, raster, this.#shape);
    this.#shape = shape;
    this.#coverage = extended;
  }

  /** Coverage over a raster with the outline `offset` pixels of the plate further out, 0…255. */
  drawn(raster: Raster, offset: number): Uint8Array {
    const { region, width, height } = raster;
    const own = this.#shape;
    const pixel = region.width / width;
    const left = Math.round((region.x - own.region.x) / pixel);
    const top = Math.round(((region.y - own.region.y) * own.height) / own.region.height);
    const out = new Uint8Array(width * height);
    const reach = offset / pixel;
    for (let j = 0, at = 0; j < height; j++) {
      for (let i = 0; i < width; i++, at++) {
        const [x, y] = [i + left, j + top];
        const k = y * own.width + x;
        const near = Math.abs(own.distance[k]) < 4 + Math.abs(offset);
        if (!near || reach === 0) {
          out[at] = this.#coverage[k];
          continue;
        }
        const gx = own.distance[k + (x < own.width - 1 ? 1 : 0)] - own.distance[k - (x > 0 ? 1 : 0)];
        const gy =
          own.distance[k + (y < own.height - 1 ? own.width : 0)] - own.distance[k - (y > 0 ? own.width : 0)];
        const length = Math.hypot(gx, gy) || 1;
        out[at] = Math.round(
          bilinear(this.#coverage, own, x + (reach * gx) / length, y + (reach * gy) / length),
        );
      }
    }
    return out;
  }

  /** Unseen it goes on as it did, out of the picture. */
  #advance(raster: Raster): void {
    const { raster: wide } = extendedRaster(raster, this.#plate);
    const motion = this.expected;
    const distance = moved(this.#shape, motion, wide);
    this.#shape = { ...wide, distance };
    this.#coverage = ramp(distance, wide);
    this.#motion = motion;
  }

  #movementTo(coverage: Uint8Array, raster: Raster): Motion {
    const pixel = raster.region.width / raster.width;
    const now = softDistance(coverage, raster.width, raster.height);
    const seen = now.map((value) => Math.min(1, Math.max(0, 0.5 + (value * pixel) / (2 * BAND))));
    const [cx, cy] = middleOf(coverage, raster);
    const { spread } = this;
    const whole = this.#shape.distance.length === coverage.length;
    const [ox, oy] = whole ? middleOf(this.#coverage, this.#shape) : [cx, cy];
    // an outline that jumped is not found from where it was expected, but its middle tells how far it went
    const expected = this.expected;
    const jumped = whole && Math.hypot(cx - ox - expected.tx, cy - oy - expected.ty) > BAND;
    const { tx, ty, a, b } = jumped ? { tx: cx - ox, ty: cy - oy, a: 0, b: 0 } : expected;
    const options = { seen, raster, soft: 2 * BAND, turns: true };
    const start = { tx, ty, a, b, cx, cy };
    return fitMotion(this.#shape, { ...options, start, spread: spread === null ? 60 : 4 * spread + 2 })
      .motion;
  }

  /** What is seen, and around the picture what is known of the rest. */
  #extend(
    coverage: Uint8Array,
    raster: Raster,
    before: Shape | null,
  ): { shape: Shape; extended: Uint8Array } {
    const { raster: wide, left, top } = extendedRaster(raster, this.#plate);
    const unseen = before ? ramp(moved(before, this.#motion, wide), wide) : null;
    let [was, is] = [20, 20];
    const extended = unseen ?? new Uint8Array(wide.width * wide.height);
    for (let y = 0; y < wide.height; y++) {
      for (let x = 0; x < wide.width; x++) {
        const i = Math.min(raster.width - 1, Math.max(0, x - left));
        const j = Math.min(raster.height - 1, Math.max(0, y - top));
        const inside = i === x - left && j === y - top;
        if (inside && unseen && unseen[y * wide.width + x] >= 128) was++;
        if (inside && coverage[j * raster.width + i] >= 128) is++;
        // what was never seen beyond the border goes on as it crosses it
        if (inside || !unseen) extended[y * wide.width + x] = coverage[j * raster.width + i];
      }
    }
    if (unseen) {
      const growth = LINGERS * this.#growth + Math.log(is / was);
      this.#growth = Math.min(MOST_GROWTH, Math.max(-MOST_GROWTH, growth));
    }
    const pixel = wide.region.width / wide.width;
    const distance = softDistance(extended, wide.width, wide.height);
    for (let at = 0; at < distance.length; at++) distance[at] *= pixel;
    return { shape: { ...wide, distance }, extended };
  }
}

/** A raster with what lies beyond the picture's border, where it reaches that. */
function extendedRaster(
  { region, width, height }: Raster,
  plate: Size,
): { raster: Raster; left: number; top: number } {
  const across = region.width / width;
  const down = region.height / height;
  const left = region.x <= 0 ? BEYOND : 0;
  const top = region.y <= 0 ? BEYOND : 0;
  const right = region.x + region.width >= plate.width ? BEYOND : 0;
  const bottom = region.y + region.height >= plate.height ? BEYOND : 0;
  return {
    left,
    top,
    raster: {
      region: {
        x: region.x - left * across,
        y: region.y - top * down,
        width: (width + left + right) * across,
        height: (height + top + bottom) * down,
      },
      width: width + left + right,
      height: height + top + bottom,
    },
  };
}

/** Coverage of an outline with an edge one pixel wide, 0…255. */
export function ramp(distance: Float32Array, { region, width }: Raster): Uint8Array {
  const pixel = region.width / width;
  const out = new Uint8Array(distance.length);
  for (let at = 0; at < out.length; at++) {
    out[at] = Math.round(255 * Math.min(1, Math.max(0, 0.5 + distance[at] / pixel)));
  }
  return out;
}

function middleOf(coverage: Uint8Array, { region, width, height }: Raster): [x: number, y: number] {
  let [sumX, sumY, held] = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (coverage[at] < 128) continue;
      sumX += x + 0.5;
      sumY += y + 0.5;
      held++;
    }
  }
  if (held === 0) return [region.x, region.y];
  return [
    region.x + ((sumX / held) * region.width) / width,
    region.y + ((sumY / held) * region.height) / height,
  ];
}
