import { faceParts, pointsOf, wholeFace } from './groups.ts';
import styles from './Landmarks.module.css';
import { selectPoints, useLandmarkState } from './landmarkStore.ts';

/** Parts of the face to take in hand; over the picture, so that it does not move when they come and go. */
export function Parts() {
  const selected = useLandmarkState((state) => state.selected);
  const has = new Set(selected);
  const chip = (id: string, title: string, short: string, points: readonly number[]) => {
    const pressed = points.every((p) => has.has(p));
    return (
      <button
        key={id}
        type="button"
        className={styles.chip}
        aria-pressed={pressed}
        title={`${title}; with shift beside what is selected`}
        onClick={({ shiftKey }) => {
          const rest = selected.filter((p) => !points.includes(p));
          if (shiftKey) selectPoints(pressed ? rest : [...selected, ...points]);
          else selectPoints(pressed && rest.length === 0 ? [] : points);
        }}
      >
        {short}
      </button>
    );
  };
  return (
    <fieldset className={styles.parts}>
      <legend className="visually-hidden">Parts of the face</legend>
      {chip('face', 'Whole face', 'Face', wholeFace)}
      {faceParts.map(({ id, title, short }) => chip(id, title, short, pointsOf(id)))}
    </fieldset>
  );
}
