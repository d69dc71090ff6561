export * from './consentFile.ts';
export * from './project.ts';
export type * from './schema.ts';
