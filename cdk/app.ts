/** The ROS CDK app that stages are added to: it writes where it is told to and nothing that nobody reads, on every Node.js. */
import { Manifest } from '@alicloud/ros-cdk-assembly-schema';
import * as ros from '@alicloud/ros-cdk-core';

/**
 * The CDK checks the manifest that it has just written with a copy of jsonschema inside its own package, which asks for
 * `new URL('/…', 'thismessage::/')`. Node.js 24 refuses that, as the URL standard says, and no stage could be synthesized.
 * What is deployed is the template, and `rules/` checks that.
 */
Object.defineProperty(Manifest, 'validate', { value: () => undefined });

export function createApp(outdir: string): ros.App {
  return new ros.App({ outdir, autoSynth: false, treeMetadata: false, stackTraces: false, runtimeInfo: false });
}
