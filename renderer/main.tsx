import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { windowCommands } from './app/windowCommands.ts';
import { registerCommands } from './commands/registry.ts';
import { connect } from './state/connection.ts';
import { followMedia } from './state/media.ts';

registerCommands(windowCommands);
followMedia();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(<App />);
void connect();
