/** How the gateway refuses a request. Numbers are those of the vendor's Web SDK (`ImErrors` of its public type file). */
import { LOGIN_PROBLEMS, type LoginProblem } from '../live/messaging/app-token.ts';

const CODES = {
  HasLogin: 304,
  InvalidParam: 400,
  UnknownMethod: 400,
  NoPermission: 403,
  Busy: 412,
  GroupNotJoined: 425,
  GroupNotExist: 440,
  GroupDeleted: 441,
  Muted: 442,
  ReachMax: 443,
  /** UNCERTAIN: the SDK lists no number for a message that the audit refuses; this one is ours. */
  AuditRejected: 451,
  Internal: 500,
  NotLogin: 602,
} as const;

export type ImErrorName = keyof typeof CODES | LoginProblem;

export class ImError extends Error {
  override readonly name: ImErrorName;
  readonly code: number;

  constructor(name: ImErrorName, message: string) {
    super(message);
    this.name = name;
    // The SDK knows one number for every login that is refused; the name tells them apart.
    this.code = name in LOGIN_PROBLEMS ? 403 : CODES[name as keyof typeof CODES];
  }
}

export const loginRefused = (problem: LoginProblem): ImError => new ImError(problem, LOGIN_PROBLEMS[problem]);

export const invalidParam = (name: string, expected: string): ImError =>
  new ImError('InvalidParam', `${name}: ${expected} is expected`);
