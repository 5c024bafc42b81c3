/** ALIYUN::FC3::CustomDomain and ALIYUN::FC::CustomDomain (function-compute.md §10.3, §10.4). */
import type { ResourceType } from '../../ros/resource-type.ts';
import type { Context } from '../operations/context.ts';
import { createDomain, deleteDomain, replaceDomain } from '../operations/domains.ts';
import type { DomainRecord } from '../records.ts';
import { unlessGone } from './gone.ts';
import { FIXED, flag, list, map, REQUIRED, text } from './rules.ts';
import { toApi } from './to-api.ts';

const rewrites = list(map({ Match: text(REQUIRED), Replacement: text(REQUIRED) }), { maxLength: 100 });
const certConfig = map({ CertName: text(REQUIRED), Certificate: text(REQUIRED), PrivateKey: text(REQUIRED) });

export function fc3CustomDomain(context: Context): ResourceType {
  const route = map({
    Path: text(REQUIRED),
    FunctionName: text(REQUIRED),
    Qualifier: text(REQUIRED),
    RewriteConfig: map({ WildcardRules: rewrites, RegexRules: rewrites, EqualRules: rewrites }),
    Methods: list(text(), { maxLength: 10 }),
  });
  const properties = {
    DomainName: text(FIXED),
    Protocol: text({ ...REQUIRED, allowedValues: ['HTTP', 'HTTPS', 'HTTP,HTTPS'] }),
    AuthConfig: map(
      { AuthType: text({ ...REQUIRED, allowedValues: ['anonymous', 'function', 'jwt'] }), AuthInfo: text() },
      REQUIRED,
    ),
    CertConfig: certConfig,
    RouteConfig: map({ Routes: list(route, { ...REQUIRED, maxLength: 100 }) }),
    TlsConfig: map({
      MinVersion: text(REQUIRED),
      MaxVersion: text(),
      CipherSuites: list(text(), { ...REQUIRED, maxLength: 100 }),
    }),
    WafConfig: map({ EnableWAF: flag() }),
  };
  return domainType('ALIYUN::FC3::CustomDomain', 'fc3', properties, ['DomainName'], context);
}

export function fc2CustomDomain(context: Context): ResourceType {
  const route = map({
    Path: text(REQUIRED),
    ServiceName: text(REQUIRED),
    FunctionName: text(REQUIRED),
    Qualifier: text(),
  });
  const properties = {
    DomainName: text(FIXED),
    Protocol: text({ ...REQUIRED, allowedValues: ['HTTP', 'HTTPS', 'HTTP,HTTPS'] }),
    ApiVersion: text(),
    CertConfig: certConfig,
    RouteConfig: map({ Routes: list(route, REQUIRED) }),
  };
  return domainType('ALIYUN::FC::CustomDomain', 'fc2', properties, ['Domain', 'DomainName'], context);
}

function domainType(
  type: string,
  generation: DomainRecord['generation'],
  properties: ResourceType['properties'],
  attributes: readonly string[],
  context: Context,
): ResourceType {
  const attributesOf = (domainName: string) => Object.fromEntries(attributes.map((name) => [name, domainName]));
  return {
    type,
    properties,
    attributes,
    create: async (given, { regionId }) => {
      const domainName = String(given.DomainName);
      createDomain({ domainName, regionId, generation }, toApi(given), context);
      return { physicalId: domainName, attributes: attributesOf(domainName) };
    },
    update: async (domainName, given) => {
      replaceDomain(domainName, toApi(given), context);
      return attributesOf(domainName);
    },
    delete: (domainName) => unlessGone(() => deleteDomain(domainName, context)),
  };
}
