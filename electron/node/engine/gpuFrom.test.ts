import { describe, expect, it } from 'vitest';
import { gpuFrom } from './gpuFrom.ts';

describe('TANDEM_GPU', () => {
  it.each([[undefined, 'auto'], ['', 'auto'], ['auto', 'auto'], ['cpu', 'cpu'], [' CUDA ', 'cuda'], ['vulkan', 'vulkan'], ['metal', 'metal']])('%o means %s', (given, meant) => {
    expect(gpuFrom(given === undefined ? {} : { TANDEM_GPU: given })).toBe(meant);
  });
  it('with any other word is refused, and says what may stand there', () => {
    expect(() => gpuFrom({ TANDEM_GPU: 'off' })).toThrow('TANDEM_GPU is set to "off". It may be auto, cpu, cuda, vulkan or metal; leave it out for auto.');
  });
});
