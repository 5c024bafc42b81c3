/** The template's parameters: the console form in two languages, with the stage's values as defaults, and their values for a deployment. */
import { createHash } from 'node:crypto';
import * as ros from '@alicloud/ros-cdk-core';
import { APP_NAME_PATTERN, DOMAIN_PATTERN, FIND_ARTC_APP, REGIONS } from './config/fields.ts';
import type { Stage } from './config/schema.ts';
import {
  CERTIFICATE_PARAMETERS,
  type CertificatePair,
  type CertificateParameter,
  certificateValues,
} from './custom-domain-certificate.ts';
import { addParameter, type Form, type Text } from './form.ts';

export const PARAMETER_NAMES = [
  'IngestDomain',
  'StreamingDomain',
  'DomainScope',
  'AppName',
  'MessageDataCenter',
  'ArtcAppId',
  'ArtcAppKey',
  'TablestoreInstanceName',
  'CorsOrigins',
  'KeptData',
] as const;

export type ParameterName = (typeof PARAMETER_NAMES)[number];

/**
 * Rules of Tablestore: 3–16 characters, forbidden substrings (tablestore.md §8). Lower case, as RAM policies name it.
 * UNCERTAIN: that ROS and its console understand the look-ahead; without it the service itself refuses the name later.
 */
export const INSTANCE_NAME_PATTERN = '^(?!.*(ali|ay|ots|taobao|admin))[a-z][-a-z0-9]{1,14}[a-z0-9]$';

const INSTANCE_PREFIX = 'live-';

/** Digits alone can spell no forbidden substring, and `live-` ends in none. */
const RANDOM_DIGITS = 11;

/** Items of `KeptData`, or `all` of them. */
const KEPT_DATA_PATTERN = '^[a-z_]*(,[a-z_]+)*$';

const CORS_PATTERN = '^(\\*|https?://[^\\s/,*]+(,https?://[^\\s/,*]+)*)$';

function domainForm(label: Text, description: Text, value: string): Form {
  const constraint = {
    en: 'A domain name in lower case, without wildcard, such as push.example.com',
    'zh-cn': '小写的域名，不支持通配符，例如 push.example.com',
  };
  const settings = { defaultValue: value, allowedPattern: DOMAIN_PATTERN, minLength: 4, maxLength: 253 };
  return { label, description, constraint, settings };
}

/** Empty where there is none, and where only a deployment finds it. */
function knownArtcAppId({ artcAppId = '' }: Stage): string {
  return artcAppId === FIND_ARTC_APP ? '' : artcAppId;
}

