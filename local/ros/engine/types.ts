/** The resource types that the engine can run: those of the products, and custom resources. */
import type { Created, Properties, PropertyRule, ResourceContext, ResourceType } from '../resource-type.ts';

/** What the engine tells a provider beyond what resource types of products need. */
export interface OperationContext extends ResourceContext {
  /** Who started the operation. */
  readonly callerId: string;
  /** When the stack operation times out, in milliseconds since the epoch. */
  readonly deadlineMs: number;
}

/** A resource type as the engine uses it; every `ResourceType` is one. */
export interface Provider {
  readonly type: string;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  readonly attributes: readonly string[];
  /** Any name may be read with `Fn::GetAtt`. */
  readonly openAttributes?: boolean;
  /** Properties whose change alone is no reason to call `update`. */
  readonly engineProperties?: readonly string[];
  create(properties: Properties, context: OperationContext): Promise<Created>;
  update(
    physicalId: string,
    properties: Properties,
    previous: Properties,
    context: OperationContext,
  ): Promise<Created['attributes']>;
  /** `physicalId` is empty when a create failed before it gave one. */
  delete(physicalId: string, properties: Properties, context: OperationContext): Promise<void>;
}

/** A create that failed but may have left something: the rollback must call `delete`. */
export class UncertainCreate extends Error {
  readonly physicalId: string;
  constructor(message: string, physicalId = '') {
    super(message);
    this.name = 'UncertainCreate';
    this.physicalId = physicalId;
  }
}

export interface Types {
  find(type: string): Provider | undefined;
  /** Without the open family `Custom::*`. */
  names(): readonly string[];
}

/** `custom` answers the provider of a custom type, or undefined when the name is not one. */
export function typesOf(
  resourceTypes: readonly (ResourceType | Provider)[],
  custom: (type: string) => Provider | undefined,
): Types {
  const byName = new Map<string, Provider>();
  for (const resourceType of resourceTypes) {
    if (byName.has(resourceType.type)) throw new Error(`two providers of the resource type ${resourceType.type}`);
    byName.set(resourceType.type, resourceType);
  }
  return { find: (type) => byName.get(type) ?? custom(type), names: () => [...byName.keys()].sort() };
}
