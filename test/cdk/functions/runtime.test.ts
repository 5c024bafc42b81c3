import { describe, expect, it } from 'vitest';
import { cpuFor } from '../../../cdk/functions/compute.ts';
import { runtimeFor } from '../../../cdk/functions/runtime.ts';

describe('the runtime', () => {
  it.each(['cn-shanghai', 'ap-southeast-1'])(
    'on FC 3.0 in %s is Node 22 from the region’s official layer',
    (region) => {
      expect(runtimeFor('fc3', region)).toEqual({
        name: 'node22-debian11',
        runtime: 'custom.debian11',
        node: '/opt/nodejs22/bin/node',
        layers: [`acs:fc:${region}:official:layers/Nodejs22/versions/2`],
      });
    },
  );

  it.each([
    ['a region without a known layer', 'fc3', 'cn-hongkong', undefined],
    ['the old generation, which has no layers', 'fc2', 'cn-shanghai', undefined],
    ['a stage that asks for it', 'fc3', 'cn-shanghai', 'node20-debian10'],
  ] as const)('of %s is Node 20 that comes with Debian 10', (_title, generation, region, override) => {
    expect(runtimeFor(generation, region, override)).toEqual({
      name: 'node20-debian10',
      runtime: 'custom.debian10',
      node: '/var/fc/lang/nodejs20/bin/node',
      layers: [],
    });
  });

  it('can be forced to Node 22 in any region', () => {
    expect(runtimeFor('fc3', 'cn-hongkong', 'node22-debian11').layers).toEqual([
      'acs:fc:cn-hongkong:official:layers/Nodejs22/versions/2',
    ]);
  });
});

describe('vCPU for memory', () => {
  const sizes = Array.from({ length: 511 }, (_, index) => (index + 2) * 64);
  it('is a multiple of 0.05 between 0.05 and 16, and between 1:1 and 1:4 of the memory in GB', () => {
    for (const memoryMb of sizes) {
      const cpu = cpuFor(memoryMb);
      const ratio = memoryMb / 1024 / cpu;
      expect(Math.abs(cpu * 20 - Math.round(cpu * 20))).toBeLessThan(1e-9);
      expect(cpu).toBeGreaterThanOrEqual(0.05);
      expect(cpu).toBeLessThanOrEqual(16);
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThanOrEqual(4);
    }
  });
});