function forms(stage: Stage): Record<ParameterName, Form> {
  return {
    IngestDomain: domainForm(
      { en: 'Ingest domain', 'zh-cn': '推流域名' },
      {
        en: 'Anchors push to this domain. It must be yours, and used for nothing else.',
        'zh-cn': '主播推流使用的域名。必须归您所有，且未作其他用途。',
      },
      stage.domains.ingest,
    ),
    StreamingDomain: domainForm(
      { en: 'Streaming domain', 'zh-cn': '播流域名' },
      {
        en: 'Viewers play from this domain. It must differ from the ingest domain.',
        'zh-cn': '观众播放使用的域名。不能与推流域名相同。',
      },
      stage.domains.streaming,
    ),
    DomainScope: {
      label: { en: 'Acceleration area', 'zh-cn': '加速区域' },
      description: {
        en: 'Area in which both domains are accelerated. An ICP filing is needed unless both the region and the area are outside the Chinese mainland.',
        'zh-cn': '两个域名的加速区域。除非直播中心与加速区域均在中国内地以外，否则域名需完成 ICP 备案。',
      },
      settings: { defaultValue: stage.domainScope, allowedValues: ['domestic', 'overseas', 'global'] },
    },
    AppName: {
      label: { en: 'Stream app name', 'zh-cn': '直播应用名称' },
      description: {
        en: 'First part of the path of every stream, also in the relay settings of ARTC.',
        'zh-cn': '直播流路径的第一部分，须与 ARTC 旁路转推中的 AppName 一致。',
      },
      constraint: { en: 'Letters, digits, _ and -', 'zh-cn': '字母、数字、下划线或短划线' },
      settings: { defaultValue: stage.appName, allowedPattern: APP_NAME_PATTERN, minLength: 1, maxLength: 255 },
    },
    MessageDataCenter: {
      label: { en: 'Messaging data center', 'zh-cn': '互动消息数据中心' },
      description: {
        en: 'Where interactive messages are kept. It cannot be changed later.',
        'zh-cn': '互动消息的数据中心，创建后不可更改。',
      },
      settings: { defaultValue: stage.messageDataCenter, allowedValues: [...REGIONS] },
    },
    ArtcAppId: {
      label: { en: 'ARTC application ID', 'zh-cn': '实时音视频应用 ID' },
      description: {
        en: 'From the ARTC console. Empty: co-streaming is not offered.',
        'zh-cn': '在实时音视频控制台获取。留空则不提供连麦功能。',
      },
      constraint: {
        en: 'Empty, or up to 64 letters, digits, _ and -',
        'zh-cn': '留空，或不超过 64 个字母、数字、下划线、短划线',
      },
      required: false,
      settings: { defaultValue: knownArtcAppId(stage), allowedPattern: '^[A-Za-z0-9_-]{0,64}$' },
    },
    ArtcAppKey: {
      label: { en: 'ARTC application key', 'zh-cn': '实时音视频应用密钥' },
      description: {
        en: 'Key of the ARTC application. Never shown again; leave it empty without an application.',
        'zh-cn': '实时音视频应用的密钥，提交后不再显示。没有应用时请留空。',
      },
      constraint: { en: 'Empty, or up to 128 letters and digits', 'zh-cn': '留空，或不超过 128 个字母与数字' },
      required: false,
      settings: { noEcho: true, allowedPattern: '^[A-Za-z0-9_-]{0,128}$' },
    },
    TablestoreInstanceName: {
      label: { en: 'Tablestore instance name', 'zh-cn': '表格存储实例名称' },
      description: {
        en: 'Unique name for the database. Logs, roles and the messaging application are named after it.',
        'zh-cn': '数据库实例的唯一名称，日志项目、角色与消息应用名称均由其派生。',
      },
      constraint: {
        en: '3 to 16 lower-case letters, digits and -, without ali, ay, ots, taobao, admin',
        'zh-cn': '3 至 16 个小写字母、数字或短划线，不能包含 ali、ay、ots、taobao、admin',
      },
      settings: {
        allowedPattern: INSTANCE_NAME_PATTERN,
        minLength: 3,
        maxLength: 16,
        associationProperty: ros.RosParameter.AssociationProperty.AUTO_COMPLETE_INPUT,
        associationPropertyMetadata: {
          Length: RANDOM_DIGITS,
          Prefix: INSTANCE_PREFIX,
          CharacterClasses: [{ Class: 'number' }],
        },
      },
    },
    CorsOrigins: {
      label: { en: 'Web origins', 'zh-cn': '允许跨域的来源' },
      description: {
        en: 'Web origins that may call the AppServer, separated by commas; * for all.',
        'zh-cn': '允许访问 AppServer 的网页来源，以英文逗号分隔；* 表示全部。',
      },
      constraint: {
        en: '* or origins such as https://www.example.com',
        'zh-cn': '* 或来源，例如 https://www.example.com',
      },
      settings: { defaultValue: stage.corsOrigins.join(','), allowedPattern: CORS_PATTERN, maxLength: 1024 },
    },
    KeptData: {
      label: { en: 'Data kept from an earlier stack', 'zh-cn': '沿用的数据' },
      description: {
        en: 'Empty for new data. To go on with the database of a deleted stack, give its instance name above and write all here, or the names that its deletion listed. Do not change it later.',
        'zh-cn':
          '新建数据时留空。如需沿用已删除资源栈保留的数据，请在上方填写其实例名称，并在此填写 all 或删除时列出的名称。之后请勿更改。',
      },
      constraint: { en: 'Empty, all, or names joined by commas', 'zh-cn': '留空、all，或以英文逗号分隔的名称' },
      required: false,
      settings: { defaultValue: '', allowedPattern: KEPT_DATA_PATTERN, maxLength: 1024 },
    },
  };
}

