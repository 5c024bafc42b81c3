/** Each field of a stage in `ros.json`: its rule, its default and the sentence that the documentation prints. */
import * as z from 'zod';

/** The regions that satisfy everything (live.md §10). */
export const REGIONS = ['cn-shanghai', 'ap-southeast-1'] as const;

export const REGION_REASON =
  'only these two regions have a live centre, interactive messaging and stream relay; other regions lack one of them';

/** A DNS name in lower case with at least two labels; a wildcard is not supported by ApsaraVideo Live (live.md §0.15). */
export const DOMAIN_PATTERN = '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$';

/** App name in stream paths: it is part of signed URLs, so it stays in the unreserved set. */
export const APP_NAME_PATTERN = '^[A-Za-z0-9_-]{1,255}$';

/** In place of an AppId: the command finds the application, when the account has one. */
export const FIND_ARTC_APP = 'auto';

/** `*` or a list of origins, as the browser sends them. */
const ORIGIN_PATTERN = /^(\*|https?:\/\/[^\s/,*]+)$/;

const domain = z
  .string()
  .max(253, 'expected a domain name of at most 253 characters')
  .regex(new RegExp(DOMAIN_PATTERN), 'expected a domain name in lower case without wildcard, such as push.example.com');

const origin = (scheme: RegExp, example: string) =>
  z.string().regex(new RegExp(`^${scheme.source}://[^/\\s]+$`), `expected scheme, host and port, such as ${example}`);

const integer = (min: number, max: number, unit: string) =>
  z
    .int(`expected a whole number of ${unit}`)
    .min(min, `expected at least ${min} ${unit}`)
    .max(max, `expected at most ${max} ${unit}`);

/** The contents have no place in `ros.json`. */
const pemFile = z
  .string()
  .regex(/^[^\n]{1,1024}$/, 'expected the path of a file')
  .refine((path) => !path.startsWith('-----BEGIN'), { error: 'expected the path of a file, not its contents' });

const demo = z.strictObject({
  mode: z.literal('demo'),
  allowInProduction: z
    .boolean()
    .optional()
    .describe('Says that everybody may log in as anybody even though the data of this stage is retained.'),
});
const password = z.strictObject({ mode: z.literal('password') });
const jwks = z.strictObject({
  mode: z.literal('jwks'),
  jwksUrl: z.url({ protocol: /^https$/, error: 'expected an https URL' }).describe('Where the public keys are read.'),
  issuer: z.string().min(1).describe('The only accepted `iss` of a token.'),
  audience: z.string().min(1).describe('The only accepted `aud` of a token.'),
  userClaim: z
    .string()
    .regex(/^[A-Za-z0-9_:./-]{1,128}$/, 'expected the name of a claim, such as sub or preferred_username')
    .optional()
    .describe('Claim that holds the id of the user, by default `sub`. Ids are 1 to 64 letters and digits.'),
});

