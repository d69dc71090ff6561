// What runs inside the page: it is sent there by itself and sees nothing else of this file.

export interface PaintRecord {
  /** from the event's time stamp to the stroke's pixels */
  readonly ms: number;
  /** of that the page's own: from its handler's begin */
  readonly work: number;
  /** places of the pen that the event told of */
  readonly points: number;
}

export interface Painted {
  readonly painted: {
    clear(): void;
    /** what came since `clear`, and the display's pictures meanwhile */
    take(): { list: PaintRecord[]; pictures: number };
  };
}

/** Listens to what the brush measures of itself (renderer/frames/measures.ts). */
export function watchPainting(): void {
  let entries: PerformanceMeasure[] = [];
  let pictures = 0;
  const observer = new PerformanceObserver((list) => {
    entries.push(...(list.getEntries() as PerformanceMeasure[]));
  });
  observer.observe({ type: 'measure' });
  const count = (): void => {
    pictures++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  Object.assign(window, {
    painted: {
      clear: () => {
        observer.takeRecords();
        entries = [];
        pictures = 0;
      },
      take: () => {
        entries.push(...(observer.takeRecords() as PerformanceMeasure[]));
        const list = entries
          .filter(({ name }) => name === 'understudy.paint')
          .map(({ duration, detail }) => ({
            ms: duration,
            ...(detail as { work: number; points: number }),
          }));
        return { list, pictures };
      },
    },
  });
}
