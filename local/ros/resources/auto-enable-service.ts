/** `ALIYUN::ROS::AutoEnableService`: activates a cloud product. */
import { type Activation, productOf } from '../activation.ts';
import type { ResourceType } from '../resource-type.ts';

/** ros.md §3.5. No Live, RTC, IM or VOD: those are activated in the console. */
const SERVICES = [
  ...['EMAS', 'ARMS', 'Xtrace', 'DataWorks', 'FNF', 'FC', 'KMS', 'PAI', 'Config', 'HBR', 'IOT', 'SAE'],
  ...['CloudStorageGateway', 'BatchCompute', 'BrainIndustrial', 'IMM', 'CS', 'CR', 'NAS', 'CDN', 'PrivateZone'],
  ...['AHAS', 'TrafficMirror', 'CMS', 'ApiGateway', 'NLP', 'OSS', 'MNS', 'CDT', 'PrivateLink', 'TransitRouter'],
  ...['MaxCompute', 'SLS', 'VS', 'CloudSSO', 'DataHub', 'EDAS', 'DSC', 'RocketMQ', 'ControlPolicy', 'CDTCb'],
  ...['DCDN', 'OTS', 'TrustedService/ROS'],
];

export const autoEnableService = (activation: Activation): ResourceType => ({
  type: 'ALIYUN::ROS::AutoEnableService',
  properties: { ServiceName: { type: 'string', required: true, updatable: false, allowedValues: SERVICES } },
  attributes: ['ServiceName'],
  create: async ({ ServiceName }) => {
    const product = productOf(String(ServiceName));
    if (product !== undefined) activation.activate(product);
    return { physicalId: String(ServiceName), attributes: { ServiceName: ServiceName ?? '' } };
  },
  update: async (_, { ServiceName }) => ({ ServiceName: ServiceName ?? '' }),
  delete: async () => undefined,
});
