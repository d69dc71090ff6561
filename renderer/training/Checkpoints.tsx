import { Check, Columns2, GitBranch } from 'lucide-react';
import { useState } from 'react';
import { defaultSettings, type ModelInfo, type TrainRequest } from '../../preload/contract/index.ts';
import { askText, Button, Checkbox } from '../app/ui/index.ts';
import { api } from '../state/api.ts';
import { applyEdit, attempt } from '../state/edit.ts';
import type { ClipOutline } from '../state/outline.ts';
import { clipOf, useSession } from '../state/session.ts';
import { PreviewGrid } from './PreviewGrid.tsx';
import styles from './Training.module.css';
import { showModel } from './useModels.ts';
import { freeName, lossText } from './words.ts';

interface Properties {
  readonly model: ModelInfo;
  readonly models: readonly ModelInfo[];
  /** the plate in view, whose swap a checkpoint can be chosen for; null where there is none */
  readonly plate: ClipOutline | null;
  /** what a branch trains on; null where that cannot be known */
  readonly request: TrainRequest | null;
}

/** Every checkpoint with what it draws: compare two, use one, go on from one. */
export function Checkpoints({ model, models, plate, request }: Properties) {
  const [compared, setCompared] = useState<readonly number[]>([]);
  const newestFirst = [...model.checkpoints].sort((a, b) => b.step - a.step);
  const newest = newestFirst[0]?.step;
  const used = plate?.swap?.model === model.name ? plate.swap : null;
  const both = newestFirst.filter(({ step }) => compared.includes(step)).reverse();

  const use = (checkpoint: number | null): void => {
    if (!plate) return;
    const use = {
      track: null,
      settings: defaultSettings,
      ...clipOf(useSession.getState(), plate.id)?.swap,
      model: model.name,
      checkpoint,
    };
    void applyEdit({ kind: 'swap.use', clip: plate.id, use });
  };
  const branch = async (step: number): Promise<void> => {
    if (!request) return;
    const taken = models.map(({ name }) => name);
    const name = await askText({
      title: `Branch from step ${step.toLocaleString('en')}`,
      label: 'Name of the new model',
      value: freeName(taken, `${model.name} from ${step}`),
      action: 'Branch and Train',
    });
    if (!name) return;
    const { minutes: _, ...rest } = request;
    const steps = Math.max(request.steps ?? 0, step + 1000);
    const next = { ...rest, model: name, steps, resume: true };
    if (await attempt(() => api.training.branch.mutate({ from: { model: model.name, step }, request: next })))
      showModel(name);
  };

  if (newestFirst.length === 0)
    return <p className={styles.note}>The first checkpoint comes a minute after training has begun.</p>;
  return (
    <section aria-label="Checkpoints" className={styles.checkpoints}>
      {both.length === 2 && (
        <div className={styles.compare}>
          {both.map(({ step }) => (
            <div key={step}>
              <p className={styles.faint}>Step {step.toLocaleString('en')}</p>
              <PreviewGrid model={model.name} step={step} />
            </div>
          ))}
        </div>
      )}
      {plate && (
        <p className={styles.use}>
          {used
            ? `${plate.name} uses ${used.checkpoint === null ? 'the newest checkpoint' : `step ${used.checkpoint.toLocaleString('en')}`}.`
            : `${plate.name} does not use this model.`}
          {(!used || used.checkpoint !== null) && (
            <Button onClick={() => use(null)}>{used ? 'Follow the Newest' : 'Use the Newest'}</Button>
          )}
        </p>
      )}
      <ul>
        {newestFirst.map(({ step, made, loss, hasPreview }) => {
          const inUse = used !== null && (used.checkpoint ?? newest) === step;
          return (
            <li key={step} className={styles.checkpoint} data-on={inUse}>
              {hasPreview ? (
                <PreviewGrid model={model.name} step={step} bare />
              ) : (
                <span className={styles.noPreview}>no preview</span>
              )}
              <div className={styles.facts}>
                <p>
                  Step {step.toLocaleString('en')}
                  {inUse && (
                    <span className={styles.inUse}>
                      <Check size={12} aria-hidden /> in use
                    </span>
                  )}
                </p>
                <p className={styles.faint}>
                  loss {lossText(loss)} · <time dateTime={made}>{new Date(made).toLocaleTimeString()}</time>
                </p>
                <div className={styles.buttons}>
                  <Button disabled={!plate || (inUse && used?.checkpoint === step)} onClick={() => use(step)}>
                    Use
                  </Button>
                  <Button icon={GitBranch} disabled={!request} onClick={() => void branch(step)}>
                    Branch
                  </Button>
                  {hasPreview && newestFirst.length > 1 && (
                    <Checkbox
                      label="Compare"
                      checked={compared.includes(step)}
                      onChange={(on) =>
                        setCompared((before) =>
                          on ? [...before.slice(-1), step] : before.filter((other) => other !== step),
                        )
                      }
                    />
                  )}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
      {newestFirst.length > 1 && both.length < 2 && (
        <p className={styles.note}>
          <Columns2 size={12} aria-hidden /> Tick two to see them side by side.
        </p>
      )}
    </section>
  );
}
