/** Rules that need more than one field of a stage. Each answers with a problem or with nothing. */
import type { ConfigProblem } from './errors.ts';
import type { Stage } from './schema.ts';

type Rule = (stage: Stage) => (Omit<ConfigProblem, 'path'> & { at: string }) | undefined;

/** Names under `.localhost` exist on one machine only: such a stage is deployed on the local cloud. */
export function isLocal(stage: Pick<Stage, 'domains'>): boolean {
  return [stage.domains.ingest, stage.domains.streaming].some((name) => name.endsWith('.localhost'));
}

/** live.md §3: one domain cannot be both. */
const domainsDiffer: Rule = ({ domains }) =>
  domains.ingest === domains.streaming
    ? { at: 'domains.streaming', message: `expected another domain than domains.ingest, got "${domains.streaming}"` }
    : undefined;

const localInBoth: Rule = (stage) => {
  const { ingest, streaming } = stage.domains;
  return ingest.endsWith('.localhost') === streaming.endsWith('.localhost')
    ? undefined
    : {
        at: 'domains',
        message: 'expected both domains under .localhost or none',
        hint: 'a stage is local or it is not',
      };
};

const originsAreLocal: Rule = (stage) =>
  stage.origins && !isLocal(stage)
    ? {
        at: 'origins',
        message: 'expected no origins for domains of the real service',
        hint: 'origins replace `.localhost` domains in URLs; remove them, or put them into the local stage',
      }
    : undefined;

const localHasOrigins: Rule = (stage) =>
  isLocal(stage) && !stage.origins
    ? {
        at: 'origins',
        message: 'expected the addresses of the local ingest and streaming servers',
        hint: '`.localhost` domains do not resolve everywhere, so URLs need {"ingest": "rtmp://…", "streaming": "http://…"}',
      }
    : undefined;

const zoneIsNamed: Rule = ({ dns, dnsZone }) =>
  dns === 'alidns' && !dnsZone
    ? { at: 'dnsZone', message: 'expected the DNS zone of both domains, because dns is "alidns"' }
    : undefined;

const zoneHoldsDomains: Rule = ({ dns, dnsZone, domains }) => {
  if (dns !== 'alidns' || !dnsZone) return undefined;
  const outside = [domains.ingest, domains.streaming].find((name) => !name.endsWith(`.${dnsZone}`));
  return outside === undefined
    ? undefined
    : { at: 'dnsZone', message: `expected a zone that holds "${outside}", got "${dnsZone}"` };
};

const demoIsNotKept: Rule = ({ authentication, deletionPolicy }) =>
  authentication.mode === 'demo' && deletionPolicy === 'retain' && !authentication.allowInProduction
    ? {
        at: 'authentication.mode',
        message: 'expected "password" or "jwks", because the data of this stage is retained and demo lets anybody in',
        hint: 'to keep demo, set deletionPolicy to "delete", or say so with authentication.allowInProduction: true',
      }
    : undefined;

const bucketIsNamed: Rule = ({ recording, recordingBucket }) =>
  recording === 'oss' && !recordingBucket
    ? { at: 'recordingBucket', message: 'expected the bucket of the recordings, because recording is "oss"' }
    : undefined;

const bucketIsUsed: Rule = ({ recording, recordingBucket }) =>
  recording !== 'oss' && recordingBucket
    ? {
        at: 'recordingBucket',
        message: `expected none, because recording is "${recording}"`,
        hint: 'say "oss", or remove it',
      }
    : undefined;

/** `*` beside other origins would hide that everything is allowed. */
const starStandsAlone: Rule = ({ corsOrigins }) =>
  corsOrigins.includes('*') && corsOrigins.length > 1
    ? { at: 'corsOrigins', message: 'expected either "*" alone or a list of origins' }
    : undefined;

/** FC 2.0 has no layers, so Node 22 does not reach it (function-compute.md §10.4). */
const runtimeFitsCompute: Rule = ({ compute, function: { runtime } }) =>
  compute === 'fc2' && runtime === 'node22-debian11'
    ? { at: 'function.runtime', message: 'expected "node20-debian10" with compute "fc2", which has no layers' }
    : undefined;

const customDomainDiffers: Rule = ({ customDomain, domains }) =>
  customDomain !== undefined && [domains.ingest, domains.streaming].includes(customDomain)
    ? { at: 'customDomain', message: `expected another domain than ingest and streaming, got "${customDomain}"` }
    : undefined;

const certificateHasDomain: Rule = ({ customDomain, customDomainCertificate }) =>
  customDomainCertificate !== undefined && customDomain === undefined
    ? { at: 'customDomainCertificate', message: 'expected "customDomain", the domain that the certificate is for' }
    : undefined;

const RULES: readonly Rule[] = [
  domainsDiffer,
  localInBoth,
  originsAreLocal,
  localHasOrigins,
  zoneIsNamed,
  zoneHoldsDomains,
  demoIsNotKept,
  bucketIsNamed,
  bucketIsUsed,
  starStandsAlone,
  runtimeFitsCompute,
  customDomainDiffers,
  certificateHasDomain,
];

export function checkStage(stage: Stage): ConfigProblem[] {
  return RULES.flatMap((rule) => {
    const found = rule(stage);
    if (!found) return [];
    const { at, ...problem } = found;
    return [{ path: `stages.${stage.name}.${at}`, ...problem }];
  });
}
