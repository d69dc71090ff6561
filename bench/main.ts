import { parseArgs } from 'node:util';
import { UserError } from '../main/common/index.ts';
import { describeMachine } from './machine.ts';

type Figures = Record<string, unknown>;
interface BenchOptions {
  /** measure the peer too, in the same alternating run */
  readonly peer: boolean;
}

/** Each benchmark is loaded when it is asked for: they pull in quite different things. */
const benchmarks: Record<string, (options: BenchOptions) => Promise<Figures>> = {
  train: async (options) => (await import('./train.ts')).benchTrain(options),
  analyze: async () => (await import('./analyze.ts')).benchAnalyze(),
  landmarks: async () => (await import('./landmarks.ts')).benchLandmarks(),
  identity: async () => (await import('./identity.ts')).benchIdentity(),
  colour: async () => (await import('./colour.ts')).benchColour(),
  composite: async () => (await import('./composite.ts')).benchComposite(),
  edge: async () => (await import('./edge.ts')).benchEdge(),
  paint: async () => (await import('./paint.ts')).benchPaint(),
  memory: async () => (await import('./memory.ts')).benchMemory(),
  seek: async () => (await import('./seek.ts')).benchSeek(),
  timeline: async () => (await import('./timeline.ts')).benchTimeline(),
  viewer: async () => (await import('./viewer.ts')).benchViewer(),
  brush: async () => (await import('./brush.ts')).benchBrush(),
  hand: async () => (await import('./hand.ts')).benchHand(),
  occluder: async () => (await import('./occluder.ts')).benchOccluder(),
  open: async () => (await import('./open.ts')).benchOpen(),
  edits: async () => (await import('./edits.ts')).benchEdits(),
  demo: async () => (await import('./demo.ts')).benchDemo(),
};

const usage = `npm run bench -- ${Object.keys(benchmarks).join('|')} [--no-peer] [--json]`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'no-peer': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
  for (const name of names) {
    const benchmark = benchmarks[name];
    if (!benchmark) throw new UserError(`There is no benchmark called "${name}".`, usage, { exitCode: 2 });
    const figures = { ...(await benchmark({ peer: !values['no-peer'] })), machine: describeMachine() };
    if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    else print(name, figures);
  }
} catch (error) {
  const wrongUse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  if (!(error instanceof UserError) && !wrongUse) throw error;
  process.stderr.write(`${(error as Error).message}\n${error instanceof UserError ? error.remedy : usage}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 2;
}
process.exit();

function print(title: string, figures: Figures, indent = ''): void {
  process.stdout.write(`${indent}${title}\n`);
  for (const [name, value] of Object.entries(figures)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      print(name, value as Figures, `${indent}  `);
    } else {
      process.stdout.write(
        `${indent}  ${name}: ${Array.isArray(value) ? JSON.stringify(value) : String(value)}\n`,
      );
    }
  }
}
