import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CERTIFICATE_PARAMETERS } from '../../cdk/custom-domain-certificate.ts';
import {
  INSTANCE_NAME_PATTERN,
  instanceNameFor,
  PARAMETER_NAMES,
  type ParameterName,
  parameterValues,
} from '../../cdk/parameters.ts';
import { isObject, type Json } from '../../cdk/template.ts';
import { FULL, properties, STAGES, stage, synth } from './support.ts';

const ACCOUNT = '1234567890123456';
const { template } = await synth(stage('cn-shanghai'));
const languages = ['en', 'zh-cn'];

/** As ROS applies a pattern: to the whole value. */
function matches(pattern: Json | undefined, value: string): boolean {
  return typeof pattern !== 'string' || new RegExp(`^(?:${pattern})$`, 'su').test(value);
}

describe('T6 the console form', () => {
  it('has exactly the documented parameters, in the order of the form', () => {
    expect(Object.keys(template.Parameters)).toEqual([...PARAMETER_NAMES]);
  });

  it.each(PARAMETER_NAMES)('%s has a label and a description in English and Chinese', (name) => {
    const parameter = template.Parameters[name] ?? {};
    for (const text of [parameter.Label, parameter.Description]) {
      expect(isObject(text) && Object.keys(text)).toEqual(languages);
      expect(isObject(text) && Object.values(text).every((value) => typeof value === 'string' && value !== '')).toBe(
        true,
      );
      expect(isObject(text) && /\p{Script=Han}/u.test(String(text['zh-cn']))).toBe(true);
    }
  });

  it.each(PARAMETER_NAMES)('%s explains its constraint when it has a pattern', (name) => {
    const { AllowedPattern, ConstraintDescription } = template.Parameters[name] ?? {};
    if (AllowedPattern === undefined) expect(ConstraintDescription).toBeUndefined();
    else expect(isObject(ConstraintDescription) && Object.keys(ConstraintDescription)).toEqual(languages);
  });

  it('groups every parameter once, under headings in both languages', () => {
    const form = template.Metadata?.['ALIYUN::ROS::Interface'];
    const groups = isObject(form) && Array.isArray(form.ParameterGroups) ? form.ParameterGroups : [];
    const grouped = groups.flatMap((group) =>
      isObject(group) && Array.isArray(group.Parameters) ? group.Parameters : [],
    );
    expect(grouped).toEqual([...PARAMETER_NAMES]);
    for (const group of groups) {
      const label = isObject(group) && isObject(group.Label) ? group.Label.default : undefined;
      expect(isObject(label) && Object.keys(label)).toEqual(languages);
    }
  });

  it('describes the template in both languages', () => {
    expect(isObject(template.Description) && Object.keys(template.Description)).toEqual(languages);
  });

  it('proposes a random instance name of digits that the service accepts', () => {
    const {
      AssociationProperty,
      AssociationPropertyMetadata: metadata,
      Default,
    } = template.Parameters.TablestoreInstanceName ?? {};
    expect(AssociationProperty).toBe('AutoCompleteInput');
    expect(Default).toBeUndefined();
    expect(metadata).toEqual({ Length: 11, Prefix: 'live-', CharacterClasses: [{ Class: 'number' }] });
    expect(matches(INSTANCE_NAME_PATTERN, `live-${'9'.repeat(11)}`)).toBe(true);
  });

  it('T3 never shows the ARTC key, has no default for it and does not insist on it', () => {
    const key = template.Parameters.ArtcAppKey ?? {};
    expect(key).toMatchObject({ Type: 'String', NoEcho: true, Required: false });
    expect(key).not.toHaveProperty('Default');
  });

  it('needs nothing but the instance name from somebody who accepts the stage’s values', () => {
    const open = Object.entries(template.Parameters).filter(
      ([, { Default, Required }]) => Default === undefined && Required,
    );
    expect(open.map(([name]) => name)).toEqual(['TablestoreInstanceName']);
  });
});

