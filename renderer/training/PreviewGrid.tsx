import { paths } from '../../preload/contract/index.ts';
import styles from './Training.module.css';

interface Properties {
  readonly model: string;
  readonly step: number | 'latest';
  /** changes when a picture of the same name has changed */
  readonly version?: number;
  readonly bare?: boolean;
}

const columns = ['Source', 'drawn', 'Plate', 'drawn', 'Swap'];

/** Faces as the network sees and draws them; the last column is what the film will show. */
export function PreviewGrid({ model, step, version = 0, bare = false }: Properties) {
  return (
    <figure className={styles.preview}>
      {!bare && (
        <figcaption className={styles.columns} aria-hidden>
          {columns.map((name, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: five fixed columns, two of one name
            <span key={i}>{name}</span>
          ))}
        </figcaption>
      )}
      <img
        src={`${paths.preview(model, step)}?v=${version}`}
        alt={`Source, its reconstruction, plate, its reconstruction and swap at step ${step}`}
        draggable={false}
      />
    </figure>
  );
}
