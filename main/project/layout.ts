/** What lies where in a project's folder. Everything under `cache` can be deleted at any time. */
export const layout = {
  document: 'project.json',
  journal: 'journal.jsonl',
  lock: 'project.lock',
  analysis: 'analysis',
  facesets: 'facesets',
  models: 'models',
  consent: 'consent',
  media: 'media',
  /** what was followed of objects before faces */
  occluders: 'occluders',
  cache: 'cache',
} as const;
