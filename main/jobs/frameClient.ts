import type { FrameLayer, PicturePart } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { crashWords } from './crashWords.ts';
import { type FrameLook, FromFrameWorker, type ToFrameWorker } from './frameMessages.ts';
import { type KnownLook, lookChange } from './lookChange.ts';
import type { WorkerPort } from './workerPort.ts';

/** Requests a worker has in hand at once: the one drawn, and one whose plate is decoded meanwhile. */
const IN_HAND = 2;
/** With drafts, which come beside these. */
const MOST_IN_HAND = 4;
/** Milliseconds without a request after which the worker is ended. */
const IDLE_MS = 180_000;
const KEPT_OUTPUT = 4000;
/** So many crashes within so many milliseconds, and requests are refused until the last is as long ago. */
const MOST_CRASHES = 3;
const CRASH_SPAN = 20_000;

export interface FrameWish {
  readonly layer: FrameLayer;
  readonly n: number;
  /** pixels across of a JPEG; null gives a PNG of every pixel */
  readonly width: number | null;
  /** null will do for the plate */
  readonly look: FrameLook | null;
  /** of the frame under this look, see the contract's `frameKey` */
  readonly key?: string;
  /** as quickly as can be: see the contract's `PictureQuality` */
  readonly draft?: boolean;
  /** of a draft only what may differ from the plate */
  readonly part?: boolean;
  /** prepared in case: whatever somebody waits for goes first */
  readonly ahead?: boolean;
  readonly signal: AbortSignal;
}

export interface FramePicture {
  readonly type: 'image/jpeg' | 'image/png' | 'application/octet-stream';
  /** false for a draft whose colours are not yet those of the film */
  readonly exact: boolean;
  /** of a part that was asked for, whose data are pixels; null: the whole, encoded */
  readonly part: PicturePart | null;
  /** milliseconds from the request, and of drawing and encoding in the worker */
  readonly times: { readonly all: number; readonly draw: number; readonly encode: number };
  readonly data: Uint8Array;
}

export interface FrameClientOptions {
  /** starts a frame worker */
  readonly fork: () => WorkerPort;
  readonly clip: {
    readonly path: string;
    readonly indexFolder: string | null;
    readonly provider: string | null;
  };
  /** a worker crashed; the next request starts another */
  readonly onCrash: (words: { message: string; remedy: string }) => void;
  readonly idleMs?: number;
}

interface Waiting {
  readonly id: number;
  /** milliseconds of this process */
  readonly since: number;
  readonly wish: FrameWish;
  readonly resolve: (picture: FramePicture) => void;
  readonly reject: (error: unknown) => void;
  /** how often it was in hand when a worker crashed */
  crashes: number;
}

/**
 * Pictures of one clip from a worker process of its own. It starts with the first request, is started anew
 * after a crash, and ends when nobody asks for a while. The newest request goes first.
 */
export class FrameClient {
  readonly #options: FrameClientOptions;
  #port: WorkerPort | undefined;
  #output = '';
  /** the look that the worker was told last */
  #known: KnownLook = {};
  #id = 0;
  #waiting: Waiting[] = [];
  readonly #inHand = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;
  /** times of the last crashes, and why */
  #crashes: number[] = [];
  #crashWords = { message: '', remedy: '' };

  constructor(options: FrameClientOptions) {
    this.#options = options;
  }

