import { type Handler, refuse, secure } from '../../server/index.ts';
import { PAGE_HOST, SCHEME, schemePrivileges } from './constants.ts';
import type { ElectronPort } from './port.ts';

/** Tells Electron that app:// is a web origin. Before `ready`, or it is too late. */
export function registerScheme({ protocol }: Pick<ElectronPort, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: schemePrivileges }]);
}

/**
 * Answers app://bundle/… with the handler that the loopback host serves too. Any other host of the scheme
 * would be another origin with our files in it, and has nothing.
 */
export function mountHandler({ protocol }: Pick<ElectronPort, 'protocol'>, handler: Handler): void {
  protocol.handle(SCHEME, async (request) => {
    if (new URL(request.url).host !== PAGE_HOST) {
      return secure(refuse(404, 'There is nothing at this address.', 'Close this window.'));
    }
    return handler(request);
  });
}
