import type { Rational } from './types.ts';

/**
 * Moves an SMPTE timecode (ST 12-1) on by a number of frames. A semicolon or a dot before the frames
 * marks drop-frame counting, where the numbers 0 and 1 (0 to 3 at 60) are left out at the start of each
 * minute but every tenth. Wraps at 24 hours. Answers undefined for text that is no timecode.
 */
export function addToTimecode(timecode: string, frames: number, rate: Rational): string | undefined {
  const match = /^(\d{2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$/.exec(timecode.trim());
  if (!match) return undefined;
  const [hours, minutes, seconds, shown] = [match[1], match[2], match[3], match[5]].map(Number);
  const perSecond = Math.round(rate.numerator / rate.denominator);
  if (perSecond < 1) return undefined;
  const drop = match[4] !== ':' && perSecond % 30 === 0 ? perSecond / 15 : 0;
  const perMinute = perSecond * 60 - drop;
  const perTen = perMinute * 10 + drop;
  const minute = hours * 60 + minutes;
  const skipped = drop * (minute - Math.floor(minute / 10));
  const perDay = perTen * 6 * 24;
  const count = (minute * 60 + seconds) * perSecond + shown - skipped + frames;
  let number = ((count % perDay) + perDay) % perDay;
  if (drop) {
    const tens = Math.floor(number / perTen);
    const rest = number % perTen;
    number += drop * (9 * tens + (rest < drop ? 0 : Math.floor((rest - drop) / perMinute)));
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  const second = Math.floor(number / perSecond);
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two).join(':');
  return `${clock}${match[4]}${two(number % perSecond)}`;
}
