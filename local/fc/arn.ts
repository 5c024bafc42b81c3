/** Resource names of functions, as the generations write them (ros.md §2.1). */
import { fcError } from './errors.ts';

/** Identifies a function; `serviceName` is present in FC 2.0 only. */
export interface FunctionName {
  readonly regionId: string;
  readonly serviceName?: string;
  readonly functionName: string;
}

export function functionArn({ regionId, serviceName, functionName }: FunctionName, accountId: string): string {
  const service = serviceName === undefined ? '' : `services/${serviceName}/`;
  return `acs:fc:${regionId}:${accountId}:${service}functions/${functionName}`;
}

/** Reads an ARN with an optional qualifier (`functions/f/LATEST`, `services/s.LATEST/functions/f`); throws `FcError`. */
export function parseFunctionArn(arn: string): FunctionName {
  const match =
    /^acs:fc:([a-z0-9-]+):\d*:(?:services\/([^/.]+)(?:\.([^/]+))?\/)?functions\/([^/]+)(?:\/([^/]+))?$/.exec(arn);
  const [, regionId, serviceName, serviceQualifier, functionName, qualifier] = match ?? [];
  if (!regionId || !functionName) {
    throw fcError.invalid(
      `'${arn}' is not the ARN of a function: expected acs:fc:<region>:<account>:functions/<function> (3.0) or acs:fc:<region>:<account>:services/<service>/functions/<function> (2.0)`,
    );
  }
  checkQualifier(serviceQualifier ?? qualifier);
  return serviceName === undefined ? { regionId, functionName } : { regionId, serviceName, functionName };
}

/** The local cloud keeps one version of a function. */
export function checkQualifier(qualifier: string | undefined | null): void {
  if (qualifier && qualifier !== 'LATEST') throw fcError.qualifierNotFound(qualifier);
}

/** Role name of `acs:ram::<account>:role/<name>`; throws `FcError`. */
export function roleNameOf(roleArn: string): string {
  const name = /^acs:ram::\d*:role\/([^/]+)$/i.exec(roleArn)?.[1];
  if (!name) throw fcError.invalid(`role '${roleArn}' is not a role ARN: expected acs:ram::<account>:role/<name>`);
  return name;
}
