import { ArrowDownNarrowWide, ArrowDownWideNarrow, Ellipsis, Grid3x3, SlidersHorizontal } from 'lucide-react';
import { DropdownMenu, IconButton, Select } from '../app/ui/index.ts';
import { wallMenu } from './faceMenu.ts';
import { LARGEST, SMALLEST, setSort, useFacesets, useWallView, type WallView } from './facesetStore.ts';
import styles from './WallToolbar.module.css';
import { filterCount, type SortKey } from './wallOrder.ts';
import { sortKeys, sorts } from './wallWords.ts';

const sortOptions = sortKeys.map((key) => ({ value: key, label: sorts[key].name }));

/** Order, panes, actions on many, and how large the pictures are. */
export function WallToolbar() {
  const { sort, pane, size } = useWallView();
  const narrowed = filterCount(useFacesets(({ filter }) => filter));
  const open = (name: Exclude<WallView['pane'], null>): void => {
    useWallView.setState({ pane: pane === name ? null : name });
  };
  const { ends } = sorts[sort.key];
  return (
    <div className={styles.bar} role="toolbar" aria-label="Wall of faces">
      <div className={styles.sort}>
        <Select
          label="Sort by"
          value={sort.key}
          options={sortOptions}
          onChange={(key) => setSort({ key: key as SortKey, descending: startsDescending(key as SortKey) })}
        />
      </div>
      <IconButton
        icon={sort.descending ? ArrowDownWideNarrow : ArrowDownNarrowWide}
        label={ends[sort.descending ? 1 : 0]}
        onClick={() => setSort({ ...sort, descending: !sort.descending })}
      />
      <span className={styles.gap} />
      <input
        className={styles.size}
        type="range"
        aria-label="Size of the pictures"
        min={SMALLEST}
        max={LARGEST}
        step={4}
        value={size}
        onChange={({ target }) => useWallView.setState({ size: Number(target.value) })}
      />
      <span className={styles.badged} data-count={narrowed || undefined}>
        <IconButton
          icon={SlidersHorizontal}
          label={narrowed ? `Filters (${narrowed})` : 'Filters'}
          pressed={pane === 'filters'}
          onClick={() => open('filters')}
        />
      </span>
      <IconButton
        icon={Grid3x3}
        label="Coverage of Poses"
        pressed={pane === 'coverage'}
        onClick={() => open('coverage')}
      />
      <DropdownMenu entries={wallMenu}>
        <button type="button" className={styles.menu} aria-label="More">
          <Ellipsis size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </DropdownMenu>
    </div>
  );
}

/** What one looks for first: the sharpest and largest, the left-out and the near-duplicates. */
const startsDescending = (key: SortKey): boolean =>
  key === 'sharpness' || key === 'size' || key === 'duplicate';
