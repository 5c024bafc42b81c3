/** The whole stack of one stage, in one template: functions, tables, logs, domains, messaging, co-streaming. */
import * as ros from '@alicloud/ros-cdk-core';
import type { Stage } from './config/schema.ts';
import { activateServices } from './constructs/activation.ts';
import { createDatabase } from './constructs/database.ts';
import { createDnsRecords } from './constructs/dns.ts';
import { createFunctions } from './constructs/functions.ts';
import { createLive } from './constructs/live.ts';
import { createLogs, LOGSTORE } from './constructs/logs.ts';
import { createOutputs } from './constructs/outputs.ts';
import { createCertificate } from './custom-domain-certificate.ts';
import type { Bundle } from './functions/bundle.ts';
import type { CodeLocation } from './functions/compute.ts';
import { createParameters, parameterGroups } from './parameters.ts';
import { tagsOf } from './tags.ts';

export interface LiveStackProps {
  readonly stage: Stage;
  /** The functions' code; not needed where the stage names a location in OSS. */
  readonly bundle?: Bundle;
}

const DESCRIPTION = {
  en: 'Interactive live streaming: AppServer, live channels, interactive messaging, co-streaming and replay in one stack.',
  'zh-cn': '互动直播：一个资源栈包含 AppServer、直播间、互动消息、连麦与回放。',
};

export class LiveStack extends ros.Stack {
  constructor(scope: ros.Construct, { stage, bundle }: LiveStackProps) {
    super(scope, stage.stackName, { stackName: stage.stackName, tags: tagsOf(stage) });
    // Logical ids are the construct ids alone (ros.md §4.5), so sections may share names only in scopes of their own.
    const form = new ros.Construct(this, 'Form');
    const parameters = createParameters(form, stage);
    const certificate = stage.customDomainCertificate ? createCertificate(form) : undefined;
    new ros.RosInfo(this, ros.RosInfo.description, DESCRIPTION);
    new ros.RosInfo(this, ros.RosInfo.metadata, {
      'ALIYUN::ROS::Interface': { ParameterGroups: parameterGroups(stage), TemplateTags: ['interactive-live-stack'] },
    });

    const instanceName = parameters.TablestoreInstanceName;
    // Logs that an earlier stack of this name left behind keep their project: a new stack begins its own.
    const ownPart = ros.Fn.select(0, ros.Fn.split('-', ros.RosPseudo.stackId));
    const logProject = ros.Fn.join('', [instanceName.valueAsString, '-logs-', ros.Token.asString(ownPart)]);
    const logs = createLogs(this, { projectName: logProject, retentionDays: stage.logRetentionDays });
    const database = createDatabase(this, {
      instanceName,
      keptData: parameters.KeptData,
      clusterType: stage.tablestoreType,
      description: `Data of ${stage.stackName}`,
    });
    const kept = stage.deletionPolicy === 'retain' ? ros.RosDeletionPolicy.RETAIN : ros.RosDeletionPolicy.DELETE;
    for (const resource of [...logs.resources, ...database.resources]) resource.rosOptions.deletionPolicy = kept;

    const functions = createFunctions(this, {
      stage,
      parameters,
      logs,
      settingsTable: database.settingsTable,
      code: codeOf(this, stage, bundle),
      ...(certificate ? { certificate } : {}),
      policyContext: {
        instanceName: instanceName.valueAsString,
        ingestDomain: parameters.IngestDomain.valueAsString,
        streamingDomain: parameters.StreamingDomain.valueAsString,
        logProject,
        logstore: LOGSTORE,
      },
    });
    const live = createLive(this, { stage, parameters, functions });
    if (stage.dns === 'alidns' && stage.dnsZone !== undefined) createDnsRecords(this, stage.dnsZone, parameters, live);
    if (stage.activateServices) activateServices(this);
    createOutputs(new ros.Construct(this, 'Outputs'), { parameters, live, logs });
  }
}

/** The zip once, in the mappings, for both functions (ros.md §3.1); or a place in OSS. */
function codeOf(scope: ros.Construct, stage: Stage, bundle: Bundle | undefined): CodeLocation {
  if (stage.code) return { ossBucketName: stage.code.ossBucket, ossObjectName: stage.code.ossObject };
  if (!bundle) throw new Error(`stage "${stage.name}": expected a bundle of the functions, or "code" in the stage`);
  const ZipFile = Buffer.from(bundle.zip).toString('base64');
  const mapping = new ros.RosMapping(scope, 'Code', { mapping: { Functions: { ZipFile } } });
  return { zipFile: mapping.findInMap('Functions', 'ZipFile') };
}
