// Painting on the matte: the brush, its settings and the strokes that are looked at.
export { effectOf } from './effects.ts';
export { describeLifetime, type LifetimeChoice, lifetimeNames, lifetimeOf } from './lifetimes.ts';
export { paintCommands } from './paintCommands.ts';
export { selectStrokes, usePaint, usePaintState } from './paintStore.ts';
export { paintTool } from './paintTool.ts';
export { removeChosenPoint } from './removePoint.ts';
