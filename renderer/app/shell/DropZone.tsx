import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useSession } from '../../state/session.ts';
import { takeFiles } from '../files/takeFiles.ts';
import { useUploads } from '../files/upload.ts';
import { Button, Progress } from '../ui/index.ts';
import styles from './Shell.module.css';

type Role = 'source' | 'plate' | undefined;

const targets: readonly { readonly role: Role; readonly title: string; readonly text: string }[] = [
  { role: 'plate', title: 'Plate', text: 'A shot whose face is replaced' },
  { role: 'source', title: 'Performer', text: 'Footage of the face that goes in' },
  { role: undefined, title: 'Decide Later', text: 'Footage, or a consent record' },
];

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Takes files dropped anywhere on the page; where they are dropped says what they are. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const open = useSession(({ document }) => document !== null);
  // enter and leave come for every element underneath
  const depth = useRef(0);
  const enter = (event: DragEvent, by: 1 | -1): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent, role: Role): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    depth.current = 0;
    setOver(false);
    void takeFiles([...event.dataTransfer.files], role);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu imports by keyboard
    <div
      style={{ height: '100%' }}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => drop(event, undefined)}
    >
      {children}
      {over && open && (
        <div className={styles.drop}>
          {targets.map((target) => (
            <Target key={target.title} {...target} onDrop={(event) => drop(event, target.role)} />
          ))}
        </div>
      )}
      <Uploads />
    </div>
  );
}

interface TargetProperties {
  readonly title: string;
  readonly text: string;
  readonly onDrop: (event: DragEvent) => void;
}

function Target({ title, text, onDrop }: TargetProperties) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu imports by keyboard
    <div
      className={over ? `${styles.target} ${styles.over}` : styles.target}
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <strong>{title}</strong>
      {text}
    </div>
  );
}

function Uploads() {
  const uploads = useUploads((state) => state.uploads);
  if (uploads.length === 0) return null;
  return (
    <section className={styles.uploads} aria-label="Uploads">
      {uploads.map(({ id, name, share, cancel }) => (
        <div key={id} className={styles.upload}>
          <p>
            <span>Sending {name}</span>
            <span>{Math.round(share * 100)} %</span>
          </p>
          <Progress label={`Sending ${name}`} share={share} />
          <div>
            <Button kind="quiet" onClick={cancel}>
              Cancel
            </Button>
          </div>
        </div>
      ))}
    </section>
  );
}
