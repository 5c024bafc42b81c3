/** The 31 + 4 steps of a deployment by hand, and what became of each; the page and what `deploy` announces come from here. */
import { isLocal } from './config/checks.ts';
import type { Stage } from './config/schema.ts';

/** `yours`: no API offers it. `stack`: done by the stack. `command`: by `live-stack`. `gone`: not needed any more. */
export type Fate = 'yours' | 'stack' | 'command' | 'gone';

export interface ManualStep {
  /** As the vendor's pages count (appserver-contract.md §8): 1–31 for operators, 32–35 for client developers. */
  readonly number: number;
  readonly step: string;
  readonly fate: Fate;
  /** What does it now, or what to do. */
  readonly now: string;
  /** Where a person does it. */
  readonly url?: string;
  /** For which stages a person must do it; absent: for each. */
  readonly isFor?: (stage: Stage) => boolean;
}

const LIVE = 'https://live.console.aliyun.com/';
const VOD = 'https://vod.console.aliyun.com/';

const hasCostreaming = ({ artcAppId }: Stage): boolean => artcAppId !== undefined;
const isManual = ({ dns }: Stage): boolean => dns === 'manual';
const needsFiling = ({ region, domainScope }: Stage): boolean => region.startsWith('cn-') || domainScope !== 'overseas';

export const MANUAL_STEPS: readonly ManualStep[] = [
  {
    number: 1,
    step: 'Account and real-name verification',
    fate: 'yours',
    now: 'a legal act; no API',
    url: 'https://account.console.aliyun.com/',
  },
  { number: 2, step: 'Activate ApsaraVideo Live', fate: 'yours', now: 'accept the terms once', url: LIVE },
  {
    number: 3,
    step: 'Two domains, with an ICP filing',
    fate: 'yours',
    now: 'a filing unless region and area are outside the Chinese mainland',
    url: 'https://beian.aliyun.com/',
    isFor: needsFiling,
  },
  {
    number: 4,
    step: 'RAM user with full access, AccessKey',
    fate: 'gone',
    now: 'functions act through their own roles',
  },
  { number: 5, step: 'Add the ingest domain', fate: 'stack', now: 'Custom::LiveDomain' },
  {
    number: 6,
    step: 'Prove the ownership of the domain',
    fate: 'yours',
    now: 'a TXT record, told with its value before the stack is created; with `dns: "alidns"` the stack adds it',
    isFor: isManual,
  },
  {
    number: 7,
    step: 'CNAME of the ingest domain',
    fate: 'yours',
    now: 'told and waited for after the deployment; with `dns: "alidns"` the stack adds it',
    isFor: isManual,
  },
  { number: 8, step: 'Copy the URL-signing key of the ingest domain', fate: 'stack', now: 'Custom::LiveUrlSigning' },
  { number: 9, step: 'Callback URL and its key', fate: 'stack', now: 'Custom::LiveStreamCallback' },
  { number: 10, step: 'Add the streaming domain', fate: 'stack', now: 'Custom::LiveDomain' },
  {
    number: 11,
    step: 'CNAME of the streaming domain',
    fate: 'yours',
    now: 'told and waited for after the deployment; with `dns: "alidns"` the stack adds it',
    isFor: isManual,
  },
  { number: 12, step: 'Associate both domains', fate: 'stack', now: 'Custom::LiveDomainMapping' },
  {
    number: 13,
    step: 'Enable RTS',
    fate: 'gone',
    now: 'on by itself for streaming domains added since September 2022',
  },
  {
    number: 14,
    step: 'HTTPS certificate of the streaming domain',
    fate: 'stack',
    now: 'Custom::LiveCertificate, with `certificate` naming one of the certificate service',
  },
  {
    number: 15,
    step: 'Copy the URL-signing key of the streaming domain',
    fate: 'stack',
    now: 'Custom::LiveUrlSigning',
  },
  {
    number: 16,
    step: 'Transcoding template `oriaac`',
    fate: 'stack',
    now: 'Custom::LiveAudioTemplate, with `audioTemplate: "oriaac"`',
  },
  {
    number: 17,
    step: 'Create the ARTC application',
    fate: 'yours',
    now: 'bought in the console (free until used); `artcAppId: "auto"` finds the account’s only one; its AppKey is read where the API tells it, else given in `LIVE_STACK_ARTC_APP_KEY`',
    url: LIVE,
    isFor: hasCostreaming,
  },
  {
    number: 18,
    step: 'Switch on its stream relay to the streaming domain',
    fate: 'yours',
    now: 'Applications > Manage > Stream Relay, with the app name of the stage; Custom::ArtcRelay adds the rule where the API lets it, and reads whether the relay is on (output `CoStreamingRelay`); not with `mixing: "server"`, where it must be off',
    url: LIVE,
    isFor: (stage) => hasCostreaming(stage) && stage.mixing === 'client',
  },
  {
    number: 19,
    step: 'Create the messaging application',
    fate: 'stack',
    now: 'Custom::LiveMessageApp, its callback too',
  },
  {
    number: 20,
    step: 'SDK license for native clients',
    fate: 'yours',
    now: 'only when you publish native apps',
    url: LIVE,
    isFor: () => false,
  },
  {
    number: 21,
    step: 'Activate ApsaraVideo VOD in the same region',
    fate: 'yours',
    now: 'accept the terms once; for `recording: "vod"`',
    url: VOD,
    isFor: ({ recording }) => recording === 'vod',
  },
  {
    number: 22,
    step: 'Storage and domain of VOD',
    fate: 'yours',
    now: 'VOD makes its storage when it is activated; a domain of your own only where you want one',
    url: VOD,
    isFor: () => false,
  },
  { number: 23, step: 'Live-to-VOD recording', fate: 'stack', now: 'Custom::LiveRecording and Custom::VodCallback' },
  { number: 24, step: 'Buy MySQL, create a database', fate: 'gone', now: 'Tablestore, made by the stack' },
  { number: 25, step: 'Create the tables', fate: 'stack', now: 'ALIYUN::OTS::Table' },
  { number: 26, step: 'Download the source', fate: 'command', now: 'the template carries the functions' },
  { number: 27, step: 'Edit the secret of the sessions', fate: 'stack', now: 'Custom::AppServerKeys' },
  { number: 28, step: 'Fill in 20 values of `application.yml`', fate: 'gone', now: 'the stack hands them on' },
  {
    number: 29,
    step: 'Install a JDK and Maven, build',
    fate: 'command',
    now: '`live-stack deploy` bundles',
  },
  { number: 30, step: 'Create the host, start the server', fate: 'stack', now: 'Function Compute' },
  {
    number: 31,
    step: 'Own domain and HTTPS in front of the AppServer',
    fate: 'yours',
    now: 'optional: `customDomain`, whose CNAME is told and waited for; with `dns: "alidns"` the stack adds it. HTTPS with `customDomainCertificate`, the two files of a certificate of yours',
    isFor: (stage) => isManual(stage) && stage.customDomain !== undefined,
  },
  {
    number: 32,
    step: 'Web client: origin, build, host',
    fate: 'yours',
    now: 'the AppServer tells clients their configuration; build with its URL',
    isFor: () => false,
  },
  {
    number: 33,
    step: 'Android: server URL, license, certificate',
    fate: 'yours',
    now: 'in the app',
    isFor: () => false,
  },
  { number: 34, step: 'iOS: server URL, license', fate: 'yours', now: 'in the app', isFor: () => false },
  { number: 35, step: 'uni-app: configuration, legal domains', fate: 'yours', now: 'in the app', isFor: () => false },
];

