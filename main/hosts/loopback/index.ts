export { type Choice, chooseHost } from './chooseHost.ts';
export { type EditorServer, type EditorServerOptions, serveEditor } from './editorServer.ts';
export { findBrowser } from './findBrowser.ts';
export { type BrowserWindow, hasDisplay, openWindow } from './openWindow.ts';
export { type Loopback, type LoopbackOptions, serveLoopback } from './serve.ts';
