import type { Job } from '../../../preload/contract/index.ts';
import { encodeFloats } from '../../../preload/contract/index.ts';
import { api, explain } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { useSession } from '../../state/session.ts';
import { offsetsBetween } from './deform.ts';
import type { HandledFace, Span } from './handledFace.ts';
import { sayHint } from './landmarkStore.ts';

/**
 * Has the frame's correction carried on along the movement of the picture: a job of the server's does it and
 * puts it into the document.
 *
 * @param count frames; below 0: backwards
 */
export async function carryCorrection(face: HandledFace, count: number, span: Span): Promise<void> {
  const offsets = offsetsBetween(face.base, face.places);
  if (!offsets.some((value) => Math.abs(value) > 1e-6)) {
    sayHint('Correct the landmarks of this frame first: what was pulled is then carried on.');
    return;
  }
  const { clip, track, frame } = face;
  const { before, after } = span;
  try {
    await api.faces.carry.mutate({
      clip,
      track,
      frame,
      count,
      offsets: encodeFloats(offsets),
      before,
      after,
    });
  } catch (error) {
    const { message, remedy } = explain(error);
    sayHint(`${message} ${remedy ?? ''}`.trim());
  }
}

/** The job that carries a correction on in a clip; none: null. */
export const useCarrying = (clip: string): Job | null =>
  useSession(
    ({ jobs }) =>
      jobs.find(
        (job) =>
          job.kind === 'carry' && job.clip === clip && (job.state === 'running' || job.state === 'queued'),
      ) ?? null,
  );

/** What was carried until now is kept. */
export const stopCarrying = ({ id }: Job): void => void attempt(() => api.jobs.cancel.mutate({ id }));
