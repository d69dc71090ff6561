export * from './atomicFile.ts';
export * from './byteCache.ts';
export * from './errors.ts';
export * from './makeFolder.ts';
export * from './progress.ts';
export * from './random.ts';
export * from './recent.ts';
export * from './similarity.ts';
