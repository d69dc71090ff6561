export { CurvePanel } from './CurvePanel.tsx';
