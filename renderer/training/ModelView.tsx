import { Pause, Play, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { ModelInfo } from '../../preload/contract/index.ts';
import { askText, Button, Progress } from '../app/ui/index.ts';
import { shareOf, stageOf, standing } from '../jobs/jobWords.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { type ClipOutline, useClipOutlines } from '../state/outline.ts';
import { useSession } from '../state/session.ts';
import { Checkpoints } from './Checkpoints.tsx';
import { LossChart } from './LossChart.tsx';
import { PreviewGrid } from './PreviewGrid.tsx';
import styles from './Training.module.css';
import { useHistory } from './useHistory.ts';
import { trainingJob } from './useModels.ts';
import { guessRequest, lossText, modelStanding, sizeNames } from './words.ts';

interface Properties {
  readonly model: ModelInfo;
  readonly models: readonly ModelInfo[];
  readonly plate: ClipOutline | null;
}

/** One model: how its training goes, what it draws, and the checkpoints it left. */
export function ModelView({ model, models, plate }: Properties) {
  const job = useSession(({ jobs }) => trainingJob(jobs, model.name));
  const live = useSession(({ training }) => training[model.name]);
  const previewStep = useSession(({ previews }) => previews[model.name]);
  const history = useHistory(model.name);
  const [smoothing, setSmoothing] = useState(0.5);
  const stage = job ? stageOf(job) : null;
  const hasPreview = previewStep !== undefined || model.checkpoints.some((one) => one.hasPreview);
  const clips = useClipOutlines();
  const request = model.request ?? guessRequest(model, clips, plate);

  const goOn = async (): Promise<void> => {
    if (!request) return;
    const text = await askText({
      title: `Train ${model.name} further`,
      label: 'Steps in all',
      value: String(Math.max(request.steps ?? 0, model.step) + 2000),
      action: 'Train',
    });
    if (text === null) return;
    const steps = Number(text.replaceAll(/[\s,]/g, ''));
    const { minutes: _, ...rest } = request;
    await attempt(() => api.training.start.mutate({ ...rest, steps, resume: true }));
  };

  return (
    <div className={styles.model}>
      <section className={styles.standing} aria-label="Progress">
        <dl>
          <div>
            <dt>Step</dt>
            <dd>{Math.max(live?.step ?? 0, model.step).toLocaleString('en')}</dd>
          </div>
          <div>
            <dt>Loss</dt>
            <dd>{lossText(live?.loss ?? model.loss)}</dd>
          </div>
          <div>
            <dt>Steps/s</dt>
            <dd>{job?.state === 'running' && job.rate ? job.rate.toFixed(1) : '–'}</dd>
          </div>
          <div>
            <dt>Network</dt>
            <dd>{model.size ? `${sizeNames[model.size]}, ${model.pixels} px` : `${model.pixels} px`}</dd>
          </div>
        </dl>
        {job ? (
          <>
            <Progress share={shareOf(job)} label={job.title} />
            <div className={styles.state}>
              <p className={styles.note} role="status">
                {stage ? `${stage}: ${standing(job)}` : standing(job)}
              </p>
              {job.state === 'paused' ? (
                <Button
                  icon={Play}
                  kind="primary"
                  onClick={() => void attempt(() => api.jobs.resume.mutate({ id: job.id }))}
                >
                  Resume
                </Button>
              ) : (
                <Button
                  icon={Pause}
                  disabled={!job.canPause}
                  onClick={() => void attempt(() => api.jobs.pause.mutate({ id: job.id }))}
                >
                  Pause
                </Button>
              )}
            </div>
          </>
        ) : (
          <div className={styles.state}>
            <p className={styles.note}>
              {modelStanding(model)}
              {model.branch ? `, from ${model.branch.model} at step ${model.branch.step}` : ''}
            </p>
            <Button icon={RotateCw} disabled={!request} onClick={() => void goOn()}>
              Train Further
            </Button>
          </div>
        )}
      </section>
      {history.reports.length > 1 && (
        <section aria-label="Loss">
          <LossChart reports={history.reports} marks={history.marks} smoothing={smoothing} />
          <label className={styles.smoothing}>
            Smoothing
            <input
              type="range"
              min={0}
              max={0.9}
              step={0.05}
              value={smoothing}
              onChange={({ target }) => setSmoothing(Number(target.value))}
            />
          </label>
        </section>
      )}
      {hasPreview && (
        <section aria-label="Preview">
          <h3 className={styles.heading}>What it draws</h3>
          <PreviewGrid model={model.name} step="latest" version={previewStep ?? model.step} />
        </section>
      )}
      <h3 className={styles.heading}>Checkpoints</h3>
      <Checkpoints model={model} models={models} plate={plate} request={request} />
    </div>
  );
}
