/** The errors of Function Compute: code, HTTP status, and what stands in `X-Fc-Error-Type`. */

/**
 * `FcCommonError`: the platform refused or failed. `UnhandledInvocationError`: the function failed.
 * `InitializationError`: its `/initialize` failed.
 */
export type ErrorType = 'FcCommonError' | 'UnhandledInvocationError' | 'InitializationError';

export class FcError extends Error {
  readonly code: string;
  readonly status: number;
  readonly type: ErrorType;
  constructor(code: string, status: number, message: string, type: ErrorType = 'FcCommonError') {
    super(message);
    this.name = 'FcError';
    this.code = code;
    this.status = status;
    this.type = type;
  }
}

/** Codes, statuses and texts of the official error table, except those marked UNCERTAIN. */
export const fcError = {
  invalid: (message: string) => new FcError('InvalidArgument', 400, message),
  missingHeader: (name: string) =>
    new FcError('MissingRequiredHeader', 400, `required HTTP header ${name} was not specified`),
  pathNotSupported: (path: string, method: string) =>
    new FcError('PathNotSupported', 400, `'${path}' against '${method}' is not supported`),
  tooLarge: (limit: number) =>
    new FcError('EntityTooLarge', 400, `payload size exceeds maximum allowed size (${limit} bytes)`),
  denied: (message: string) => new FcError('AccessDenied', 403, message),
  wrongSignature: () =>
    new FcError(
      'SignatureNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your access key and signing method',
    ),
  unknownAccessKey: (id: string) => new FcError('InvalidAccessKeyID', 403, `invalid access key ID '${id}'`),
  functionNotFound: (name: string, serviceName?: string) =>
    new FcError(
      'FunctionNotFound',
      404,
      `function '${name}' does not exist${serviceName === undefined ? '' : ` in service '${serviceName}'`}`,
    ),
  functionExists: (name: string, serviceName?: string) =>
    new FcError(
      'FunctionAlreadyExists',
      409,
      `function '${name}' already exists${serviceName === undefined ? '' : ` in service '${serviceName}'`}`,
    ),
  functionNotEmpty: (name: string) =>
    new FcError('FunctionNotEmpty', 409, `function '${name}' has active triggers: delete them first`),
  serviceNotFound: (name: string) => new FcError('ServiceNotFound', 404, `service '${name}' does not exist`),
  serviceExists: (name: string) => new FcError('ServiceAlreadyExists', 409, `service '${name}' already exists`),
  serviceNotEmpty: (name: string) =>
    new FcError('ServiceNotEmpty', 409, `service '${name}' has functions: delete them first`),
  triggerNotFound: (name: string, functionName: string) =>
    new FcError('TriggerNotFound', 404, `trigger '${name}' does not exist in function '${functionName}'`),
  triggerExists: (name: string, functionName: string) =>
    new FcError('TriggerAlreadyExists', 409, `trigger '${name}' already exists in function '${functionName}'`),
  domainNotFound: (name: string) => new FcError('DomainNameNotFound', 404, `domain name '${name}' does not exist`),
  domainExists: (name: string) => new FcError('DomainNameAlreadyExists', 409, `domain name ${name} already exists`),
  asyncConfigNotFound: (name: string) =>
    new FcError('AsyncConfigNotExists', 404, `AsyncConfig for ${name} does not exist.`),
  asyncConfigExists: (name: string) =>
    new FcError('AsyncConfigAlreadyExists', 409, `AsyncConfig for ${name} already exists.`),
  qualifierNotFound: (qualifier: string) =>
    new FcError('VersionNotFound', 404, `version '${qualifier}' does not exist: the local cloud has LATEST only`),
  startFileMissing: (detail: string) =>
    new FcError('CAFileNotFound', 412, `The function cannot be started. ${detail}`, 'UnhandledInvocationError'),
  startFilePermission: (detail: string) =>
    new FcError('CAFilePermission', 412, `The function cannot be started. ${detail}`, 'UnhandledInvocationError'),
  notStarted: (detail: string) =>
    new FcError(
      'CAExited',
      412,
      `The function either cannot be started or exited. ${detail}`,
      'UnhandledInvocationError',
    ),
  initializerFailed: (detail: string) =>
    new FcError('InitializationError', 200, `Initializer failed: ${detail}`, 'InitializationError'),
  /** UNCERTAIN: the codes of the next five (the table gives status 502 and the type only). */
  processExited: (detail: string) =>
    new FcError(
      'ProcessExitedUnexpectedly',
      502,
      `Process exited unexpectedly before completing request (${detail})`,
      'UnhandledInvocationError',
    ),
  /** The platform's request log calls it `FunctionOOMError`; its page on processes that exit names too little memory as a cause. */
  outOfMemory: (bytes: number, limitMb: number) =>
    new FcError(
      'FunctionOOMError',
      502,
      `Process exited unexpectedly before completing request (out of memory: ${Math.ceil(bytes / 2 ** 20)} MB of ${limitMb} MB)`,
      'UnhandledInvocationError',
    ),
  timedOut: (seconds: number) =>
    new FcError('FunctionTimedOut', 502, `Function timed out after ${seconds} seconds`, 'UnhandledInvocationError'),
  badResponse: (detail: string) =>
    new FcError('BadResponse', 502, `BadResponse: ${detail}`, 'UnhandledInvocationError'),
  failedInvocation: (detail: string) =>
    new FcError('UnhandledInvocationError', 502, detail, 'UnhandledInvocationError'),
  tooManyInstances: (limit: number) =>
    new FcError('ResourceExhausted', 429, `the account already runs ${limit} instances in this region`),
  throttled: () => new FcError('ResourceThrottled', 503, 'the request was throttled: try again later'),
  unavailable: (message: string) => new FcError('ServiceUnavailable', 503, message),
};

/** Any thrown value as an error of the platform. */
export function toFcError(error: unknown): FcError {
  if (error instanceof FcError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new FcError('InternalServerError', 500, `an internal error has occurred in the local cloud: ${message}`);
}
