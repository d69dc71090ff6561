export * from './colourMatch.ts';
export * from './compositeFrame.ts';
export * from './contactSheet.ts';
export * from './cropFace.ts';
export * from './settings.ts';
export * from './statistics.ts';
export * from './swapNetwork.ts';
export { type Transfer, transferOf } from './transfer.ts';
export * from './types.ts';
