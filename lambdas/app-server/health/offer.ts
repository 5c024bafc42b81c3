/** What this stage offers to clients, from its configuration alone. */
import type * as z from 'zod/mini';
import type { clientConfig } from '../../api/client-config.ts';
import { LIMITS } from '../../api/fields.ts';
import { endpointOf } from '../../cloud/endpoints.ts';
import type { Config } from '../config.ts';

export function offer(config: Config): Omit<z.infer<typeof clientConfig>, 'code'> {
  const adapter = config.isLocal ? 'local' : 'aliyun';
  return {
    stage: config.stage,
    region: config.region,
    login: config.authMode,
    ...(config.identityProvider && {
      identity_provider: { issuer: config.identityProvider.issuer, audience: config.identityProvider.audience },
    }),
    messaging: {
      adapter,
      data_center: config.messageDataCenter,
      // The stand-in of the messaging service listens where the local cloud does.
      ...(config.isLocal && { origin: endpointOf('live', config.region) }),
    },
    media: { adapter, ingest_origin: config.ingestOrigin, streaming_origin: config.streamingOrigin },
    features: {
      co_streaming: config.artcAppId === undefined ? 'off' : config.costreaming,
      mixing: config.mixing,
      recording: config.recording === 'vod',
      audio_template: config.audioTemplate !== undefined,
    },
    limits: {
      title: LIMITS.title,
      nick: LIMITS.nick,
      notice: LIMITS.notice,
      extends: LIMITS.extends,
      on_stage: LIMITS.onStage,
      renew_stage: LIMITS.renewStage,
      page_size: LIMITS.pageSize,
    },
  };
}