  /** Nobody waits for a picture. */
  get idle(): boolean {
    return ![...this.#inHand.values(), ...this.#waiting].some(({ wish }) => !wish.ahead);
  }

  /**
   * @throws UserError as the worker says, or when it crashes over the request; the signal's reason
   */
  picture(wish: FrameWish): Promise<FramePicture> {
    if (wish.signal.aborted) return Promise.reject(wish.signal.reason);
    if (this.#hopeless) return Promise.reject(this.#crashError());
    return new Promise((resolve, reject) => {
      const settled = (): void => wish.signal.removeEventListener('abort', abort);
      const one: Waiting = {
        id: ++this.#id,
        since: performance.now(),
        wish,
        crashes: 0,
        resolve: (picture) => {
          settled();
          resolve(picture);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
        if (this.#inHand.has(one.id)) this.#send({ type: 'cancel', id: one.id });
        reject(wish.signal.reason);
      };
      wish.signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(one);
      this.#pump();
    });
  }

  /** Ends the worker; whoever waits is told. */
  close(): void {
    this.#closed = true;
    this.#end();
    const error = new UserError('The clip was closed.', 'Open it again.');
    for (const one of [...this.#inHand.values(), ...this.#waiting]) one.reject(error);
    this.#inHand.clear();
    this.#waiting = [];
  }

  #pump(): void {
    if (this.#closed) return;
    clearTimeout(this.#idle);
    for (;;) {
      const at = this.#next();
      if (at < 0) break;
      const [one] = this.#waiting.splice(at, 1);
      this.#inHand.set(one.id, one);
      const { layer, n, width, look, key = '', draft = false, part = false } = one.wish;
      if (look) this.#tell(look);
      this.#send({ type: 'frame', id: one.id, layer, n, width, key: look ? key : '', draft, part });
    }
    if (this.#inHand.size > 0) return;
    this.#idle = setTimeout(() => this.#end(), this.#options.idleMs ?? IDLE_MS);
    this.#idle.unref();
  }

  /** Place of the request that goes next; -1 while the worker has enough. */
  #next(): number {
    // what is dragged waits for nothing: the worker lets it go first
    const draft = this.#waiting.findLastIndex(({ wish }) => wish.draft);
    if (draft >= 0 && this.#inHand.size < MOST_IN_HAND) return draft;
    if (this.#waiting.length === 0 || this.#inHand.size >= IN_HAND) return -1;
    // the newest that somebody waits for, else the oldest of those prepared ahead
    return Math.max(
      0,
      this.#waiting.findLastIndex(({ wish }) => !wish.ahead),
    );
  }

  /** Frames asked for from now on are of this look. */
  #tell(look: FrameLook): void {
    const change = lookChange(this.#known, look);
    if (change) this.#send({ type: 'look', change });
    this.#known = look;
  }

  #send(message: ToFrameWorker): void {
    this.#port ??= this.#start();
    this.#port.send(message);
  }

  #start(): WorkerPort {
    const port = this.#options.fork();
    this.#output = '';
    port.onOutput((text) => {
      this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
    });
    port.onMessage((raw) => {
      const message = FromFrameWorker.safeParse(raw).data;
      const one = message && this.#inHand.get(message.id);
      if (!message || !one) return;
      this.#inHand.delete(message.id);
      if (message.type === 'picture') {
        const { format: type, exact, part, data } = message;
        const times = { all: performance.now() - one.since, ...message.times };
        one.resolve({ type, exact, part, times, data });
      } else if (message.cancelled) one.reject(one.wish.signal.reason ?? new Error(message.message));
      else if (message.remedy === null) one.reject(new Error(message.message));
      else one.reject(new UserError(message.message, message.remedy));
      this.#pump();
    });
    port.onExit((exit) => {
      if (this.#port !== port) return;
      this.#port = undefined;
      this.#known = {};
      this.#crashed(crashWords(exit, this.#output));
    });
    port.send({ type: 'open', ...this.#options.clip } satisfies ToFrameWorker);
    return port;
  }

  /** It crashes whatever it is asked: starting it again and again would only keep the machine busy. */
  get #hopeless(): boolean {
    this.#crashes = this.#crashes.filter((time) => Date.now() - time < CRASH_SPAN);
    return this.#crashes.length >= MOST_CRASHES;
  }

  #crashError(): UserError {
    return new UserError(this.#crashWords.message, this.#crashWords.remedy);
  }

  /** What was in hand is tried once more, unless it crashed a worker before. */
  #crashed(words: { message: string; remedy: string }): void {
    this.#crashWords = words;
    // a row of crashes is told once
    if (this.#crashes.length === 0) this.#options.onCrash(words);
    this.#crashes.push(Date.now());
    if (this.#hopeless) {
      for (const one of [...this.#inHand.values(), ...this.#waiting]) one.reject(this.#crashError());
      this.#inHand.clear();
      this.#waiting = [];
    }
    for (const one of this.#inHand.values()) {
      one.crashes++;
      if (one.wish.signal.aborted) continue;
      if (one.crashes > 1) one.reject(this.#crashError());
      else this.#waiting.push(one);
    }
    this.#inHand.clear();
    this.#pump();
  }

  #end(): void {
    clearTimeout(this.#idle);
    const port = this.#port;
    this.#port = undefined;
    this.#known = {};
    port?.kill();
  }
}
