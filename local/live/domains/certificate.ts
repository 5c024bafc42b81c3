/** SetLiveDomainCertificate and DescribeLiveDomainCertificateInfo: HTTPS of a streaming domain (live.md §3 step 7). */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';

const TYPES = ['upload', 'cas', 'free'];

export function setLiveDomainCertificate({ domains, clock }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'DomainName'), 'liveVideo');
    const protocol = requiredText(params, 'SSLProtocol');
    if (protocol !== 'on' && protocol !== 'off') throw liveError.invalid('SSLProtocol', 'on or off');
    if (protocol === 'off') {
      delete domain.certificate;
      return {};
    }
    const type = text(params, 'CertType') ?? 'upload';
    if (!TYPES.includes(type)) throw liveError.invalid('CertType', TYPES.join(', '));
    if (type === 'upload' && !(text(params, 'SSLPub') && text(params, 'SSLPri'))) {
      throw liveError.invalid('SSLPub', 'SSLPub and SSLPri with CertType upload');
    }
    // Certificates of the certificate service are taken to exist: the local cloud has no such service.
    domain.certificate = { name: requiredText(params, 'CertName'), type };
    domain.modifiedAtMs = clock.now();
    return {};
  };
}

export function describeLiveDomainCertificateInfo({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const { certificate } = domain;
    const CertInfo = certificate
      ? [
          {
            DomainName: domain.name,
            CertName: certificate.name,
            CertType: certificate.type,
            SSLProtocol: 'on',
            Status: 'success',
          },
        ]
      : [];
    return { CertInfos: { CertInfo } };
  };
}
