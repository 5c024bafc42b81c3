/** End to end checks of a deployed stage: each asks the real thing, and makes nothing. */
import type { Stage } from '../../cdk/config/schema.ts';
import { ApiFailure, apiClient } from '../../lambdas/api/client.ts';
import type { RpcAction } from '../cloud/rpc.ts';
import { type Check, type Finding, LIVE, ok } from '../doctor/check.ts';
import { signedPath } from './sign.ts';

export interface StatusWorld {
  readonly stage: Stage;
  readonly outputs: Readonly<Record<string, string>>;
  readonly rpc: (
    action: RpcAction,
    query?: Readonly<Record<string, string>>,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** Who logs in for the messaging check; absent: nobody can, unless the stage lets anybody in. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface StatusCheck extends Pick<Check, 'id' | 'title'> {
  run(world: StatusWorld): Promise<readonly Finding[]>;
}

const problem = (says: string, mend: string): Finding => ({ verdict: 'problem', says, mend });

const appServer: StatusCheck = {
  id: 'app-server',
  title: 'AppServer',
  run: async ({ outputs, now }) => {
    const began = now();
    const client = apiClient({ origin: String(outputs.AppServerUrl) });
    try {
      const { stage } = await client.call('ready');
      return [ok(`Ready as stage "${stage}", answered in ${now() - began} ms.`)];
    } catch (error) {
      const mend = '"live-stack logs" shows why; "live-stack deploy" puts it right when something was deleted.';
      return [problem(`${(error as Error).message}.`, mend)];
    }
  },
};

/** Both domains take a URL that is signed with their key, and refuse the same one tampered with. */
const urlSigning: StatusCheck = {
  id: 'url-signing',
  title: 'URL signing',
  run: async (world) =>
    Promise.all([
      checkSigning(world, String(world.outputs.IngestDomain), 'rtmp', ''),
      checkSigning(world, String(world.outputs.StreamingDomain), 'http', '.flv'),
    ]),
};

async function checkSigning(
  { stage, rpc, now }: StatusWorld,
  domain: string,
  scheme: string,
  ending: string,
): Promise<Finding> {
  const key = await signingKey(rpc, domain);
  const mend = 'Run "live-stack deploy": it sets the signing of both domains.';
  if (key === undefined) return problem(`${domain} does not check signatures.`, mend);
  const signed = signedPath(`/${stage.appName}/status${ending}`, key, Math.floor(now() / 1_000) + 600);
  const statusOf = async (path: string): Promise<unknown> => {
    const query = { DomainName: domain, Url: `${scheme}://${domain}${path}` };
    return (await rpc({ ...LIVE, action: 'DescribeLiveStreamAuthChecking' }, query)).Status;
  };
  const tampered = signed.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  const [good, bad] = await Promise.all([statusOf(signed), statusOf(tampered)]);
  if (good !== 'pass') return problem(`${domain} refuses a well signed URL.`, mend);
  if (bad === 'pass') return problem(`${domain} takes a URL whose signature is wrong.`, mend);
  return ok(`${domain} takes signed URLs and refuses tampered ones.`);
}

/** The key stays here: it is asked for, used, and told to nobody. */
async function signingKey(rpc: StatusWorld['rpc'], domain: string): Promise<string | undefined> {
  const query = { DomainName: domain, FunctionNames: 'aliauth' };
  const { DomainConfigs } = await rpc({ ...LIVE, action: 'DescribeLiveDomainConfigs' }, query);
  const configs = ((DomainConfigs ?? {}) as { DomainConfig?: { FunctionArgs?: { FunctionArg?: Argument[] } }[] })
    .DomainConfig;
  const args = (configs ?? []).flatMap(({ FunctionArgs }) => FunctionArgs?.FunctionArg ?? []);
  const argument = (name: string) => args.find(({ ArgName }) => ArgName === name)?.ArgValue;
  return argument('auth_type') === 'type_a' ? argument('auth_key1') : undefined;
}

interface Argument {
  readonly ArgName?: string;
  readonly ArgValue?: string;
}

const messaging: StatusCheck = {
  id: 'messaging',
  title: 'Messaging',
  run: async ({ stage, outputs, user }) => {
    const isOpen = stage.authentication.mode === 'demo';
    const who = user ?? (isOpen ? { name: 'livestackstatus', password: 'livestackstatus' } : undefined);
    if (!who) {
      const says = 'Nobody logged in, so no messaging token was asked for.';
      return [{ verdict: 'unknown', says, mend: 'Pass --user and --password of somebody who may log in.' }];
    }
    const client = apiClient({ origin: String(outputs.AppServerUrl) });
    try {
      const { token } = await client.call('login', { username: who.name, password: who.password });
      const answer = await client
        .withToken(token)
        .call('tokenV2', { user_id: who.name, device_id: 'live-stack', device_type: 'web', im_server: ['aliyun_new'] });
      return [ok(`A token for application ${answer.aliyun_new_im.app_id} was handed out.`)];
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return [problem(`No messaging token: ${error.message}.`, '"live-stack logs --query error" shows why.')];
    }
  },
};

const CALLBACK_PATH = '/api/v1/live/handlePushStreamEventCallback';
const RECORDS_OF_MS = 24 * 3_600 * 1_000;

/** Callbacks of an ingest domain within the last day, each with the result of its last attempt. */
export async function callbackRecords(
  rpc: StatusWorld['rpc'],
  DomainName: string,
  nowMs: number,
): Promise<readonly { readonly NotifyResult?: string }[]> {
  const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const query = { DomainName, StartTime: iso(nowMs - RECORDS_OF_MS), EndTime: iso(nowMs) };
  const { NotifyRecordsInfo } = await rpc({ ...LIVE, action: 'DescribeLiveStreamsNotifyRecords' }, query);
  return (
    ((NotifyRecordsInfo ?? {}) as { LiveStreamNotifyRecordsInfo?: { NotifyResult?: string }[] })
      .LiveStreamNotifyRecordsInfo ?? []
  );
}

const callbacks: StatusCheck = {
  id: 'callbacks',
  title: 'Stream callbacks',
  run: async ({ rpc, outputs, now }) => {
    const domain = { DomainName: String(outputs.IngestDomain) };
    const answer = await rpc({ ...LIVE, action: 'DescribeLiveStreamsNotifyUrlConfig' }, domain);
    const { NotifyUrl } = (answer.LiveStreamsNotifyConfig ?? {}) as { NotifyUrl?: string };
    const wanted = `${outputs.AppServerUrl}${CALLBACK_PATH}`;
    if (NotifyUrl !== wanted) {
      return [problem(`Callbacks go to ${NotifyUrl ?? 'nowhere'} instead of ${wanted}.`, 'Run "live-stack deploy".')];
    }
    const records = await callbackRecords(rpc, domain.DomainName, now());
    const configured = ok(`Callbacks go to ${wanted}.`);
    if (records.length === 0) return [configured, { verdict: 'unknown', says: 'No stream was pushed within a day.' }];
    const failed = records.filter(({ NotifyResult = '' }) => !/^(success|ok|200)/i.test(NotifyResult)).length;
    if (failed === 0) return [configured, ok(`All ${records.length} callbacks of a day were delivered.`)];
    const says = `${failed} of ${records.length} callbacks of a day were not delivered.`;
    return [
      configured,
      { verdict: 'warning', says, mend: '"live-stack logs" shows whether the AppServer refused them.' },
    ];
  },
};

const recording: StatusCheck = {
  id: 'recording',
  title: 'Recording',
  run: async ({ stage, rpc, outputs }) => {
    if (stage.recording === 'none') return [ok('The stage records nothing.')];
    const query = { DomainName: String(outputs.StreamingDomain) };
    const { LiveRecordVodConfigs } = await rpc({ ...LIVE, action: 'DescribeLiveRecordVodConfigs' }, query);
    const configs =
      ((LiveRecordVodConfigs ?? {}) as { LiveRecordVodConfig?: { AppName?: string }[] }).LiveRecordVodConfig ?? [];
    if (configs.some(({ AppName }) => AppName === stage.appName)) {
      return [ok(`Streams of ${stage.appName} are recorded into VOD.`)];
    }
    return [problem(`Streams of ${stage.appName} are not recorded.`, 'Run "live-stack deploy".')];
  },
};

export const STATUS_CHECKS: readonly StatusCheck[] = [appServer, urlSigning, messaging, callbacks, recording];
