/** The other end of a `WorkerPort`: what a worker has of the process that started it. */
export interface ParentSide {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** the parent is gone */
  onGone(listener: () => void): void;
}

/** What Electron puts on `process` in a utility process. */
interface UtilityParent {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** The parent of this process: over Node's channel, or over Electron's message port. */
export function parentSide(): ParentSide {
  const utility = (process as NodeJS.Process & { parentPort?: UtilityParent }).parentPort;
  if (utility) {
    return {
      send: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', ({ data }) => listener(data)),
      // Electron ends its utility processes itself
      onGone: () => {},
    };
  }
  // nor must a line for a parent that is gone
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return {
    send: (message) => {
      // a parent that dies in this moment is told of by `disconnect`; without a callback it would end us
      if (process.connected) process.send?.(message, () => {});
    },
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
