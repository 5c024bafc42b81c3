/** Finds, among the events of a failed operation, the one that started it. */
import type { StackEvent } from '../cloud/stacks.ts';

export interface RootCause {
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string;
}

export const causeText = ({ logicalId, resourceType, reason }: RootCause): string =>
  `${logicalId} (${resourceType}): ${reason}`;

/** Reasons of resources that were stopped because another one failed. */
const FOLLOWER = /cancel|aborted|terminated because/i;

/** The first failure that is no consequence of another; undefined when no event failed. */
export function rootCauseOf(events: readonly StackEvent[]): RootCause | undefined {
  const failures = events.filter((event) => event.status.endsWith('_FAILED') && event.reason !== '');
  const resources = failures.filter((event) => event.resourceType !== 'ALIYUN::ROS::Stack');
  const first = resources.find((event) => !FOLLOWER.test(event.reason)) ?? resources[0] ?? failures[0];
  return (
    first && {
      logicalId: first.logicalId,
      resourceType: first.resourceType,
      status: first.status,
      reason: first.reason,
    }
  );
}
