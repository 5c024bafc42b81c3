/** What the AppServer may do: its own rows, reading the settings, and the few cloud calls of a running stack (live.md §9). */
import { TABLES, type TableDefinition } from '../../lambdas/cloud/tables.ts';
import type { Stage } from '../config/schema.ts';
import {
  domainResource,
  logStatement,
  messageAppResource,
  type PolicyContext,
  type Statement,
  tableResource,
} from './statement.ts';

const ROW_ACTIONS = ['ots:GetRow', 'ots:PutRow', 'ots:UpdateRow', 'ots:DeleteRow', 'ots:GetRange', 'ots:BatchGetRow'];

/** Actions on the messaging application; only two of them are proven to take a resource (live.md §9), the family is taken to. */
const MESSAGE_GROUP_ACTIONS = [
  'live:CreateLiveMessageGroup',
  'live:DescribeLiveMessageGroup',
  'live:DeleteLiveMessageGroup',
  'live:SendLiveMessageGroup',
  'live:BanLiveMessageGroup',
  'live:UnbanLiveMessageGroup',
  'live:DescribeLiveMessageGroupBand',
  'live:AddLiveMessageGroupBand',
  'live:RemoveLiveMessageGroupBand',
  'live:KickLiveMessageGroupUser',
  'live:DeleteLiveMessageGroupMessage',
];

/** Ends what a host still sends when a room is stopped, and lets the host come back. */
const STREAM_ACTIONS = ['live:ForbidLiveStream', 'live:ResumeLiveStream'];

/** Reads of streams are authorized on everything (live.md §9). */
const STREAM_READS = ['live:DescribeLiveStreamState'];

/** Replays: which videos there are of a stream, and where they play. VOD knows no resources for them (live.md §9). */
const REPLAY_READS = ['vod:ListLiveRecordVideo', 'vod:GetPlayInfo'];

/** UNCERTAIN: names an application, but is of no family that is known to be authorized on one: with less it might be refused. */
const USER_ACTIONS = ['live:SendLiveMessageUser'];

/** UNCERTAIN: no authorization table of these could be read; that of their sibling CreateRtcMPUEventSub knows no resources. */
const CHANNEL_ACTIONS = ['live:RemoveTerminals'];
const MIXING_ACTIONS = ['live:StartLiveMPUTask', 'live:UpdateLiveMPUTask', 'live:StopLiveMPUTask'];

export function appServerPolicy(
  context: PolicyContext,
  { recording, mixing }: Pick<Stage, 'recording' | 'mixing'>,
): Statement[] {
  const own: TableDefinition[] = Object.values(TABLES).filter(({ name }) => name !== TABLES.settings.name);
  const indexes = own.flatMap((table) => table.indexes ?? []);
  return [
    { actions: ['ots:GetRow'], resources: [tableResource(context, TABLES.settings.name)] },
    { actions: ROW_ACTIONS, resources: own.map(({ name }) => tableResource(context, name)) },
    { actions: ['ots:GetRange'], resources: indexes.map(({ name }) => tableResource(context, name)) },
    { actions: STREAM_ACTIONS, resources: [domainResource(context.ingestDomain)] },
    { actions: STREAM_READS, resources: ['*'] },
    {
      actions: [...USER_ACTIONS, ...CHANNEL_ACTIONS, ...(mixing === 'server' ? MIXING_ACTIONS : [])],
      resources: ['*'],
    },
    ...(recording === 'vod' ? [{ actions: REPLAY_READS, resources: ['*'] }] : []),
    { actions: MESSAGE_GROUP_ACTIONS, resources: [messageAppResource()] },
    logStatement(context),
  ];
}
