/** A transcoding template that gives streams with AAC sound at source quality: pushes by ARTC carry Opus (live.md §0.8). */
import * as z from 'zod/mini';
import type { OpenApi } from '../../cloud/openapi.ts';
import { domainName, text } from '../properties.ts';
import { defineResource, Refusal, read } from '../resource.ts';
import { createOnce } from './create-once.ts';
import { isConfigurable } from './domain-detail.ts';
import { unlessMissing } from './missing.ts';

/**
 * UNCERTAIN: which API type the service means by the suffix `_oriaac` (live.md §0.8, §11). This is one of the two that
 * the sources allow: source picture, no Opus. Everything that depends on the choice stands in this file.
 */
const ADD = 'AddRtsLiveStreamTranscode';
const KIND = { TemplateType: 'h264-origin', Opus: false, AudioCodec: 'aac', Lazy: 'yes' };

const answer = z.object({
  DomainTranscodeList: z.optional(
    z.object({
      DomainTranscodeInfo: z.optional(
        z.array(z.object({ TranscodeApp: z.optional(z.string()), TranscodeTemplate: z.optional(z.string()) })),
      ),
    }),
  ),
});

export const liveAudioTemplate = defineResource({
  type: 'Custom::LiveAudioTemplate',
  schema: z.object({ DomainName: domainName(), AppName: text(255), Template: text(64) }),
  immutable: ['DomainName', 'AppName'],
  physicalId: ({ DomainName, AppName }) => `${DomainName}/${AppName}/audio-template`,
  apply: async ({ DomainName, AppName, Template }, { openApi, journal }) => {
    const place = { domain: DomainName, app: AppName };
    const hasIt = async () => ((await templatesOf(openApi, place)).includes(Template) ? true : undefined);
    if (!(await hasIt())) {
      await journal.record('template', Template, place);
      const parameters = { Domain: DomainName, App: AppName, Template, ...KIND };
      await createOnce(() => openApi.call('live', ADD, parameters), hasIt);
    } else if (journal.entries('template').length > 0 && !journal.has('template', Template)) {
      throw new Refusal(`${DomainName} has a template ${Template} already: choose another name as audioTemplate.`);
    }
    for (const entry of journal.entries('template')) {
      if (entry.key !== Template) {
        await deleteTemplate(openApi, place, entry.key);
        await journal.forget('template', entry.key);
      }
    }
    return {};
  },
  undo: {
    template: async ({ key, data }, { openApi }) => {
      const place = read(z.object({ domain: z.string(), app: z.string() }), data, 'journal');
      if (await isConfigurable(openApi, place.domain)) {
        await deleteTemplate(openApi, place, key);
      }
    },
  },
});

interface Place {
  readonly domain: string;
  readonly app: string;
}

async function templatesOf(openApi: OpenApi, { domain, app }: Place): Promise<string[]> {
  const action = 'DescribeLiveStreamTranscodeInfo';
  const parameters = { DomainTranscodeName: domain, AppName: app };
  const found = await unlessMissing(async () => read(answer, await openApi.call('live', action, parameters), action));
  const list = found?.DomainTranscodeList?.DomainTranscodeInfo ?? [];
  return list.flatMap(({ TranscodeApp, TranscodeTemplate }) => (TranscodeApp === app ? (TranscodeTemplate ?? []) : []));
}

async function deleteTemplate(openApi: OpenApi, place: Place, Template: string): Promise<void> {
  if ((await templatesOf(openApi, place)).includes(Template)) {
    const parameters = { Domain: place.domain, App: place.app, Template };
    await unlessMissing(() => openApi.call('live', 'DeleteLiveStreamTranscode', parameters));
  }
}
