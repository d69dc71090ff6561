import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followProject } from './app/followProject.ts';
import { registerFrameCommands } from './app/registerAll.ts';
import { followJobs } from './jobs/index.ts';
import { startPlayback } from './playback/index.ts';
import { connect } from './state/connection.ts';
import { followMedia } from './state/media.ts';

registerFrameCommands();
followMedia();
followProject();
startPlayback();
followJobs();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(<App />);
void connect();