const GROUPS: readonly { readonly label: Text; readonly parameters: readonly ParameterName[] }[] = [
  {
    label: { en: 'Live streaming', 'zh-cn': '视频直播' },
    parameters: ['IngestDomain', 'StreamingDomain', 'DomainScope', 'AppName'],
  },
  {
    label: { en: 'Messaging and co-streaming', 'zh-cn': '互动消息与连麦' },
    parameters: ['MessageDataCenter', 'ArtcAppId', 'ArtcAppKey'],
  },
  {
    label: { en: 'AppServer', 'zh-cn': '应用服务' },
    parameters: ['TablestoreInstanceName', 'CorsOrigins', 'KeptData'],
  },
];

export type Parameters = Readonly<Record<ParameterName, ros.RosParameter>>;

/** Adds every parameter to the stack, in the order of the form. */
export function createParameters(scope: ros.Construct, stage: Stage): Parameters {
  const all = forms(stage);
  return Object.fromEntries(
    PARAMETER_NAMES.map((name) => [name, addParameter(scope, name, all[name])]),
  ) as unknown as Parameters;
}

/** How the ROS console groups the form (ros.md §3.2). */
export function parameterGroups({ customDomainCertificate }: Stage): object[] {
  const own = customDomainCertificate
    ? [{ label: { en: 'HTTPS of the AppServer', 'zh-cn': '应用服务的 HTTPS' }, parameters: CERTIFICATE_PARAMETERS }]
    : [];
  return [...GROUPS, ...own].map(({ label, parameters }) => ({
    Parameters: [...parameters],
    Label: { default: label },
  }));
}

export interface Deployment {
  /** The main account's id; together with region and stage it makes the unique names. */
  readonly accountId: string;
  /** Needed when the stage names an ARTC application. */
  readonly artcAppKey?: string;
  /** What of the database is there already and not this stack's to make (`constructs/kept-data.ts`). Default: nothing. */
  readonly keptData?: string;
  /** Needed when the stage's own domain has a certificate. */
  readonly certificate?: CertificatePair;
}

/** `live-` and eleven digits of a hash of account, region and stage: the same on every deployment, unlike any other. */
export function instanceNameFor(stage: Pick<Stage, 'app' | 'name' | 'region'>, accountId: string): string {
  const hash = createHash('sha256').update([accountId, stage.region, stage.app, stage.name].join('\n')).digest();
  const digits = (hash.readBigUInt64BE() % 10n ** BigInt(RANDOM_DIGITS)).toString().padStart(RANDOM_DIGITS, '0');
  return INSTANCE_PREFIX + digits;
}

/** A value for every parameter, for callers of the API: nothing is left to the form. */
export function parameterValues(
  stage: Stage,
  deployment: Deployment,
): Record<ParameterName, string> & Partial<Record<CertificateParameter, string>> {
  return {
    IngestDomain: stage.domains.ingest,
    StreamingDomain: stage.domains.streaming,
    DomainScope: stage.domainScope,
    AppName: stage.appName,
    MessageDataCenter: stage.messageDataCenter,
    ArtcAppId: knownArtcAppId(stage),
    ArtcAppKey: deployment.artcAppKey ?? '',
    TablestoreInstanceName: instanceNameFor(stage, deployment.accountId),
    CorsOrigins: stage.corsOrigins.join(','),
    KeptData: deployment.keptData ?? '',
    ...(deployment.certificate ? certificateValues(deployment.certificate) : {}),
  };
}
