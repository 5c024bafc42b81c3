/** The base of every construct here: one `Custom::…` resource that a function provides (ros.md §2). */
import * as ros from '@alicloud/ros-cdk-core';

/** A literal, or a value that ROS computes (a Ref, a GetAtt, an intrinsic function). */
export type Value<T> = T | ros.IResolvable;

/** What every resource of this package takes besides its own properties. */
export interface ProviderProps {
  /** ARN of the function that provides the resource; it also makes that function exist first and go last (ros.md §2.1). */
  readonly serviceToken: Value<string>;
  /** Seconds until ROS gives up waiting for the provider's answer: 1–43,200. */
  readonly timeoutSeconds: number;
  /** Logical ids of resources that must exist before this one and be deleted after it. */
  readonly dependsOn?: readonly string[];
  readonly condition?: ros.RosCondition;
}

/** Properties that are left out where the value is undefined. */
export type Parameters = Readonly<Record<string, Value<string | number | boolean | readonly string[]> | undefined>>;

/** ROS limits of a custom resource's type name (ros.md §2.1). */
const TYPE_NAME = /^[A-Za-z0-9_@-]{1,68}$/;

export class CustomResource extends ros.RosResource {
  constructor(scope: ros.Construct, id: string, name: string, parameters: Parameters, props: ProviderProps) {
    if (!TYPE_NAME.test(name))
      throw new Error(`${name}: expected a custom resource name of 1 to 68 letters, digits, _ @ -`);
    const { timeoutSeconds } = props;
    if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1 || timeoutSeconds > 43_200) {
      throw new Error(`${id}: expected a timeout of 1 to 43200 whole seconds, got ${timeoutSeconds}`);
    }
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
    const properties = { ServiceToken: props.serviceToken, Timeout: timeoutSeconds, Parameters: given };
    super(scope, id, { type: `Custom::${name}`, properties });
    for (const logicalId of props.dependsOn ?? []) this.addRosDependency(logicalId);
    if (props.condition) this.addCondition(props.condition);
  }
}
