import { useLayoutEffect, useRef, useState } from 'react';
import { Tooltip } from '../app/ui/index.ts';
import { measure } from '../frames/index.ts';
import { drawScope, type Traces } from './drawScopes.ts';
import type { Kind } from './graticule.ts';
import styles from './Scopes.module.css';

/** In the order of the panel. */
export const drawnScopes: readonly { readonly kind: Kind; readonly title: string }[] = [
  { kind: 'wave', title: 'Waveform' },
  { kind: 'parade', title: 'RGB Parade' },
  { kind: 'vector', title: 'Vectorscope' },
  { kind: 'histogram', title: 'Histogram' },
];

interface Properties extends Traces {
  readonly kind: Kind;
  readonly title: string;
  readonly overlaid: boolean;
  /** of the vectorscope */
  readonly zoom: number;
  readonly onZoom: () => void;
}

/** One scope. */
export function ScopeView({ kind, title, plate, comp, overlaid, zoom, onZoom }: Properties) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context || size.width < 20 || size.height < 20) return;
    const began = performance.now();
    const [width, height] = [size.width, size.height].map((side) => Math.round(side * devicePixelRatio));
    if (element.width !== width) element.width = width!;
    if (element.height !== height) element.height = height!;
    drawScope(context, kind, { plate, comp }, overlaid, zoom);
    measure('understudy.scope', began, {});
  }, [kind, plate, comp, overlaid, zoom, size]);
  const words = [
    plate ? `plate at ${Math.round((100 * plate.mean[3]) / 255)} %` : 'no plate',
    comp ? `comp at ${Math.round((100 * comp.mean[3]) / 255)} %` : 'no comp yet',
  ];
  return (
    <figure className={styles.figure} data-scope={kind}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        {kind === 'vector' && (
          <Tooltip label="Magnify the middle: 1, 2 or 4 times" side="top">
            <button type="button" className={styles.zoom} aria-label={`Magnified ${zoom} ×`} onClick={onZoom}>
              {zoom} ×
            </button>
          </Tooltip>
        )}
        <span className={styles.key}>
          <span className={styles.plate}>Plate</span>
          <span className={styles.comp}>Comp</span>
        </span>
      </figcaption>
      <div className={styles.stage}>
        <canvas ref={canvas} role="img" aria-label={`${title} of the face: ${words.join(', ')} on average`} />
      </div>
    </figure>
  );
}
