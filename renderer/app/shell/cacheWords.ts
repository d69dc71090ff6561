import type { FrameRange } from '../../../preload/contract/index.ts';

const framesIn = (ranges: readonly FrameRange[] | undefined): number =>
  (ranges ?? []).reduce((sum, [start, end]) => sum + end - start, 0);

/**
 * How much of the clip in view can be shown at once: "Proxies 38 % · Comp 12 %"; null when everything can,
 * or nothing is known.
 */
export function cacheWords(
  cached: Readonly<Record<string, readonly FrameRange[]>>,
  clip: string | null,
  look: string,
  frames: number,
): string | null {
  if (!clip || frames === 0) return null;
  const percent = (key: string): number | null =>
    cached[key] ? Math.floor((framesIn(cached[key]) / frames) * 100) : null;
  const parts: string[] = [];
  const proxies = percent(`${clip}/proxy`);
  if (proxies !== null && proxies < 100) parts.push(`Proxies ${proxies} %`);
  const comp = look ? percent(`${clip}/comp/${look}`) : null;
  if (comp !== null) parts.push(comp < 100 ? `Comp ${comp} %` : 'Comp ready');
  return parts.length > 0 ? parts.join(' · ') : null;
}
