/** Which products the account has activated, as ROS tells and changes it. */

export interface Activation {
  /** By the name of the local product. */
  isActivated(product: string): boolean;
  activate(product: string): void;
}

/** Of an account that has everything. */
export const allActivated: Activation = { isActivated: () => true, activate: () => undefined };

/** Names as ROS has them (GetServiceProvisionsRequest of `@alicloud/ros20190910` 3.7.0), of products that are here. */
const PRODUCTS: Readonly<Record<string, string>> = { FC: 'fc', OTS: 'tablestore', SLS: 'sls' };

export function productOf(serviceName: string): string | undefined {
  return Object.hasOwn(PRODUCTS, serviceName) ? PRODUCTS[serviceName] : undefined;
}
