import type { ServerEvent } from '../../preload/contract/index.ts';
import { api, openSession } from './api.ts';
import { receive, useSession } from './session.ts';

/**
 * Connects to the server and stays connected: the event stream comes back by itself after the server was
 * away, and begins with everything the page must know.
 */
export async function connect(): Promise<void> {
  await openSession().catch(() => {});
  api.events.subscribe(undefined, {
    onData: (event) => receive(event as ServerEvent),
    onConnectionStateChange: ({ state, error }) => {
      if (state !== 'connecting' || !error) return;
      useSession.setState(({ status }) => ({ status: status === 'connecting' ? status : 'lost' }));
    },
    onError: (error) => {
      const refused = error.data?.code === 'UNAUTHORIZED' || /401/.test(error.message);
      useSession.setState({ status: refused ? 'refused' : 'lost' });
    },
  });
}
