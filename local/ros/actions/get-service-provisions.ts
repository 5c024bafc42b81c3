/** GetServiceProvisions: whether services are activated. In the local cloud all that it has are. */
import type { Json } from '../../product.ts';
import { rosError } from '../errors.ts';
import { isMap } from '../json.ts';
import type { RosAction } from './context.ts';

/** Names as ROS has them (GetServiceProvisionsRequest of `@alicloud/ros20190910` 3.7.0), of products that are here. */
const HERE = ['FC', 'OTS', 'SLS'];

export const getServiceProvisions: RosAction = () => (params) => {
  const services = Array.isArray(params.Services) ? params.Services : [];
  const names = services.flatMap((service): string[] => {
    const name = isMap(service as Json) ? (service as { ServiceName?: Json }).ServiceName : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  if (names.length === 0) throw rosError.missingParameter('Services');
  return {
    ServiceProvisions: names.map((ServiceName): Json => {
      const Status = HERE.includes(ServiceName) ? 'Enabled' : 'Disabled';
      return { ServiceName, Status, AutoEnableService: true, CommodityProvisions: [] };
    }),
  };
};
