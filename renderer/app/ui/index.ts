// The page's controls, for every panel.
export { Button, IconButton } from './Button.tsx';
export { EmptyState } from './EmptyState.tsx';
export { Keys, Tooltip } from './Tooltip.tsx';
