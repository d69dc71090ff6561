export { Browser } from './Browser.tsx';
export { useModels } from './useModels.ts';
