import { openMeshNetwork } from '../faces/index.ts';

type MeshNetwork = Awaited<ReturnType<typeof openMeshNetwork>>;

/** Milliseconds for which the network stays loaded after it was used: artists draw a second box. */
const KEEP = 120_000;
/** One face takes a few milliseconds: more threads would only take them from others. */
const THREADS = 2;

/** The mesh network, loaded when it is wanted first and let go of when it is not for a while. */
export class MeshKeeper {
  #network: Promise<MeshNetwork> | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** uses one after the other: a network does one thing at a time */
  #last: Promise<unknown> = Promise.resolve();

  /** @throws UserError when the model has not been built */
  use<T>(work: (network: MeshNetwork) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#use(work));
    // a failure is its own caller's
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #use<T>(work: (network: MeshNetwork) => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#network ??= openMeshNetwork({ threads: THREADS });
    try {
      return await work(await this.#network);
    } catch (error) {
      // one that could not be loaded is tried afresh next time
      await this.#network.catch(() => {
        this.#network = null;
      });
      throw error;
    } finally {
      this.#timer = setTimeout(() => this.#letGo(), KEEP).unref();
    }
  }

  #letGo(): void {
    const network = this.#network;
    this.#network = null;
    network?.then((one) => one.close()).catch(() => {});
  }
}
