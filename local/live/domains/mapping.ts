/** AddLiveDomainMapping, DeleteLiveDomainMapping, DescribeLiveDomainMapping: which ingest domain a streaming domain plays. */
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';

export function addLiveDomainMapping({ domains }: LiveContext): Action {
  return (params) => {
    const streaming = domains.getOnline(requiredText(params, 'PullDomain'), 'liveVideo');
    const ingest = domains.getOnline(requiredText(params, 'PushDomain'), 'liveEdge');
    if (streaming.region !== ingest.region) {
      throw liveError.invalid(
        'PushDomain',
        `a domain of the same live centre as ${streaming.name} (${streaming.region})`,
      );
    }
    if (streaming.ingestDomain) throw liveError.configExists(`${streaming.name} plays from ${streaming.ingestDomain}`);
    streaming.ingestDomain = ingest.name;
    return {};
  };
}

export function deleteLiveDomainMapping({ domains }: LiveContext): Action {
  return (params) => {
    const streaming = domains.get(requiredText(params, 'PullDomain'));
    const ingest = requiredText(params, 'PushDomain').toLowerCase();
    if (streaming.ingestDomain !== ingest)
      throw liveError.configNotFound(`${streaming.name} does not play from ${ingest}`);
    delete streaming.ingestDomain;
    return {};
  };
}

/** The other ends of the domain's mappings; UNCERTAIN whether the service also lists the domain itself. */
export function describeLiveDomainMapping({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const LiveDomainModel =
      domain.type === 'liveVideo'
        ? [domain.ingestDomain]
            .filter((name) => name !== undefined)
            .map((name) => ({ DomainName: name, Type: 'publish' }))
        : domains.streamingDomainsOf(domain.name).map(({ name }) => ({ DomainName: name, Type: 'vhost' }));
    return { LiveDomainModels: { LiveDomainModel } };
  };
}
