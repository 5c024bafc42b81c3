/** ALIYUN::SLS::Index: makes a logstore searchable (properties: ros-cdk-sls 1.11.0). */
import { ServiceError } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { Properties, PropertyRule, ResourceType } from '../../ros/resource-type.ts';
import type { SlsStore } from '../store.ts';

const NAME = { type: 'string', required: true, updatable: false, minLength: 3, maxLength: 63 } as const;

const FULL_TEXT_INDEX: PropertyRule = {
  type: 'map',
  required: true,
  updatable: true,
  properties: {
    Enable: { type: 'boolean', required: true },
    CaseSensitive: { type: 'boolean' },
    Delimiter: { type: 'string' },
    IncludeChinese: { type: 'boolean' },
  },
};

const KEY_INDICES: PropertyRule = {
  type: 'list',
  updatable: true,
  items: {
    type: 'map',
    properties: {
      Name: { type: 'string', required: true },
      Type: { type: 'string', required: true, allowedValues: ['text', 'long', 'double', 'json'] },
      Alias: { type: 'string' },
      CaseSensitive: { type: 'boolean' },
      Delimiter: { type: 'string' },
      EnableAnalytics: { type: 'boolean' },
      IncludeChinese: { type: 'boolean' },
      JsonKeyIndices: { type: 'list' },
    },
  },
};

export function indexType(store: SlsStore): ResourceType {
  return {
    type: 'ALIYUN::SLS::Index',
    attributes: [],
    properties: {
      ProjectName: { ...NAME, pattern: /^[a-zA-Z0-9_-]+$/ },
      LogstoreName: { ...NAME, pattern: /^[a-zA-Z0-9_-]+$/ },
      FullTextIndex: FULL_TEXT_INDEX,
      KeyIndices: KEY_INDICES,
      LogReduce: { type: 'boolean', updatable: true },
    },
    async create(properties) {
      const { project, name } = namesOf(properties);
      const logstore = store.logstore(project, name);
      if (logstore.index !== undefined) throw new ServiceError('IndexAlreadyExist', `${project}/${name} has an index.`);
      logstore.index = indexOf(properties);
      return { physicalId: `${project}:${name}`, attributes: {} };
    },
    async update(_physicalId, properties) {
      const { project, name } = namesOf(properties);
      store.logstore(project, name).index = indexOf(properties);
      return {};
    },
    async delete(_physicalId, properties) {
      const { project, name } = namesOf(properties);
      store.deleteIndex(project, name);
    },
  };
}

function namesOf({ ProjectName, LogstoreName }: Properties): { project: string; name: string } {
  return { project: String(ProjectName), name: String(LogstoreName) };
}

function indexOf({ FullTextIndex, KeyIndices }: Properties): Json {
  return { fullText: FullTextIndex ?? null, keys: KeyIndices ?? [] };
}
