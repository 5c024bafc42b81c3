/** A local cloud in which every page of the console has something to show, with one text in every place a person can fill. */
import { ACCOUNT, type ShownCloud, shownCloud, stackRecord } from './local-cloud.ts';

export interface FullCloud extends ShownCloud {
  /** An address for each page. */
  readonly pages: readonly string[];
}

/** `text` stands wherever people, services and functions write: titles, names, messages, reasons, log lines. */
export async function fullCloud(text: string): Promise<FullCloud> {
  const cloud = shownCloud();
  const { appId, groupId } = await fillLive(cloud, text);
  cloud.stacks.push(filledStack(text));
  cloud.tables.put('live-1', 'rooms', { room_id: text }, { title: text, extends: JSON.stringify({ note: text }) });
  cloud.tables.put('live-1', text, { id: 1n });
  const place = cloud.tables.browse({ instance: 'live-1', table: 'rooms', limit: 1 })?.rows[0]?.place ?? '';
  cloud.functions.push({
    name: `${text}-app-server`,
    url: 'http://127.0.0.1:7301',
    config: { runtime: text, memorySize: 512, environmentVariables: { LIVE_STACK_STAGE: text } },
  });
  fillLogs(cloud, text);
  fillRequests(cloud, text);
  cloud.faults.add({ product: text, action: text, kind: 'reset' });
  const group = new URLSearchParams({ app: appId, id: groupId });
  const rows = new URLSearchParams({ instance: 'live-1', table: text });
  const pages = [
    ...['overview', 'stacks', 'stack?id=stack-1', 'tables', `rows?${rows}`, 'rows?instance=live-1&table=rooms'],
    ...[`row?instance=live-1&table=rooms&at=${place}`, 'domains', 'streams', 'groups', `group?${group}`, 'recordings'],
    ...['functions', 'logs', `logs?${new URLSearchParams({ text: text.slice(0, 4) })}`, 'requests'],
  ];
  return { ...cloud, pages };
}

/** The page at an address of its data: `rows?table=rooms` is `/?view=rows&table=rooms`. */
export function pageAt(data: string): string {
  return `/?view=${data.replace('?', '&')}`;
}

async function fillLive({ call, clock, live, rtc, vod }: ShownCloud, text: string) {
  rtc.channels.join({ appId: ACCOUNT.artcApp.appId, channelId: text, userId: text }, 'interactive');
  await call('AddLiveDomain', { DomainName: 'ingest.localhost', LiveDomainType: 'liveEdge', Region: 'cn-shanghai' });
  await call('AddLiveDomain', { DomainName: 'play.localhost', LiveDomainType: 'liveVideo', Region: 'cn-shanghai' });
  clock.advance(60_000);
  await call('AddLiveDomainMapping', { PullDomain: 'play.localhost', PushDomain: 'ingest.localhost' });
  live.streams.publish({ domain: 'ingest.localhost', app: 'live', stream: text, clientIp: text });
  live.streams.forbid({ domain: 'ingest.localhost', app: 'live', stream: `${text}2` }, undefined);
  vod.addRecording({
    ...{ domainName: 'play.localhost', appName: 'live', streamName: text, startMs: 0, endMs: 61_000 },
    ...{ playUrl: `http://127.0.0.1:7302/${text}`, format: 'mp4', sizeBytes: 1_234 },
  });
  const { AppId } = await call('CreateLiveMessageApp', { AppName: 'app', DataCenter: 'cn-shanghai' });
  const appId = String(AppId);
  const where = { AppId: appId, DataCenter: 'cn-shanghai', GroupId: 'group1' };
  await call('CreateLiveMessageGroup', { ...where, CreatorId: 'alice', GroupName: text.slice(0, 60) });
  const group = live.apps.groups(appId, 'cn-shanghai')[0];
  group?.join('bob', '');
  group?.join(text, '');
  await call('SendLiveMessageGroup', { ...where, SenderId: 'alice', Body: text, MsgType: 1001 });
  return { appId, groupId: 'group1' };
}

function filledStack(text: string) {
  const stack = stackRecord({ stackName: text, statusReason: text, status: 'CREATE_FAILED' });
  stack.outputs.push({ key: 'Note', value: text, description: null });
  stack.events.push({
    ...{ eventId: 'event-2', timeMs: 2, logicalId: text, physicalId: text },
    ...{ resourceType: text, status: 'CREATE_FAILED', statusReason: text },
  });
  const rooms = stack.resources.Rooms;
  if (rooms) stack.resources.Other = { ...rooms, logicalId: text, physicalId: text, statusReason: text };
  return stack;
}

function fillLogs({ sls, clock }: ShownCloud, text: string): void {
  sls.load({ projects: [{ name: 'live-1-logs', description: '', logstores: [{ name: 'functions', ttlDays: 7 }] }] });
  const contents = { functionName: text, requestId: text, message: text };
  sls.append('live-1-logs', 'functions', [{ timeMs: clock.now(), contents }]);
}

function fillRequests({ requests }: ShownCloud, text: string): void {
  requests.add({
    ...{ id: '1', product: text, action: text, accessKeyId: 'STS.1', status: 500, startedAtMs: 1, durationMs: 1 },
  });
  requests.addHttp({
    ...{ functionName: text, method: 'GET', path: `/${text}`, status: 404, startedAtMs: 1, durationMs: 1 },
  });
}
