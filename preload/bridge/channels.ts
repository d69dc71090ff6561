/** The one message the page's side sends to Electron's main process; everything else goes over app://. */
export const CHOOSE_FILES = 'understudy:chooseFiles';
