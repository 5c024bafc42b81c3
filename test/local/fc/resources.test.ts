import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toApi } from '../../../local/fc/resources/to-api.ts';
import type { Properties, PropertyRule } from '../../../local/ros/resource-type.ts';
import { type MadeCertificate, madeCertificate } from '../../certificates.ts';
import {
  create,
  ECHO,
  fc3Properties,
  HELLO_ARN,
  HTTP_TRIGGER,
  type Kit,
  NODE_COMMAND,
  openKit,
  parse,
  program,
  ROLE_ARN,
  resourceContext,
  typeOf,
  zip,
} from './kit.ts';
import { rawRequest } from './raw-request.ts';

let kit: Kit;
beforeEach(async () => {
  kit = await openKit();
});
afterEach(() => kit.close());

const SERVICE: Properties = {
  ServiceName: 'svc',
  Role: ROLE_ARN,
  LogConfig: { Project: 'logs', Logstore: 'functions' },
};
const FC2_FUNCTION: Properties = {
  ServiceName: 'svc',
  FunctionName: 'hello',
  Handler: 'main.handler',
  Runtime: 'custom.debian10',
  CAPort: 9000,
  Code: { ZipFile: zip(ECHO) },
  CustomRuntimeConfig: { Command: NODE_COMMAND },
  InstanceConcurrency: '20',
  MemorySize: '512',
  Timeout: '10',
  EnvironmentVariables: { STAGE: 'local' },
};
const FC2_TRIGGER: Properties = { ...HTTP_TRIGGER, ServiceName: 'svc' };

describe('resource types', () => {
  it.each([
    ['fc3', 'ALIYUN::FC3::Function'],
    ['fc3', 'ALIYUN::FC3::Trigger'],
    ['fc3', 'ALIYUN::FC3::CustomDomain'],
    ['fc3', 'ALIYUN::FC3::AsyncInvokeConfig'],
    ['fc', 'ALIYUN::FC::Service'],
    ['fc', 'ALIYUN::FC::Function'],
    ['fc', 'ALIYUN::FC::Trigger'],
    ['fc', 'ALIYUN::FC::CustomDomain'],
  ])('T2: the properties of %s %s are exactly those that the CDK writes', (library, type) => {
    expect(namesIn(typeOf(kit.fc, type).properties)).toEqual(namesInCdk(library, type));
  });

  it('P14: what was created and deleted again leaves nothing behind', async () => {
    const before = JSON.stringify(kit.fc.inventory());
    const all: [string, Properties][] = [
      ['ALIYUN::FC3::Function', fc3Properties(ECHO)],
      ['ALIYUN::FC3::Trigger', HTTP_TRIGGER],
      ['ALIYUN::FC3::AsyncInvokeConfig', { FunctionName: 'hello' }],
      ['ALIYUN::FC::Service', SERVICE],
      ['ALIYUN::FC::Function', FC2_FUNCTION],
      ['ALIYUN::FC::Trigger', FC2_TRIGGER],
      ['ALIYUN::FC::CustomDomain', { DomainName: 'a.example.com', Protocol: 'HTTP' }],
    ];
    const ids: string[] = [];
    for (const [type, properties] of all) ids.push((await create(kit.fc, type, properties)).physicalId);
    expect(JSON.stringify(kit.fc.inventory())).not.toBe(before);
    for (const [index, [type, properties]] of [...all.entries()].reverse()) {
      const resource = typeOf(kit.fc, type);
      await resource.delete(ids[index] ?? '', properties, resourceContext());
      await resource.delete(ids[index] ?? '', properties, resourceContext());
    }
    expect(JSON.stringify(kit.fc.inventory())).toBe(before);
  });
});

