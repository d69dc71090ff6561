import type { ModelInfo, SwapUse } from '../../preload/contract/index.ts';
import { defaultSettings } from '../../preload/contract/index.ts';
import { showPanel } from '../app/dock/dockStore.ts';
import { Button } from '../app/ui/index.ts';
import { applyEdit } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import type { ClipOutline } from '../state/outline.ts';
import { clipOf, useSession } from '../state/session.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import styles from './Inspector.module.css';

interface Properties {
  readonly clip: ClipOutline;
  readonly models: readonly ModelInfo[];
}

/** Which model swaps which face of the clip. */
export function SwapGroup({ clip, models }: Properties) {
  const { id, swap } = clip;
  const tracks = useMedia(({ faces }) => faces[id]?.tracks ?? null);
  const look = useSession(({ looks }) => looks[id]);
  const model = models.find(({ name }) => name === swap?.model);
  const use = (change: Partial<SwapUse>): void => {
    const before = clipOf(useSession.getState(), id)?.swap ?? {
      model: '',
      checkpoint: null,
      track: null,
      settings: defaultSettings,
    };
    void applyEdit({ kind: 'swap.use', clip: id, use: { ...before, ...change } });
  };
  const steps = [...(model?.checkpoints ?? [])].sort((a, b) => b.step - a.step);
  const newest = steps[0]?.step;
  return (
    <section className={styles.group} aria-label="Swap">
      <header className={styles.heading}>
        <h3>Swap</h3>
      </header>
      {models.length === 0 && !swap ? (
        <>
          <p className={styles.note}>No model yet. Train one from a performer’s footage and this plate.</p>
          <div className={styles.note}>
            <Button onClick={() => showPanel('training')}>Train a Model…</Button>
          </div>
        </>
      ) : (
        <ChoiceRow
          label="Model"
          note="The model that draws the performer’s face"
          value={swap?.model ?? ''}
          options={[
            { value: '', label: 'None' },
            ...models.map(({ name }) => ({ value: name, label: name })),
            // a model whose folder is gone is still what the project names
            ...(swap && !model ? [{ value: swap.model, label: `${swap.model} (not there)` }] : []),
          ]}
          onChange={(name) =>
            name === ''
              ? void applyEdit({ kind: 'swap.use', clip: id, use: null })
              : use({ model: name, checkpoint: null })
          }
        />
      )}
      {swap && (
        <>
          <ChoiceRow
            label="Checkpoint"
            note="The newest follows the training; a step stays as it is"
            value={String(swap.checkpoint ?? '')}
            options={[
              {
                value: '',
                label: newest === undefined ? 'Newest' : `Newest, step ${newest.toLocaleString('en')}`,
              },
              ...steps.map(({ step }) => ({
                value: String(step),
                label: `Step ${step.toLocaleString('en')}`,
              })),
            ]}
            onChange={(step) => use({ checkpoint: step === '' ? null : Number(step) })}
          />
          <ChoiceRow
            label="Face"
            note="Which face of the plate is replaced"
            value={String(swap.track ?? '')}
            disabled={!tracks}
            options={[
              { value: '', label: 'The one most seen' },
              ...(tracks ?? []).map((track) => ({
                value: String(track.id),
                label: `${clip.tracks.find((note) => note.id === track.id)?.name ?? `Face ${track.id}`}, ${track.count} frames`,
              })),
            ]}
            onChange={(track) => use({ track: track === '' ? null : Number(track) })}
          />
        </>
      )}
      {swap && look?.reason && <p className={styles.reason}>{look.reason}</p>}
    </section>
  );
}
