import { availableParallelism } from 'node:os';
import { modelPath } from '../../native-models/index.ts';
import { loadModel, type Model, type Provider } from '../engine/index.ts';
import { DETECTOR_SIZE, type RunDetector } from './detector.ts';
import { IDENTITY_LENGTH, IDENTITY_SIZE, type RunIdentity } from './identity.ts';
import { MESH_SIZE, type RunMesh } from './mesh.ts';

/** The three networks that analysis runs. One set does one thing at a time; parallel work needs a set each. */
export interface FaceNetworks {
  readonly detect: RunDetector;
  readonly mesh: RunMesh;
  readonly identify: RunIdentity;
  /** what they run on */
  readonly sentence: string;
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly provider?: Provider;
  /** threads inside one operator; default: all cores */
  readonly threads?: number;
  /** each network in its own thread, so that JavaScript goes on meanwhile */
  readonly background?: boolean;
}

/**
 * Loads detector, mesh and identity networks.
 *
 * @throws UserError when a model has not been built or the provider cannot run it
 */
export async function openFaceNetworks(options: NetworkOptions = {}): Promise<FaceNetworks> {
  const load = (name: string) =>
    loadModel(modelPath(name), {
      provider: options.provider ?? 'cpu',
      threads: options.threads ?? availableParallelism(),
      thread: options.background ?? false,
    });
  const [blazeface, mesh, faceres] = await Promise.all([
    load('blazeface'),
    load('facemesh-attention'),
    load('faceres'),
  ]);
  return {
    detect: detectorOf(blazeface),
    mesh: meshOf(mesh),
    identify: identityOf(faceres),
    sentence: mesh.sentence,
    async close() {
      await Promise.all([blazeface.release(), mesh.release(), faceres.release()]);
    },
  };
}

/**
 * The mesh network alone, as a face that is looked for again needs it.
 *
 * @throws UserError when the model has not been built or the provider cannot run it
 */
export async function openMeshNetwork(
  options: NetworkOptions = {},
): Promise<{ readonly mesh: RunMesh; close(): Promise<void> }> {
  const model = await loadModel(modelPath('facemesh-attention'), {
    provider: options.provider ?? 'cpu',
    threads: options.threads ?? availableParallelism(),
    thread: options.background ?? false,
  });
  return { mesh: meshOf(model), close: () => model.release() };
}

async function runImage(model: Model, input: Float32Array, side: number): Promise<Map<string, Float32Array>> {
  const outputs = await model.run({ [model.inputs[0].name]: { data: input, shape: [1, side, side, 3] } });
  return new Map(
    Object.entries(outputs).map(([name, { data }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
      return [name, data];
    }),
  );
}

/** Outputs are told apart by their lengths: two grids of anchors, a logit and 16 values each. */
function detectorOf(model: Model): RunDetector {
  return async (input) => {
    const outputs = [...(await runImage(model, input, DETECTOR_SIZE)).values()];
    const join = (lengths: readonly number[]): Float32Array => {
      const joined = new Float32Array(lengths.reduce((sum, n) => sum + n, 0));
      let at = 0;
      for (const length of lengths) {
        const part = outputs.find((o) => o.length === length);
        if (!part) throw new Error(`the detector has no output of ${length} values`);
        joined.set(part, at);
        at += length;
      }
      return joined;
    };
    return { scores: join([512, 384]), boxes: join([512 * 16, 384 * 16]) };
  };
}

function meshOf(model: Model): RunMesh {
  return async (input) => {
    const outputs = await runImage(model, input, MESH_SIZE);
    const output = (part: string): Float32Array => {
      for (const [name, data] of outputs) if (name.includes(part)) return data;
      throw new Error(`the mesh network has no output ${part}`);
    };
    return {
      mesh: output('mesh_identity'),
      lips: output('lips'),
      // the network names eyes as they lie in the picture: its left is the subject's right
      rightEye: output('left_eye'),
      leftEye: output('right_eye'),
      rightIris: output('left_iris'),
      leftIris: output('right_iris'),
      flag: output('faceflag')[0],
    };
  };
}

function identityOf(model: Model): RunIdentity {
  return async (input) => {
    for (const data of (await runImage(model, input, IDENTITY_SIZE)).values()) {
      if (data.length === IDENTITY_LENGTH) return data;
    }
    throw new Error(`the identity network has no output of ${IDENTITY_LENGTH} values`);
  };
}
