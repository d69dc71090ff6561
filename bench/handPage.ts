// What runs inside the page: each function is sent there by itself and sees nothing else of this file.

export interface EditRecord {
  /** from the request to the picture on the canvas, to the pixel */
  readonly ms: number;
  /** until the server's answer to the edit */
  readonly answered: number;
  /** until the page asked for the picture: it had heard of the edit */
  readonly asked: number;
  /** of the request for the picture: from its start to its last byte */
  readonly fetched: number;
  /** of these, in the worker */
  readonly drawn: number;
  readonly encoded: number;
  /** from the last byte to the canvas: decoding and drawing */
  readonly shown: number;
}

export interface EditWish {
  /** procedure of the server and what it is told */
  readonly procedure: string;
  readonly input: unknown;
}

interface Remembered {
  readonly draws: { readonly look: string; readonly shown: number | null }[];
}

/** Keeps in mind which keys were drawn, from the page's first moment on. */
export function rememberDraws(): void {
  const draws: Remembered['draws'] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { name, detail } of list.getEntries() as PerformanceMeasure[]) {
      const drawn = detail as { complete: boolean; look: string; shown: number | null };
      if (name === 'understudy.draw' && drawn.complete && drawn.look !== '') draws.push(drawn);
    }
  });
  observer.observe({ type: 'measure' });
  Object.assign(window, { draws });
}

/** Resolves when the comp of a frame is on the canvas. */
export async function waitForComp(frame: number): Promise<void> {
  const { draws } = window as unknown as Remembered;
  while (draws.at(-1)?.shown !== frame) await new Promise((resume) => setTimeout(resume, 50));
}

/** Asks the server for an edit as the inspector does, and waits until the frame in view shows it. */
export async function editAndLook({ procedure, input }: EditWish): Promise<EditRecord> {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="viewer-picture"]');
  const context = canvas?.getContext('2d');
  if (!context) throw new Error('the page shows no viewer');
  performance.clearResourceTimings();
  const start = performance.now();
  const drawn = new Promise<number>((resolve, reject) => {
    const { draws } = window as unknown as Remembered;
    const before = draws.at(-1)?.look ?? '';
    const timer = setTimeout(() => reject(new Error(`${procedure} did not change the picture`)), 20_000);
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceMeasure[]) {
        const { complete, look } = entry.detail as { complete: boolean; look: string };
        if (entry.name !== 'understudy.draw' || entry.startTime < start) continue;
        if (!complete || look === '' || look === before) continue;
        clearTimeout(timer);
        observer.disconnect();
        resolve(entry.startTime + entry.duration);
        return;
      }
    });
    observer.observe({ type: 'measure' });
  });
  const answer = fetch(`/rpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).then(async (response) => {
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return performance.now() - start;
  });
  const [ms, answered] = await Promise.all([drawn, answer]);
  const requests = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const last = requests.filter(({ name }) => /\/frames\/[^/]+\/comp\//.test(name)).at(-1);
  const server = (name: string): number => last?.serverTiming.find((one) => one.name === name)?.duration ?? 0;
  const asked = last ? last.startTime - start : Number.NaN;
  const end = last ? last.responseEnd - start : asked;
  return {
    ms: ms - start,
    answered,
    asked,
    fetched: end - asked,
    drawn: server('draw'),
    encoded: server('encode'),
    shown: ms - start - end,
  };
}
