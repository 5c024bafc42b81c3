/** Least privilege: no wildcard actions, and everything as the resource only for what no narrower one is known for. */
import type { Json } from '../template.ts';
import { type Rule, resourcesOf, statementsOf } from './rule.ts';

/** Reads, and the few actions that are authorized on everything or act on what is no RAM resource (live.md §9). */
const OPEN_TO_ALL =
  /^(live|vod|rtc):(Describe|Get|List|Search)|^live:(VerifyLiveDomainOwner|CreateLiveMessageApp|SendLiveMessageUser|RemoveTerminals|(Start|Update|Stop)LiveMPUTask)$|^vod:(Set|Delete)MessageCallback$|^rtc:(Create|Update|Enable|Delete)AutoLiveStreamRule$/;

export const starPolicies: Rule = {
  id: 'star-policies',
  title: 'Policies name exact actions, and resources as narrow as the services allow.',
  check: (template) =>
    resourcesOf(template, /^ALIYUN::RAM::Role$/).flatMap(([at, role]) =>
      statementsOf(role).flatMap(({ Action, Resource }) => {
        const actions = listOf(Action).map(String);
        const starred = actions.filter((action) => action.includes('*'));
        const open = listOf(Resource).includes('*') ? actions.filter((action) => !OPEN_TO_ALL.test(action)) : [];
        return [
          ...starred.map((action) => ({ at, message: `expected exact actions, got "${action}"` })),
          ...open.map((action) => ({ at, message: `"${action}" is allowed on everything, expected a resource` })),
        ];
      }),
    ),
};

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
