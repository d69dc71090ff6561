import { type Affine, compose } from '../common/index.ts';
import { alignmentOf } from './alignment.ts';
import { CutDetector } from './cuts.ts';
import { type Detection, detectFaces, regionOfDetection } from './detector.ts';
import { describeFace } from './identity.ts';
import {
  boxOfMesh,
  fitFreshMesh,
  fitMesh,
  MESH_SIZE,
  type MeshFit,
  plausibleMesh,
  regionOfMesh,
} from './mesh.ts';
import type { FaceNetworks } from './networks.ts';
import { poseOf } from './pose.ts';
import type { Picture } from './raster.ts';
import { moveRegion, overlap } from './region.ts';
import { sharpnessOf } from './sharpness.ts';
import type { Box, Pose } from './types.ts';

/** One face in one frame before tracks are joined and alignments smoothed. */
export interface MeasuredFace {
  /** unbroken run it belongs to, from 0 within its chunk */
  readonly segment: number;
  readonly landmarks: Float32Array;
  readonly box: Box;
  /** fitted to this frame alone */
  readonly alignment: Affine;
  readonly pose: Pose;
  readonly sharpness: number;
  /** 0…1 */
  readonly confidence: number;
}

export interface DescribedFace {
  readonly segment: number;
  readonly frame: number;
  /** length 1 */
  readonly descriptor: Float32Array;
}

export interface MeasuredFrame {
  readonly frame: number;
  /** a new shot begins here */
  readonly cut: boolean;
  readonly faces: MeasuredFace[];
}

/** frames between two looks of the detector while every face is being followed */
const DETECT_EVERY = 8;
/** the same while there is no face, and how often tiles are searched then */
const DETECT_EMPTY = 4;
const SEARCH_EMPTY = 24;
/** frames between two identity descriptors of a segment, alone and with another face near */
const DESCRIBE_EVERY = 48;
const DESCRIBE_NEAR = 6;
/** logit of the face flag below which a followed face counts as lost (frontal faces give 20 and more) */
const LOST_FLAG = 3;
const NEW_FLAG = 5;

interface ActiveTrack {
  readonly segment: number;
  fit: MeshFit;
  box: Box;
  /** movement since the frame before, plate pixels */
  dx: number;
  dy: number;
  described: number;
  /** looks of the detector in a row that did not see this face */
  missed: number;
}

/** 0…1 from the face flag's logit. */
export function confidenceOf(flag: number): number {
  return 1 / (1 + Math.exp(-(flag - 6) / 2));
}

/**
 * Follows the faces of consecutive frames: each frame's mesh is looked for where the one before was, the
 * detector looks at the whole frame now and then, when a face is lost and when a new shot begins. A face
 * that the detector finds late is followed backwards to the frame where it appeared.
 */
export class Follower {
  readonly #networks: FaceNetworks;
  readonly #cuts = new CutDetector();
  #active: ActiveTrack[] = [];
  /** frames since the detector last looked, for following backwards */
  #recent: { picture: Picture; frame: MeasuredFrame }[] = [];
  #segments = 0;
  #emptyLooks = 0;
  #descriptions: Promise<void>[] = [];
  readonly described: DescribedFace[] = [];

  constructor(networks: FaceNetworks) {
    this.#networks = networks;
  }

