// The viewer: the frame the artist is at, compared, measured and marked.
export { Viewer } from './Viewer.tsx';
