/** GetTemplate: the template of a stack or of a change set, as it was given. */
import { rosError } from '../errors.ts';
import type { JsonMap } from '../json.ts';
import { type RosAction, text } from './context.ts';

export const getTemplate: RosAction =
  (ros) =>
  (params, context): JsonMap => {
    const regionId = text(params, 'RegionId');
    if (params.ChangeSetId !== undefined) {
      const changeSet = ros.changeSets.get(text(params, 'ChangeSetId'), regionId);
      return { ChangeSetId: changeSet.changeSetId, RegionId: regionId, TemplateBody: changeSet.next.templateBody };
    }
    if (params.StackId === undefined) {
      const other = ['TemplateId', 'StackGroupName'].find((name) => params[name] !== undefined);
      if (other) throw rosError.notLocal(`The parameter ${other}`, 'pass StackId or ChangeSetId');
      throw rosError.missingParameter('StackId');
    }
    const stack = ros.stacks.get(text(params, 'StackId'), regionId);
    return { StackId: stack.stackId, RegionId: regionId, OwnerId: context.accountId, TemplateBody: stack.templateBody };
  };
