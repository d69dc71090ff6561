import { encodeModel } from './onnxEncode.ts';
import { type GraphValue, type NamedValue, OnnxGraph } from './onnxGraph.ts';
import type { TensorSpec } from './types.ts';

/**
 * An ONNX Loop around the graph of one step: the state goes from step to step inside onnxruntime, the batch
 * comes stacked along a new first axis and the outputs leave stacked likewise.
 */
export class StepLoop {
  private readonly outer = new OnnxGraph();
  private readonly body: OnnxGraph;
  private readonly repeats: number;
  private readonly iteration: GraphValue;
  private readonly stacks: NamedValue[] = [];

  /** @param body graph of the step, still to be filled */
  constructor(body: OnnxGraph, repeats: number) {
    this.body = body;
    this.repeats = repeats;
    this.iteration = body.input('loop:iteration', 'int64', []);
  }

  /** What a step sees of a stacked input. */
  input({ name, dtype, shape }: TensorSpec): GraphValue {
    const stack = this.outer.input(name, dtype, [this.repeats, ...shape]);
    this.stacks.push({ name, value: stack });
    return this.body.add('Gather', [stack, this.iteration], { dtype, shape }, { axis: { i: 0 } });
  }

  /** The model of all steps. Its inputs are the state, then the stacks; its outputs `next`, then `results`. */
  encode(
    state: readonly NamedValue[],
    next: readonly NamedValue[],
    results: readonly NamedValue[],
  ): { bytes: Uint8Array; nodeCount: number } {
    const { outer } = this;
    const first = state.map(({ name, value }) => ({
      name,
      value: outer.input(name, value.dtype, value.shape),
    }));
    const going = this.body.input('loop:going', 'bool', []);
    // ONNX forbids a name that is used outside to be defined again inside
    const inside = ({ name, value }: NamedValue) => ({ name: `${name}:inside`, value });
    const body = {
      name: 'step',
      graph: this.body,
      inputs: [
        { name: 'loop:iteration', value: this.iteration },
        { name: 'loop:going', value: going },
        ...state.map(inside),
      ],
      outputs: [{ name: 'loop:on', value: going }, ...next.map(inside), ...results.map(inside)],
    };
    const loop = outer.addMany(
      'Loop',
      [
        outer.constant(BigInt64Array.of(BigInt(this.repeats)), []),
        outer.constant(Uint8Array.of(1), []),
        ...first.map(({ value }) => value),
      ],
      [
        ...next.map(({ value }) => value),
        ...results.map(({ value: { dtype, shape } }) => ({ dtype, shape: [this.repeats, ...shape] })),
      ],
      { body: { g: body } },
    );
    const outputs = [...next, ...results].map(({ name }, i) => ({ name, value: loop[i] }));
    return encodeModel(outer, [...first, ...this.stacks], outputs);
  }
}
