import { Eye, EyeOff } from 'lucide-react';
import { curveAt } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { KeyCell, parameterName, parameterOf } from '../inspector/index.ts';
import { type Curves, clampValue, keyedPaths, keyId, select } from '../keying/index.ts';
import { usePlayback } from '../state/playback.ts';
import styles from './CurvePanel.module.css';
import { activeOf, seriesOf, useCurveView } from './curveView.ts';

/** What is keyed, with its value at the playhead. A press makes it the one whose values stand at the axis. */
export function CurveList({ curves }: { readonly curves: Curves }) {
  const frame = usePlayback((playback) => playback.frame);
  const hidden = useCurveView((view) => view.hidden);
  useCurveView((view) => view.active);
  const paths = keyedPaths(curves);
  const shown = activeOf(curves);
  const series = seriesOf(paths);
  const toggle = (path: string): void => {
    const next = new Set(hidden);
    if (!next.delete(path)) next.add(path);
    useCurveView.setState({ hidden: next });
  };
  return (
    <ul className={styles.list} aria-label="Keyed settings">
      {paths.map((path) => {
        const curve = curves[path] ?? [];
        const { scale = 1, digits = 3, unit = '' } = parameterOf(path) ?? {};
        const name = parameterName(path);
        const off = hidden.has(path);
        return (
          <li key={path} className={path === shown ? `${styles.item} ${styles.active}` : styles.item}>
            <button
              type="button"
              className={off ? `${styles.name} ${styles.off}` : styles.name}
              aria-pressed={path === shown}
              title={`${name}: double-click selects its keys`}
              onClick={() => useCurveView.setState({ active: path })}
              onDoubleClick={() => select(curve.map((key) => keyId(path, key.frame)))}
            >
              <i style={{ background: `var(${series(path)})` }} />
              <span>{name}</span>
              <b>
                {(clampValue(path, curveAt(curve, frame)) * scale).toFixed(digits)} {unit}
              </b>
            </button>
            <KeyCell path={path} label={name} />
            <IconButton
              icon={off ? EyeOff : Eye}
              label={off ? `Show ${name}` : `Hide ${name}`}
              onClick={() => toggle(path)}
            />
          </li>
        );
      })}
    </ul>
  );
}
