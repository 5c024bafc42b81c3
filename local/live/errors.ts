/** Errors of ApsaraVideo Live, IM and MPU tasks; codes are those seen in public sources (live.md §1). */
import { ServiceError } from '../openapi/service.ts';

export const liveError = {
  invalid: (name: string, expected: string) =>
    new ServiceError('InvalidParam', `Parameter invalid: ${name}: ${expected} is expected.`),
  domainNotFound: (name: string) =>
    new ServiceError(
      'InvalidDomain.NotFound',
      `The domain provided does not belong to you or does not exist: ${name}.`,
      404,
    ),
  domainExists: (name: string) =>
    new ServiceError('DomainAlreadyExist', `The domain name already exists in this system: ${name}.`),
  ownerNotVerified: (root: string, content: string) =>
    new ServiceError(
      'DomainOwnerVerifyFail',
      `The ownership of ${root} is not verified: add the TXT record verification.${root} with the value ${content}, then call VerifyLiveDomainOwner.`,
    ),
  /** UNCERTAIN for Live: the code that its sibling CDN answers (live.md §1). */
  tooManyDomains: (limit: number) =>
    new ServiceError(
      'DomainOverLimit',
      `Your domain number has reached the limit of ${limit}. Delete domains, or ask for more.`,
    ),
  /** UNCERTAIN for Live: the code that its sibling CDN answers (live.md §1). */
  domainNameMalformed: (name: string) =>
    new ServiceError('InvalidDomainName.Malformed', `The specified domain name is malformed: ${name}.`),
  /** UNCERTAIN for Live: the code that its sibling CDN answers when a domain's status forbids the operation. */
  wrongStatus: (name: string, status: string, expected: string) =>
    new ServiceError(
      'IncorrectDomainStatus',
      `The current domain status does not support this operation: ${name} is ${status}, expected ${expected}.`,
    ),
  configExists: (what: string) => new ServiceError('ConfigAlreadyExists', `Config has already exist: ${what}.`),
  /** UNCERTAIN: the code for a configuration that is not there. */
  configNotFound: (what: string) => new ServiceError('ConfigNotFound', `The config does not exist: ${what}.`, 404),
  streamNotFound: (name: string) =>
    new ServiceError('InvalidStream.NotFound', `The stream does not exist: ${name}.`, 404),
  /** UNCERTAIN: the code; the text is the service's (live.md §7). */
  channelNotFound: (channelId: string) =>
    new ServiceError('InvalidParam', `channel does not exist: nobody is in ${channelId}.`),
  /** IM: an app, group or user that is not there. */
  resourceNotExist: (what: string) =>
    new ServiceError('ResourceNotExist', `The resource does not exist: ${what}.`, 404),
  /** IM: a parameter or a state that the service refuses. */
  inputInvalid: (name: string, expected: string) =>
    new ServiceError('InputInvalid', `Input invalid: ${name}: ${expected}.`),
};
