/** BatchSetLiveDomainConfigs, DescribeLiveDomainConfigs, BatchDeleteLiveDomainConfigs: functions such as URL signing. */
import { isObject, requiredText } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';

interface WantedFunction {
  readonly name: string;
  readonly args: Readonly<Record<string, string>>;
}

export function batchSetLiveDomainConfigs({ domains }: LiveContext): Action {
  return (params) => {
    const targets = names(requiredText(params, 'DomainNames')).map((name) => domains.getOnline(name));
    const functions = parseFunctions(requiredText(params, 'Functions'));
    if (params.DryRun === true) return {};
    for (const domain of targets) for (const { name, args } of functions) domains.setConfig(domain, name, args);
    return {};
  };
}

export function batchDeleteLiveDomainConfigs({ domains }: LiveContext): Action {
  return (params) => {
    const targets = names(requiredText(params, 'DomainNames')).map((name) => domains.getOnline(name));
    const functions = names(requiredText(params, 'FunctionNames'));
    for (const domain of targets) {
      domain.configs = domain.configs.filter(({ functionName }) => !functions.includes(functionName));
    }
    return {};
  };
}

/** UNCERTAIN: the values of `Status`; `success` once a configuration works, which is at once here. */
export function describeLiveDomainConfigs({ domains }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const functions = names(requiredText(params, 'FunctionNames'));
    const DomainConfig = domain.configs
      .filter(({ functionName }) => functions.includes(functionName))
      .map(({ configId, functionName, args }) => ({
        ConfigId: configId,
        FunctionName: functionName,
        Status: 'success',
        FunctionArgs: {
          FunctionArg: Object.entries(args).map(([ArgName, ArgValue]) => ({ ArgName, ArgValue })),
        },
      }));
    return { DomainConfigs: { DomainConfig } };
  };
}

function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `[{"functionName":"aliauth","functionArgs":[{"argName":"auth_type","argValue":"type_a"},…]}]`, all values texts. */
function parseFunctions(json: string): WantedFunction[] {
  let list: Json;
  try {
    list = JSON.parse(json) as Json;
  } catch {
    throw liveError.invalid('Functions', 'a JSON array');
  }
  if (!Array.isArray(list) || list.length === 0)
    throw liveError.invalid('Functions', 'a JSON array with one function or more');
  return list.map((item, index) => parseFunction(item, `Functions[${index}]`));
}

function parseFunction(item: Json, path: string): WantedFunction {
  const { functionName, functionArgs, configId, ...unknown } = isObject(item) ? item : { functionName: null };
  if (typeof functionName !== 'string' || !/^[a-z0-9_]+$/.test(functionName)) {
    throw liveError.invalid(`${path}.functionName`, 'a function name');
  }
  if (Object.keys(unknown).length > 0) throw liveError.invalid(path, 'functionName, functionArgs and configId only');
  if (!Array.isArray(functionArgs)) throw liveError.invalid(`${path}.functionArgs`, 'an array');
  if (configId !== undefined && typeof configId !== 'number') throw liveError.invalid(`${path}.configId`, 'a number');
  const args = Object.fromEntries(functionArgs.map((arg, index) => parseArg(arg, `${path}.functionArgs[${index}]`)));
  if (functionName === 'aliauth') checkUrlSigning(args, path);
  return { name: functionName, args };
}

function parseArg(arg: Json, path: string): [string, string] {
  if (!isObject(arg) || typeof arg.argName !== 'string' || typeof arg.argValue !== 'string') {
    throw liveError.invalid(path, '{"argName": text, "argValue": text}');
  }
  return [arg.argName, arg.argValue];
}

const URL_SIGNING_ARGS = ['auth_type', 'auth_key1', 'auth_key2', 'ali_auth_delta', 'auth_m3u8'];

function checkUrlSigning(args: Readonly<Record<string, string>>, path: string): void {
  const unknown = Object.keys(args).find((name) => !URL_SIGNING_ARGS.includes(name));
  if (unknown !== undefined) throw liveError.invalid(`${path}: ${unknown}`, `one of ${URL_SIGNING_ARGS.join(', ')}`);
  if (!['no_auth', 'type_a', 'type_b', 'type_c'].includes(args.auth_type ?? '')) {
    throw liveError.invalid(`${path}: auth_type`, 'no_auth, type_a, type_b or type_c');
  }
  for (const key of ['auth_key1', 'auth_key2']) {
    const value = args[key];
    const wrong =
      value === undefined ? args.auth_type !== 'no_auth' && key === 'auth_key1' : !/^[A-Za-z0-9]{6,128}$/.test(value);
    if (wrong) throw liveError.invalid(`${path}: ${key}`, '6 to 128 letters and digits');
  }
  if (args.ali_auth_delta !== undefined && !/^\d{1,9}$/.test(args.ali_auth_delta)) {
    throw liveError.invalid(`${path}: ali_auth_delta`, 'seconds');
  }
}
