/** Which data a change of a stack would take away: said before it happens. */
import type { TemplateResource } from '../../cdk/template.ts';
import type { PropertyChange } from './changes.ts';

/** What lives in a resource, by type; it ends with the resource. */
const CONTENTS: Readonly<Record<string, string>> = {
  'ALIYUN::OTS::InstanceV2': 'every table in the instance',
  'ALIYUN::OTS::Table': 'the rows of the table',
  'ALIYUN::SLS::Project': 'the logs of both functions',
  'ALIYUN::SLS::Logstore': 'the logs of both functions',
  'Custom::LiveDomain': 'the settings of the domain: nobody can push or play until it is there again',
  'Custom::LiveMessageApp': 'the messaging groups of running rooms',
};

/** Undefined when nothing is lost. */
export function lossOnRemoval({ Type, DeletionPolicy }: TemplateResource): string | undefined {
  return DeletionPolicy === 'Retain' ? undefined : CONTENTS[Type];
}

/** Undefined when nothing is lost. */
export function lossOnChange(type: string, { path, from, to }: PropertyChange): string | undefined {
  const shorter = Number(to) < Number(from);
  if (type === 'ALIYUN::SLS::Logstore' && path === 'TTL' && shorter) return `logs older than ${to} days`;
  if (type === 'ALIYUN::OTS::Table' && path === 'TimeToLive' && to !== '-1' && (from === '-1' || shorter)) {
    return `rows older than ${to} seconds`;
  }
  return undefined;
}
