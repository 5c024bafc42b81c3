/** ValidateTemplate: everything that can be found wrong without values for the parameters. */
import type { Json } from '../../product.ts';
import { checkGoal } from '../engine/check-goal.ts';
import { textOf } from '../json.ts';
import { checkTemplate } from '../template/check.ts';
import { checkDefaults } from '../template/parameter-values.ts';
import { parseTemplate } from '../template/parse.ts';
import { type RosAction, text } from './context.ts';
import { templateBody } from './parameters.ts';

export const validateTemplate: RosAction = (ros) => (params, context) => {
  const { types, clock } = ros.environment;
  const template = parseTemplate(templateBody(params));
  checkTemplate(template, types);
  const identity = {
    // Names are made of them: without a stack they are only well-formed.
    stackId: '00000000-0000-0000-0000-000000000000',
    stackName: 'stack',
    resourceGroupId: '',
    regionId: text(params, 'RegionId'),
    accountId: context.accountId,
  };
  checkGoal({ template, values: checkDefaults(template) }, { identity, resources: {}, types, clock });
  const resources = [...template.resources.values()];
  return {
    Description: textOf(template.description ?? ''),
    Parameters: [...template.parameters.values()].map(({ name, source }): Json => ({ ParameterKey: name, ...source })),
    ResourceTypes: { Resources: [...new Set(resources.map(({ type }) => type))], DataSources: [] },
    Resources: resources.map(({ logicalId, type }) => ({
      ResourceType: type,
      LogicalResourceIdPattern: logicalId,
      ResourcePath: logicalId,
    })),
    Outputs: [...template.outputs.values()].map(({ key, description, label }) => ({
      OutputKey: key,
      Description: textOf(description ?? ''),
      Label: textOf(label ?? ''),
    })),
  };
};
