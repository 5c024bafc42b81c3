/** What the deployment tells the AppServer through environment variables. */
import * as z from 'zod/mini';

const origin = (schemes: RegExp) => z.optional(z.string().check(z.regex(schemes)));
const DOMAIN = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const domain = z.string().check(z.regex(DOMAIN));
const name = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,255}$/));

const environment = z.object({
  FC_REGION: z._default(z.string(), 'cn-shanghai'),
  LIVE_STACK_STAGE: z.string().check(z.minLength(1)),
  LIVE_STACK_TABLESTORE_INSTANCE: z.string().check(z.minLength(1)),
  LIVE_STACK_INGEST_DOMAIN: domain,
  LIVE_STACK_STREAMING_DOMAIN: domain,
  LIVE_STACK_INGEST_ORIGIN: origin(/^rtmp:\/\/[^/\s]+$/),
  LIVE_STACK_STREAMING_ORIGIN: origin(/^https?:\/\/[^/\s]+$/),
  LIVE_STACK_STREAMING_SCHEME: z._default(z.enum(['http', 'https']), 'https'),
  LIVE_STACK_APP_NAME: z._default(name, 'live'),
  LIVE_STACK_CORS_ORIGINS: z._default(z.string(), ''),
  LIVE_STACK_AUTH_MODE: z.enum(['demo', 'password', 'jwks']),
  LIVE_STACK_AUTH_JWKS_URL: z.optional(z.string().check(z.refine(isSecureUrl))),
  LIVE_STACK_AUTH_ISSUER: z.optional(z.string()),
  LIVE_STACK_AUTH_AUDIENCE: z.optional(z.string()),
  LIVE_STACK_AUTH_USER_CLAIM: z._default(z.string().check(z.regex(/^[A-Za-z0-9_:./-]{1,128}$/)), 'sub'),
  LIVE_STACK_COSTREAMING: z._default(z.enum(['strict', 'compatible']), 'strict'),
  LIVE_STACK_ARTC_APP_ID: z.optional(z.string()),
  LIVE_STACK_MIXING: z._default(z.enum(['client', 'server']), 'client'),
  LIVE_STACK_RECORDING: z._default(z.enum(['vod', 'none']), 'none'),
  LIVE_STACK_RETENTION_DAYS: z._default(z.string().check(z.regex(/^\d{1,5}$/)), '0'),
  LIVE_STACK_AUDIO_TEMPLATE: z.optional(z.string().check(z.regex(/^[A-Za-z0-9]{1,32}$/))),
  LIVE_STACK_MESSAGE_DATA_CENTER: z._default(z.enum(['cn-shanghai', 'ap-southeast-1']), 'cn-shanghai'),
  LIVE_STACK_MESSAGE_ROLE: z._default(z.enum(['never', 'anchors', 'requested']), 'never'),
});

/** Of a stage with authentication `jwks`. */
export interface IdentityProvider {
  readonly jwksUrl: string;
  /** The only accepted `iss`. */
  readonly issuer: string;
  /** The only accepted `aud`. */
  readonly audience: string;
  /** The claim that holds the user's id. */
  readonly userClaim: string;
}

