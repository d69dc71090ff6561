export { FacesetPanel } from './FacesetPanel.tsx';
