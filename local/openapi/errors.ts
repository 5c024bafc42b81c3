/** The errors that the API gateway itself answers, before a product sees the request (codes and texts as published). */
import { ServiceError } from './service.ts';

export const gatewayError = {
  missing: (name: string) => new ServiceError(`Missing${name}`, `${name} is mandatory for this action.`),
  invalid: (name: string, expected: string) =>
    new ServiceError('InvalidParameter', `The specified parameter "${name}" is not valid: ${expected}.`),
  /** The real gateway ignores parameters it does not know; here they are errors, because they are misspellings. */
  unknownParameter: (name: string, action: string, known: readonly string[]) =>
    new ServiceError(
      'InvalidParameter',
      `The specified parameter "${name}" is not valid: ${action} knows ${known.length ? known.join(', ') : 'no parameters'}.`,
    ),
  unknownAction: (action: string) =>
    new ServiceError(
      'InvalidAction.NotFound',
      `Specified api is not found, please check your url and method. Action: ${action}.`,
      404,
    ),
  actionNotOffered: (action: string, product: string) =>
    new ServiceError(
      'InvalidAction.NotOffered',
      `${action} is known to the service, not offered by the local cloud (${product}). Use a real account for it, or leave it out.`,
      501,
    ),
  unknownVersion: (version: string) =>
    new ServiceError('InvalidVersion', `Specified parameter Version is not valid: ${version}.`),
  unknownAccessKey: () => new ServiceError('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404),
  wrongSignature: () =>
    new ServiceError(
      'SignatureDoesNotMatch',
      'Specified signature is not matched with our calculation. Check the AccessKey secret and what was signed.',
    ),
  wrongSignatureMethod: () =>
    new ServiceError(
      'InvalidSignatureMethod',
      'Specified signature method is not valid: HMAC-SHA1 with SignatureVersion 1.0, or ACS3-HMAC-SHA256.',
    ),
  malformedTimestamp: () =>
    new ServiceError(
      'InvalidTimeStamp.Format',
      'Specified time stamp or date value is not well formatted: YYYY-MM-DDThh:mm:ssZ in UTC.',
    ),
  expiredTimestamp: () =>
    new ServiceError('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'),
  usedNonce: () => new ServiceError('SignatureNonceUsed', 'Specified signature nonce was used already.'),
  expiredToken: () => new ServiceError('InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.'),
  malformedToken: () => new ServiceError('InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.'),
  tokenOfAnotherKey: () =>
    new ServiceError(
      'InvalidSecurityToken.MismatchWithAccessKey',
      'Specified SecurityToken mismatch with the AccessKey: an account key has no token.',
    ),
  /**
   * VOD: its table of common errors (alibabacloud.com/help/en/vod/api-reference-error-codes). Every other product: the common
   * code of Live for identities that may not use it (developer.aliyun.com/ask/280490), UNCERTAIN whether it is the one.
   */
  notActivated: (product: string) =>
    product === 'vod'
      ? new ServiceError('OperationDenied', 'Your account does not open VOD service yet.', 403)
      : new ServiceError('InvalidIdentity.ServiceDisabled', 'The request identity was not allowed operated.'),
  /** UNCERTAIN: some products answer `NoPermission` instead of `Forbidden.RAM`; both with 403. */
  forbidden: (action: string, resource: string) =>
    new ServiceError(
      'Forbidden.RAM',
      `User not authorized to operate on the specified resource, or this API doesn't support RAM. Action: ${action}, Resource: ${resource}.`,
      403,
    ),
  /** UNCERTAIN: the HTTP status of a refusal by flow control (live.md §1); callers decide by the code. */
  throttled: () => new ServiceError('Throttling.User', 'Request was denied due to user flow control.', 400),
  unavailable: () =>
    new ServiceError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', 503),
  internal: (message: string) =>
    new ServiceError('InternalError', `The request processing has failed in the local cloud: ${message}`, 500),
};
