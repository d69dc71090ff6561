// What runs inside the page: each function is sent there by itself and sees nothing else of this file.

export interface SeekRecord {
  readonly frame: number;
  /** the picture was at hand as the frame came into view */
  readonly hit: boolean;
  readonly ms: number;
}

export interface DrawRecord {
  readonly complete: boolean;
  readonly ms: number;
}

export interface ToggleRecord {
  /** from the key to the pixels */
  readonly ms: number;
  /** pictures asked from the server meanwhile */
  readonly requests: number;
}

export interface Recorded {
  readonly recorded: {
    seeks(): SeekRecord[];
    draws(): DrawRecord[];
    clear(): void;
  };
}

/** Listens to what the viewer measures of itself (renderer/frames/measures.ts). */
export function observe(): void {
  const entries: PerformanceMeasure[] = [];
  const observer = new PerformanceObserver((list) => {
    entries.push(...(list.getEntries() as PerformanceMeasure[]));
  });
  observer.observe({ type: 'measure' });
  const named = (name: string) => {
    entries.push(...(observer.takeRecords() as PerformanceMeasure[]));
    return entries.filter((entry) => entry.name === name);
  };
  Object.assign(window, {
    recorded: {
      seeks: () =>
        named('understudy.seek').map(({ duration, detail }) => ({
          ms: duration,
          ...(detail as { frame: number; hit: boolean }),
        })),
      draws: () =>
        named('understudy.draw').map(({ duration, detail }) => ({
          ms: duration,
          complete: (detail as { complete: boolean }).complete,
        })),
      clear: () => {
        observer.takeRecords();
        entries.length = 0;
      },
    },
  });
}

/** Resolves when the picture of a frame has been drawn since `clear`. */
export async function waitForSeek(frame: number): Promise<void> {
  const { recorded } = window as unknown as Recorded;
  while (!recorded.seeks().some((seek) => seek.frame === frame))
    await new Promise((resume) => setTimeout(resume, 5));
}

/** Presses a key again and again and times each press until its picture is drawn. */
export async function toggle([key, presses]: readonly [string, number]): Promise<ToggleRecord[]> {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]');
  const context = canvas?.getContext('2d');
  if (!context) throw new Error('the page shows no viewer');
  const records: ToggleRecord[] = [];
  for (let i = 0; i < presses; i++) {
    const letter = key.at(-1) ?? '';
    const event = { key: letter, code: `Key${letter.toUpperCase()}`, shiftKey: key.startsWith('Shift+') };
    performance.clearResourceTimings();
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new KeyboardEvent('keyup', { ...event, bubbles: true }));
    // drawing follows within the same turn
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    context.getImageData(0, 0, 1, 1);
    const ms = performance.now() - start;
    await new Promise((resume) => setTimeout(resume, 120));
    const requests = performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => startTime >= start && name.includes('/frames/')).length;
    records.push({ ms, requests });
  }
  return records;
}
