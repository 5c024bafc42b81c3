/** ARTC applications with their relay rules and the people in their channels. */
import type { Sources } from '../sources.ts';
import { listOf, membersOf, textOf } from './json.ts';

export interface ParticipantSummary {
  readonly userId: string;
  readonly channelId: string;
  readonly role: string;
  /** `audio, video`; empty while nothing is sent. */
  readonly sends: string;
  readonly joinedAtMs: number;
}

export interface ArtcAppSummary {
  readonly appId: string;
  readonly relay: boolean;
  readonly rules: readonly string[];
  readonly participants: readonly ParticipantSummary[];
}

export function artcAppsOf({ rtc }: Pick<Sources, 'rtc'>): ArtcAppSummary[] {
  return Object.entries(membersOf(membersOf(rtc.inventory()).apps)).map(([appId, app]) => ({
    appId,
    relay: membersOf(app).relay === true,
    rules: listOf(membersOf(app).rules).map(textOf),
    participants: rtc.channels.participantsOf(appId).map(({ userId, channelId, role, media, joinedAtMs }) => ({
      ...{ userId, channelId, role, joinedAtMs },
      sends: [media?.audio && 'audio', media?.video && 'video'].filter(Boolean).join(', '),
    })),
  }));
}
