/** Names that are put together from others must still fit when those are as long as they may be. */
import { longestText, propertyOf, type Rule, resourcesOf } from './rule.ts';

/** Longest stack name, by `MAX_STACK_NAME` of the configuration's schema; a part of the stack's id has 8 characters. */
const PARTS = { 'ALIYUN::StackName': { MaxLength: 52 } };

/** Type, property, characters (function-compute.md §10, tablestore.md §8; RAM and SLS: their ROS CDK packages). */
const NAMES: readonly (readonly [type: RegExp, property: string, most: number])[] = [
  [/^ALIYUN::FC3::Function$/, 'FunctionName', 64],
  [/^ALIYUN::FC::Service$/, 'ServiceName', 128],
  [/^ALIYUN::FC3?::Trigger$/, 'TriggerName', 128],
  [/^ALIYUN::RAM::Role$/, 'RoleName', 64],
  [/^ALIYUN::OTS::InstanceV2$/, 'InstanceName', 16],
  [/^ALIYUN::OTS::Table$/, 'TableName', 255],
  [/^ALIYUN::SLS::Logstore$/, 'LogstoreName', 63],
];

export const naming: Rule = {
  id: 'naming',
  title: 'Names stay within the limits of their services, however long the stack name and the parameters are.',
  isHard: true,
  check: (template) =>
    NAMES.flatMap(([type, property, most]) =>
      resourcesOf(template, type).flatMap(([id, resource]) => {
        const longest = longestText(propertyOf(resource, property), { ...template.Parameters, ...PARTS });
        return longest !== undefined && longest > most
          ? [{ at: `${id}.${property}`, message: `may have ${longest} characters, expected at most ${most}` }]
          : [];
      }),
    ),
};
