/** The parts of the product that a person thinks in, by the type of a resource. */

const GROUPS: readonly (readonly [group: string, types: RegExp])[] = [
  ['Functions', /^ALIYUN::FC3?::|^ALIYUN::RAM::|^Custom::AppServer/],
  ['Database', /^ALIYUN::OTS::/],
  ['Logs', /^ALIYUN::SLS::/],
  ['DNS', /^ALIYUN::DNS::/],
  ['Messaging', /^Custom::LiveMessage/],
  ['Co-streaming', /^Custom::Artc/],
  ['Live', /^Custom::(Live|Vod)/],
  ['Services', /^ALIYUN::ROS::AutoEnableService/],
];

export function groupOf(type: string): string {
  return GROUPS.find(([, types]) => types.test(type))?.[0] ?? 'Others';
}
