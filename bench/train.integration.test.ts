import { describe, expect, it } from 'vitest';
import { UserError } from '../main/common/index.ts';
import { benchTrain } from './train.ts';

describe('the training benchmark', () => {
  it('finds that PyTorch computes the same losses and gradients', async (context) => {
    const options = {
      config: {
        architecture: 'df' as const,
        resolution: 32,
        encoderDims: 8,
        innerDims: 16,
        decoderDims: 8,
        maskDims: 4,
      },
      batch: 2,
      pairs: 1,
      steps: 1,
      threads: 1,
    };
    const figures = await benchTrain({ ...options, peer: true }).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return undefined;
    });
    if (!figures) return context.skip('there is no Python with PyTorch here');
    // it throws where they differ by more; losses and norms are compared before anything is timed
    expect(figures.loss_difference).toBeLessThan(1e-5);
    expect(figures.gradient_difference).toBeLessThan(1e-3);
    expect(figures.ms_per_step).toBeGreaterThan(0);
    expect(figures.peer_ms_per_step).toBeGreaterThan(0);
  });

  it('measures without a peer', async () => {
    const config = {
      architecture: 'df' as const,
      resolution: 16,
      encoderDims: 2,
      innerDims: 4,
      decoderDims: 2,
      maskDims: 1,
    };
    const figures = await benchTrain({ peer: false, config, batch: 1, pairs: 1, steps: 1, threads: 1 });
    expect(figures.ms_per_step).toBeGreaterThan(0);
    expect(figures).not.toHaveProperty('ratio');
  });
});
