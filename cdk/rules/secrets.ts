/** Templates are shown in consoles, kept in histories and sent around: a secret in one is no secret any more. */
import { isObject, type Json, type Template } from '../template.ts';
import { type Found, type Rule, textsIn } from './rule.ts';

/** Forms of Alibaba Cloud credentials, and of private keys. */
const CREDENTIAL = /\bLTAI[A-Za-z0-9]{12,}\b|\bSTS\.[A-Za-z0-9]{16,}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** Properties and variables whose names say that they hold a secret. */
const SECRET_NAME = /(secret|password|private_?key|app_?key|auth_?key|access_?key)$/i;

export const secrets: Rule = {
  id: 'secrets',
  title: 'A template holds no secret: keys are made where they are used, or come in parameters with NoEcho.',
  check: (template) => [
    ...everyText(template)
      .filter(({ text }) => CREDENTIAL.test(text))
      .map(({ at }) => ({ at, message: 'looks like a credential' })),
    ...Object.entries(template.Resources).flatMap(([id, { Properties }]) => literalSecrets(id, Properties ?? {})),
    ...shownParameters(template),
  ],
};

/** All texts but the code, which nobody reads. */
function everyText({ Resources, Outputs, Parameters }: Template) {
  return [
    ...Object.entries(Resources).flatMap(([id, { Properties }]) => textsIn(Properties, id)),
    ...Object.entries(Outputs).flatMap(([name, { Value }]) => textsIn(Value, `Outputs.${name}`)),
    ...Object.entries(Parameters).flatMap(([name, parameter]) => textsIn(parameter, name)),
  ];
}

function literalSecrets(at: string, value: Json): Found[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => literalSecrets(`${at}[${index}]`, item));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = `${at}.${key}`;
    const isLiteral = typeof item === 'string' && item !== '' && SECRET_NAME.test(key);
    return isLiteral
      ? [{ at: path, message: 'expected a parameter with NoEcho, got a literal' }]
      : literalSecrets(path, item);
  });
}

/** A secret parameter is hidden, has no default, and reaches no output and no environment. */
function shownParameters({ Parameters, Outputs, Resources }: Template): Found[] {
  return Object.entries(Parameters).flatMap(([name, parameter]) => {
    const isSecret = parameter.NoEcho === true || SECRET_NAME.test(name);
    if (!isSecret) return [];
    const reference = `{"Ref":"${name}"}`;
    const environments = Object.values(Resources).map(({ Properties }) => Properties?.EnvironmentVariables ?? {});
    return [
      ...(parameter.NoEcho === true
        ? []
        : [{ at: name, message: 'expected NoEcho, because its name says it is secret' }]),
      ...(parameter.Default === undefined ? [] : [{ at: name, message: 'expected no default for a secret' }]),
      ...(JSON.stringify(Outputs).includes(reference) ? [{ at: name, message: 'a secret stands in an output' }] : []),
      ...(JSON.stringify(environments).includes(reference)
        ? [{ at: name, message: 'a secret stands in an environment, which consoles show' }]
        : []),
    ];
  });
}
