import type { FacesetInfo } from '../../preload/contract/index.ts';
import { Segments, Select } from '../app/ui/index.ts';
import { useClipOutlines } from '../state/outline.ts';
import { useFacesets } from './facesetStore.ts';
import { choose } from './facesetWork.ts';
import styles from './SetChooser.module.css';
import { facesetTitle, number, type Role, roleNames, roleOf } from './wallWords.ts';

/** Which faceset is on the wall, and how many of its faces count. */
export function SetChooser({
  sets,
  chosen,
}: {
  readonly sets: readonly FacesetInfo[];
  readonly chosen: FacesetInfo;
}) {
  const clips = useClipOutlines();
  const faces = useFacesets((state) => state.faces);
  const of = (role: Role): readonly FacesetInfo[] => sets.filter((info) => roleOf(info, clips) === role);
  const role = roleOf(chosen, clips);
  const both = of('source').length > 0 && of('plate').length > 0;
  const listed = both && role !== null ? of(role) : sets;
  const included = faces ? faces.filter(({ include }) => include).length : chosen.included;
  const title = facesetTitle(chosen, clips);
  return (
    <header className={styles.bar}>
      {both && (
        <Segments
          label="Faceset"
          value={role ?? ''}
          options={(['source', 'plate'] as const).map((value) => ({ value, label: roleNames[value] }))}
          onChange={(wanted) => {
            const [first] = of(wanted as Role);
            if (first) choose(first.name);
          }}
        />
      )}
      {listed.length > 1 || role === null ? (
        <Select
          label="Faceset of"
          value={chosen.name}
          options={sets
            .filter((info) => listed.includes(info) || roleOf(info, clips) === null)
            .map((info) => ({ value: info.name, label: facesetTitle(info, clips) }))}
          onChange={choose}
        />
      ) : (
        <p className={styles.title} title={title}>
          {title}
        </p>
      )}
      <p className={styles.count}>
        <strong>{number(included)}</strong> of {number(faces?.length ?? chosen.count)}
        <span className={styles.unit}> included</span>
      </p>
    </header>
  );
}
