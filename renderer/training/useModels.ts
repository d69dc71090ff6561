import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { Job, ModelInfo, SizeCost } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { useSession } from '../state/session.ts';

/** What the panel shows; kept while it is out of sight. */
export interface Shown {
  /** null: the form for a new one */
  readonly model: string | null;
  /** the artist chose; otherwise the panel follows what is trained */
  readonly chosen: boolean;
}

export const useShown = create<Shown>(() => ({ model: null, chosen: false }));

export function showModel(model: string | null): void {
  useShown.setState({ model, chosen: true });
}

/** The project's models, loaded again whenever one changed; null before the first answer. */
export function useModels(): readonly ModelInfo[] | null {
  const version = useSession((session) => session.versions.models);
  const folder = useSession((session) => session.folder);
  const [models, setModels] = useState<readonly ModelInfo[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is why it loads again
  useEffect(() => {
    let current = true;
    if (folder === null) setModels([]);
    else
      api.training.models
        .query()
        .then((found) => current && setModels(found))
        .catch(() => current && setModels((before) => before ?? []));
    return () => {
      current = false;
    };
  }, [version, folder]);
  return models;
}

/** What the sizes of network cost here; measured anew when a job ended. */
export function useSizes(): readonly SizeCost[] {
  const version = useSession((session) => session.versions.models);
  const [sizes, setSizes] = useState<readonly SizeCost[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is why it loads again
  useEffect(() => {
    let current = true;
    api.training.sizes
      .query()
      .then((found) => current && setSizes(found))
      .catch(() => {});
    return () => {
      current = false;
    };
  }, [version]);
  return sizes;
}

/** The job that trains a model, if one does or waits to. */
export function trainingJob(jobs: readonly Job[], model: string): Job | null {
  return (
    jobs.find(
      (job) =>
        job.kind === 'train' &&
        job.model === model &&
        (job.state === 'running' || job.state === 'queued' || job.state === 'paused'),
    ) ?? null
  );
}
