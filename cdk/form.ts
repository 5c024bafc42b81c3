/** A parameter as the ROS console's form shows it: label, description and constraint in English and Chinese. */
import * as ros from '@alicloud/ros-cdk-core';

export type Text = Readonly<{ en: string; 'zh-cn': string }>;

export interface Form {
  readonly label: Text;
  readonly description: Text;
  readonly constraint?: Text;
  readonly required?: boolean;
  readonly settings: ros.RosParameterProps;
}

/** Adds a parameter of type String. */
export function addParameter(scope: ros.Construct, name: string, form: Form): ros.RosParameter {
  const { label, description, constraint, required = true, settings } = form;
  const props = {
    ...settings,
    type: ros.RosParameterType.STRING,
    description,
    ...(constraint ? { constraintDescription: constraint } : {}),
    required,
  };
  return new LabelledParameter(scope, name, props, label);
}

/** The CDK types labels as plain strings, although ROS takes one per language (ros.md §3.2). */
class LabelledParameter extends ros.RosParameter {
  readonly #label: Text;

  constructor(scope: ros.Construct, id: string, props: ros.RosParameterProps, label: Text) {
    super(scope, id, props);
    this.#label = label;
  }

  override _toRosTemplate(): object {
    const { Parameters: parameters } = super._toRosTemplate() as { Parameters: Record<string, object> };
    const labelled = Object.entries(parameters).map(([name, value]) => [name, { ...value, Label: this.#label }]);
    return { Parameters: Object.fromEntries(labelled) };
  }
}
