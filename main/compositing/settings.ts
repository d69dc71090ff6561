// The settings live in the contract, because the page's inspector and the project document speak them too.
export { CompositeSettings, defaultSettings } from '../../preload/contract/index.ts';