describe('ALIYUN::FC3::Function', () => {
  it('has the ARN that ROS takes as a ServiceToken', async () => {
    const { attributes, physicalId } = await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO));
    expect(physicalId).toBe('hello');
    expect(attributes).toEqual({
      ARN: HELLO_ARN,
      FunctionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      FunctionName: 'hello',
    });
  });

  it('exists once per region', async () => {
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Function');
    await type.create(fc3Properties(ECHO), resourceContext());
    await expect(type.create(fc3Properties(ECHO), resourceContext())).rejects.toThrow("'hello' already exists");
    await type.create(fc3Properties(ECHO), resourceContext('ap-southeast-1'));
  });

  it.each<[string, Properties, string]>([
    ['a built-in runtime', { Runtime: 'nodejs20' }, 'custom runtimes only'],
    ['a container', { CustomContainerConfig: { Image: 'x' } }, 'no containers'],
    ['no code', { Code: {} }, 'ZipFile'],
    ['a name with a space', { FunctionName: 'a b' }, 'functionName'],
    ['a reserved variable', { EnvironmentVariables: { FC_X: '1' } }, 'FC_* are reserved'],
    ['a variable with a dot', { EnvironmentVariables: { 'a.b': '1' } }, "'a.b'"],
    ['more than 4 KB of environment', { EnvironmentVariables: { A: 'x'.repeat(4096) } }, 'at most 4096'],
    ['a time-out of a week', { Timeout: 604_800 }, 'timeout'],
    ['a log store without a project', { LogConfig: { Logstore: 'x' } }, 'go together'],
  ])('refuses %s and leaves nothing behind', async (_name, change, reason) => {
    await expect(create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO, change))).rejects.toThrow(reason);
    expect(kit.fc.functions()).toEqual([]);
  });

  it('takes 4 KB of environment exactly', async () => {
    const EnvironmentVariables = { A: 'x'.repeat(4095) };
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO, { EnvironmentVariables }));
  });

  it('P6: a refused update leaves the old configuration working', async () => {
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO));
    const before = JSON.stringify(kit.fc.save());
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Function');
    const bad = fc3Properties(ECHO, { Runtime: 'go1' });
    await expect(type.update('hello', bad, fc3Properties(ECHO), resourceContext())).rejects.toThrow('go1');
    expect(JSON.stringify(kit.fc.save())).toBe(before);
    expect((await kit.fc.invoke(HELLO_ARN, Buffer.alloc(0), 'sync')).error).toBeUndefined();
  });

  it('is not deleted while it has triggers', async () => {
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO));
    await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Function');
    await expect(type.delete('hello', fc3Properties(ECHO), resourceContext())).rejects.toThrow('active triggers');
  });
});

describe('triggers', () => {
  beforeEach(async () => {
    await create(kit.fc, 'ALIYUN::FC3::Function', fc3Properties(ECHO));
  });

  it.each<[string, Properties, string]>([
    ['another type', { TriggerType: 'oss' }, 'http and timer'],
    ['an unknown key', { TriggerConfig: { authType: 'anonymous', methods: ['GET'], auth: 1 } }, "unknown key 'auth'"],
    ['PascalCase keys in 3.0', { TriggerConfig: { AuthType: 'anonymous' } }, "unknown key 'AuthType'"],
    ['no methods', { TriggerConfig: { authType: 'anonymous' } }, 'methods is empty'],
    ['an unknown method', { TriggerConfig: { authType: 'anonymous', methods: ['get'] } }, "'get'"],
    ['jwt', { TriggerConfig: { authType: 'jwt', methods: ['GET'] } }, 'anonymous and function'],
    ['cors rules', { TriggerConfig: { authType: 'anonymous', methods: ['GET'], corsConfig: {} } }, 'corsConfig'],
    ['a timer without an expression', { TriggerType: 'timer', TriggerConfig: { enable: true } }, 'cronExpression'],
    ['a name with a dot', { TriggerName: 'a.b' }, 'triggerName'],
    ['another version', { Qualifier: '1' }, "version '1'"],
    ['an unknown function', { FunctionName: 'other' }, "'other' does not exist"],
  ])('refuse %s and leave nothing behind', async (_name, change, reason) => {
    await expect(create(kit.fc, 'ALIYUN::FC3::Trigger', { ...HTTP_TRIGGER, ...change })).rejects.toThrow(reason);
    expect((kit.fc.inventory() as { triggers: unknown[] }).triggers).toEqual([]);
  });

  it('are unique by name, and one HTTP trigger per function', async () => {
    await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    await expect(create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER)).rejects.toThrow('already exists');
    const other = { ...HTTP_TRIGGER, TriggerName: 'other' };
    await expect(create(kit.fc, 'ALIYUN::FC3::Trigger', other)).rejects.toThrow('one per version');
  });

  it('P6: a refused update leaves the old configuration working', async () => {
    const { attributes } = await create(kit.fc, 'ALIYUN::FC3::Trigger', HTTP_TRIGGER);
    const bad = { ...HTTP_TRIGGER, TriggerConfig: { authType: 'nobody', methods: ['GET'] } };
    const type = typeOf(kit.fc, 'ALIYUN::FC3::Trigger');
    await expect(type.update('http', bad, HTTP_TRIGGER, resourceContext())).rejects.toThrow('nobody');
    expect((await rawRequest(String(attributes.UrlInternet))).status).toBe(200);
  });
});

