export { newClip } from './clipEntry.ts';
export type { MissingClip } from './clipMedia.ts';
export * from './consentFile.ts';
export * from './project.ts';
export * from './recentProjects.ts';
export type * from './schema.ts';
export * from './userFile.ts';
