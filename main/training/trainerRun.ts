import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../common/index.ts';
import type { HostTensors, StepExecutor, StepProgram } from '../engine/index.ts';
import type { BatchSource } from './augmentPool.ts';
import { checkpointPreview, NotFiniteError, saveCheckpoint, thinCheckpoints } from './checkpoint.ts';
import type { HistoryWriter } from './history.ts';
import { weightsOf } from './program.ts';
import { defaultLearningRate, learningRateAt, progressOf } from './trainerSchedule.ts';
import type { StepReport, TrainOptions, TrainResult } from './trainerTypes.ts';

/** steps handed to the executor at once last about this long, so that stopping stays prompt */
const RUN_MILLISECONDS = 700;
const MAX_STEPS_PER_RUN = 8;
/** checkpoints and previews are put off so that each takes at most this share of the time */
const MAX_SHARE = 0.05;
/** seconds to the first preview */
const FIRST_PREVIEW = 10;

/** Name of the checkpoints' folder inside a run's folder. */
export const CHECKPOINT_FOLDER = 'checkpoints';

export interface RunParts {
  readonly executor: StepExecutor;
  readonly program: StepProgram;
  readonly batches: BatchSource;
  readonly history: HistoryWriter;
  readonly seed: number;
  readonly optimiser: 'adam' | 'adabelief';
  readonly batch: number;
  /** advanced by the run */
  readonly clock: { step: number; seconds: number };
}

/** The loop: batches to the executor, losses to the history, now and then a checkpoint and a preview. */
export class TrainingRun {
  readonly #options: TrainOptions;
  readonly #parts: RunParts;
  preview: ((weights: HostTensors, step: number) => Promise<string>) | undefined;
  /** of the last step */
  loss: number | null = null;
  lastSaved: { path: string; step: number } | null = null;
  #previewPath: string | null = null;
  /** step of the latest preview */
  #drawn: number | undefined;
  #unstable = false;

  constructor(options: TrainOptions, parts: RunParts) {
    this.#options = options;
    this.#parts = parts;
  }

