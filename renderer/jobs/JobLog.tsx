import { useEffect, useRef, useState } from 'react';
import { Button, Dialog } from '../app/ui/index.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import styles from './JobsPanel.module.css';

interface Properties {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
}

/** Milliseconds between two looks at the log of a job at work. */
const REFRESH = 2000;

/** What a job wrote down, growing while it works. */
export function JobLog({ id, title, onClose }: Properties) {
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const read = (): void => void attempt(async () => setLines(await api.jobs.log.query({ id })));
    read();
    const timer = setInterval(read, REFRESH);
    return () => clearInterval(timer);
  }, [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line scrolls to the end
  useEffect(() => {
    const box = end.current;
    // only where the reader is at the end already
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < 80) box.scrollTop = box.scrollHeight;
  }, [lines]);
  const text = lines?.join('\n') ?? '';
  return (
    <Dialog
      title={`Log of “${title}”`}
      width={720}
      height={520}
      onClose={onClose}
      flush
      foot={
        <>
          <Button disabled={!text} onClick={() => void navigator.clipboard.writeText(text)}>
            Copy
          </Button>
          <Button kind="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys */}
      <pre ref={end} className={styles.log} tabIndex={0}>
        {lines === null ? 'Reading…' : text || 'Nothing was written down yet.'}
      </pre>
    </Dialog>
  );
}
