// What page and server say to each other: zod schemas and the types that follow from them. Both sides
// import this and nothing else of each other but the type of the router.
export * from './basics.ts';
export * from './bridge.ts';
export * from './brush.ts';
export * from './carrying.ts';
export * from './compositeSettings.ts';
export * from './corrections.ts';
export * from './curves.ts';
export * from './digest.ts';
export * from './document.ts';
export * from './edits.ts';
export * from './events.ts';
export * from './fit.ts';
export * from './following.ts';
export * from './frameKey.ts';
export * from './handWork.ts';
export * from './jobs.ts';
export * from './media.ts';
export * from './occluderViews.ts';
export * from './panels.ts';
export * from './toneCurve.ts';
export * from './trackSegments.ts';
