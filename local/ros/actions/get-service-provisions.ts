/** GetServiceProvisions: whether services are activated. */
import type { Json } from '../../product.ts';
import { productOf } from '../activation.ts';
import { rosError } from '../errors.ts';
import { isMap } from '../json.ts';
import type { RosAction } from './context.ts';

export const getServiceProvisions: RosAction =
  ({ activation }) =>
  (params) => {
    const services = Array.isArray(params.Services) ? params.Services : [];
    const names = services.flatMap((service): string[] => {
      const name = isMap(service as Json) ? (service as { ServiceName?: Json }).ServiceName : undefined;
      return typeof name === 'string' ? [name] : [];
    });
    if (names.length === 0) throw rosError.missingParameter('Services');
    return {
      ServiceProvisions: names.map((ServiceName): Json => {
        const product = productOf(ServiceName);
        const rest = { ServiceName, AutoEnableService: true, CommodityProvisions: [] };
        if (product !== undefined && activation.isActivated(product)) return { ...rest, Status: 'Enabled' };
        const EnableURL = `https://common-buy.aliyun.com/?commodityCode=${ServiceName.toLowerCase()}`;
        return { ...rest, Status: 'Disabled', EnableURL };
      }),
    };
  };
