export { Browser } from './Browser.tsx';
