import type { ModelSize, SizeCost } from '../../preload/contract/index.ts';
import styles from './Training.module.css';
import { costSentence, sizeNames, sizePurpose } from './words.ts';

interface Properties {
  readonly sizes: readonly SizeCost[];
  readonly value: ModelSize;
  readonly onChange: (size: ModelSize) => void;
}

/** The sizes of network, each with what it is for and what it costs here. */
export function SizeCards({ sizes, value, onChange }: Properties) {
  return (
    <fieldset className={styles.group}>
      <legend>Network: df, one encoder and a decoder for each person</legend>
      {sizes.map((cost) => (
        <label key={cost.size} className={styles.size} data-on={cost.size === value}>
          <input
            type="radio"
            name="size"
            value={cost.size}
            checked={cost.size === value}
            onChange={() => onChange(cost.size)}
          />
          <span className={styles.sizeName}>{sizeNames[cost.size]}</span>
          <span className={styles.sizeText}>
            {sizePurpose[cost.size]}
            <span className={styles.faint}>{costSentence(cost)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
