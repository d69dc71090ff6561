import type { Progress } from '../../common/index.ts';

/**
 * Where a command's words go. Results go to standard output: sentences for people, one JSON object per
 * line with --json. Progress goes to standard error: a bar on a terminal, a line now and then in a log,
 * JSON lines with --json.
 */
export interface Output {
  readonly json: boolean;
  /** one machine-readable result; printed only with --json */
  line(value: unknown): Promise<void>;
  /** the same for text that is JSON already */
  jsonText(text: string): Promise<void>;
  /** one sentence for people; not printed with --json */
  say(text: string): void;
  /** a warning, on standard error */
  warn(text: string): void;
  progress(progress: Progress): void;
  /** ends the bar, so that the next words start on their own line */
  endProgress(): void;
}

interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly error: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  /** milliseconds */
  readonly now: () => number;
}

const standardStreams: Streams = { out: process.stdout, error: process.stderr, now: () => performance.now() };

export function createOutput(json: boolean, streams: Streams = standardStreams): Output {
  const { out, error, now } = streams;
  const terminal = error.isTTY === true && !json;
  let barShown = false;
  let stage = '';
  let started = 0;
  let lastShown = Number.NEGATIVE_INFINITY;

  const jsonText = async (text: string): Promise<void> => {
    if (!json) return;
    // a slow reader must not make the lines pile up in memory
    if (!out.write(`${text}\n`)) await new Promise<void>((resume) => out.once('drain', resume));
  };
  const endProgress = (): void => {
    if (barShown) error.write('\n');
    barShown = false;
    stage = '';
  };
  return {
    json,
    line: (value) => jsonText(JSON.stringify(value)),
    jsonText,
    say(text) {
      if (json) return;
      endProgress();
      out.write(`${text}\n`);
    },
    warn(text) {
      endProgress();
      error.write(json ? `${JSON.stringify({ warning: text })}\n` : `${text}\n`);
    },
    progress(progress) {
      const time = now();
      if (progress.stage !== stage) {
        endProgress();
        stage = progress.stage;
        started = time;
        lastShown = Number.NEGATIVE_INFINITY;
      }
      const finished = shareOf(progress) >= 1;
      const interval = terminal ? 100 : json ? 1000 : 10_000;
      if (time - lastShown < interval && !finished) return;
      lastShown = time;
      if (json) {
        error.write(`${JSON.stringify({ progress })}\n`);
        return;
      }
      const text = describe(progress, (time - started) / 1000);
      if (!terminal) {
        error.write(`${text}\n`);
        return;
      }
      error.write(`\r\u001b[K${bar(progress, text, error.columns ?? 80)}`);
      barShown = true;
      if (finished) endProgress();
    },
    endProgress,
  };
}

/** "Training 420/1000, loss 0.83, 12 s left" */
export function describe(progress: Progress, seconds: number): string {
  const { stage, done, total, figures = {} } = progress;
  const parts = [total > 0 ? `${stage} ${done}/${total}` : done > 0 ? `${stage} ${done}` : stage];
  for (const [name, value] of Object.entries(figures))
    parts.push(`${name.replaceAll('_', ' ')} ${round(value)}`);
  const share = shareOf(progress);
  if (share > 0 && share < 1 && seconds > 1) parts.push(`${clock(seconds / share - seconds)} left`);
  return parts.join(', ');
}

/** How much is done, 0…1; 0 when it cannot be known. */
function shareOf({ done, total, share }: Progress): number {
  return share ?? (total > 0 ? done / total : 0);
}

function bar(progress: Progress, text: string, columns: number): string {
  const share = shareOf(progress);
  if (share === 0) return text.slice(0, columns - 1);
  const width = 24;
  const filled = Math.min(width, Math.round(width * share));
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${text}`.slice(0, columns - 1);
}

function clock(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
