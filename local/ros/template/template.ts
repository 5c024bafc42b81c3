/** A parsed ROS template: the form in which the engine reads it. */
import type { Json } from '../../product.ts';
import type { JsonMap } from '../json.ts';

export type ParameterType = 'String' | 'Number' | 'CommaDelimitedList' | 'Json' | 'Boolean';

export interface ParameterDefinition {
  readonly name: string;
  readonly type: ParameterType;
  /** Undefined: the caller must give a value. `null`: empty, and constraints are not checked. */
  readonly default?: Json;
  readonly noEcho: boolean;
  readonly allowedValues?: readonly Json[];
  readonly allowedPattern?: RegExp;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** Text or a map from language to text. */
  readonly constraintDescription?: Json;
  /** The definition as written, for ValidateTemplate. */
  readonly source: JsonMap;
}

export interface ResourceDefinition {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonMap;
  readonly dependsOn: readonly string[];
  /** A policy, or the parameter that holds it. */
  readonly deletionPolicy: 'Delete' | 'Retain' | { readonly parameter: string };
  readonly condition?: string;
  readonly metadata: JsonMap;
  readonly description: string;
}

export interface OutputDefinition {
  readonly key: string;
  readonly value: Json;
  readonly description?: Json;
  readonly label?: Json;
  readonly condition?: string;
  readonly noEcho: boolean;
}

export interface Template {
  /** As given, for GetTemplate. */
  readonly body: string;
  readonly source: JsonMap;
  readonly description?: Json;
  readonly parameters: ReadonlyMap<string, ParameterDefinition>;
  readonly mappings: JsonMap;
  readonly conditions: JsonMap;
  readonly rules: JsonMap;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly outputs: ReadonlyMap<string, OutputDefinition>;
}
