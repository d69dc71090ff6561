import { Gauge, Play } from 'lucide-react';
import { useState } from 'react';
import type { ModelInfo, ModelSize, TrainRequest } from '../../preload/contract/index.ts';
import { Button, Checkbox, Field, Select, TextInput } from '../app/ui/index.ts';
import { duration } from '../jobs/jobWords.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import type { ClipOutline } from '../state/outline.ts';
import { useSession } from '../state/session.ts';
import { SizeCards } from './SizeCards.tsx';
import styles from './Training.module.css';
import { showModel, useSizes } from './useModels.ts';
import { freeName, usefulSteps } from './words.ts';

interface Properties {
  readonly clips: readonly ClipOutline[];
  readonly models: readonly ModelInfo[];
}

/** Chooses who goes into which shot and how fine, and starts. */
export function NewTraining({ clips, models }: Properties) {
  const sizes = useSizes();
  const consent = useSession((session) => session.document?.consent.length ?? 0);
  const media = useMedia((state) => state.media);
  const [chosenSources, setSources] = useState<readonly string[] | null>(null);
  const [chosenPlate, setPlate] = useState<string | null>(null);
  const [size, setSize] = useState<ModelSize>('fast');
  const [chosenName, setName] = useState<string | null>(null);
  const [chosenSteps, setSteps] = useState<string | null>(null);
  const [every, setEvery] = useState('1');
  const [starting, setStarting] = useState(false);

  // what the clips are used as says most; the artist corrects it
  const plate =
    clips.find(({ id }) => id === chosenPlate)?.id ??
    clips.find(({ role }) => role === 'plate')?.id ??
    clips.find(({ role }) => role === 'unset')?.id ??
    '';
  const sources = (chosenSources ?? clips.filter(({ role }) => role === 'source').map(({ id }) => id)).filter(
    (id) => id !== plate && clips.some((clip) => clip.id === id),
  );
  const plateName = clips.find(({ id }) => id === plate)?.name ?? '';
  const suggested = freeName(
    models.map(({ name }) => name),
    plateName
      .replace(/\.[^.]*$/, '')
      .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
      .trim()
      .slice(0, 60) || 'Model',
  );
  const name = chosenName ?? suggested;
  const cost = sizes.find((one) => one.size === size);
  const steps = Number(chosenSteps ?? usefulSteps[size]);
  const problem =
    plate === ''
      ? 'Import the shot to change and mark it as plate.'
      : sources.length === 0
        ? 'Choose at least one clip of the performer whose face goes in.'
        : consent === 0
          ? 'File the performer’s consent record first: Browser, Performers.'
          : models.some((model) => model.name === name)
            ? `There is a model called “${name}” already.`
            : !(Number.isInteger(steps) && steps >= 1)
              ? 'Steps must be a whole number.'
              : !(Number(every) >= 1)
                ? 'Every n-th frame must be 1 or more.'
                : null;

  const start = async (): Promise<void> => {
    setStarting(true);
    const request: TrainRequest = {
      model: name,
      source: [...sources],
      plate,
      size,
      steps,
      seed: 1,
      every: Math.floor(Number(every)),
      resume: false,
    };
    if (await attempt(() => api.training.start.mutate(request))) showModel(name);
    setStarting(false);
  };
  const toggle = (id: string, on: boolean): void =>
    setSources(on ? [...sources, id] : sources.filter((other) => other !== id));
  const frames = (id: string): string => {
    const found = media[id];
    return found ? `${found.frameCount.toLocaleString('en')} frames` : 'missing';
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem && !starting) void start();
      }}
    >
      <fieldset className={styles.group}>
        <legend>Source: the performer whose face goes in</legend>
        {clips.filter(({ id }) => id !== plate).length === 0 && (
          <p className={styles.note}>Import footage of the performer: File, Import Footage.</p>
        )}
        {clips
          .filter(({ id }) => id !== plate)
          .map((clip) => (
            <div key={clip.id} className={styles.clip}>
              <Checkbox
                label={clip.name}
                checked={sources.includes(clip.id)}
                onChange={(on) => toggle(clip.id, on)}
              />
              <span className={styles.faint}>{frames(clip.id)}</span>
            </div>
          ))}
      </fieldset>
      <Field label="Plate" note="The shot to change.">
        {(id) => (
          <Select
            id={id}
            value={plate}
            onChange={setPlate}
            options={
              clips.length === 0
                ? [{ value: '', label: 'No footage yet' }]
                : clips.map((clip) => ({ value: clip.id, label: `${clip.name}, ${frames(clip.id)}` }))
            }
          />
        )}
      </Field>
      <SizeCards sizes={sizes} value={size} onChange={setSize} />
      {cost && cost.minutesPer1000Steps === null && (
        <div className={styles.measure}>
          <p className={styles.note}>How long a step takes here is known after a short measurement.</p>
          <Button icon={Gauge} onClick={() => void attempt(() => api.training.measure.mutate({ size }))}>
            Measure
          </Button>
        </div>
      )}
      <div className={styles.pair}>
        <Field
          label="Steps"
          note={
            cost?.minutesPer1000Steps && steps >= 1
              ? `About ${duration((cost.minutesPer1000Steps * 60 * steps) / 1000)}. More can be added later.`
              : 'More can be added later.'
          }
        >
          {(id) => (
            <TextInput
              id={id}
              inputMode="numeric"
              value={chosenSteps ?? String(usefulSteps[size])}
              onChange={setSteps}
            />
          )}
        </Field>
        <Field label="Every n-th frame" note="2 or more makes smaller facesets of long clips.">
          {(id) => <TextInput id={id} inputMode="numeric" value={every} onChange={setEvery} />}
        </Field>
      </div>
      <Field label="Name">{(id) => <TextInput id={id} value={name} onChange={setName} />}</Field>
      <footer className={styles.foot}>
        <p role="status" className={problem ? styles.problem : styles.note}>
          {problem ?? 'Faces are found and cut first where that has not been done.'}
        </p>
        <Button kind="primary" type="submit" icon={Play} disabled={problem !== null || starting}>
          Start Training
        </Button>
      </footer>
    </form>
  );
}
