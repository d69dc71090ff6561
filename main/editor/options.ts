import type { SystemInfo } from '../../preload/contract/index.ts';
import type { ForkWorker } from '../jobs/index.ts';

/** How a host opens the editor. */
export interface EditorOptions {
  readonly host: SystemInfo['host'];
  readonly version: string;
  /** folder of the user's own files: recent projects, what was measured of this machine */
  readonly userFolder: string;
  /** folders the file browser may show; left out: the user's home and, where footage usually lies, the mounts */
  readonly roots?: readonly string[];
  /** folder in which the demo project lies or is made; left out: `demo` in the user's folder */
  readonly demoFolder?: string;
  /** starts worker processes; left out: as processes of Node */
  readonly forkWorker?: ForkWorker;
  /** where networks run; left out: what the machine does best */
  readonly provider?: string;
  /** told what went wrong inside, for the log */
  readonly report?: (error: unknown) => void;
}
