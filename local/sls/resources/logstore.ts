/** ALIYUN::SLS::Logstore (properties: ros-cdk-sls 1.11.0). */
import type { Properties, ResourceType } from '../../ros/resource-type.ts';
import type { SlsStore } from '../store.ts';

const NAME = { type: 'string', required: true, updatable: false, minLength: 3, maxLength: 63 } as const;

/** Days that the service keeps entries when the template does not say. */
const DEFAULT_TTL_DAYS = 30;

export function logstoreType(store: SlsStore): ResourceType {
  return {
    type: 'ALIYUN::SLS::Logstore',
    attributes: ['LogstoreName', 'ProjectName'],
    properties: {
      LogstoreName: { ...NAME, pattern: /^[a-zA-Z0-9_-]+$/ },
      ProjectName: { ...NAME, pattern: /^[a-zA-Z0-9_-]+$/ },
      AppendMeta: { type: 'boolean', updatable: true },
      AutoSplit: { type: 'boolean', updatable: true },
      EnableTracking: { type: 'boolean', updatable: true },
      EncryptConf: {
        type: 'map',
        updatable: true,
        properties: {
          Enable: { type: 'boolean', required: true },
          EncryptType: { type: 'string', required: true },
          UserCmkInfo: { type: 'map' },
        },
      },
      MaxSplitShard: { type: 'number', updatable: true, min: 1, max: 64 },
      Mode: { type: 'string', updatable: true, allowedValues: ['standard', 'query'] },
      PreserveStorage: { type: 'boolean', updatable: true },
      ShardCount: { type: 'number', updatable: false, min: 1, max: 100 },
      TTL: { type: 'number', updatable: true, min: 1, max: 3600 },
    },
    async create(properties) {
      const { project, logstore } = namesOf(properties);
      store.createLogstore(project, logstore, ttlDays(properties));
      return { physicalId: logstore, attributes: { LogstoreName: logstore, ProjectName: project } };
    },
    async update(_physicalId, properties) {
      const { project, logstore } = namesOf(properties);
      store.logstore(project, logstore).ttlDays = ttlDays(properties);
      return { LogstoreName: logstore, ProjectName: project };
    },
    async delete(_physicalId, properties) {
      const { project, logstore } = namesOf(properties);
      store.deleteLogstore(project, logstore);
    },
  };
}

function namesOf({ ProjectName, LogstoreName }: Properties): { project: string; logstore: string } {
  return { project: String(ProjectName), logstore: String(LogstoreName) };
}

function ttlDays({ PreserveStorage, TTL }: Properties): number {
  return PreserveStorage === true ? 0 : Number(TTL ?? DEFAULT_TTL_DAYS);
}
