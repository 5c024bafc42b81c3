/** What a stage offers, and where: for clients to configure themselves before anybody logs in. No secret is in it. */
import * as z from 'zod/mini';
import { okCode } from './fields.ts';

export const clientConfig = z.object({
  code: okCode,
  stage: z.string(),
  region: z.string(),
  /** `demo`: the password equals the name. */
  login: z.enum(['demo', 'password', 'jwks']),
  /** With `jwks`: whose token to send as the session token, and for whom it has to be issued. */
  identity_provider: z.optional(z.object({ issuer: z.string(), audience: z.string() })),
  /** `local` adapters talk to the stand-ins of the local cloud at `origin`; `aliyun` ones use the vendor's SDKs. */
  messaging: z.object({
    adapter: z.enum(['aliyun', 'local']),
    data_center: z.string(),
    origin: z.optional(z.string()),
  }),
  media: z.object({
    adapter: z.enum(['aliyun', 'local']),
    ingest_origin: z.string(),
    streaming_origin: z.string(),
  }),
  features: z.object({
    co_streaming: z.enum(['strict', 'compatible', 'off']),
    /** Who lays out those on stage in the one picture that viewers get: the anchor's client, or the server. */
    mixing: z.enum(['client', 'server']),
    recording: z.boolean(),
    /** Whether `*_oriaac_url` are among the playback URLs. */
    audio_template: z.boolean(),
  }),
  limits: z.object({
    title: z.int(),
    nick: z.int(),
    notice: z.int(),
    extends: z.int(),
    on_stage: z.int(),
    /** Seconds: who is on stage calls `costreaming/renew` this often. */
    renew_stage: z.int(),
    page_size: z.int(),
  }),
});
