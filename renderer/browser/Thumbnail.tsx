import { FileX } from 'lucide-react';
import { type PointerEvent, useState } from 'react';
import { paths } from '../../preload/contract/index.ts';
import styles from './Browser.module.css';

/** Pictures one can skim through; more would only load the server. */
const STEPS = 16;

interface Properties {
  readonly clip: string;
  readonly frames: number;
  readonly missing: boolean;
}

/** A picture of the clip; moving the pointer over it skims through the clip. */
export function Thumbnail({ clip, frames, missing }: Properties) {
  const [step, setStep] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const skim = ({ currentTarget, clientX }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setStep(Math.min(STEPS - 1, Math.max(0, Math.floor(((clientX - left) / width) * STEPS))));
  };
  // a tenth into the clip: the first frame is often black
  const share = step === null ? 0.1 : step / (STEPS - 1);
  const frame = Math.min(Math.max(0, frames - 1), Math.round(share * frames));
  return (
    <span className={styles.thumb} onPointerMove={skim} onPointerLeave={() => setStep(null)}>
      {missing || failed ? (
        <FileX
          size={16}
          strokeWidth={1.5}
          aria-hidden
          style={{ margin: '14px 28px', color: 'var(--text-faint)' }}
        />
      ) : (
        frames > 0 && (
          <img src={paths.thumbnail(clip, frame)} alt="" draggable={false} onError={() => setFailed(true)} />
        )
      )}
      {step !== null && !missing && <span className={styles.needle} style={{ left: `${share * 100}%` }} />}
    </span>
  );
}
