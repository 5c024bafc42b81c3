/** What is deployed of a stage now, and what a deployment of it must not do: replace resources, or begin again elsewhere. */
import { isObject, type Template } from '../../cdk/template.ts';
import { type Deployable, refusedChanges } from '../../cdk/updates.ts';
import type { Stacks } from '../cloud/stacks.ts';
import { CliError } from '../errors.ts';
import { isEmptyShell } from './status.ts';

/** Undefined when there is no stack of that name, or one that holds nothing. */
export async function deployedStack(stacks: Stacks, stackName: string): Promise<Deployable | undefined> {
  const found = await stacks.find(stackName);
  if (!found || isEmptyShell(found.status)) return undefined;
  const [stack, body] = await Promise.all([stacks.get(found.stackId), stacks.template(found.stackId)]);
  return { template: templateOf(body), parameters: stack.parameters };
}

/** A template that somebody else deployed under this name need not be JSON: then ROS alone compares. */
function templateOf(body: string): Template {
  const nothing = { ROSTemplateFormatVersion: '', Parameters: {}, Resources: {}, Outputs: {} };
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? { ...nothing, ...(parsed as Partial<Template>) } : nothing;
  } catch (error) {
    if (error instanceof SyntaxError) return nothing;
    throw error;
  }
}

/** Throws a CliError that names each change which the deployed stack cannot make, and the way out. */
export function refuseReplacements(stackName: string, before: Deployable, after: Deployable): void {
  const changes = refusedChanges(before, after);
  if (changes.length === 0) return;
  const lines = [...new Set(changes.map(({ wayOut }) => wayOut))].flatMap((wayOut) => {
    const alike = changes.filter((change) => change.wayOut === wayOut);
    return [
      ...alike.map(({ resource, property, from, to }) => `  ${resource}.${property}: from ${from} to ${to}`),
      `    ${wayOut}`,
    ];
  });
  throw new CliError('ChangeRefused', `stack ${stackName} cannot change in place:\n${lines.join('\n')}`, {
    hint: 'Nothing was changed.',
    exitCode: 2,
    details: { changes },
  });
}

/** Throws a CliError when the stack exists in another region: a changed region would begin a second one without its data. */
export async function refuseSecondRegion(
  stackName: string,
  regionId: string,
  others: readonly { readonly regionId: string; readonly stacks: Pick<Stacks, 'find'> }[],
): Promise<void> {
  const found = await Promise.all(
    others.map(async (other) => ((await other.stacks.find(stackName)) ? other.regionId : [])),
  );
  const [region] = found.flat();
  if (region === undefined) return;
  throw new CliError('OtherRegion', `stack ${stackName} exists in ${region}, and the stage now says ${regionId}`, {
    hint:
      `A stack cannot move. Set the region back to ${region}; or give the new region a stage of its own, ` +
      'with domains of its own; or destroy the stack there first.',
    exitCode: 2,
    details: { region },
  });
}
