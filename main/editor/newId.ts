import { randomUUID } from 'node:crypto';

/** A short random identifier for things an edit adds. */
export const newId = (): string => randomUUID().slice(0, 13);
