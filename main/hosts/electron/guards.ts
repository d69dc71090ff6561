import type { Session, WebContents } from 'electron';
import { externalHosts, PAGE_URL } from './constants.ts';
import type { ElectronPort } from './port.ts';

/** Whether an address may be opened in the person's own browser: https, and one of the sites we link to. */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'https:' && externalHosts.includes(host) && username === '' && password === '';
}

/**
 * Keeps a page where it is. A window that followed a link, a dropped file or a redirect would show another
 * site's page with our bridge in it.
 */
export function lockPage(contents: WebContents, { shell }: Pick<ElectronPort, 'shell'>): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    // reloading the page is no way out
    if (event.url !== PAGE_URL) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  // a <webview> has settings of its own, which a page that was taken over would choose
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Camera, microphone, location, notifications, devices: the editor needs none, and Electron's default is yes. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
}
