/** Questions about Resource Orchestration Service. */
import { ROS } from '../../doctor/check.ts';
import { CliError } from '../../errors.ts';
import { open, type ProbeWorld, type Question, settled } from '../question.ts';

export const liveTypes: Question = {
  id: 'ros-live-types',
  asks: 'Has ROS gained `ALIYUN::LIVE::*` types?',
  settle: async ({ rpc }) => {
    const { ResourceTypes } = await rpc({ ...ROS, action: 'ListResourceTypes' }, { ResourceType: 'ALIYUN::LIVE::*' });
    const types = Array.isArray(ResourceTypes) ? ResourceTypes : [];
    return settled(types.length === 0 ? 'No.' : `Yes: ${types.join(', ')}.`);
  },
};

export const parameterForm: Question = {
  id: 'ros-parameter-form',
  asks: 'Does the console accept a look-ahead in `AllowedPattern`, and an empty `ArtcAppKey` with `Required: false`?',
  settle: (world) => validated(world, 'The service accepts both in a template; the console has to be looked at.'),
};

export const largeMapping: Question = {
  id: 'ros-large-mapping',
  asks: 'Does `Fn::FindInMap` take a value of about 250 KB?',
  settle: async (world) => {
    const { body, template } = await world.synthesized();
    if (!template.Mappings) return open('The template of this stage has no mapping: its code is in OSS.');
    return validated(world, `Yes: a template of ${body.length} characters is accepted.`);
  },
};

export const customResourceData: Question = {
  id: 'ros-custom-resource-data',
  asks: 'Can `Data` be read through GetStackResource?',
  settle: async ({ rpc, stack, stage, synthesized }) => {
    const found = await stack();
    if (!found) return open('It needs a deployed stage.');
    const { template } = await synthesized();
    const [LogicalResourceId = ''] =
      Object.entries(template.Resources).find(([, { Type }]) => Type === 'Custom::LiveDomain') ?? [];
    const query = { RegionId: stage.region, StackId: found.stackId, LogicalResourceId };
    const answer = await rpc({ ...ROS, action: 'GetStackResource' }, { ...query, ShowResourceAttributes: 'true' });
    const isShown = JSON.stringify(answer).includes('Cname');
    return settled(isShown ? 'Yes: the attributes of a custom resource are shown.' : 'No attribute is shown.');
  },
};

export const unknownType: Question = {
  id: 'ros-unknown-type',
  asks: 'Error codes of an unknown type',
  settle: async ({ rpc, stage }) => {
    const Resources = { Nothing: { Type: 'ALIYUN::LIVE::NoSuchType' } };
    const TemplateBody = JSON.stringify({ ROSTemplateFormatVersion: '2015-09-01', Resources });
    try {
      await rpc({ ...ROS, action: 'ValidateTemplate' }, { RegionId: stage.region, TemplateBody });
      return settled('ValidateTemplate accepts an unknown type.');
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return settled(`Of an unknown type it is ${error.code}; the other two show only when a stack is changed.`);
    }
  },
};

export const stackId: Question = {
  id: 'ros-stack-id',
  asks: "Is the first part of a stack's id eight characters, as in the documents' examples?",
  settle: async ({ stack }) => {
    const found = await stack();
    if (!found) return open('It needs a deployed stage.');
    const { length } = found.stackId.split('-')[0] ?? '';
    return settled(length === 8 ? 'Yes.' : `No: ${length} characters.`);
  },
};

/** ValidateTemplate takes the template in the body of the request, so the vendor's own SDK asks. */
async function validated({ validate }: ProbeWorld, accepted: string) {
  try {
    await validate();
    return settled(accepted);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return settled(`Refused: ${error.message}`);
  }
}
