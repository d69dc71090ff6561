// The strokes painted on a face: listed, selected, muted, re-ordered, changed, copied and pasted.
export { StrokesPanel } from './StrokesPanel.tsx';
export { strokeCommands } from './strokeCommands.ts';
