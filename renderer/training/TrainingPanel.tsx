import { Boxes, Plus } from 'lucide-react';
import { useEffect } from 'react';
import { Button, EmptyState, Select } from '../app/ui/index.ts';
import { outlineClip, useOutline } from '../state/outline.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { ModelView } from './ModelView.tsx';
import { NewTraining } from './NewTraining.tsx';
import styles from './Training.module.css';
import { showModel, trainingJob, useModels, useShown } from './useModels.ts';
import { modelStanding } from './words.ts';

const NEW = '';

/** Trains models: the form for a new one, or how one goes. */
export function TrainingPanel() {
  const document = useOutline();
  const jobs = useSession((session) => session.jobs);
  const inView = usePlayback((playback) => playback.clip);
  const plate = outlineClip(document, inView);
  const models = useModels();
  const shown = useShown();

  // until the artist chooses, the panel follows what is trained, then what the plate in view uses
  const busy = models?.find(({ name }) => trainingJob(jobs, name))?.name;
  const wanted = shown.chosen ? shown.model : (busy ?? plate?.swap?.model ?? models?.[0]?.name ?? null);
  const model = models?.find(({ name }) => name === wanted) ?? null;
  const starting = wanted !== null && !model ? trainingJob(jobs, wanted) : null;
  const folder = useSession((session) => session.folder);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another project, another choice
  useEffect(() => useShown.setState({ model: null, chosen: false }), [folder]);

  if (!document)
    return <EmptyState icon={Boxes} title="No project is open" text="Open one, or make a new one." />;
  if (models === null) return null;
  if (document.clips.length === 0)
    return (
      <EmptyState
        icon={Boxes}
        title="Nothing to train on yet"
        text="Import footage of a performer and the shot to change: File, Import Footage, or drop the files here."
      />
    );
  return (
    <div className={styles.panel}>
      {models.length > 0 && (
        <header className={styles.head}>
          <Select
            label="Model"
            value={model?.name ?? NEW}
            onChange={(name) => showModel(name === NEW ? null : name)}
            options={[
              ...(model ? [] : [{ value: NEW, label: starting ? (wanted ?? '') : 'New model' }]),
              ...models.map((one) => ({ value: one.name, label: `${one.name} · ${modelStanding(one)}` })),
            ]}
          />
          <Button icon={Plus} disabled={!model} onClick={() => showModel(null)}>
            New
          </Button>
        </header>
      )}
      <div className={styles.body}>
        {model ? (
          <ModelView key={model.name} model={model} models={models} plate={plate} />
        ) : starting ? (
          <p className={styles.note} role="status">
            {starting.progress?.stage ?? 'Starting'}: {starting.title}
          </p>
        ) : (
          <NewTraining clips={document.clips} models={models} />
        )}
      </div>
    </div>
  );
}
