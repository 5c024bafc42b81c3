/** Joins an ingest and a streaming domain: what is pushed to the one can be played from the other. */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { domainName } from '../properties.ts';
import { defineResource, Refusal, read } from '../resource.ts';
import { createOnce } from './create-once.ts';
import { unlessMissing } from './missing.ts';

const answer = z.object({
  LiveDomainModels: z.optional(
    z.object({
      LiveDomainModel: z.optional(z.array(z.object({ DomainName: z.string(), Type: z.optional(z.string()) }))),
    }),
  ),
});

export const liveDomainMapping = defineResource({
  type: 'Custom::LiveDomainMapping',
  schema: z.object({ IngestDomain: domainName(), StreamingDomain: domainName() }),
  immutable: ['IngestDomain', 'StreamingDomain'],
  physicalId: ({ IngestDomain, StreamingDomain }) => `${IngestDomain}>${StreamingDomain}`,
  apply: async ({ IngestDomain, StreamingDomain }, { openApi, journal }) => {
    if (IngestDomain === StreamingDomain) {
      throw new Refusal(`One domain cannot be both: ${IngestDomain} is given as ingest and as streaming domain.`);
    }
    if (!(await isMapped(openApi, IngestDomain, StreamingDomain))) {
      await journal.record('mapping', StreamingDomain, { ingest: IngestDomain });
      const domains = { PullDomain: StreamingDomain, PushDomain: IngestDomain };
      await createOnce(
        () => openApi.call('live', 'AddLiveDomainMapping', domains),
        async () => ((await isMapped(openApi, IngestDomain, StreamingDomain)) ? true : undefined),
      );
    }
    return {};
  },
  undo: {
    mapping: async ({ key, data }, { openApi }) => {
      const { ingest } = read(z.object({ ingest: z.string() }), data, 'journal');
      if (await isMapped(openApi, ingest, key)) {
        await unlessMissing(() =>
          openApi.call('live', 'DeleteLiveDomainMapping', { PullDomain: key, PushDomain: ingest }),
        );
      }
    },
  },
});

/** Asked of the streaming domain: its models of type `publish` are ingest domains (live.md §3, step 5). */
async function isMapped(openApi: OpenApi, ingest: string, streaming: string): Promise<boolean> {
  const action = 'DescribeLiveDomainMapping';
  const described = await unlessMissing(async () =>
    read(answer, await openApi.call('live', action, { DomainName: streaming }), action),
  );
  const models = described?.LiveDomainModels?.LiveDomainModel ?? [];
  return models.some(({ DomainName, Type }) => DomainName === ingest && Type !== 'vhost');
}
