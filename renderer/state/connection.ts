import type { ServerEvent } from '../../preload/contract/index.ts';
import { api, openSession } from './api.ts';
import { receive, useSession } from './session.ts';

/**
 * Connects to the server and stays connected: the event stream comes back by itself after the server was
 * away, and begins with everything the page must know.
 */
export async function connect(): Promise<void> {
  await openSession().catch(() => {});
  // an address with another token, pasted into this tab, changes only what stands after #
  addEventListener('hashchange', () => location.reload());
  api.events.subscribe(undefined, {
    onData: (event) => receive(event as ServerEvent),
    onConnectionStateChange: ({ state, error }) => {
      if (state !== 'connecting' || !error) return;
      useSession.setState(({ status }) => ({ status: status === 'connecting' ? status : 'lost' }));
      void lookWhy();
    },
    onError: () => {
      useSession.setState({ status: 'lost' });
      void lookWhy();
    },
  });
}

/** An event stream does not tell why it failed; a plain request does. */
async function lookWhy(): Promise<void> {
  const answer = await fetch('/rpc/project.state').catch(() => null);
  if (answer?.status === 401) useSession.setState({ status: 'refused' });
}
