export { CHOOSE_FILES } from './channels.ts';