export interface Config {
  readonly region: string;
  readonly stage: string;
  readonly tablestoreInstance: string;
  readonly ingestDomain: string;
  readonly streamingDomain: string;
  /** Scheme and host of RTMP ingest URLs where the domain itself does not resolve, e.g. `rtmp://127.0.0.1:1935`. */
  readonly ingestOrigin: string;
  /** Scheme and host of FLV and HLS URLs. */
  readonly streamingOrigin: string;
  /** Whether the stage runs on the local cloud, whose stand-ins listen at those origins. */
  readonly isLocal: boolean;
  readonly appName: string;
  /** Origins that browsers may call from; `*` is any. */
  readonly corsOrigins: readonly string[];
  readonly authMode: 'demo' | 'password' | 'jwks';
  /** Present exactly when `authMode` is `jwks`. */
  readonly identityProvider?: IdentityProvider | undefined;
  readonly costreaming: 'strict' | 'compatible';
  /** Absent: co-streaming is not offered. */
  readonly artcAppId: string | undefined;
  /** Who relays and mixes those on stage: the anchor's client over the global relay, or this server by tasks. */
  readonly mixing: 'client' | 'server';
  readonly recording: 'vod' | 'none';
  /** Days after which ended rooms are deleted; 0 keeps them. */
  readonly retentionDays: number;
  /** Transcoding template with AAC sound; absent: there is none (W23). */
  readonly audioTemplate: string | undefined;
  readonly messageDataCenter: string;
  /** Who is `admin` in the messaging service: nobody, the anchor of a room, whoever asks for it. */
  readonly messageRole: 'never' | 'anchors' | 'requested';
}

/**
 * Empty variables count as absent: Function Compute cannot leave one out by condition.
 *
 * @throws Error that names every wrong variable.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => issue.path.join('.'));
    throw new Error(`environment: missing or wrong ${[...new Set(wrong)].join(', ')}; deploy the stage again`);
  }
  const value = parsed.data;
  return {
    region: value.FC_REGION,
    stage: value.LIVE_STACK_STAGE,
    tablestoreInstance: value.LIVE_STACK_TABLESTORE_INSTANCE,
    ingestDomain: value.LIVE_STACK_INGEST_DOMAIN,
    streamingDomain: value.LIVE_STACK_STREAMING_DOMAIN,
    ingestOrigin: value.LIVE_STACK_INGEST_ORIGIN ?? `rtmp://${value.LIVE_STACK_INGEST_DOMAIN}`,
    streamingOrigin:
      value.LIVE_STACK_STREAMING_ORIGIN ??
      `${value.LIVE_STACK_STREAMING_SCHEME}://${value.LIVE_STACK_STREAMING_DOMAIN}`,
    isLocal: value.LIVE_STACK_STREAMING_ORIGIN !== undefined,
    appName: value.LIVE_STACK_APP_NAME,
    corsOrigins: value.LIVE_STACK_CORS_ORIGINS.split(',').flatMap((item) => item.trim() || []),
    authMode: value.LIVE_STACK_AUTH_MODE,
    identityProvider: identityProvider(value),
    costreaming: value.LIVE_STACK_COSTREAMING,
    artcAppId: value.LIVE_STACK_ARTC_APP_ID,
    mixing: value.LIVE_STACK_MIXING,
    recording: value.LIVE_STACK_RECORDING,
    retentionDays: Number(value.LIVE_STACK_RETENTION_DAYS),
    audioTemplate: value.LIVE_STACK_AUDIO_TEMPLATE,
    messageDataCenter: value.LIVE_STACK_MESSAGE_DATA_CENTER,
    messageRole: value.LIVE_STACK_MESSAGE_ROLE,
  };
}

function identityProvider(value: z.infer<typeof environment>): IdentityProvider | undefined {
  if (value.LIVE_STACK_AUTH_MODE !== 'jwks') {
    return undefined;
  }
  const {
    LIVE_STACK_AUTH_JWKS_URL: jwksUrl,
    LIVE_STACK_AUTH_ISSUER: issuer,
    LIVE_STACK_AUTH_AUDIENCE: audience,
    LIVE_STACK_AUTH_USER_CLAIM: userClaim,
  } = value;
  if (!jwksUrl || !issuer || !audience) {
    throw new Error(
      'environment: LIVE_STACK_AUTH_MODE jwks needs LIVE_STACK_AUTH_JWKS_URL, LIVE_STACK_AUTH_ISSUER and ' +
        'LIVE_STACK_AUTH_AUDIENCE; deploy the stage again',
    );
  }
  return { jwksUrl, issuer, audience, userClaim };
}

/** Keys that come without TLS could be anybody's; only on this machine nobody is in between. */
function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
