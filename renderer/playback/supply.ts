/** Whoever shows the frames says here which of them could be shown at once. */
export interface FrameSupply {
  /** everything the view needs of the frame is decoded; also true of a frame that cannot be had at all */
  isReady(clip: string, frame: number): boolean;
}

let supply: FrameSupply | null = null;

/** @returns a function that takes it away again */
export function supplyFrames(given: FrameSupply): () => void {
  supply = given;
  return () => {
    if (supply === given) supply = null;
  };
}

/** Without a viewer nobody waits for pictures. */
export const isFrameReady = (clip: string, frame: number): boolean => supply?.isReady(clip, frame) ?? true;
