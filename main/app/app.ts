import type { ReportProgress } from '../common/index.ts';
import type { Provider } from '../engine/index.ts';
import type { Project } from '../project/index.ts';

/**
 * The stages of the house, wired to one project. Every host (the command line, later the window and the
 * loopback server) works through these functions.
 */
export interface App {
  readonly project: Project;
  readonly onProgress: ReportProgress;
  readonly warn: (text: string) => void;
  readonly signal: AbortSignal;
  /** where networks run; left out: what the machine does best */
  readonly provider?: Provider;
}

/** The provider that was asked for, as `chooseProvider` takes it. */
export const requested = ({ provider }: Pick<App, 'provider'>): { requested?: Provider } =>
  provider ? { requested: provider } : {};
