/** StartLiveDomain, StopLiveDomain, DeleteLiveDomain and the change of a domain's acceleration area. */
import { requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { SCOPES } from './add-live-domain.ts';
import { statusOf } from './domain.ts';

export function startLiveDomain({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const status = statusOf(domain, clock.now());
    if (status !== 'offline') throw liveError.wrongStatus(domain.name, status ?? 'gone', 'offline');
    Object.assign(domain, { stopped: false, modifiedAtMs: clock.now() });
    return {};
  };
}

export function stopLiveDomain({ domains, clock, streams }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const status = statusOf(domain, clock.now());
    if (status === 'deleting') throw liveError.wrongStatus(domain.name, status, 'online');
    Object.assign(domain, { stopped: true, modifiedAtMs: clock.now() });
    streams.endAll(domain.name);
    return {};
  };
}

export function deleteLiveDomain({ domains, streams, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const status = statusOf(domain, clock.now());
    if (status === 'deleting') return {};
    if (status !== 'offline') throw liveError.wrongStatus(domain.name, status ?? 'gone', 'offline');
    streams.allowAll(domain.name);
    domains.delete(domain);
    return {};
  };
}

export function modifyLiveDomainSchdmByProperty({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'));
    const property = requiredText(params, 'Property');
    const coverage = /^\s*\{\s*"coverage"\s*:\s*"([a-z]+)"\s*\}\s*$/.exec(property)?.[1];
    if (!coverage || !SCOPES.includes(coverage)) {
      throw liveError.invalid('Property', `{"coverage":"…"} with one of ${SCOPES.join(', ')}`);
    }
    Object.assign(domain, { scope: coverage, modifiedAtMs: clock.now() });
    return {};
  };
}