describe('FC 2.0', () => {
  const deploy = async (config: Properties = {}) => {
    await create(kit.fc, 'ALIYUN::FC::Service', SERVICE);
    return create(kit.fc, 'ALIYUN::FC::Function', { ...FC2_FUNCTION, ...config });
  };
  const ARN = 'acs:fc:cn-shanghai:1234567890123456:services/svc/functions/hello';

  it('runs functions with role and log store of their service', async () => {
    const { attributes } = await deploy();
    expect(attributes).toMatchObject({ ARN, ServiceName: 'svc', ServiceId: expect.any(String) });
    const { headers } = parse((await kit.fc.invoke(ARN, Buffer.from('{}'), 'sync')).payload);
    expect(headers).toMatchObject({
      'x-fc-access-key-id': 'STS.key1',
      'x-fc-service-name': 'svc',
      'x-fc-service-logproject': 'logs',
      'x-fc-service-logstore': 'functions',
    });
  });

  it('tells functions their service, and the version in the way of the image', async () => {
    await deploy({ Code: { ZipFile: zip(program('response.end(JSON.stringify(process.env));')) } });
    expect(parse((await kit.fc.invoke(ARN, Buffer.alloc(0), 'sync')).payload)).toMatchObject({
      FC_SERVICE_NAME: 'svc',
      FC_QUALIFIER: 'LATEST',
      FC_VER_ID: 'LATEST',
      STAGE: 'local',
    });
  });

  it.each([
    ['PascalCase', { AuthType: 'anonymous', Methods: ['GET'] }],
    ['camelCase', { authType: 'anonymous', methods: ['GET'] }],
  ])('takes the trigger configuration in %s', async (_name, TriggerConfig) => {
    await deploy();
    const { attributes } = await create(kit.fc, 'ALIYUN::FC::Trigger', { ...FC2_TRIGGER, TriggerConfig });
    expect(attributes.ServiceName).toBe('svc');
    expect(parse((await rawRequest(String(attributes.UrlInternet), { path: '/x' })).body)).toMatchObject({ url: '/x' });
  });

  it('runs the initializer that stands beside the life cycle', async () => {
    const code = program('seen.push(request.url); response.end(seen.join());', 'const seen = [];');
    await deploy({ Code: { ZipFile: zip(code) }, Initializer: 'main.init', InitializationTimeout: 5 });
    const { payload } = await kit.fc.invoke(ARN, Buffer.alloc(0), 'sync');
    expect(payload.toString()).toBe('/initialize,/invoke');
  });

  it('takes the settings of asynchronous invocations with the function, and undoes a create that they break', async () => {
    await create(kit.fc, 'ALIYUN::FC::Service', SERVICE);
    const bad = { ...FC2_FUNCTION, AsyncConfiguration: { Destination: { OnFailure: 'acs:mns:x' } } };
    await expect(create(kit.fc, 'ALIYUN::FC::Function', bad)).rejects.toThrow('destinationConfig');
    expect(kit.fc.functions()).toEqual([]);
    await create(kit.fc, 'ALIYUN::FC::Function', { ...FC2_FUNCTION, AsyncConfiguration: { MaxAsyncRetryAttempts: 1 } });
    expect(kit.fc.inventory()).toMatchObject({ asyncConfigs: [{ attempts: 1 }] });
  });

  it('restarts functions when their service changes', async () => {
    await deploy();
    const pid = async () => parse((await kit.fc.invoke(ARN, Buffer.alloc(0), 'sync')).payload).pid;
    const before = await pid();
    const type = typeOf(kit.fc, 'ALIYUN::FC::Service');
    const attributes = await type.update('svc', { ...SERVICE, Description: 'x' }, SERVICE, resourceContext());
    expect(attributes).toMatchObject({ LogProject: 'logs', Role: ROLE_ARN, ServiceName: 'svc' });
    expect(await pid()).not.toBe(before);
  });

  it('keeps a service that has functions, and wants one for a function', async () => {
    await expect(create(kit.fc, 'ALIYUN::FC::Function', FC2_FUNCTION)).rejects.toThrow("'svc' does not exist");
    await deploy();
    await expect(create(kit.fc, 'ALIYUN::FC::Service', SERVICE)).rejects.toThrow('already exists');
    const type = typeOf(kit.fc, 'ALIYUN::FC::Service');
    await expect(type.delete('svc', SERVICE, resourceContext())).rejects.toThrow('has functions');
  });
});

