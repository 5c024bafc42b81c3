/** What a deployment reports: the values that clients and people need, and links for the console's overview. */
import * as ros from '@alicloud/ros-cdk-core';
import type { Parameters } from '../parameters.ts';
import type { Live } from './live.ts';
import type { Logs } from './logs.ts';

export const OUTPUT_NAMES = [
  'AppServerUrl',
  'IngestDomain',
  'IngestCname',
  'StreamingDomain',
  'StreamingCname',
  'MessageAppId',
  'ArtcAppId',
  'CoStreamingRelay',
  'TablestoreInstance',
  'Console.AppServer',
  'Console.Live',
  'Console.Logs',
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];

export interface OutputsProps {
  readonly parameters: Parameters;
  readonly live: Live;
  readonly logs: Logs;
}

export function createOutputs(scope: ros.Construct, { parameters, live, logs }: OutputsProps): void {
  const outputs: Record<OutputName, { description: string; value: string | ros.IResolvable }> = {
    AppServerUrl: { description: 'Base URL of the AppServer | AppServer 访问地址', value: live.address.attrPublicUrl },
    IngestDomain: { description: 'Anchors push to it | 推流域名', value: live.ingest.attrDomainName },
    IngestCname: { description: 'CNAME of the ingest domain | 推流域名的 CNAME', value: live.ingest.attrCname },
    StreamingDomain: { description: 'Viewers play from it | 播流域名', value: live.streaming.attrDomainName },
    StreamingCname: {
      description: 'CNAME of the streaming domain | 播流域名的 CNAME',
      value: live.streaming.attrCname,
    },
    MessageAppId: { description: 'Messaging application | 互动消息应用 ID', value: live.messageApp.attrAppId },
    ArtcAppId: {
      description: 'ARTC application; empty without co-streaming | 实时音视频应用 ID，无连麦时为空',
      value: parameters.ArtcAppId.value,
    },
    CoStreamingRelay: {
      description:
        'automatic; manual: switch on Stream Relay of the ARTC application; tasks: leave it off; empty without co-streaming | automatic：自动；manual：请在控制台开启旁路转推；tasks：请保持关闭；无连麦时为空',
      value: live.relay,
    },
    TablestoreInstance: {
      description: 'Database of the stack | 表格存储实例',
      value: parameters.TablestoreInstanceName.value,
    },
    // Keys that begin with `Console.` are shown as links (ros.md §3.2). UNCERTAIN: the consoles' own addresses.
    'Console.AppServer': { description: 'AppServer | 应用服务', value: live.address.attrPublicUrl },
    'Console.Live': { description: 'Live console | 视频直播控制台', value: 'https://live.console.aliyun.com/' },
    'Console.Logs': {
      description: 'Logs of both functions | 函数日志',
      value: ros.Fn.join('', [
        'https://sls.console.aliyun.com/lognext/project/',
        logs.project,
        '/logsearch/',
        logs.logstore,
      ]),
    },
  };
  for (const name of OUTPUT_NAMES) new ros.RosOutput(scope, name, outputs[name]);
}
