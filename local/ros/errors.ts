/** The errors of the ROS API: codes, messages and HTTP statuses as its API reference lists them. */
import { ServiceError } from '../openapi/service.ts';

const error = (code: string, message: string, status = 400): ServiceError => new ServiceError(code, message, status);

export const rosError = {
  invalidSchema: (reason: string) => error('InvalidSchema', `${reason}.`),
  invalidTemplateVersion: (reason: string) =>
    error('InvalidTemplateVersion', `The template version is invalid: ${reason}.`),
  invalidTemplateSection: (section: string) =>
    error('InvalidTemplateSection', `The template section is invalid: ${section}.`),
  /** `section` names the path below the resource, and what was expected there. */
  invalidTemplatePropertyType: (resource: string, section: string) =>
    error('InvalidTemplatePropertyType', `The specified value type of (${resource} ${section}) is incorrect.`),
  invalidTemplateReference: (name: string, referencer: string) =>
    error('InvalidTemplateReference', `The specified reference "${name}" (in ${referencer}) is incorrect.`),
  invalidTemplateAttribute: (resource: string, name: string, referencer: string) =>
    error(
      'InvalidTemplateAttribute',
      `The Referenced Attribute (${resource} ${name}) is incorrect. It is read in ${referencer}.`,
    ),
  circularDependency: (cycle: readonly string[]) =>
    error('CircularDependency', `Circular Dependency Found: ${cycle.join(' -> ')}.`),
  stackValidationFailed: (reason: string) => error('StackValidationFailed', `${reason}.`),
  unknownUserParameter: (name: string) =>
    error('UnknownUserParameter', `The Parameter (${name}) was not defined in template.`),
  userParameterMissing: (name: string) => error('UserParameterMissing', `The Parameter ${name} was not provided.`),
  stackExists: (name: string) => error('StackExists', `The Stack (${name}) already exists.`, 409),
  /** UNCERTAIN: code and words; the limit itself is documented (ros.md §3.1). */
  tooManyStacks: (limit: number) => error('QuotaExceeded.Stack', `The number of stacks exceeds the quota of ${limit}.`),
  stackNotFound: (name: string) => error('StackNotFound', `The Stack (${name}) could not be found.`, 404),
  resourceNotFound: (name: string, stack: string) =>
    error('ResourceNotFound', `The Resource (${name}) could not be found in Stack ${stack}.`, 404),
  /** For GetResourceType; the code in a template error is UNCERTAIN, see `unknownType`. */
  resourceTypeNotFound: (name: string) =>
    error('ResourceTypeNotFound', `The Resource Type (${name}) could not be found.`, 404),
  changeSetNotFound: (name: string) => error('ChangeSetNotFound', `The ChangeSet (${name}) could not be found.`, 404),
  /** UNCERTAIN: code of a second change set with the same name. */
  changeSetExists: (name: string) => error('ChangeSetExists', `The ChangeSet (${name}) already exists.`, 409),
  actionInProgress: (name: string, action: string) =>
    error('ActionInProgress', `Stack ${name} already has an action (${action}) in progress.`, 409),
  deletionProtected: (id: string) =>
    error('InvalidOperation.DeletionProtection', `Fail to delete stack ${id}, as deletion protection is enabled.`),
  completelySame: () => error('NotSupported', 'Update the completely same stack is not supported.'),
  /** UNCERTAIN: code of an operation that the stack's status does not allow. */
  statusRefuses: (name: string, status: string, action: string) =>
    error('NotSupported', `${action} is not supported for the stack ${name}, whose status is ${status}.`),
  missingParameter: (name: string) => error('MissingParameter', `The input parameter ${name} should be specified.`),
  invalidParameter: (name: string, reason: string) =>
    error('InvalidParameter', `The specified parameter ${name} is invalid, ${reason}.`),
  invalidIdempotence: () => error('InvalidIdempotenceParameter', 'The specified parameters are different from before.'),
  /** Exists in the service, not here. */
  notLocal: (what: string, instead: string) =>
    error('NotSupported', `${what} is not supported by the local ROS: ${instead}.`),
} as const;

/** UNCERTAIN: the service's code for an unknown type inside a template. */
export function unknownType(path: string, type: string, known: readonly string[]): ServiceError {
  const product = type.split('::').slice(0, 2).join('::');
  const near = known.filter((name) => name.startsWith(`${product}::`));
  const hint = near.length > 0 ? `of ${product} it knows ${near.join(', ')}` : `it knows ${known.join(', ')}`;
  return rosError.stackValidationFailed(
    `${path}: The Resource Type (${type}) could not be found in the local ROS; ${hint}, and Custom::<name>`,
  );
}
