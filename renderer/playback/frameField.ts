import { readTimecode, type TimecodeBase } from './timecode.ts';

/** Where the artist asked to go, or the sentence that says why that is not a place. */
export type Destination = { readonly frame: number } | { readonly problem: string };

/**
 * Reads what was typed into the frame field: a frame number, a timecode, or either with a sign before it,
 * which counts from the current frame ("+20", "-1:00").
 *
 * @param frames length of the clip; what lies outside goes to the nearest frame of it
 */
export function readFrameField(
  text: string,
  current: number,
  frames: number,
  base: TimecodeBase,
): Destination {
  // artists also paste the typographic minus
  const typed = text.trim().replace(/^[−–]/, '-').replace(/\s+/g, '');
  if (typed === '') return { frame: current };
  const sign = typed[0] === '+' ? 1 : typed[0] === '-' ? -1 : 0;
  const amount = sign === 0 ? typed : typed.slice(1);
  const clamp = (frame: number): Destination => ({ frame: Math.min(Math.max(0, frame), frames - 1) });
  if (/^\d{1,9}$/.test(amount)) return clamp(sign === 0 ? Number(amount) : current + sign * Number(amount));
  if (!/[:;.,]/.test(amount))
    return { problem: `“${text.trim()}” is not a frame. Type a number, a timecode, or +20 to go on by 20.` };
  const reading = readTimecode(amount, base);
  if ('problem' in reading) return reading;
  if (sign !== 0) return clamp(current + sign * reading.frames);
  const frame = reading.frames - base.offset;
  if (frame < 0 || frame >= frames) {
    // a timecode of another reel is a slip, not a wish for the first frame
    return { problem: `The clip has no ${amount}.` };
  }
  return clamp(frame);
}
