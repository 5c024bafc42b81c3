/** What an update of a deployed stage can change, one field after the other. */
import type { Stage } from '../../cdk/config/schema.ts';

export interface Change {
  /** Names the fields of the stage that it changes. */
  readonly fields: readonly (keyof Stage)[];
  readonly of: (stage: Stage) => Stage;
}

const to = (values: Partial<Stage>): Change => ({
  fields: Object.keys(values) as (keyof Stage)[],
  of: (stage) => ({ ...stage, ...values }),
});

/** Fields that change in place whatever the others say. */
const ANYWHERE: readonly Change[] = [
  // First: checking passwords takes long on purpose.
  {
    fields: ['authentication'],
    of: (of) => ({ ...of, authentication: { mode: of.authentication.mode === 'demo' ? 'password' : 'demo' } }),
  },
  {
    fields: ['domainScope'],
    of: (of) => ({ ...of, domainScope: of.domainScope === 'global' ? 'overseas' : 'global' }),
  },
  to({ streamingScheme: 'https' }),
  to({ urlValiditySeconds: 3_600 }),
  to({ recordingCycleSeconds: 900 }),
  {
    fields: ['costreaming'],
    of: (of) => ({ ...of, costreaming: of.costreaming === 'strict' ? 'compatible' : 'strict' }),
  },
  to({ mixing: 'server' }),
  to({ messageRole: 'anchors' }),
  to({ audioTemplate: 'oriaac' }),
  to({ certificate: 'cert-1' }),
  to({ roomRetentionDays: 30 }),
  to({ keyRotation: 2 }),
  to({ corsOrigins: ['https://www.live.cn'] }),
  to({ alarmContactGroup: 'on-call' }),
  to({ logRetentionDays: 90 }),
  to({ tags: { team: 'live' } }),
  to({ function: { memoryMb: 1_024, concurrency: 50, runtime: 'node20-debian10' } }),
  to({ activateServices: false }),
  to({ artcAppId: 'artcapp2' }),
];

/** A recording ends before another of its kind begins, and an app name changes when nothing is bound to it. */
const ONE_AFTER_THE_OTHER: readonly Change[] = [
  {
    fields: ['recording', 'appName', 'mixing'],
    of: ({ audioTemplate: _, ...stage }) => ({ ...stage, recording: 'none', appName: 'show', mixing: 'client' }),
  },
  to({ recording: 'oss', recordingBucket: { name: 'my-recordings', endpoint: 'oss-cn-shanghai.aliyuncs.com' } }),
  to({ recordingCycleSeconds: 600 }),
  to({ deletionPolicy: 'retain' }),
  to({ deletionPolicy: 'delete' }),
];

/** With a zone of the account's own; before the recording ends, which is told of the address of the AppServer. */
const IN_A_ZONE: readonly Change[] = [
  to({ customDomain: 'api.example.com' }),
  { fields: ['dns', 'dnsZone'], of: ({ dnsZone: _, customDomain: __, ...stage }) => ({ ...stage, dns: 'manual' }) },
];

export function changesOf(stage: Stage): readonly Change[] {
  return [...ANYWHERE, ...(stage.dns === 'alidns' ? IN_A_ZONE : []), ...ONE_AFTER_THE_OTHER];
}

/** All that change in place, at once. */
export const AT_ONCE: Change = {
  fields: ANYWHERE.flatMap(({ fields }) => fields),
  of: (stage) => ANYWHERE.reduce((changed, { of }) => of(changed), stage),
};

/** The same changes in few updates. */
export function fewChangesOf(stage: Stage): readonly Change[] {
  return [AT_ONCE, ...changesOf(stage).filter((change) => !ANYWHERE.includes(change))];
}

/** Why the other fields are not among them. */
export const NOT_CHANGED: Readonly<Record<string, string>> = {
  region: 'refused: another region is another stack',
  compute: 'refused: the types of the functions differ',
  domains: 'refused, but for adopting, which has a life of its own',
  messageDataCenter: 'refused: a messaging application stays where it is',
  tablestoreType: 'refused: an instance keeps its type',
  origins: 'only where the stand-ins of a laptop listen: environment of the AppServer, like the scheme',
  suppressions: 'what is accepted when a template is checked, nothing that is deployed',
  customDomainCertificate: 'read from files at each deployment: test/e2e/https.test.ts',
  code: 'needs a bucket with the code, which the local cloud has not',
};
