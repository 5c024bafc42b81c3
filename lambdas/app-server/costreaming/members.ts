/** Who may talk, and the rules about the member list that the anchor's client writes. */
import type { Member } from '../../api/costreaming.ts';
import type { SessionScope } from '../scope.ts';
import type { StageView } from './seats.ts';
import { has } from './stage.ts';

/**
 * A `strict` stage gives RTC URLs to the anchor, to those who are on stage, and to those whom the anchor has approved; a
 * `compatible` one to everybody, because official clients read them on entry (A10).
 */
export function mayTalk(scope: SessionScope, anchorId: string, view: StageView | undefined): boolean {
  const { caller } = scope;
  return (
    scope.config.costreaming === 'compatible' ||
    caller === anchorId ||
    (view !== undefined && (has(view.seats, caller) || has(view.stage.approvals, caller)))
  );
}

/** A play URL holds its owner's token, which is good for pushing as well (appserver-contract.md §4.5). */
export function withoutUrl(member: Member): Member {
  const { rtc_pull_url: _, ...rest } = member;
  return rest;
}

/** The list as it is kept: each user once, as written last, and no nulls. */
export function tidyMembers(members: readonly Member[]): Member[] {
  const byUser = new Map<string, Member>();
  for (const member of members) {
    const present = Object.entries(member).filter(([, value]) => value !== null && value !== undefined);
    byUser.set(member.user_id, { ...Object.fromEntries(present), user_id: member.user_id });
  }
  return [...byUser.values()];
}
