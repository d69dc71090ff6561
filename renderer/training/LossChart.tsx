import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TrainingMark, TrainingReport } from '../../preload/contract/index.ts';
import { type LossKind, linearTicks, logTicks, nearestReport, plotScale, smooth } from './lossPlot.ts';
import styles from './Training.module.css';
import { lossText } from './words.ts';

interface Properties {
  readonly reports: readonly TrainingReport[];
  readonly marks: readonly TrainingMark[];
  /** 0 … 1 */
  readonly smoothing: number;
}

const curves: readonly { readonly kind: LossKind; readonly label: string; readonly colour: string }[] = [
  { kind: 'lossSource', label: 'Source', colour: '--series-1' },
  { kind: 'lossPlate', label: 'Plate', colour: '--series-2' },
];
const kinds = curves.map(({ kind }) => kind);
const HEIGHT = 168;
const space = { left: 36, right: 8, top: 16, bottom: 18 };

/** Losses over the steps: the raw ones faint, the smoothed ones clear, with a line where something changed. */
export function LossChart({ reports, marks, smoothing }: Properties) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [hover, setHover] = useState<TrainingReport | null>(null);
  const smoothed = useMemo(
    () =>
      kinds.map((kind) =>
        smooth(
          reports.map((report) => report[kind]),
          smoothing,
        ),
      ),
    [reports, smoothing],
  );
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = useMemo(
    () =>
      plotScale(reports, kinds, {
        left: space.left,
        top: space.top,
        width: Math.max(1, width - space.left - space.right),
        height: HEIGHT - space.top - space.bottom,
      }),
    [reports, width],
  );

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(HEIGHT * ratio);
    const style = getComputedStyle(element);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    context.font = `10px ${colour('--font')}`;
    context.textBaseline = 'middle';
    const right = width - space.right;
    const bottom = HEIGHT - space.bottom;

    context.strokeStyle = colour('--line');
    context.fillStyle = colour('--text-faint');
    context.lineWidth = 1;
    context.textAlign = 'right';
    for (const tick of logTicks(...scale.losses)) {
      const y = Math.round(scale.y(tick)) + 0.5;
      line(context, space.left, y, right, y);
      context.fillText(String(Number(tick.toPrecision(1))), space.left - 6, y);
    }
    context.textAlign = 'center';
    for (const tick of linearTicks(...scale.steps, Math.max(2, width / 90))) {
      const x = scale.x(tick);
      const text = tick >= 10_000 ? `${tick / 1000}k` : tick.toLocaleString('en');
      const half = context.measureText(text).width / 2;
      context.fillText(text, Math.min(right - half, Math.max(space.left + half, x)), bottom + 10);
    }
    // the newest marks last, so that their words stay readable; older ones keep their line only
    let free = Number.POSITIVE_INFINITY;
    for (const mark of [...marks].reverse()) {
      const x = Math.round(scale.x(mark.step)) + 0.5;
      if (x < space.left || x > right) continue;
      context.strokeStyle = colour('--line-strong');
      context.setLineDash([3, 3]);
      line(context, x, space.top - 4, x, bottom);
      context.setLineDash([]);
      const needed = context.measureText(mark.label).width;
      const at = Math.min(x, right - needed);
      if (at + needed > free) continue;
      free = at - 8;
      context.fillStyle = colour('--text-dim');
      context.textAlign = 'left';
      context.fillText(mark.label, Math.max(space.left, at), 6);
    }
    curves.forEach(({ kind, colour: name }, i) => {
      context.strokeStyle = colour(name);
      context.lineWidth = 1;
      context.globalAlpha = 0.28;
      path(context, reports, (report) => [scale.x(report.step), scale.y(report[kind])]);
      context.globalAlpha = 1;
      context.lineWidth = 1.75;
      path(context, reports, (report, k) => [scale.x(report.step), scale.y(smoothed[i]![k]!)]);
    });
    if (hover) {
      context.strokeStyle = colour('--text-faint');
      context.lineWidth = 1;
      const x = Math.round(scale.x(hover.step)) + 0.5;
      line(context, x, space.top, x, bottom);
    }
  }, [reports, marks, smoothed, scale, width, hover]);

  const last = hover ?? reports.at(-1) ?? null;
  const point = (event: PointerEvent<HTMLCanvasElement>): void =>
    setHover(nearestReport(reports, scale.step(event.nativeEvent.offsetX)));
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.legend}>
        {curves.map(({ kind, label, colour }) => (
          <span key={kind}>
            <i style={{ background: `var(${colour})` }} aria-hidden />
            {label} {lossText(last?.[kind] ?? null)}
          </span>
        ))}
        <span className={styles.faint}>{last ? `step ${last.step.toLocaleString('en')}` : ''}</span>
        <span className={styles.faint}>{last ? `rate ${last.learningRate.toExponential(1)}` : ''}</span>
      </figcaption>
      <canvas
        ref={canvas}
        style={{ width: '100%', height: HEIGHT }}
        role="img"
        aria-label={
          last
            ? `Loss curves up to step ${reports.at(-1)?.step}: source ${lossText(last.lossSource)}, plate ${lossText(last.lossPlate)}`
            : 'Loss curves: no steps yet'
        }
        onPointerMove={point}
        onPointerLeave={() => setHover(null)}
      />
    </figure>
  );
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function path(
  context: CanvasRenderingContext2D,
  reports: readonly TrainingReport[],
  at: (report: TrainingReport, i: number) => readonly [number, number],
): void {
  context.beginPath();
  reports.forEach((report, i) => {
    const [x, y] = at(report, i);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.stroke();
}
