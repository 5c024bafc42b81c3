/** The environment variables of both functions: what `lambdas/` reads at run time (at most 4 KB in all, function-compute.md §6). */
import type * as ros from '@alicloud/ros-cdk-core';
import type { Stage } from './config/schema.ts';
import type { Parameters } from './parameters.ts';

type Environment = Record<string, string | ros.IResolvable>;

function common(stage: Stage, parameters: Parameters): Environment {
  return {
    LIVE_STACK_STAGE: stage.name,
    LIVE_STACK_TABLESTORE_INSTANCE: parameters.TablestoreInstanceName.value,
  };
}

/** The table's name is no secret to the provisioner: that it stands here makes the function wait for the table. */
export function provisionerEnvironment(
  stage: Stage,
  parameters: Parameters,
  settingsTable: ros.IResolvable,
): Environment {
  return { ...common(stage, parameters), LIVE_STACK_SETTINGS_TABLE: settingsTable };
}

export function appServerEnvironment(stage: Stage, parameters: Parameters): Environment {
  const { authentication, origins } = stage;
  return {
    ...common(stage, parameters),
    LIVE_STACK_INGEST_DOMAIN: parameters.IngestDomain.value,
    LIVE_STACK_STREAMING_DOMAIN: parameters.StreamingDomain.value,
    ...(origins ? { LIVE_STACK_INGEST_ORIGIN: origins.ingest, LIVE_STACK_STREAMING_ORIGIN: origins.streaming } : {}),
    LIVE_STACK_STREAMING_SCHEME: stage.streamingScheme,
    LIVE_STACK_APP_NAME: parameters.AppName.value,
    LIVE_STACK_CORS_ORIGINS: parameters.CorsOrigins.value,
    LIVE_STACK_AUTH_MODE: authentication.mode,
    ...(authentication.mode === 'jwks'
      ? {
          LIVE_STACK_AUTH_JWKS_URL: authentication.jwksUrl,
          LIVE_STACK_AUTH_ISSUER: authentication.issuer,
          LIVE_STACK_AUTH_AUDIENCE: authentication.audience,
          LIVE_STACK_AUTH_USER_CLAIM: authentication.userClaim ?? 'sub',
        }
      : {}),
    LIVE_STACK_COSTREAMING: stage.costreaming,
    LIVE_STACK_MIXING: stage.mixing,
    LIVE_STACK_MESSAGE_ROLE: stage.messageRole,
    LIVE_STACK_RETENTION_DAYS: String(stage.roomRetentionDays),
    ...(stage.audioTemplate === undefined ? {} : { LIVE_STACK_AUDIO_TEMPLATE: stage.audioTemplate }),
    LIVE_STACK_ARTC_APP_ID: parameters.ArtcAppId.value,
    // Replays are those of VOD: what lies in a bucket is for keeping.
    LIVE_STACK_RECORDING: stage.recording === 'vod' ? 'vod' : 'none',
    LIVE_STACK_MESSAGE_DATA_CENTER: parameters.MessageDataCenter.value,
  };
}
