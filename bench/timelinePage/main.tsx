import '../../renderer/app/base.css';
import { Tooltip } from 'radix-ui';
import { createRoot } from 'react-dom/client';
import { listenForShortcuts } from '../../renderer/commands/shortcuts.ts';
import { startPlayback } from '../../renderer/playback/index.ts';
import { useMedia } from '../../renderer/state/media.ts';
import { showClip, usePlayback } from '../../renderer/state/playback.ts';
import { useSession } from '../../renderer/state/session.ts';
import { Timeline } from '../../renderer/timeline/index.ts';
import type { BenchProject } from '../timelineProject.ts';
import { move } from './motion.ts';

/**
 * The real timeline alone on a page: stores filled as the server's events would fill them, data fetched over
 * the same addresses. What is left out is the server and the viewer.
 */
const project = (await (await fetch('/project.json')).json()) as BenchProject;
const { clip, media, faces, document: content, cached } = project;
useSession.setState({ status: 'ready', folder: '/bench', document: content, cached });
useMedia.setState({ media: { [clip]: media }, faces: { [clip]: faces } });
startPlayback();
listenForShortcuts(window);
showClip(clip, 0);
Object.assign(window, { timeline: { move, usePlayback } });
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <Tooltip.Provider>
    <Timeline />
  </Tooltip.Provider>,
);
