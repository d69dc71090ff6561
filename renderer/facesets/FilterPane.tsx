import { Button, Segments, Select } from '../app/ui/index.ts';
import { useClipOutlines } from '../state/outline.ts';
import styles from './FilterPane.module.css';
import { setFilter, shownFaces, useFacesets } from './facesetStore.ts';
import { RangeFilter } from './RangeFilter.tsx';
import { filterCount, measureKeys, noFilter, type WallFilter, withRange } from './wallOrder.ts';
import { clipName, number } from './wallWords.ts';

const includeOptions = [
  { value: 'all', label: 'All' },
  { value: 'included', label: 'Included' },
  { value: 'left out', label: 'Left out' },
] as const;

const duplicateOptions = [
  { value: 'all', label: 'With near-duplicates' },
  { value: 'without', label: 'Without near-duplicates' },
  { value: 'only', label: 'Only near-duplicates' },
];

/** What narrows the wall. */
export function FilterPane() {
  const filter = useFacesets((state) => state.filter);
  const faces = useFacesets((state) => state.faces) ?? [];
  const clips = useClipOutlines();
  const ids = useFacesets(({ sets, chosen }) => sets?.find(({ name }) => name === chosen)?.clips) ?? [];
  const change = (part: Partial<WallFilter>): void => setFilter({ ...filter, ...part });
  return (
    <section className={styles.pane} aria-label="Filters">
      <div className={styles.choices}>
        <Segments
          label="Included or left out"
          value={filter.include}
          options={includeOptions}
          onChange={(include) => change({ include })}
        />
        <Select
          label="Near-duplicates"
          value={filter.duplicates}
          options={duplicateOptions}
          onChange={(duplicates) => change({ duplicates: duplicates as WallFilter['duplicates'] })}
        />
        {ids.length > 1 && (
          <Select
            label="Clip"
            value={filter.clip ?? ''}
            options={[
              { value: '', label: 'All clips' },
              ...ids.map((id) => ({ value: id, label: clipName(id, clips) })),
            ]}
            onChange={(clip) => change({ clip: clip || null })}
          />
        )}
      </div>
      <div className={styles.ranges}>
        {measureKeys.map((key) => (
          <RangeFilter
            key={key}
            measure={key}
            faces={faces}
            range={filter.ranges[key] ?? null}
            onChange={(range) => setFilter(withRange(filter, key, range))}
          />
        ))}
      </div>
      <footer className={styles.foot}>
        <p>
          {number(shownFaces().length)} of {number(faces.length)} shown
        </p>
        <Button kind="quiet" disabled={filterCount(filter) === 0} onClick={() => setFilter(noFilter)}>
          Show All Faces
        </Button>
      </footer>
    </section>
  );
}
