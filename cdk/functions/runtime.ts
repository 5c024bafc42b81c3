/** The one place that chooses the runtime of the functions, by generation and region, with the source of each row. */

export interface Runtime {
  readonly name: 'node22-debian11' | 'node20-debian10';
  /** `Runtime` property of the function. */
  readonly runtime: string;
  /** Full path of Node.js inside the instance. */
  readonly node: string;
  readonly layers: readonly string[];
}

export type Generation = 'fc3' | 'fc2';

/** Official layer with Node 22.14 for Debian 11 and 12: awesome-fc/awesome-layers docs/Nodejs22 (function-compute.md §4). */
function node22(region: string): Runtime {
  return {
    name: 'node22-debian11',
    runtime: 'custom.debian11',
    node: '/opt/nodejs22/bin/node',
    layers: [`acs:fc:${region}:official:layers/Nodejs22/versions/2`],
  };
}

/** Node 20.10 is part of custom.debian10, in every region and both generations (function-compute.md §4, §10.4). */
const NODE20: Runtime = {
  name: 'node20-debian10',
  runtime: 'custom.debian10',
  node: '/var/fc/lang/nodejs20/bin/node',
  layers: [],
};

/**
 * Regions whose official layers are public under the region's own name. UNCERTAIN for one region alone: the layer list
 * gives the ARN with a region placeholder. Where it is missing, say `"runtime": "node20-debian10"` in the stage.
 */
const LAYER_REGIONS: readonly string[] = ['cn-shanghai', 'ap-southeast-1'];

export function runtimeFor(generation: Generation, region: string, override?: Runtime['name']): Runtime {
  // Function Compute 2.0 functions take no layers (function-compute.md §10.4).
  if (generation === 'fc2' || override === 'node20-debian10') return NODE20;
  if (override === 'node22-debian11') return node22(region);
  return LAYER_REGIONS.includes(region) ? node22(region) : NODE20;
}
