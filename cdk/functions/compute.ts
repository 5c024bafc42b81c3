/** What the stack asks of a generation of Function Compute; `fc3.ts` and `fc2.ts` answer, and nothing else knows the difference. */
import type * as ros from '@alicloud/ros-cdk-core';
import type { CertificateConfig } from '../custom-domain-certificate.ts';
import type { Runtime } from './runtime.ts';

/** Where the code comes from: base64 of the zip in the template's mappings, or an object in OSS. */
export type CodeLocation =
  | { readonly zipFile: ros.IResolvable }
  | { readonly ossBucketName: string; readonly ossObjectName: string };

export interface FunctionSpec {
  /** Logical id; other ids of the function begin with it. */
  readonly id: 'AppServer' | 'Provisioner';
  /** Full name of the function (FC 2.0: of its service). */
  readonly name: string;
  /** First argument of the bundle: which half of it runs. */
  readonly argument: 'app-server' | 'provisioner';
  readonly description: string;
  readonly roleArn: ros.IResolvable;
  readonly runtime: Runtime;
  readonly code: CodeLocation;
  readonly environment: Readonly<Record<string, string | ros.IResolvable>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Requests that one instance serves at a time. */
  readonly concurrency: number;
  readonly log: { readonly project: ros.IResolvable; readonly logstore: ros.IResolvable };
}

export interface DeployedFunction {
  readonly arn: ros.IResolvable;
  /** By which CloudMonitor tells the function's metrics from others, beside account and region. */
  readonly metricDimensions: Readonly<Record<string, string | ros.IResolvable>>;
  /** Logical ids that a user of the function must wait for. */
  readonly ready: readonly string[];
  /** Anonymous on purpose: the AppServer checks tokens and signatures itself. */
  httpTrigger(methods: readonly string[]): { readonly url: ros.IResolvable; readonly logicalId: string };
  /** Invokes `POST /invoke` in the rhythm of the cron expression. */
  timer(cronExpression: string): void;
  /** Every path of the domain goes to the function, by HTTPS too with a certificate. `after`: logical ids. */
  customDomain(
    domainName: string,
    after: readonly string[],
    certificate?: CertificateConfig,
  ): { readonly logicalId: string };
}

/** `asyncRetries`: how often the platform repeats an asynchronous invocation that failed (0–8, function-compute.md §6). */
export type MakeFunction = (
  scope: ros.Construct,
  spec: FunctionSpec,
  options?: { readonly asyncRetries?: number },
) => DeployedFunction;

/** HTTP stays open: whoever typed the address without a scheme is answered. */
export function protocolOf(certConfig: CertificateConfig | undefined): {
  readonly protocol: string;
  readonly certConfig?: CertificateConfig;
} {
  return certConfig ? { protocol: 'HTTP,HTTPS', certConfig } : { protocol: 'HTTP' };
}

/** Function Compute's own default (function-compute.md §3). */
export const PORT = 9000;

/** Newest version of the code, which both generations call so. */
export const QUALIFIER = 'LATEST';

/** vCPU in steps of 0.05 at about 1 per 2 GB: inside the allowed 1:1 to 1:4 for every memory size (function-compute.md §6). */
export function cpuFor(memoryMb: number): number {
  return Math.max(1, Math.ceil(memoryMb / 2048 / 0.05)) / 20;
}
