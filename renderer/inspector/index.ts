export { Inspector } from './Inspector.tsx';
export { KeyCell } from './KeyCell.tsx';
export { parameterName, parameterOf } from './parameterName.ts';
