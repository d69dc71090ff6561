// What runs inside the page: each function is sent there by itself and sees nothing else of this file.

export interface EditRecord {
  /** from the artist's event, or the request, to the picture on the canvas, to the pixel */
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

interface Watched {
  readonly watched: {
    /** frame of the comp that was drawn last */
    frame(): number | null;
    /** the next change of the frame in view, counted from `start` on */
    change(start: number): Promise<EditRecord>;
    /** what `change` gives for the next event of that kind, counted from when it happened */
    expect(type: 'pointermove' | 'keydown'): void;
    expected: Promise<EditRecord> | null;
  };
}

/** Follows from the page's first moment on which pictures are drawn, and what was asked of the server for them. */
export function watchDraws(): void {
  interface Draw {
    readonly look: string;
    readonly shown: number | null;
    readonly complete: boolean;
  }
  let last: Draw | null = null;
  const listeners = new Set<(draw: Draw, entry: PerformanceMeasure) => void>();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceMeasure[]) {
      const draw = entry.detail as Draw;
      if (entry.name !== 'understudy.draw' || !draw.complete || draw.look === '') continue;
      for (const listener of listeners) listener(draw, entry);
      last = draw;
    }
  }).observe({ type: 'measure' });

  const drawnAfter = (start: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const before = last?.look;
      const timer = setTimeout(() => reject(new Error('the picture did not change')), 20_000);
      const listener = (draw: Draw, entry: PerformanceMeasure): void => {
        if (entry.startTime < start || draw.look === before) return;
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(entry.startTime + entry.duration);
      };
      listeners.add(listener);
    });

  const change = async (start: number): Promise<EditRecord> => {
    performance.clearResourceTimings();
    const drawn = await drawnAfter(start);
    const entries = () => performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const edit = () => entries().find(({ name }) => /\/rpc\/project\.(edit|undo|redo)/.test(name));
    // the answer to an edit may be later than its picture
    while (!edit()) await new Promise((resume) => setTimeout(resume, 5));
    const picture = entries()
      .filter(({ name, responseEnd }) => /\/frames\/[^/]+\/comp\//.test(name) && responseEnd <= drawn)
      .at(-1);
    const server = (name: string): number =>
      picture?.serverTiming.find((one) => one.name === name)?.duration ?? Number.NaN;
    const [asked, end] = picture ? [picture.startTime, picture.responseEnd] : [Number.NaN, Number.NaN];
    return {
      ms: drawn - start,
      answered: (edit()?.responseEnd ?? Number.NaN) - start,
      asked: asked - start,
      fetched: end - asked,
      drawn: server('draw'),
      encoded: server('encode'),
      shown: drawn - end,
    };
  };

  const expect = (type: 'pointermove' | 'keydown'): void => {
    const { watched } = window as unknown as Watched;
    watched.expected = new Promise((resolve, reject) => {
      const heard = ({ timeStamp }: Event): void => void change(timeStamp).then(resolve, reject);
      addEventListener(type, heard, { capture: true, once: true });
    });
    // told to who waits for it
    watched.expected.catch(() => {});
  };
  Object.assign(window, {
    watched: { frame: () => last?.shown ?? null, change, expect, expected: null },
  } satisfies Watched);
}

/** Resolves when the comp of a frame is on the canvas. */
export async function waitForComp(frame: number): Promise<void> {
  const { watched } = window as unknown as Watched;
  while (watched.frame() !== frame) await new Promise((resume) => setTimeout(resume, 50));
}

/** Asks the server for an edit as a tool does, and waits until the frame in view shows it. */
export async function editAndLook({ procedure, input }: EditWish): Promise<EditRecord> {
  const { watched } = window as unknown as Watched;
  const changed = watched.change(performance.now());
  const answer = await fetch(`/rpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return changed;
}

/** What comes next is counted from the artist's event; `whatCame` has it. */
export function expectChange(type: 'pointermove' | 'keydown'): void {
  (window as unknown as Watched).watched.expect(type);
}

export async function whatCame(): Promise<EditRecord> {
  const { expected } = (window as unknown as Watched).watched;
  if (!expected) throw new Error('nothing was expected');
  return expected;
}
