import { z } from 'zod';
import type { ModelSize } from '../../preload/contract/index.ts';
import { UserFile } from '../project/index.ts';

const Speeds = z.object({
  /** by size of network: milliseconds a step took, with how many faces of each person */
  steps: z.record(
    z.string(),
    z.object({ batch: z.number(), milliseconds: z.number(), measured: z.string() }),
  ),
});

/** How fast this machine trains, as measured; kept for the user, not in a project. */
export class MachineSpeed {
  readonly #file: UserFile<typeof Speeds>;

  constructor(file: string) {
    this.#file = new UserFile(file, Speeds, { steps: {} });
  }

  /** Milliseconds a step takes, null before it was measured. */
  async of(size: ModelSize, batch: number): Promise<number | null> {
    const { steps } = await this.#file.read();
    const known = steps[size];
    // a step's work grows with its batch
    return known ? (known.milliseconds * batch) / known.batch : null;
  }

  async note(size: ModelSize, batch: number, milliseconds: number): Promise<void> {
    if (!(milliseconds > 0)) return;
    const entry = { batch, milliseconds, measured: new Date().toISOString() };
    await this.#file.change(({ steps }) => ({ steps: { ...steps, [size]: entry } }));
  }
}
