/** A deployed function as the commands use it: the same for both generations of Function Compute. */

export interface Invocation {
  /** What the function answered. */
  readonly body: string;
  /** The last lines of its log (at most 4 KB, function-compute.md §9); empty where the platform gives none. */
  readonly logTail: string;
  /** What the platform says when the function failed or took too long. */
  readonly functionError: string | undefined;
}

export interface RemoteFunction {
  /** As the console shows it. */
  readonly name: string;
  /** Waits for the answer. @throws CliError when Function Compute refuses */
  invoke(event: string): Promise<Invocation>;
  /** Replaces the code and waits until new requests are served by it. @throws CliError */
  updateCode(zip: Uint8Array): Promise<void>;
}

/** Which half of the bundle a function runs; also the second part of its name. */
export type FunctionPart = 'app-server' | 'provisioner';