/** Scalars and lists of a stage. The nested objects are below, because a stage may give them in part. */
export const FIELDS = {
  region: z.enum(REGIONS).describe('Region of every resource: functions, tables, live centre.'),
  compute: z.enum(['fc3', 'fc2']).describe('Generation of Function Compute.'),
  domainScope: z
    .enum(['domestic', 'overseas', 'global'])
    .describe(
      'Acceleration area of both domains. Everything but `overseas` outside the Chinese mainland needs an ICP filing.',
    ),
  streamingScheme: z
    .enum(['http', 'https'])
    .describe('Scheme of FLV and HLS playback URLs: `https` once the streaming domain has a certificate.'),
  certificate: z
    .string()
    .regex(/^\S{1,128}$/, 'expected the name of a certificate, without blanks')
    .optional()
    .describe(
      'Certificate of the streaming domain, by its name in the account’s certificate service; the private key stays there.',
    ),
  activateServices: z
    .boolean()
    .describe(
      'Whether the stack activates Function Compute, Tablestore and Log Service for the account; Live and VOD no stack can.',
    ),
  appName: z.string().regex(new RegExp(APP_NAME_PATTERN)).describe('First part of the path of every stream.'),
  urlValiditySeconds: integer(60, 604_800, 'seconds').describe(
    'How long a signed ingest or playback URL may be used to start a stream.',
  ),
  dns: z
    .enum(['manual', 'alidns'])
    .describe('Who adds the DNS records (proof of ownership, CNAME): you, or the stack in an Alibaba Cloud DNS zone.'),
  dnsZone: domain.optional().describe('The zone that holds both domains; needed with `dns: alidns`.'),
  recording: z
    .enum(['vod', 'oss', 'none'])
    .describe(
      'Whether streams are recorded: into ApsaraVideo VOD for replay, or into a bucket for keeping. With `oss` the AppServer offers no replay.',
    ),
  recordingBucket: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'expected the name of a bucket')
        .describe(
          'Bucket in the region of the stage, to which ApsaraVideo Live is allowed to write; cannot be changed later.',
        ),
      endpoint: domain.describe('Host of the bucket’s region, such as `oss-cn-shanghai.aliyuncs.com`.'),
    })
    .optional()
    .describe('Where recordings go; needed with `recording: oss`.'),
  recordingCycleSeconds: integer(300, 21_600, 'seconds').describe('Longest piece of a recording.'),
  messageDataCenter: z.enum(REGIONS).describe('Data centre of interactive messaging; cannot be changed later.'),
  artcAppId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the AppId shown in the ARTC console')
    .optional()
    .describe(
      'AppId of an ARTC application, bought in the console; `auto`: the account’s only one, found when the stage is deployed. Without it co-streaming is not offered.',
    ),
  costreaming: z
    .enum(['strict', 'compatible'])
    .describe('`strict`: co-streaming URLs only after approval. `compatible`: at entry, as the official clients need.'),
  mixing: z
    .enum(['client', 'server'])
    .describe(
      'Who lays out the co-streamers in the relayed picture: the anchor’s client, or the AppServer through mixing tasks.',
    ),
  messageRole: z
    .enum(['never', 'anchors', 'requested'])
    .describe(
      'Who gets the administrator role of interactive messaging: nobody, anchors, or whoever asks for it as the reference clients do.',
    ),
  audioTemplate: z
    .string()
    .regex(/^[A-Za-z0-9]{1,32}$/, 'expected the name of a transcoding template in letters and digits, such as oriaac')
    .optional()
    .describe(
      'Transcoding template with AAC sound at source quality that the stack adds, such as `oriaac`. Without it no URLs with that suffix are handed out.',
    ),
  roomRetentionDays: integer(0, 3_650, 'days').describe('How long ended rooms are kept; 0 keeps them.'),
  keyRotation: integer(1, 1_000_000, 'as a count').describe(
    'Raise it and deploy to replace the keys that sign sessions and URLs. What the keys before signed stays valid for its time.',
  ),
  corsOrigins: z
    .array(z.string().regex(ORIGIN_PATTERN, 'expected "*" or an origin such as https://www.example.com'))
    .min(1, 'expected at least one origin')
    .describe('Web origins that may call the AppServer; `*` for all.'),
  alarmContactGroup: z
    .string()
    .regex(/^\S(.{0,126}\S)?$/, 'expected the name of a contact group')
    .optional()
    .describe(
      'Contact group of CloudMonitor that is told when 5 % of the AppServer’s answers are 5xx, when it fails, or is throttled. Without it there are no alarms.',
    ),
  logRetentionDays: integer(1, 3_600, 'days').describe('How long the functions’ logs are kept.'),
  customDomain: domain
    .optional()
    .describe(
      'Own domain of the AppServer; its CNAME must exist before deployment. By HTTP alone without `customDomainCertificate`.',
    ),
  customDomainCertificate: z
    .strictObject({
      chain: pemFile.describe('PEM file with the certificate first, then those that issued it.'),
      privateKey: pemFile.describe(
        'PEM file with its key, RSA or EC, without a passphrase. Keep it out of the repository.',
      ),
    })
    .optional()
    .describe(
      'HTTPS for `customDomain`: two files, relative to `ros.json`, read at each deployment. Pipelines give their contents in `LIVE_STACK_CUSTOM_DOMAIN_CERTIFICATE` and `LIVE_STACK_CUSTOM_DOMAIN_KEY` instead.',
    ),
  tablestoreType: z
    .enum(['SSD', 'HYBRID'])
    .describe('Tablestore instance type: high performance or capacity; cannot be changed later.'),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(128))
    .refine((tags) => Object.keys(tags).length <= 19, { error: 'expected at most 19 tags beside that of the stack' })
    .refine((tags) => !Object.hasOwn(tags, 'live-stack'), {
      error: 'expected no tag "live-stack": it is the stack’s own',
    })
    .describe('Tags of the stack, handed on to its resources. It adds one of its own, `live-stack`.'),
  suppressions: z
    .array(
      z.strictObject({
        rule: z.string().describe('Id of the rule, as `synth` prints it.'),
        resource: z.string().optional().describe('Logical id; without it every finding of the rule.'),
        reason: z
          .string()
          .min(10, 'expected a reason of at least 10 characters')
          .describe('Why the stage lives with it.'),
      }),
    )
    .describe('Findings of the template rules (`cdk/rules`) that this stage accepts, each with its reason.'),
  deletionPolicy: z
    .enum(['retain', 'delete'])
    .describe('What becomes of tables and logs when the stack is deleted or a resource is replaced.'),
  authentication: z
    .discriminatedUnion('mode', [demo, password, jwks], { error: 'expected "mode" to be "demo", "password" or "jwks"' })
    .describe('Who may log in: anybody (`demo`), users with a password, or users of your own identity provider.'),
  code: z
    .strictObject({
      ossBucket: z.string().min(3).max(63).describe('Bucket in the region of the stage.'),
      ossObject: z.string().min(1).max(1023).describe('Key of the zip.'),
    })
    .optional()
    .describe('Takes the functions’ code from OSS instead of carrying it inside the template.'),
};