  /** Measures the next frame. Faces may still be added to the frames of the last few calls. */
  async next(picture: Picture, index: number): Promise<MeasuredFrame> {
    const cut = this.#cuts.isCut(picture);
    const frame: MeasuredFrame = { frame: index, cut, faces: [] };
    if (cut) {
      this.#active = [];
      this.#recent = [];
      this.#emptyLooks = 0;
    }
    const lost = await this.#follow(picture);
    const empty = this.#active.length === 0;
    const due = this.#recent.length >= (empty ? DETECT_EMPTY : DETECT_EVERY) - 1;
    const look = cut || lost || due || (this.#segments === 0 && this.#emptyLooks === 0);
    let found: ActiveTrack[] = [];
    if (look) found = await this.#look(picture, index);
    for (const track of this.#active) await this.#record(frame, picture, track, index);
    if (look) {
      for (const track of found) await this.#followBack(track);
      this.#recent = [];
    }
    // after a look only frames up to it can hold the beginning of a face found later
    if (!look) this.#recent.push({ picture, frame });
    return frame;
  }

  /** Waits for descriptors still being computed. */
  async finish(): Promise<void> {
    await Promise.all(this.#descriptions);
    this.described.sort((p, q) => p.segment - q.segment || p.frame - q.frame);
  }

  /** Moves every active track on to this picture; drops the lost ones and says whether there were any. */
  async #follow(picture: Picture): Promise<boolean> {
    const before = this.#active;
    const after = await Promise.all(
      before.map(async (track) => {
        const region = moveRegion(regionOfMesh(track.fit.landmarks), 0.8 * track.dx, 0.8 * track.dy, 1, 0);
        const fit = await fitMesh(picture, region, this.#networks.mesh, track.fit.crop);
        return { track, region, fit };
      }),
    );
    const kept = after.filter(
      ({ track, fit }) =>
        fit.flag > LOST_FLAG && plausibleMesh(fit.landmarks, picture) && continues(track.box, fit),
    );
    // two tracks on one face: the one that had to jump there is the one that lost its own
    const surprise = ({ region, fit }: (typeof kept)[number]) => {
      const now = regionOfMesh(fit.landmarks);
      return (
        Math.hypot(now.x - region.x, now.y - region.y) / region.size +
        Math.abs(Math.log(now.size / region.size))
      );
    };
    kept.sort((p, q) => surprise(p) - surprise(q));
    const chosen: typeof kept = [];
    for (const candidate of kept) {
      const box = boxOfMesh(candidate.fit.landmarks);
      if (!chosen.some((other) => overlap(box, boxOfMesh(other.fit.landmarks)) > 0.5)) chosen.push(candidate);
    }
    for (const { track, fit } of chosen) advance(track, fit);
    this.#active = before.filter((track) => chosen.some((c) => c.track === track));
    return this.#active.length < before.length;
  }

  /** Lets the detector look; returns the tracks that are new. */
  async #look(picture: Picture, index: number): Promise<ActiveTrack[]> {
    const search = this.#active.length === 0 && this.#emptyLooks % (SEARCH_EMPTY / DETECT_EMPTY) === 0;
    const detections = await detectFaces(picture, this.#networks.detect, { search });
    for (const track of this.#active) {
      track.missed = detections.some((d) => sameFace(d, track.box)) ? 0 : track.missed + 1;
    }
    // the detector is blind to some faces the mesh holds well; one that is doubtful to both goes
    this.#active = this.#active.filter((t) => t.missed < 3 || t.fit.flag > 3 * LOST_FLAG);
    const found: ActiveTrack[] = [];
    for (const detection of detections) {
      if (this.#active.some((track) => sameFace(detection, track.box))) continue;
      const fit = await fitFreshMesh(picture, regionOfDetection(detection), this.#networks.mesh);
      if (fit.flag < NEW_FLAG || !plausibleMesh(fit.landmarks, picture)) continue;
      const box = boxOfMesh(fit.landmarks);
      if (this.#active.some((track) => overlap(track.box, box) > 0.4)) continue;
      const track = {
        segment: this.#segments++,
        fit,
        box,
        dx: 0,
        dy: 0,
        described: index - DESCRIBE_EVERY,
        missed: 0,
      };
      this.#active.push(track);
      found.push(track);
    }
    this.#emptyLooks = this.#active.length === 0 ? this.#emptyLooks + 1 : 0;
    return found;
  }

  async #record(frame: MeasuredFrame, picture: Picture, track: ActiveTrack, index: number): Promise<void> {
    frame.faces.push(measure(track.segment, track.fit));
    const near = this.#active.some(
      (other) => other !== track && overlap(grown(other.box), grown(track.box)) > 0,
    );
    if (index - track.described < (near ? DESCRIBE_NEAR : DESCRIBE_EVERY)) return;
    track.described = index;
    const { segment, fit } = track;
    const description = describeFace(picture, fit.landmarks, this.#networks.identify).then((descriptor) => {
      this.described.push({ segment, frame: index, descriptor });
    });
    // a failure is reported where the promise is awaited, not as unhandled
    description.catch(() => {});
    this.#descriptions.push(description);
    // each holds a crop of 600 kB until it has run
    if (this.#descriptions.length > 4) await this.#descriptions.shift();
  }

  /** Follows a face found now into the frames before, as far as it is there and nobody else's. */
  async #followBack(found: ActiveTrack): Promise<void> {
    let track: ActiveTrack = { ...found };
    for (const { picture, frame } of this.#recent.reverse()) {
      const region = moveRegion(regionOfMesh(track.fit.landmarks), 0.8 * track.dx, 0.8 * track.dy, 1, 0);
      const fit = await fitMesh(picture, region, this.#networks.mesh);
      if (fit.flag < NEW_FLAG || !plausibleMesh(fit.landmarks, picture) || !continues(track.box, fit)) break;
      const box = boxOfMesh(fit.landmarks);
      if (frame.faces.some((face) => overlap(face.box, box) > 0.4)) break;
      track = { ...track };
      advance(track, fit);
      frame.faces.push(measure(track.segment, fit));
      if (frame.cut) break;
    }
    this.#recent.reverse();
  }
}

/** Everything but identity that one fitted mesh tells about a face. */
export function measure(segment: number, fit: MeshFit): MeasuredFace {
  const alignment = alignmentOf(fit.landmarks);
  return {
    segment,
    landmarks: fit.landmarks,
    box: boxOfMesh(fit.landmarks),
    alignment,
    pose: poseOf(fit.landmarks),
    // measured on the crop the network saw: as fine as what the face was found by, and already in hand
    sharpness: sharpnessOf(
      { width: MESH_SIZE, height: MESH_SIZE, data: fit.crop },
      compose(alignment, fit.toPlate),
    ),
    confidence: confidenceOf(fit.flag),
  };
}

function advance(track: ActiveTrack, fit: MeshFit): void {
  const box = boxOfMesh(fit.landmarks);
  track.dx = box[0] + box[2] / 2 - track.box[0] - track.box[2] / 2;
  track.dy = box[1] + box[3] / 2 - track.box[1] - track.box[3] / 2;
  track.box = box;
  track.fit = fit;
}

/** Whether a mesh can be the face that was in `box` a frame ago: near it and of about its size. */
function continues(box: Box, fit: MeshFit): boolean {
  const now = boxOfMesh(fit.landmarks);
  const size = Math.max(box[2], box[3]);
  const growth = Math.max(now[2], now[3]) / size;
  const moved = Math.hypot(
    now[0] + now[2] / 2 - box[0] - box[2] / 2,
    now[1] + now[3] / 2 - box[1] - box[3] / 2,
  );
  return growth > 0.7 && growth < 1.43 && moved < 0.5 * size;
}

/** The detector's box lies on the face that is followed. */
function sameFace(detection: Detection, box: Box): boolean {
  const [x, y, w, h] = detection.box;
  const inside =
    Math.abs(x + w / 2 - box[0] - box[2] / 2) < 0.5 * box[2] &&
    Math.abs(y + h / 2 - box[1] - box[3] / 2) < 0.5 * box[3];
  return inside && overlap(detection.box, box) > 0.2;
}

function grown([x, y, w, h]: Box): Box {
  return [x - w / 10, y - h / 10, w * 1.2, h * 1.2];
}
