/** What a resource type of the local ROS engine must provide. Each product has its own in `<product>/resources/`. */
import type { Clock } from '../clock.ts';
import type { Json } from '../product.ts';

/** One property of a resource type, as the official type page documents it. */
export interface PropertyRule {
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'map' | 'json';
  readonly required?: boolean;
  /** False: an update that changes it fails. */
  readonly updatable?: boolean;
  /** Members of a `map`; absent means that any key is accepted. */
  readonly properties?: Readonly<Record<string, PropertyRule>>;
  /** The form of each element of a `list`. */
  readonly items?: PropertyRule;
  readonly allowedValues?: readonly (string | number | boolean)[];
  readonly pattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface ResourceContext {
  readonly accountId: string;
  readonly regionId: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly clock: Clock;
  /** Stack tags, which ROS hands on to resources. */
  readonly tags: Readonly<Record<string, string>>;
}

export type Properties = Readonly<Record<string, Json>>;

export interface Created {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, Json>>;
}

export interface ResourceType {
  readonly type: string;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Names that `Fn::GetAtt` may ask for. */
  readonly attributes: readonly string[];
  /** Throws an Error whose message ROS would show as the status reason. A failed create leaves nothing behind. */
  create(properties: Properties, context: ResourceContext): Promise<Created>;
  /** Changes in place (only updatable properties differ) and answers the new attributes. */
  update(
    physicalId: string,
    properties: Properties,
    previous: Properties,
    context: ResourceContext,
  ): Promise<Created['attributes']>;
  /** Succeeds when the resource is already gone. */
  delete(physicalId: string, properties: Properties, context: ResourceContext): Promise<void>;
}
