import { modelPath } from '../../native-models/index.ts';
import { type Affine, ByteCache, invert } from '../common/index.ts';
import { loadModel, type Model, type Provider } from '../engine/index.ts';
import type { Frame } from '../media/index.ts';
import type { SquareMask } from './faceMask.ts';

/** Side of the picture the network takes and of the matte it gives. */
const NETWORK = 256;
/**
 * Sides of the face's square that the network sees: it was made for people from head to chest, and of a face
 * alone it cannot tell hair from wall.
 */
const SURROUNDINGS = 3;
const CACHE = 32 << 20;

/** Where a plate shows a person, from the selfie segmentation network (see native-models). */
export class PersonMatte {
  readonly #provider: Provider;
  #model: Promise<Model> | undefined;
  readonly #kept = new ByteCache<string, SquareMask>(CACHE);
  readonly #running = new Map<string, Promise<SquareMask>>();

  /** The network is loaded with the first matte that is asked for. */
  constructor(provider: Provider = 'cpu') {
    this.#provider = provider;
  }

  /**
   * The person about a face as its square sees them: 1 on the person. Turned with the face, since people are
   * upright in what the network was trained on.
   *
   * @param place alignment: plate pixels to face space
   * @throws UserError when the network has not been built
   */
  person(plate: Frame, place: { readonly alignment: Affine }, size: number): Promise<SquareMask> {
    const key = `${plate.index} ${size} ${place.alignment.join()}`;
    const kept = this.#kept.get(key);
    if (kept) return Promise.resolve(kept);
    const running =
      this.#running.get(key) ??
      this.#run(plate, place.alignment, size).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    running.then(
      (mask) => this.#kept.put(key, mask, mask.data.byteLength),
      () => {},
    );
    return running;
  }

  async close(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    await (await model?.catch(() => undefined))?.release();
  }

  async #run(plate: Frame, alignment: Affine, size: number): Promise<SquareMask> {
    this.#model ??= loadModel(modelPath('selfie'), { provider: this.#provider, thread: true });
    const model = await this.#model;
    const data = surroundings(plate, alignment);
    const outputs = await model.run({
      [model.inputs[0].name]: { data, shape: [1, NETWORK, NETWORK, 3] },
    });
    const [matte] = Object.values(outputs);
    if (!(matte?.data instanceof Float32Array) || matte.data.length !== NETWORK * NETWORK)
      throw new Error('The person network does not give a matte.');
    return { size, data: faceSquare(matte.data, size) };
  }
}

/** What lies about a face, turned upright: NETWORK² × RGB, 0…1; black beyond the plate. */
function surroundings({ data, width, height }: Frame, alignment: Affine): Float32Array {
  const [a, b, tx, c, d, ty] = invert(alignment);
  const unit = 1 / (data.BYTES_PER_ELEMENT === 1 ? 255 : 65535);
  const step = SURROUNDINGS / NETWORK;
  // every pixel of the plate under a sample counts, or fine patterns would flicker
  const taps = Math.max(1, Math.round(Math.hypot(a, c) * step));
  const share = unit / (taps * taps);
  const out = new Float32Array(NETWORK * NETWORK * 3);
  for (let j = 0, o = 0; j < NETWORK; j++) {
    for (let i = 0; i < NETWORK; i++, o += 3) {
      for (let tap = 0; tap < taps * taps; tap++) {
        const u = (i + ((tap % taps) + 0.5) / taps) * step + 0.5 - SURROUNDINGS / 2;
        const v = (j + (((tap / taps) | 0) + 0.5) / taps) * step + 0.5 - SURROUNDINGS / 2;
        const x = Math.floor(a * u + b * v + tx);
        const y = Math.floor(c * u + d * v + ty);
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = 3 * (y * width + x);
        out[o] += share * data[at];
        out[o + 1] += share * data[at + 1];
        out[o + 2] += share * data[at + 2];
      }
    }
  }
  return out;
}

/** The network's matte where the face's square lies, bilinear. */
function faceSquare(matte: Float32Array, size: number): Float32Array {
  const out = new Float32Array(size * size);
  const place = (i: number): number => (((i + 0.5) / size - 0.5) / SURROUNDINGS + 0.5) * NETWORK - 0.5;
  for (let j = 0; j < size; j++) {
    const y = place(j);
    const top = Math.floor(y);
    for (let i = 0; i < size; i++) {
      const x = place(i);
      const left = Math.floor(x);
      const at = top * NETWORK + left;
      const [fx, fy] = [x - left, y - top];
      const upper = matte[at] + fx * (matte[at + 1] - matte[at]);
      const lower = matte[at + NETWORK] + fx * (matte[at + NETWORK + 1] - matte[at + NETWORK]);
      out[j * size + i] = Math.min(1, Math.max(0, upper + fy * (lower - upper)));
    }
  }
  return out;
}
