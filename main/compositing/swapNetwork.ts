import { UserError } from '../common/index.ts';
import { type LoadOptions, loadModel, type Model, type ModelPort } from '../engine/index.ts';
import type { FaceImage, SwapOutput } from './types.ts';

/** A trained swap, ready to run. */
export interface SwapNetwork {
  /** side in pixels of the faces it takes and gives */
  readonly size: number;
  /** what it runs on, and why if that is not what was asked for */
  readonly sentence: string;
  /** Draws the source over each aligned face of the plate (`cropFace` at `size`); results in order. */
  swap(faces: readonly FaceImage[]): Promise<SwapOutput[]>;
  close(): Promise<void>;
}

/**
 * Loads a swap network: one input [N, R, R, 3] RGB 0…1; outputs `swap` [N, R, R, 3] and masks [N, R, R, 1]
 * whose names end in "mask" in any case. Of several masks (the swap's and the plate's own) the lesser counts: the swap
 * shows where there is both a face to hide and a face to show.
 *
 * @param source path of the .onnx, or its bytes
 * @throws UserError when it is not a model, or not one that swaps faces
 */
export async function openSwapNetwork(
  source: string | Uint8Array,
  options: LoadOptions = {},
): Promise<SwapNetwork> {
  const model = await loadModel(source, options);
  try {
    return networkOf(model, options.name ?? (typeof source === 'string' ? source : 'The model'));
  } catch (error) {
    await model.release();
    throw error;
  }
}

function networkOf(model: Model, name: string): SwapNetwork {
  const input = model.inputs[0];
  const swap = model.outputs.find((port) => port.name === 'swap');
  const masks = model.outputs.filter((port) => /mask$/i.test(port.name));
  const [batch, size, width, channels] = input?.shape ?? [];
  const square = model.inputs.length === 1 && size > 0 && width === size && channels === 3;
  const fits = (port: ModelPort | undefined, depth: number) =>
    port?.shape.length === 4 && port.shape[1] === size && port.shape[2] === size && port.shape[3] === depth;
  if (!square || !fits(swap, 3) || masks.length === 0 || !masks.every((mask) => fits(mask, 1))) {
    throw new UserError(
      `${name} is not a swap network: it does not turn one square face into "swap" and a mask of the same size.`,
      'Name the .onnx file that training wrote, or export the model again.',
    );
  }

  const runBatch = async (faces: readonly FaceImage[], count: number): Promise<SwapOutput[]> => {
    const data = new Float32Array(count * size * size * 3);
    faces.forEach((face, i) => {
      if (face.size !== size)
        throw new RangeError(`A face of ${face.size} px was given to a ${size} px network.`);
      data.set(face.data, i * size * size * 3);
    });
    const results = await model.run({ [input.name]: { data, shape: [count, size, size, 3] } });
    const colours = floats(results.swap.data);
    const covers = masks.map((mask) => floats(results[mask.name].data));
    return faces.map((_, i) => ({
      size,
      swap: colours.slice(i * size * size * 3, (i + 1) * size * size * 3),
      mask: leastOf(covers.map((cover) => cover.slice(i * size * size, (i + 1) * size * size))),
    }));
  };

  return {
    size,
    sentence: model.sentence,
    async swap(faces) {
      // a free first axis takes all faces at once; a fixed one takes its number, the last batch padded
      const most = batch === -1 ? Math.max(1, faces.length) : batch;
      const outputs: SwapOutput[] = [];
      for (let i = 0; i < faces.length; i += most) {
        outputs.push(...(await runBatch(faces.slice(i, i + most), most)));
      }
      return outputs;
    },
    close: () => model.release(),
  };
}

/** Masks and pictures come as float32; anything else is a defect of the export. */
function floats(data: Float32Array | Int32Array | Uint8Array): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new TypeError('The swap network gave whole numbers where fractions were expected.');
}

function leastOf(masks: Float32Array[]): Float32Array {
  const [first, ...others] = masks;
  for (const other of others) {
    for (let i = 0; i < first.length; i++) first[i] = Math.min(first[i], other[i]);
  }
  return first;
}
