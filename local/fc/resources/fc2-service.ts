/** ALIYUN::FC::Service */
import type { Json } from '../../product.ts';
import type { ResourceType } from '../../ros/resource-type.ts';
import { objectAt } from '../json.ts';
import type { Context } from '../operations/context.ts';
import { createService, deleteService, replaceService } from '../operations/services.ts';
import type { ServiceRecord } from '../records.ts';
import { unlessGone } from './gone.ts';
import { FIXED, flag, freeMap, list, map, number, REQUIRED, text } from './rules.ts';
import { toApi } from './to-api.ts';

const ids = {
  UserId: number({ ...REQUIRED, min: -1, max: 65_534 }),
  GroupId: number({ ...REQUIRED, min: -1, max: 65_534 }),
};
const UP_TO_5 = { ...REQUIRED, maxLength: 5 };

export function fc2Service(context: Context): ResourceType {
  return {
    type: 'ALIYUN::FC::Service',
    properties: {
      ServiceName: text({ ...FIXED, minLength: 1, maxLength: 128 }),
      DeletionForce: flag(),
      Description: text(),
      InternetAccess: flag(),
      LogConfig: map({ Project: text(), Logstore: text(), LogBeginRule: text(), EnableRequestMetrics: flag() }),
      NasConfig: map({
        MountPoints: list(map({ ServerAddr: text(REQUIRED), MountDir: text(REQUIRED) }), UP_TO_5),
        ...ids,
      }),
      OssMountConfig: map({
        MountPoints: list(
          map({
            ReadOnly: flag(REQUIRED),
            BucketName: text(REQUIRED),
            BucketPath: text(REQUIRED),
            EndPoint: text(REQUIRED),
            MountDir: text(REQUIRED),
          }),
          UP_TO_5,
        ),
      }),
      Role: text(),
      Tags: list(map({ Key: text(REQUIRED), Value: text() }), { maxLength: 20 }),
      TracingConfig: map({ Type: text(), Params: freeMap() }),
      VpcBindings: list(text(), { maxLength: 20 }),
      VpcConfig: map({
        VpcId: text(REQUIRED),
        ZoneId: text(),
        VSwitchIds: list(text(), REQUIRED),
        SecurityGroupId: text(REQUIRED),
      }),
    },
    attributes: ['InternetAccess', 'LogProject', 'Logstore', 'Role', 'ServiceId', 'ServiceName', 'Tags', 'VpcId'],
    create: async (properties, { regionId }) => {
      const name = { regionId, serviceName: String(properties.ServiceName) };
      const record = createService(name, toApi(properties), context);
      return { physicalId: record.serviceName, attributes: attributesOf(record) };
    },
    update: async (serviceName, properties, _previous, { regionId }) =>
      attributesOf(replaceService({ regionId, serviceName }, toApi(properties), context)),
    delete: (serviceName, _properties, { regionId }) =>
      unlessGone(() => deleteService({ regionId, serviceName }, context)),
  };
}

function attributesOf({ serviceName, serviceId, input }: ServiceRecord): Record<string, Json> {
  const log = objectAt(input, 'logConfig') ?? {};
  return {
    InternetAccess: input.internetAccess ?? true,
    LogProject: log.project ?? '',
    Logstore: log.logstore ?? '',
    Role: input.role ?? '',
    ServiceId: serviceId,
    ServiceName: serviceName,
    Tags: input.tags ?? [],
    VpcId: objectAt(input, 'vpcConfig')?.vpcId ?? '',
  };
}
