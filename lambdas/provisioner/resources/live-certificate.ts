/** HTTPS of a streaming domain with a certificate of Alibaba Cloud's certificate service: no private key passes through here. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { domainName, text } from '../properties.ts';
import { defineResource, Refusal, read } from '../resource.ts';
import { isConfigurable } from './domain-detail.ts';
import { unlessMissing } from './missing.ts';

const answer = z.object({
  CertInfos: z.optional(
    z.object({
      CertInfo: z.optional(
        z.array(z.object({ CertName: z.optional(z.string()), SSLProtocol: z.optional(z.string()) })),
      ),
    }),
  ),
});

export const liveCertificate = defineResource({
  type: 'Custom::LiveCertificate',
  schema: z.object({ DomainName: domainName(), CertificateName: text(128) }),
  immutable: ['DomainName'],
  physicalId: ({ DomainName }) => `${DomainName}/certificate`,
  apply: async ({ DomainName, CertificateName }, { openApi, journal, waitUntil }) => {
    const found = await certificateOf(openApi, DomainName);
    if (found === CertificateName) {
      return {};
    }
    if (found !== undefined && !journal.has('certificate', DomainName)) {
      throw new Refusal(
        `${DomainName} has the certificate ${found} already, which this stack did not set. ` +
          'Switch HTTPS off in the Live console, or name that certificate in the stage, then deploy again.',
      );
    }
    await journal.record('certificate', DomainName);
    await openApi.call('live', 'SetLiveDomainCertificate', {
      DomainName,
      SSLProtocol: 'on',
      CertType: 'cas',
      CertName: CertificateName,
    });
    await waitUntil(`the certificate of ${DomainName}`, async () =>
      (await certificateOf(openApi, DomainName)) === CertificateName ? true : undefined,
    );
    return {};
  },
  undo: {
    certificate: async ({ key }, { openApi }) => {
      if ((await isConfigurable(openApi, key)) && (await certificateOf(openApi, key)) !== undefined) {
        await openApi.call('live', 'SetLiveDomainCertificate', { DomainName: key, SSLProtocol: 'off' });
      }
    },
  },
});

/** Name of the certificate that is in use; undefined when HTTPS is off. */
async function certificateOf(openApi: OpenApi, DomainName: string): Promise<string | undefined> {
  const action = 'DescribeLiveDomainCertificateInfo';
  const info = await unlessMissing(async () =>
    read(answer, await openApi.call('live', action, { DomainName }), action),
  );
  const used = (info?.CertInfos?.CertInfo ?? []).find(({ SSLProtocol }) => SSLProtocol === 'on');
  return used && (used.CertName ?? '');
}