/** Objects that a stage may give in part: their members are merged with those of `defaults`. */
export const NESTED = {
  domains: {
    fields: {
      ingest: domain.describe('Domain that anchors push to.'),
      streaming: domain.describe('Domain that viewers play from.'),
      adopt: z.boolean().describe('Whether domains that already exist in the account may be taken over.'),
    },
    description: 'The two domains of ApsaraVideo Live.',
  },
  origins: {
    fields: {
      ingest: origin(/rtmp/, 'rtmp://127.0.0.1:1935').describe(
        'Address that replaces the ingest domain in URLs handed out.',
      ),
      streaming: origin(/https?/, 'http://127.0.0.1:7302').describe(
        'Address that replaces the streaming domain in URLs handed out.',
      ),
    },
    description: 'Where the local cloud’s stand-ins listen. Only for `.localhost` domains.',
  },
  function: {
    fields: {
      memoryMb: integer(128, 32_768, 'MB')
        .multipleOf(64, 'expected a multiple of 64 MB')
        .describe('Memory of the AppServer.'),
      concurrency: integer(1, 100, 'requests').describe('Requests that one AppServer instance serves at a time.'),
      runtime: z
        .enum(['node22-debian11', 'node20-debian10'])
        .optional()
        .describe('Overrides the runtime chosen for region and generation.'),
    },
    description: 'Size of the AppServer function.',
  },
};

/** What a stage gets when neither it nor `defaults` says otherwise. `domainScope` and `messageDataCenter` follow the region. */
export const DEFAULTS = {
  compute: 'fc3',
  domains: { adopt: false },
  streamingScheme: 'http',
  activateServices: true,
  appName: 'live',
  urlValiditySeconds: 86_400,
  dns: 'manual',
  recording: 'vod',
  recordingCycleSeconds: 3_600,
  authentication: { mode: 'password' },
  costreaming: 'strict',
  mixing: 'client',
  messageRole: 'never',
  roomRetentionDays: 0,
  keyRotation: 1,
  corsOrigins: ['*'],
  logRetentionDays: 30,
  function: { memoryMb: 512, concurrency: 20 },
  tablestoreType: 'SSD',
  tags: {},
  suppressions: [],
  deletionPolicy: 'retain',
} as const;