describe('custom domain', () => {
  const DOMAIN = { DomainName: 'a.example.com', Protocol: 'HTTP', AuthConfig: { AuthType: 'anonymous' } };

  it.each<[string, Properties, string]>([
    ['signed access', { AuthConfig: { AuthType: 'jwt' } }, 'anonymous only'],
    ['a bad name', { DomainName: 'localhost' }, 'not a domain name'],
    ['rewriting', { RouteConfig: { Routes: [{ Path: '/', FunctionName: 'f', RewriteConfig: {} }] } }, 'rewriteConfig'],
  ])('refuses %s', async (_name, change, reason) => {
    await expect(create(kit.fc, 'ALIYUN::FC3::CustomDomain', { ...DOMAIN, ...change })).rejects.toThrow(reason);
  });

  it('exists once and can be updated', async () => {
    const type = typeOf(kit.fc, 'ALIYUN::FC3::CustomDomain');
    expect((await create(kit.fc, type.type, DOMAIN)).attributes).toEqual({ DomainName: 'a.example.com' });
    await expect(create(kit.fc, type.type, DOMAIN)).rejects.toThrow('already exists');
    const RouteConfig = { Routes: [{ Path: '/*', FunctionName: 'f', Qualifier: 'LATEST' }] };
    await type.update('a.example.com', { ...DOMAIN, RouteConfig }, DOMAIN, resourceContext());
    expect(kit.fc.inventory()).toMatchObject({ domains: [{ config: { routeConfig: { routes: [{ path: '/*' }] } } }] });
  });

  describe('by HTTPS', () => {
    const classic = (pem: string) => createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' }).toString();
    let pair: MadeCertificate;
    let sound: { [name: string]: string };
    beforeAll(async () => {
      pair = await madeCertificate({ domain: 'a.example.com' });
      sound = { CertName: 'stack', Certificate: pair.chain, PrivateKey: classic(pair.privateKey) };
    });
    const put = (CertConfig: Properties | undefined) =>
      create(kit.fc, 'ALIYUN::FC3::CustomDomain', {
        ...DOMAIN,
        Protocol: 'HTTP,HTTPS',
        ...(CertConfig ? { CertConfig } : {}),
      });

    it('takes a certificate with its key in PKCS#1', async () => {
      await put(sound);
      expect(kit.fc.inventory()).toMatchObject({ domains: [{ config: { protocol: 'HTTP,HTTPS' } }] });
    });

    it.each<[string, () => Promise<Properties | undefined> | Properties | undefined, string]>([
      ['no certificate', () => undefined, "'certConfig' is required"],
      ['a key in PKCS#8', () => ({ ...sound, PrivateKey: pair.privateKey }), "'private key' has to be in PEM format"],
      [
        'a key without line ends',
        () => ({ ...sound, PrivateKey: String(sound.PrivateKey).replaceAll('\n', ' ') }),
        'PEM',
      ],
      ['a broken key', () => ({ ...sound, PrivateKey: String(sound.PrivateKey).replace('MII', 'AAA') }), 'PEM'],
      ['a broken certificate', () => ({ ...sound, Certificate: 'none' }), "'certificate' has to be in PEM format"],
      [
        'the key of another certificate',
        async () => ({ ...sound, PrivateKey: classic((await madeCertificate({ domain: 'b.cn' })).privateKey) }),
        'does not match',
      ],
      ['a name that begins with a digit', () => ({ ...sound, CertName: '1a' }), 'letter or an underscore'],
    ])('refuses %s', async (_case, config, reason) => {
      await expect(put(await config())).rejects.toThrow(reason);
      expect(kit.fc.inventory()).toMatchObject({ domains: [] });
    });
  });
});

