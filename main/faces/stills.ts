import { detectFaces, regionOfDetection } from './detector.ts';
import { type MeasuredFace, measure } from './follower.ts';
import { describeFace } from './identity.ts';
import { fitFreshMesh, plausibleMesh } from './mesh.ts';
import type { FaceNetworks } from './networks.ts';
import type { Picture } from './raster.ts';

export interface StillFace extends Omit<MeasuredFace, 'segment'> {
  /** identity descriptor, 1,024 values of length 1 */
  readonly identity: Float32Array;
}

/** Every face of a single picture, the largest first; the alignment is not smoothed. */
export async function analyzeStill(picture: Picture, networks: FaceNetworks): Promise<StillFace[]> {
  const faces: StillFace[] = [];
  for (const detection of await detectFaces(picture, networks.detect, { search: true })) {
    const fit = await fitFreshMesh(picture, regionOfDetection(detection), networks.mesh);
    if (!plausibleMesh(fit.landmarks, picture)) continue;
    const { segment: _, ...face } = measure(0, fit);
    faces.push({ ...face, identity: await describeFace(picture, fit.landmarks, networks.identify) });
  }
  return faces.sort((p, q) => q.box[2] * q.box[3] - p.box[2] * p.box[3]);
}