describe('T6 the form of a stage whose own domain has a certificate', () => {
  const secure = stage('cn-shanghai', {
    customDomain: 'api.live.cn',
    customDomainCertificate: { chain: 'api.pem', privateKey: 'api.key' },
  });
  const line = 'MIIE'.repeat(16);
  const pem = (what: string, end = '\n') =>
    [`-----BEGIN ${what}-----`, line, line, `-----END ${what}-----`, ''].join(end);

  it('asks for certificate and key besides, in a group of their own, under labels in both languages', async () => {
    const { Parameters, Metadata } = (await synth(secure)).template;
    expect(Object.keys(Parameters)).toEqual([...PARAMETER_NAMES, ...CERTIFICATE_PARAMETERS]);
    for (const name of CERTIFICATE_PARAMETERS) {
      const { Label, Description, ConstraintDescription } = Parameters[name] ?? {};
      for (const text of [Label, Description, ConstraintDescription]) {
        expect(isObject(text) && Object.keys(text)).toEqual(languages);
      }
    }
    expect(JSON.stringify(Metadata)).toContain(JSON.stringify(CERTIFICATE_PARAMETERS));
  });

  it('T3 never shows the key and has no default for it; the files of ros.json are nowhere in the template', async () => {
    const { template } = await synth(secure);
    expect(template.Parameters.CustomDomainPrivateKey).toMatchObject({ NoEcho: true, Required: true });
    expect(template.Parameters.CustomDomainPrivateKey).not.toHaveProperty('Default');
    expect(JSON.stringify(template)).not.toMatch(/api\.(pem|key)/);
  });

  it.each([
    ['CustomDomainCertificate', pem('CERTIFICATE'), true],
    ['CustomDomainCertificate', pem('CERTIFICATE') + pem('CERTIFICATE'), true],
    ['CustomDomainCertificate', pem('CERTIFICATE', '\\n'), true],
    ['CustomDomainCertificate', pem('CERTIFICATE', ''), false],
    ['CustomDomainPrivateKey', pem('RSA PRIVATE KEY'), true],
    ['CustomDomainPrivateKey', pem('EC PRIVATE KEY'), true],
    ['CustomDomainPrivateKey', pem('RSA PRIVATE KEY', '\\n'), true],
    ['CustomDomainPrivateKey', pem('RSA PRIVATE KEY', ''), false],
    ['CustomDomainPrivateKey', pem('PRIVATE KEY'), false],
    ['CustomDomainPrivateKey', pem('ENCRYPTED PRIVATE KEY'), false],
  ])('%s with %j: accepted %s', async (name, value, accepted) => {
    expect(matches((await synth(secure)).template.Parameters[name]?.AllowedPattern, value)).toBe(accepted);
  });

  it('sends both values with the others', () => {
    const values = parameterValues(secure, { accountId: ACCOUNT, certificate: { chain: 'c', privateKey: 'k' } });
    expect(values).toMatchObject({ CustomDomainCertificate: 'c', CustomDomainPrivateKey: 'k' });
  });

  it.each(['fc3', 'fc2'] as const)('on %s serves HTTP and HTTPS, and callbacks go to HTTPS', async (compute) => {
    const synthesized = await synth({ ...secure, compute });
    const lineEnds = (name: string) => ({ 'Fn::Replace': [{ '\\n': '\n' }, { Ref: name }] });
    expect(properties(synthesized, 'AppServerDomain')).toMatchObject({
      Protocol: 'HTTP,HTTPS',
      CertConfig: {
        CertName: { Ref: 'ALIYUN::StackName' },
        Certificate: lineEnds('CustomDomainCertificate'),
        PrivateKey: lineEnds('CustomDomainPrivateKey'),
      },
    });
    expect(properties(synthesized, 'AppServerAddress').Parameters).toEqual({ PublicUrl: 'https://api.live.cn' });
  });
});

describe('defaults', () => {
  it.each(STAGES.map((one) => [`${one.name} on ${one.compute}`, one] as const))(
    'of %s are what the stage says, and pass their own constraints',
    async (_title, one) => {
      const { Parameters } = (await synth(one)).template;
      const values = parameterValues(one, { accountId: ACCOUNT });
      for (const [name, { Default, AllowedPattern, AllowedValues }] of Object.entries(Parameters)) {
        if (Default === undefined) continue;
        expect(Default).toBe(values[name as ParameterName]);
        expect(matches(AllowedPattern, String(Default))).toBe(true);
        if (Array.isArray(AllowedValues)) expect(AllowedValues).toContain(Default);
      }
    },
  );
});

