/** Every template function by name, and those of the service that the local ROS does not have. */
import { calculate } from './calculate.ts';
import { cidr } from './cidr.ts';
import { and, equals, fnIf, not, or } from './conditions.ts';
import type { TemplateFunction } from './function.ts';
import { getJsonValue } from './json-value.ts';
import {
  any,
  contains,
  eachMemberIn,
  index,
  length,
  listMerge,
  mergeMapToList,
  select,
  selectMapList,
} from './lists.ts';
import { add, avg, max, min } from './numbers.ts';
import { findInMap, getAtt, ref } from './references.ts';
import { sub } from './sub.ts';
import { base64Decode, base64Encode, indent, join, matchPattern, replace, split, str } from './text.ts';
import { formatTime } from './time.ts';

export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::FindInMap', findInMap],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Replace', replace],
  ['Fn::Str', str],
  ['Fn::Indent', indent],
  ['Fn::Base64Encode', base64Encode],
  ['Fn::Base64Decode', base64Decode],
  ['Fn::MatchPattern', matchPattern],
  ['Fn::Select', select],
  ['Fn::ListMerge', listMerge],
  ['Fn::MergeMapToList', mergeMapToList],
  ['Fn::SelectMapList', selectMapList],
  ['Fn::Index', index],
  ['Fn::Length', length],
  ['Fn::Contains', contains],
  ['Fn::Any', any],
  ['Fn::EachMemberIn', eachMemberIn],
  ['Fn::Add', add],
  ['Fn::Avg', avg],
  ['Fn::Calculate', calculate],
  ['Fn::Max', max],
  ['Fn::Min', min],
  ['Fn::If', fnIf],
  ['Fn::And', and],
  ['Fn::Or', or],
  ['Fn::Not', not],
  ['Fn::Equals', equals],
  ['Fn::GetJsonValue', getJsonValue],
  ['Fn::FormatTime', formatTime],
  ['Fn::Cidr', cidr],
]);

/** They need other products or programs: zones, other stacks, the marketplace, jq. */
export const NOT_LOCAL: ReadonlySet<string> = new Set([
  'Fn::GetAZs',
  'Fn::GetStackOutput',
  'Fn::MarketplaceImage',
  'Fn::Jq',
]);