/** What a person must have done, or will be asked for, for this stage; nothing for the local cloud. */
export function remainingSteps(stage: Stage): ManualStep[] {
  if (isLocal(stage)) return [];
  return MANUAL_STEPS.filter(({ fate, isFor }) => fate === 'yours' && (isFor === undefined || isFor(stage)));
}

const FATES: Readonly<Record<Fate, string>> = {
  yours: '**yours**',
  stack: 'the stack',
  command: 'the command',
  gone: 'not needed',
};

export function manualStepsPage(): string {
  const count = (fate: Fate): number => MANUAL_STEPS.slice(0, 31).filter((step) => step.fate === fate).length;
  const rows = MANUAL_STEPS.map(({ number, step, fate, now, url }) => {
    const place = url === undefined ? '' : ` ([console](${url}))`;
    return `| ${number} | ${step} | ${FATES[fate]} | ${now}${place} |`;
  });
  return `# Manual steps

<!-- Generated from cdk/manual-steps.ts by \`npm run docs\`. Change that file, not this page. -->

The vendor's pages about the [consoles](https://help.aliyun.com/en/live/use-cases/interactive-live-streaming-console-configuration)
and the [server](https://help.aliyun.com/zh/live/user-guide/how-to-integrate-the-server-side-into-live-streaming-1), and those that they lead to, ask an
operator for 31 steps, and a client developer for 4 more. Of the 31, ${count('stack')} are done by the stack and
${count('command')} by the command, ${count('gone')} are not needed any more, and ${count('yours')} stay yours: legal acts, purchases, and DNS records in zones that are not
Alibaba Cloud's. Those that concern a stage are announced before its first deployment starts. No value is copied by hand but the
AppKey of an ARTC application, where the API does not tell it, and its AppId, where an account has several.

| | step | done by | now |
|---|---|---|---|
${rows.join('\n')}
`;
}
