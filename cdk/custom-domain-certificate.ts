/** HTTPS of the AppServer's own domain: the two parameters through which certificate and key reach Function Compute. */
import * as ros from '@alicloud/ros-cdk-core';
import { addParameter, type Form } from './form.ts';

export const CERTIFICATE_PARAMETERS = ['CustomDomainCertificate', 'CustomDomainPrivateKey'] as const;

export type CertificateParameter = (typeof CERTIFICATE_PARAMETERS)[number];

/** PEM: the certificate with those that issued it after it, and its key. */
export interface CertificatePair {
  readonly chain: string;
  readonly privateKey: string;
}

/** What the constructs of a custom domain take. */
export interface CertificateConfig {
  readonly certName: ros.IResolvable | string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** A field of a form for secrets is one line: there `\n` stands for the end of a line, as the vendor's pages have it. */
const LINE_END = String.raw`(\\n|\s)`;

/** PKCS#1 and SEC 1: Function Compute refuses a key in PKCS#8 (github.com/certd/certd/issues/501). */
const KEY_PATTERN = String.raw`^-----BEGIN (RSA|EC) PRIVATE KEY-----${LINE_END}[\s\S]+-----END (RSA|EC) PRIVATE KEY-----${LINE_END}*$`;
const CHAIN_PATTERN = String.raw`^-----BEGIN CERTIFICATE-----${LINE_END}[\s\S]+-----END CERTIFICATE-----${LINE_END}*$`;

const FORMS: Record<CertificateParameter, Form> = {
  CustomDomainCertificate: {
    label: { en: 'Certificate of the AppServer’s domain', 'zh-cn': '应用服务域名的证书' },
    description: {
      en: 'PEM: the certificate first, then those that issued it. A renewed one is given by an update of the stack.',
      'zh-cn': 'PEM 格式：先填写域名证书，其后为签发它的中间证书。续期后通过更新资源栈替换。',
    },
    constraint: {
      en: 'PEM with the first and the last line; \\n may stand for the end of a line',
      'zh-cn': '包含首行与末行的 PEM 内容；可用 \\n 表示换行',
    },
    settings: { allowedPattern: CHAIN_PATTERN, associationProperty: ros.RosParameter.AssociationProperty.TEXT_AREA },
  },
  CustomDomainPrivateKey: {
    label: { en: 'Private key of that certificate', 'zh-cn': '该证书的私钥' },
    description: {
      en: 'PEM of an RSA or EC key in its classic form (openssl rsa -traditional), in one line with \\n for the end of a line. Never shown again.',
      'zh-cn': 'RSA 或 EC 私钥的传统 PEM 格式（openssl rsa -traditional），写成一行并用 \\n 表示换行，提交后不再显示。',
    },
    constraint: {
      en: 'PEM that begins with BEGIN RSA or BEGIN EC, with line ends or \\n',
      'zh-cn': '以 BEGIN RSA 或 BEGIN EC 开头的 PEM 内容，保留换行或使用 \\n',
    },
    settings: { allowedPattern: KEY_PATTERN, noEcho: true },
  },
};

/** Adds both parameters to the template of a stage that names a certificate. */
export function createCertificate(scope: ros.Construct): CertificateConfig {
  const [certificate, privateKey] = CERTIFICATE_PARAMETERS.map((name) => addParameter(scope, name, FORMS[name]));
  return {
    // Letters first: a name that begins with a digit is refused (github.com/certd/certd/issues/522).
    certName: ros.RosPseudo.stackName,
    certificate: withLineEnds(certificate as ros.RosParameter),
    privateKey: withLineEnds(privateKey as ros.RosParameter),
  };
}

function withLineEnds(parameter: ros.RosParameter): string {
  return ros.Fn.replace({ '\\n': '\n' }, parameter.valueAsString);
}

export function certificateValues({ chain, privateKey }: CertificatePair): Record<CertificateParameter, string> {
  return { CustomDomainCertificate: chain, CustomDomainPrivateKey: privateKey };
}