describe('patterns', () => {
  const cases: [name: ParameterName, value: string, accepted: boolean][] = [
    ['IngestDomain', 'push.live.cn', true],
    ['IngestDomain', 'a-b.c1.example', true],
    ['IngestDomain', 'ingest.localhost', true],
    ['IngestDomain', 'localhost', false],
    ['IngestDomain', '*.live.cn', false],
    ['IngestDomain', 'Push.live.cn', false],
    ['IngestDomain', 'push.live.cn.', false],
    ['IngestDomain', '-push.live.cn', false],
    ['AppName', 'live', true],
    ['AppName', 'a/b', false],
    ['ArtcAppId', '', true],
    ['ArtcAppId', 'a b', false],
    ['ArtcAppKey', '', true],
    ['ArtcAppKey', 'x'.repeat(129), false],
    ['TablestoreInstanceName', 'live-01234567890', true],
    ['TablestoreInstanceName', 'abc', true],
    ['TablestoreInstanceName', 'play-1', false],
    ['TablestoreInstanceName', 'ali-1', false],
    ['TablestoreInstanceName', 'my-ots', false],
    ['TablestoreInstanceName', 'admin1', false],
    ['TablestoreInstanceName', '1live', false],
    ['TablestoreInstanceName', 'live-', false],
    ['TablestoreInstanceName', 'Live', false],
    ['TablestoreInstanceName', 'live-012345678901', false],
    ['CorsOrigins', '*', true],
    ['CorsOrigins', 'https://a.cn,http://localhost:5173', true],
    ['CorsOrigins', 'https://a.cn/', false],
    ['CorsOrigins', '*,https://a.cn', false],
    ['CorsOrigins', 'a.cn', false],
  ];
  it.each(cases)('%s with %s: accepted %s', (name, value, accepted) => {
    expect(matches(template.Parameters[name]?.AllowedPattern, value)).toBe(accepted);
  });
});

describe('the values that the command line sends', () => {
  it('are one for every parameter', () => {
    expect(Object.keys(parameterValues(FULL, { accountId: ACCOUNT }))).toEqual([...PARAMETER_NAMES]);
  });

  it('carry the stage and the key that was asked for', () => {
    expect(parameterValues(FULL, { accountId: ACCOUNT, artcAppKey: 'k'.repeat(32) })).toMatchObject({
      IngestDomain: 'push.example.com',
      StreamingDomain: 'play.example.com',
      DomainScope: 'domestic',
      ArtcAppId: 'artc-app-1',
      ArtcAppKey: 'k'.repeat(32),
      CorsOrigins: '*',
    });
  });

  it('are empty for ARTC without an application', () => {
    expect(parameterValues(stage('local'), { accountId: ACCOUNT })).toMatchObject({ ArtcAppId: '', ArtcAppKey: '' });
  });

  const somewhere = fc.record({
    app: fc.stringMatching(/^[a-z]{1,8}$/),
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    region: fc.constantFrom('cn-shanghai' as const, 'ap-southeast-1' as const),
    accountId: fc.stringMatching(/^\d{16}$/),
  });

  it('name an instance that the service accepts, whatever account, region and stage', () => {
    fc.assert(
      fc.property(somewhere, ({ accountId, ...one }) => {
        const name = instanceNameFor(one, accountId);
        expect(name.length).toBeLessThanOrEqual(16);
        expect(matches(INSTANCE_NAME_PATTERN, name)).toBe(true);
        expect(instanceNameFor(one, accountId)).toBe(name);
      }),
    );
  });

  it('name different instances for different accounts, regions, apps and stages', () => {
    fc.assert(
      fc.property(somewhere, somewhere, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(instanceNameFor(one, one.accountId)).not.toBe(instanceNameFor(other, other.accountId));
      }),
    );
  });

  it('keep their name from one version of this program to the next', () => {
    expect(instanceNameFor(stage('local'), ACCOUNT)).toBe('live-62231934776');
  });
});
