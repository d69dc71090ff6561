// The page's controls, for every panel.
export { Button, IconButton } from './Button.tsx';
export { ContextMenu, DropdownMenu, type MenuEntry } from './ContextMenu.tsx';
export { Dialog } from './Dialog.tsx';
export { ask, askText, confirm, Dialogs } from './dialogs.tsx';
export { EmptyState } from './EmptyState.tsx';
export { Checkbox, Field, SearchInput, Segments, Select, TextInput } from './Field.tsx';
export { InlineName } from './InlineName.tsx';
/** Class names of a docked panel with a list: see the file. */
export { default as panel } from './Panel.module.css';
export { Progress } from './Progress.tsx';
export { Toasts } from './Toasts.tsx';
export { Keys, Tooltip } from './Tooltip.tsx';