describe('saved state', () => {
  it('that is damaged is refused with what to do', async () => {
    await expect(async () => kit.fc.load({ functions: 1 })).rejects.toThrow('--ephemeral');
  });
});

describe('names of the REST API', () => {
  it('keep keys that are the user’s own', () => {
    const given = {
      CAPort: 1,
      CustomDns: { NameServers: ['a'] },
      VpcConfig: { VSwitchIds: ['v'] },
      EnvironmentVariables: { PATH_X: 'y' },
      Tags: [{ Key: 'K', Value: 'V' }],
      TracingConfig: { Type: 't', Params: { Endpoint: 'e' } },
    };
    expect(toApi(given)).toEqual({
      caPort: 1,
      customDNS: { nameServers: ['a'] },
      vpcConfig: { vSwitchIds: ['v'] },
      environmentVariables: { PATH_X: 'y' },
      tags: [{ key: 'K', value: 'V' }],
      tracingConfig: { type: 't', params: { Endpoint: 'e' } },
    });
  });
});

/** Names of all properties, members as `A.B`. */
function namesIn(rules: Readonly<Record<string, PropertyRule>>, prefix = ''): string[] {
  return Object.entries(rules)
    .flatMap(([name, rule]) => [
      prefix + name,
      ...namesIn(rule.properties ?? rule.items?.properties ?? {}, `${prefix}${name}.`),
    ])
    .sort();
}

/** The same, read from the code of the CDK library that writes the template. */
function namesInCdk(library: string, type: string): string[] {
  const path = createRequire(import.meta.url).resolve(`@alicloud/ros-cdk-${library}/lib/${library}.generated.js`);
  const source = readFileSync(path, 'utf8');
  const bodyOf = (name: string): string =>
    new RegExp(`function ${name}\\([^)]*\\) \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? '';
  const names = (writer: string, prefix: string): string[] =>
    [...bodyOf(writer).matchAll(/^\s+'?(\w+)'?: (.*?)\(properties\.\w+\),?$/gm)].flatMap(
      ([, name = '', mapper = '']) => [
        prefix + name,
        ...(mapper.includes('ToRosTemplate') && !mapper.startsWith('ros.hash')
          ? names(/\w*PropertyToRosTemplate/.exec(mapper)?.[0] ?? 'none', `${prefix}${name}.`)
          : []),
      ],
    );
  const [, , name] = type.split('::');
  return names(`ros${name}PropsToRosTemplate`, '').sort();
}
