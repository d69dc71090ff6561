import { Activity } from 'lucide-react';
import { useEffect } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { EmptyState, Segments } from '../app/ui/index.ts';
import { readBeside } from '../frames/index.ts';
import type { Kind } from './graticule.ts';
import styles from './Scopes.module.css';
import { drawnScopes, ScopeView } from './ScopeView.tsx';
import { ScopeSource, useScopes } from './scopeSource.ts';

interface Preferences {
  readonly overlaid: boolean;
  readonly shown: Readonly<Record<Kind, boolean>>;
  /** of the vectorscope: skin has little colour, and all of it near the middle */
  readonly zoom: number;
}

const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      overlaid: false,
      shown: { wave: true, parade: true, vector: true, histogram: true },
      zoom: 2,
    }),
    { name: 'understudy.scopes', version: 1 },
  ),
);

/** Waveform, parade, vectorscope and histogram of the face, plate against comp, at the playhead. */
export function ScopesPanel() {
  const { plate, comp, frame, reason } = useScopes();
  const { overlaid, shown, zoom } = usePreferences();
  useEffect(() => {
    const source = new ScopeSource();
    const enough = readBeside(['comp', 'plate', 'matte']);
    return () => {
      enough();
      source.close();
    };
  }, []);
  const toggle = (kind: Kind): void => {
    usePreferences.setState({ shown: { ...shown, [kind]: !shown[kind] } });
  };
  return (
    <div className={styles.panel}>
      <div className={styles.bar} role="toolbar" aria-label="Scopes">
        {drawnScopes.map(({ kind, title }) => (
          <button
            key={kind}
            type="button"
            className={styles.toggle}
            aria-pressed={shown[kind]}
            onClick={() => toggle(kind)}
          >
            {title}
          </button>
        ))}
        <span className={styles.space} />
        <Segments
          label="Plate and comp"
          value={overlaid ? 'over' : 'side'}
          options={[
            { value: 'side', label: 'Side by Side' },
            { value: 'over', label: 'Overlaid' },
          ]}
          onChange={(value) => usePreferences.setState({ overlaid: value === 'over' })}
        />
      </div>
      {reason ? (
        <EmptyState icon={Activity} title="Nothing to measure" text={reason} />
      ) : (
        <>
          <p className={styles.means} data-testid="scope-means" data-frame={frame}>
            <Means name="Plate" values={plate?.mean ?? null} className={styles.plate} />
            <Means name="Comp" values={comp?.mean ?? null} className={styles.comp} />
          </p>
          <div className={styles.scopes}>
            {drawnScopes
              .filter(({ kind }) => shown[kind])
              .map(({ kind, title }) => (
                <ScopeView
                  key={kind}
                  kind={kind}
                  title={title}
                  plate={plate}
                  comp={comp}
                  overlaid={overlaid}
                  zoom={zoom}
                  onZoom={() => usePreferences.setState({ zoom: zoom < 4 ? 2 * zoom : 1 })}
                />
              ))}
          </div>
        </>
      )}
    </div>
  );
}

interface MeansProperties {
  readonly name: string;
  readonly values: readonly [number, number, number, number] | null;
  readonly className: string | undefined;
}

/** Means of the face in per cent: luma, then each channel. */
function Means({ name, values, className }: MeansProperties) {
  const percent = (value: number): string => ((100 * value) / 255).toFixed(1);
  const [r, g, b, luma] = values ?? [null, null, null, null];
  return (
    <span className={styles.mean}>
      <span className={className}>{name}</span>
      {luma === null ? ' –' : ` Y ${percent(luma)}  R ${percent(r!)}  G ${percent(g!)}  B ${percent(b!)}`}
    </span>
  );
}
