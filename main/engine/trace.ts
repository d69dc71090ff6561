import { engine, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { registerGradients } from './gradients/index.ts';
import { registerKernels } from './kernels/index.ts';
import { encodeModel } from './onnxEncode.ts';
import type { NamedValue } from './onnxGraph.ts';
import { type Symbolic, Tracer, type TraceTarget } from './symbolic.ts';
import { backendName, traceBackend } from './traceBackend.ts';
import type { NamedTensors, OnnxProgram, TensorSpec } from './types.ts';

export interface TraceOptions {
  /** what the graph will run on; 'cpu' unless told */
  readonly target?: TraceTarget;
}

let kernelsRegistered = false;

/**
 * Makes tfjs ready for programs of this engine: registers the trace backend, its kernels and the
 * gradients. Needed before gradients are taken eagerly on another backend; tracing does it itself.
 */
export function prepareTfjs(): void {
  registerGradients();
  if (kernelsRegistered) return;
  kernelsRegistered = true;
  registerKernels(traceBackend());
}

/**
 * Runs `body` once with symbolic tensors in place of the inputs and returns what it computes as an ONNX
 * model (opset 17, IR 8). Inputs and outputs have the shapes and the axis order `body` sees; inside,
 * images and convolution weights are held channels first. Tensors made or captured by `body` become
 * initializers.
 *
 * @throws Error when `body` reads a symbolic tensor or uses a tfjs kernel that cannot be traced.
 */
export function traceFunction(
  inputs: readonly TensorSpec[],
  body: (inputs: NamedTensors) => NamedTensors,
  options: TraceOptions = {},
): OnnxProgram {
  const tracer = new Tracer(options.target);
  const placed = inputs.map((spec) => ({ spec, symbolic: tracer.input(spec.name, spec.dtype, spec.shape) }));
  const results = record(
    tracer,
    placed.map(({ spec, symbolic }) => [spec.name, symbolic]),
    body,
  );
  const outputs: TensorSpec[] = [];
  const values: NamedValue[] = [];
  for (const [name, symbolic] of results) {
    if (inputs.some((input) => input.name === name)) {
      throw new Error(`The name '${name}' is given to an input and to an output; ONNX wants two names.`);
    }
    outputs.push({ name, shape: symbolic.shape, dtype: symbolic.dtype });
    values.push({ name, value: tracer.full(symbolic) });
  }
  const named = placed.map(({ spec, symbolic }) => ({ name: spec.name, value: symbolic.value }));
  return { ...encodeModel(tracer.graph, named, values), inputs: [...inputs], outputs };
}

/** Runs `body` on the trace backend with tensors that stand for `inputs`, and returns what it made. */
export function record(
  tracer: Tracer,
  inputs: readonly (readonly [string, Symbolic])[],
  body: (inputs: NamedTensors) => NamedTensors,
): [string, Symbolic][] {
  prepareTfjs();
  const backend = traceBackend();
  return onTraceBackend(() =>
    backend.during(tracer, () => {
      let results: [string, Symbolic][] = [];
      tidy(() => {
        const tensors: Record<string, Tensor> = {};
        for (const [name, symbolic] of inputs) {
          tensors[name] = engine().makeTensorFromTensorInfo(backend.wrap(symbolic), backend);
        }
        results = Object.entries(body(tensors)).map(([name, tensor]) => [name, backend.symbolicOf(tensor)]);
      });
      return results;
    }),
  );
}

/** What of tfjs's engine must be put back after a trace; the field is private there. */
interface BackendSlot {
  backendName: string | undefined;
  backendInstance: unknown;
}

/** tfjs chooses its backend globally. The switch is synchronous, as both backends exist already. */
function onTraceBackend<T>(work: () => T): T {
  const slot = engine() as unknown as BackendSlot;
  const previous = slot.backendName;
  if (previous === backendName) return work();
  void engine().setBackend(backendName);
  try {
    return work();
  } finally {
    if (previous) void engine().setBackend(previous);
    else {
      slot.backendName = undefined;
      slot.backendInstance = null;
    }
  }
}
