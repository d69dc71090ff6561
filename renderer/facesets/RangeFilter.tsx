import { X } from 'lucide-react';
import { Slider } from 'radix-ui';
import { useMemo } from 'react';
import type { WallFace } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { histogram, scaleOf } from './histogram.ts';
import styles from './RangeFilter.module.css';
import type { MeasureKey, Range } from './wallOrder.ts';
import { measures } from './wallWords.ts';

const BINS = 40;

interface Properties {
  readonly measure: MeasureKey;
  /** of the whole set: the picture stays the same while handles move */
  readonly faces: readonly WallFace[];
  readonly range: Range | null;
  readonly onChange: (range: Range) => void;
}

/** Lets through the faces whose measure lies between two handles, over a picture of how the set is spread. */
export function RangeFilter({ measure, faces, range, onChange }: Properties) {
  const { name, step, text } = measures[measure];
  const { scale, bars } = useMemo(() => {
    const values = faces.map((face) => face[measure]);
    const scale = scaleOf(values, step);
    return { scale, bars: histogram(values, scale, BINS) };
  }, [faces, measure, step]);
  const clamp = (value: number): number => Math.min(scale.high, Math.max(scale.low, value));
  const low = clamp(range?.low ?? scale.low);
  const high = clamp(range?.high ?? scale.high);
  const change = ([from = low, to = high]: readonly number[]): void =>
    // a handle at the end stands for no limit: faces cut later are not shut out
    onChange({ low: from <= scale.low ? null : from, high: to >= scale.high ? null : to });
  return (
    <div className={styles.filter} data-on={range !== null}>
      <div className={styles.head}>
        <span className={styles.name}>{name}</span>
        <span className={styles.value}>
          {text(low)} to {text(high)}
        </span>
        {range && (
          <IconButton
            className={styles.clear}
            icon={X}
            label={`Any ${name}`}
            onClick={() => onChange({ low: null, high: null })}
          />
        )}
      </div>
      <Bars counts={bars} from={share(low, scale)} to={share(high, scale)} />
      <Slider.Root
        className={styles.slider}
        min={scale.low}
        max={scale.high}
        step={scale.step}
        value={[low, high]}
        onValueChange={change}
        onDoubleClick={() => onChange({ low: null, high: null })}
      >
        <Slider.Track className={styles.track}>
          <Slider.Range className={styles.between} />
        </Slider.Track>
        <Slider.Thumb className={styles.handle} aria-label={`${name}, least`} aria-valuetext={text(low)} />
        <Slider.Thumb className={styles.handle} aria-label={`${name}, most`} aria-valuetext={text(high)} />
      </Slider.Root>
    </div>
  );
}

const share = (value: number, { low, high }: { low: number; high: number }): number =>
  (value - low) / (high - low);

/** Heights go by the square root: a few odd faces are what one filters for, and must not vanish. */
function Bars(properties: {
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
}) {
  const { counts, from, to } = properties;
  const most = Math.sqrt(Math.max(1, ...counts));
  const inside = (bin: number): boolean => (bin + 1) / BINS > from && bin / BINS < to;
  const path = (wanted: boolean): string =>
    counts
      .map((count, bin) => {
        if (count === 0 || inside(bin) !== wanted) return '';
        const height = Math.max(0.06, Math.sqrt(count) / most);
        return `M${bin + 0.06} 1V${1 - height}h0.88V1z`;
      })
      .join('');
  return (
    <svg className={styles.bars} viewBox={`0 0 ${BINS} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path className={styles.outside} d={path(false)} />
      <path className={styles.inside} d={path(true)} />
    </svg>
  );
}
