import type { ModelInfo, ModelSize, SizeCost, TrainRequest } from '../../preload/contract/index.ts';
import { duration } from '../jobs/jobWords.ts';
import type { ClipOutline } from '../state/outline.ts';

export const sizeNames: Record<ModelSize, string> = { fast: 'Fast', standard: 'Standard', fine: 'Fine' };

/** What each size is for. */
export const sizePurpose: Record<ModelSize, string> = {
  fast: 'For a first look and for faces up to about 150 px in the plate.',
  standard: 'For most shots: faces up to about 300 px.',
  fine: 'For close-ups. Wants a GPU and a day.',
};

const memory = (mebibytes: number): string =>
  mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(1)} GB` : `${Math.round(mebibytes / 10) * 10} MB`;

/** "About 1.1 GB of memory and 3 min for 1,000 steps on this machine." */
export function costSentence(cost: SizeCost): string {
  const time =
    cost.minutesPer1000Steps === null
      ? 'not yet measured on this machine'
      : `${duration(cost.minutesPer1000Steps * 60)} per 1,000 steps on this machine`;
  return `${cost.pixels} px faces · ${memory(cost.memoryMiB)} of memory · ${time}`;
}

/** Steps after which a model of this size is usually worth looking at closely. */
export const usefulSteps: Record<ModelSize, number> = { fast: 3000, standard: 20_000, fine: 60_000 };

/** "1,240 steps · 12 min" */
export function modelStanding({ step, seconds }: ModelInfo): string {
  if (step === 0) return 'Not trained yet';
  return `${step.toLocaleString('en')} steps · ${duration(seconds)}`;
}

export const lossText = (loss: number | null): string =>
  loss === null ? '–' : loss >= 10 ? loss.toFixed(1) : loss.toFixed(3);

/** A name no model has yet. */
export function freeName(taken: readonly string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.includes(`${wanted} ${i}`)) return `${wanted} ${i}`;
}

/**
 * What a model was probably trained on, for one that came from the command line: the clips marked as source,
 * and the plate that uses it. Null where that is not clear.
 */
export function guessRequest(
  model: ModelInfo,
  clips: readonly ClipOutline[],
  inView: ClipOutline | null,
): TrainRequest | null {
  const plate =
    clips.find(({ swap }) => swap?.model === model.name) ??
    (inView?.role === 'plate' ? inView : clips.find(({ role }) => role === 'plate'));
  const source = clips.filter(({ id, role }) => role === 'source' && id !== plate?.id).map(({ id }) => id);
  if (!plate || source.length === 0 || !model.size) return null;
  return { model: model.name, source, plate: plate.id, size: model.size, seed: 1, every: 1, resume: true };
}
