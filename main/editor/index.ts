export { createEditor } from './createEditor.ts';
export { demoConsent, demoFootage, demoFrames } from './demoFootage.ts';
export type { EditorOptions } from './options.ts';
export type * from './services.ts';
