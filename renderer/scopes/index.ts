// Scopes of the face: plate against comp.
export { ScopesPanel } from './ScopesPanel.tsx';