  async toTheEnd(): Promise<TrainResult> {
    const { signal, checkpointSeconds = 60, previewSeconds = 30 } = this.#options;
    const { clock, batches, executor } = this.#parts;
    const saving = new Interval(checkpointSeconds);
    // the first preview comes early: it shows whether the faces are the right ones
    const drawing = this.preview ? new Interval(previewSeconds, FIRST_PREVIEW) : new Interval(Infinity);
    let stepMilliseconds = RUN_MILLISECONDS;
    let mark = performance.now();
    let pending = this.#collect(1);
    try {
      while (pending && !signal?.aborted) {
        const { inputs, rates } = await pending;
        const start = performance.now();
        const running = executor.run(inputs);
        // the next batches are copied out of the ring while this run computes
        const wanted = Math.max(
          1,
          Math.min(MAX_STEPS_PER_RUN, Math.floor(RUN_MILLISECONDS / stepMilliseconds)),
        );
        pending = this.#collect(wanted, clock.step + inputs.length);
        pending?.catch(() => {});
        const outputs = await running;
        const end = performance.now();
        stepMilliseconds = (end - start) / inputs.length;
        // time trained is all the time that passes, checkpoints and previews included
        await this.#record(outputs, rates, stepMilliseconds, (end - mark) / 1000);
        mark = end;
        if (!saving.due && !drawing.due) continue;
        const state = await executor.readState();
        if (saving.due) await saving.measure(() => this.#save(state));
        if (drawing.due) await drawing.measure(() => this.#draw(state));
      }
    } catch (error) {
      // what made it stop (a picture that is gone, a driver) need not cost the steps taken since
      if (!this.#unstable) await this.#finish().catch(() => {});
      throw error;
    }
    await this.#finish();
    return {
      step: clock.step,
      loss: this.loss,
      seconds: clock.seconds,
      checkpoint: this.lastSaved?.path ?? null,
      preview: this.#previewPath,
      stopped: signal?.aborted === true && progressOf(this.#options, clock.step, clock.seconds) < 1,
      executor: executor.description,
      batches: batches.figures,
    };
  }

  /** The next batches with their learning rates; undefined when the budget is spent. */
  #collect(count: number, from: number = this.#parts.clock.step): Promise<Prepared> | undefined {
    const { steps } = this.#options;
    const { clock, batches, optimiser } = this.#parts;
    if (progressOf(this.#options, from, clock.seconds) >= 1) return undefined;
    const { learningRate, config, finalPart } = this.#options;
    const base = learningRate ?? defaultLearningRate(optimiser, config.resolution);
    const n = Math.min(count, steps === undefined ? count : Math.max(1, steps - from));
    const collect = async (): Promise<Prepared> => {
      const inputs: HostTensors[] = [];
      const rates: number[] = [];
      for (let i = 0; i < n; i++) {
        const progress = progressOf(this.#options, from + i, clock.seconds);
        const rate = learningRateAt(base, progress, finalPart);
        inputs.push({ ...(await batches.next()), learningRate: Float32Array.of(rate) });
        rates.push(rate);
      }
      return { inputs, rates };
    };
    return collect();
  }

  async #record(
    outputs: readonly HostTensors[],
    rates: readonly number[],
    stepMilliseconds: number,
    seconds: number,
  ): Promise<void> {
    const { clock, history } = this.#parts;
    const each = seconds / outputs.length;
    const speed = round(1000 / stepMilliseconds, 3);
    const records = outputs.map((output, i) => ({
      step: clock.step + i + 1,
      loss: output.loss[0],
      lossSource: output.lossSource[0],
      lossPlate: output.lossPlate[0],
      learningRate: rates[i],
      seconds: round(clock.seconds + each * (i + 1), 3),
    }));
    const bad = records.find(({ loss }) => !Number.isFinite(loss));
    history.append(bad ? records.slice(0, records.indexOf(bad)) : records);
    if (bad) throw this.#diverged(bad.step);
    clock.step += records.length;
    clock.seconds += seconds;
    this.#options.onRecords?.(records);
    for (const { step, loss } of records) {
      const report: StepReport = { step, loss, steps_per_second: speed };
      await this.#options.onStep?.(report);
    }
    const { loss } = records[records.length - 1];
    this.loss = loss;
    this.#options.onProgress?.({
      stage: 'Training',
      done: clock.step,
      total: this.#options.steps ?? 0,
      figures: {
        loss,
        steps_per_second: speed,
      },
      share: progressOf(this.#options, clock.step, clock.seconds),
    });
  }

  #diverged(step: number): UserError {
    this.#unstable = true;
    const where = this.lastSaved
      ? `The last good checkpoint, step ${this.lastSaved.step}, is intact: go on`
      : 'Start again';
    return new UserError(
      `Training became unstable at step ${step}: the loss is not a number any more`,
      `${where} with a lower learning rate.`,
    );
  }

  async #save(state: HostTensors): Promise<void> {
    const { folder, config } = this.#options;
    const { clock, seed, optimiser, batch, program } = this.#parts;
    const { step, seconds } = clock;
    const start = performance.now();
    const info = { model: config, optimiser, batch, step, seed, seconds: round(seconds, 3), loss: this.loss };
    const checkpoints = join(folder, CHECKPOINT_FOLDER);
    const saved = await saveCheckpoint(checkpoints, info, program.state, state).catch((error: unknown) => {
      throw error instanceof NotFiniteError ? this.#diverged(step) : error;
    });
    this.lastSaved = saved;
    await this.#draw(state);
    if (this.#drawn === step && this.#previewPath) {
      // beside the checkpoint, so that checkpoints can be told apart by sight; a copy too few is no loss
      await copyFile(this.#previewPath, checkpointPreview(saved.path)).catch(() => {});
    }
    this.#options.onCheckpoint?.({ ...saved, milliseconds: performance.now() - start });
    await thinCheckpoints(checkpoints);
  }

  /** A preview that fails costs a warning, not the run. */
  async #draw(state: HostTensors): Promise<void> {
    const { step } = this.#parts.clock;
    if (this.#drawn === step) return;
    try {
      const path = await this.preview?.(weightsOf(this.#options.config, state), step);
      this.#previewPath = path ?? null;
      this.#drawn = step;
      if (path) this.#options.onPreview?.(path, step);
    } catch (error) {
      this.#options.onWarning?.(`No preview: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #finish(): Promise<void> {
    const { clock, executor } = this.#parts;
    if (clock.step === (this.lastSaved?.step ?? 0)) return;
    const state = await executor.readState();
    await this.#save(state);
    await this.#draw(state);
  }
}

/** Something done every so many seconds, more rarely where it takes long itself. */
class Interval {
  readonly #seconds: number;
  #next: number;

  constructor(seconds: number, first: number = seconds) {
    this.#seconds = seconds;
    this.#next = performance.now() + Math.min(first, seconds) * 1000;
  }

  get due(): boolean {
    return performance.now() >= this.#next;
  }

  async measure(work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    const end = performance.now();
    this.#next = end + Math.max(this.#seconds * 1000, (end - start) / MAX_SHARE);
  }
}

interface Prepared {
  readonly inputs: HostTensors[];
  readonly rates: number[];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
