/** What `understudy start` found on this machine. */
export interface Found {
  /** path of Electron's program */
  readonly electron: string | undefined;
  /** path of a Chrome, Edge or Chromium */
  readonly browser: string | undefined;
  readonly display: boolean;
  readonly root: boolean;
}

export type Choice =
  | { readonly host: 'electron'; readonly program: string; readonly why: string }
  | { readonly host: 'browser'; readonly program: string; readonly why: string }
  | { readonly host: 'address'; readonly why: string };

/** Where the editor's window opens, and why there, in a sentence for people. */
export function chooseHost({ electron, browser, display, root }: Found): Choice {
  if (!display) {
    return {
      host: 'address',
      why: 'This session has no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window is opened.',
    };
  }
  if (electron && !root) {
    return { host: 'electron', program: electron, why: 'Opening in Electron: its program is installed.' };
  }
  const without = electron
    ? 'Electron keeps its sandbox only for ordinary users and this is root'
    : "Electron's program is not installed (node node_modules/electron/install.js fetches it)";
  if (browser) {
    return { host: 'browser', program: browser, why: `Opening in ${browser}: ${without}.` };
  }
  return {
    host: 'address',
    why: `${without}, and no Chrome, Edge or Chromium was found.`,
  };
}
