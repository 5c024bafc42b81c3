/** Transcoding templates of a streaming domain: added, listed and deleted; nothing is transcoded (live.md §0.8). */
import { requiredText, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import type { Transcode } from './domain.ts';

export function addRtsLiveStreamTranscode({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.getOnline(requiredText(params, 'Domain'), 'liveVideo');
    const transcode: Transcode = {
      app: requiredText(params, 'App'),
      template: requiredText(params, 'Template'),
      type: requiredText(params, 'TemplateType'),
    };
    const held = domain.transcodes ?? [];
    if (held.some((other) => isSame(other, params))) throw liveError.configExists(`template ${transcode.template}`);
    domain.transcodes = [...held, transcode];
    return {};
  };
}

export function deleteLiveStreamTranscode({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'Domain'));
    const held = domain.transcodes ?? [];
    const left = held.filter((other) => !isSame(other, params));
    if (left.length === held.length) throw liveError.configNotFound(`template ${requiredText(params, 'Template')}`);
    domain.transcodes = left;
    return {};
  };
}

export function describeLiveStreamTranscodeInfo({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainTranscodeName'));
    const app = text(params, 'AppName');
    const DomainTranscodeInfo = (domain.transcodes ?? [])
      .filter((held) => app === undefined || held.app === app)
      .map((held) => ({
        TranscodeApp: held.app,
        TranscodeTemplate: held.template,
        TranscodeName: domain.name,
        CustomTranscodeParameters: { TemplateType: held.type },
      }));
    return { DomainTranscodeList: { DomainTranscodeInfo } };
  };
}

function isSame({ app, template }: Transcode, params: Params): boolean {
  return app === requiredText(params, 'App') && template === requiredText(params, 'Template');
}
