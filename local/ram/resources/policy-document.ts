/** The form of a policy document inside resource properties (ros-cdk-ram 1.12.0). */
import type { PropertyRule } from '../../ros/resource-type.ts';

export const POLICY_DOCUMENT: PropertyRule = {
  type: 'map',
  properties: {
    Version: { type: 'string', required: true },
    Statement: {
      type: 'list',
      required: true,
      items: {
        type: 'map',
        properties: {
          Effect: { type: 'string' },
          Action: { type: 'json' },
          Resource: { type: 'json' },
          Condition: { type: 'map' },
        },
      },
    },
  },
};
