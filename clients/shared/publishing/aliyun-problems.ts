/**
 * What an error of the vendor's SDKs means to a person. Names are those of the browser, which the SDKs pass on; numbers those
 * of the RTS SDK (README of aliyun-rts-sdk 2.2.7), which the pusher shares. UNCERTAIN for the pusher: docs/open-questions.md.
 */
import type { PublishingProblem } from './publishing.ts';

const BY_NAME: Readonly<Record<string, PublishingProblem>> = {
  NotAllowedError: 'no-permission',
  NotFoundError: 'no-device',
  NotReadableError: 'device-busy',
};

const BY_CODE: Readonly<Record<number, PublishingProblem>> = {
  10001: 'no-device',
  10002: 'no-device',
  10003: 'no-permission',
  10004: 'no-permission',
  10005: 'device-busy',
  10006: 'device-busy',
  10110: 'unsupported',
  10111: 'unsupported',
  10112: 'unsupported',
  10113: 'unsupported',
  10300: 'expired',
};

/** Whatever is not known counts as a network that does not answer: what helps is to try it again. */
export function problemOf(error: unknown): PublishingProblem {
  const { name, code, errorCode } = (error ?? {}) as { name?: unknown; code?: unknown; errorCode?: unknown };
  return BY_NAME[String(name)] ?? BY_CODE[Number(errorCode ?? code)] ?? 'unreachable';
}
