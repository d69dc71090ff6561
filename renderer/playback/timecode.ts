/**
 * Frame numbers and SMPTE 12M timecode. A timecode is a label; labels count in whole numbers per second
 * ("00:00:01:00" is label 30 at 29.97). Drop-frame skips labels, never frames, so that the label keeps
 * step with the clock.
 */
export interface TimecodeBase {
  /** labels per second: 24, 25, 30, 60 … */
  readonly fps: number;
  /** drop-frame: of each minute but every tenth the first two labels (four at 59.94) do not exist */
  readonly drop: boolean;
  /** frames from 00:00:00:00 to the clip's first frame */
  readonly offset: number;
}

export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
}

/** A timecode that can be read, or the sentence that says why not. */
export type Reading = { readonly frames: number } | { readonly problem: string };

/**
 * The way a clip's frames are labelled.
 *
 * @param start timecode of frame 0, null when neither artist nor file states one. A `;` or `.` before the
 *   frames asks for drop-frame; without a statement 29.97 and 59.94 drop, as the clock is what then counts
 */
export function timecodeBase(rate: FrameRate, start: string | null): TimecodeBase {
  const perSecond = rate.denominator > 0 ? rate.numerator / rate.denominator : 25;
  const fps = Math.max(1, Math.round(perSecond));
  const drop = canDrop(perSecond) && (start === null || /[;.,]\d{1,2}\s*$/.test(start));
  const base = { fps, drop, offset: 0 };
  const reading = start === null ? { frames: 0 } : readTimecode(start, base);
  return { ...base, offset: 'frames' in reading ? reading.frames : 0 };
}

/** Drop-frame is defined for 30000/1001 and 60000/1001 only; files state them with small errors. */
export function canDrop(perSecond: number): boolean {
  return Math.abs(perSecond - 30000 / 1001) < 0.004 || Math.abs(perSecond - 60000 / 1001) < 0.004;
}

/** Labels that are left out at the start of a minute. */
const droppedPerMinute = ({ fps, drop }: TimecodeBase): number => (drop ? fps / 15 : 0);

/** Frames in 24 hours, after which labels begin again. */
export function framesPerDay(base: TimecodeBase): number {
  return 24 * 3600 * base.fps - droppedPerMinute(base) * 24 * 54;
}

/** Label number of the frame that lies `count` frames after 00:00:00:00. Rises with `count`, with jumps. */
export function labelOf(count: number, base: TimecodeBase): number {
  const dropped = droppedPerMinute(base);
  if (dropped === 0) return count;
  const perMinute = 60 * base.fps - dropped;
  const perTen = 600 * base.fps - 9 * dropped;
  const tens = Math.floor(count / perTen);
  const rest = count - tens * perTen;
  // the first minute of ten is whole; `rest - dropped` puts the border of the others where it belongs
  return count + dropped * (9 * tens + Math.max(0, Math.floor((rest - dropped) / perMinute)));
}

/** Inverse of `labelOf`; a label that does not exist gives the frame that follows it. */
export function countOf(label: number, base: TimecodeBase): number {
  const dropped = droppedPerMinute(base);
  if (dropped === 0) return label;
  const minutes = Math.floor(label / (60 * base.fps));
  const before = dropped * (minutes - Math.floor(minutes / 10));
  const missing = minutes % 10 === 0 ? 0 : Math.max(0, dropped - (label - minutes * 60 * base.fps));
  return label + missing - before;
}

/** Timecode of a frame of the clip: "01:00:00:00", with `;` before the frames when labels drop. */
export function formatTimecode(frame: number, base: TimecodeBase): string {
  const day = framesPerDay(base);
  const count = (((base.offset + frame) % day) + day) % day;
  return writeLabel(labelOf(count, base), base);
}

/** A length as timecode, without the clip's offset. */
export function formatDuration(frames: number, base: TimecodeBase): string {
  return writeLabel(labelOf(Math.max(0, frames), base), base);
}

function writeLabel(label: number, { fps, drop }: TimecodeBase): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(label / fps);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  return `${parts.join(':')}${drop ? ';' : ':'}${two(label % fps)}`;
}

/**
 * Reads "hh:mm:ss:ff"; fewer fields count from the right ("2:00" is two seconds).
 *
 * @returns frames from 00:00:00:00 (the clip's offset is not taken off)
 */
export function readTimecode(text: string, base: TimecodeBase): Reading {
  const fields = text.trim().split(/[:;.,]/);
  if (fields.length > 4 || fields.some((field) => !/^\d{1,2}$/.test(field)))
    return { problem: `“${text.trim()}” is not a timecode. Write hours:minutes:seconds:frames.` };
  const [hours, minutes, seconds, frames] = [0, 0, 0, 0, ...fields.map(Number)].slice(-4);
  if (hours > 23) return { problem: 'A timecode has at most 23 hours.' };
  if (minutes > 59 || seconds > 59) return { problem: 'Minutes and seconds go up to 59.' };
  if (frames >= base.fps) return { problem: `At this rate frames go up to ${base.fps - 1}.` };
  if (base.drop && minutes % 10 !== 0 && seconds === 0 && frames < droppedPerMinute(base))
    return {
      problem: `Drop-frame timecode has no ${text.trim()}: the minute begins at ;${String(
        droppedPerMinute(base),
      ).padStart(2, '0')}.`,
    };
  const label = ((hours * 60 + minutes) * 60 + seconds) * base.fps + frames;
  return { frames: countOf(label, base) };
}
