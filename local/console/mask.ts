/** Hides secrets before anything leaves the local cloud for the console: by the name of a member, by form, by value. */

export const MASK = '••••••';

/** Names under which products, settings and functions keep secrets. */
const SECRET_NAME =
  /secret|passw(?:or)?d|credential|token|signature|cookie|authorization|app[-_]?sign|(?:^|[-_a-z])key\d*$|access[-_]?key|auth[-_]?key/i;

/** Short ones would blank out ordinary words. */
const SHORTEST_SECRET = 8;

/** What gives itself away wherever it stands: signatures of URLs, JSON web tokens, access keys, private keys, bearer tokens. */
const SECRET_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\b(auth_key|sign|signature|access_token|token|security-?token)=[^&\s"']+/gi, `$1=${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g, MASK],
  [/\b(LTAI|STS\.)[\w.]{8,}/g, `$1${MASK}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*/g, MASK],
  [/\b(Bearer) [\w.~+/-]{8,}=*/gi, `$1 ${MASK}`],
];

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A value that stands beside its name in the data of the console. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A copy of plain data (objects, lists, scalars) without secrets; `secrets` are hidden wherever they occur. */
export function mask<D>(data: D, secrets: ReadonlySet<string>): D {
  return masked(data, secrets) as D;
}

function masked(data: unknown, secrets: ReadonlySet<string>): unknown {
  if (typeof data === 'string') return maskText(data, secrets);
  if (Array.isArray(data)) return data.map((item) => masked(item, secrets));
  if (typeof data !== 'object' || data === null) return data;
  const hidesValue = 'name' in data && typeof data.name === 'string' && isSecretName(data.name);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const isSecret = isSecretName(name) || (hidesValue && name === 'value');
      return [name, isSecret ? hidden(value, []) : masked(value, secrets)];
    }),
  );
}

/** JSON inside a text is masked like any other data; its layout is kept where there is nothing to hide. */
export function maskText(text: string, secrets: ReadonlySet<string>): string {
  const json = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  if (typeof json === 'object' && json !== null) {
    const safe = JSON.stringify(masked(json, secrets));
    return safe === JSON.stringify(json) ? text : safe;
  }
  let safe = text;
  for (const secret of secrets) if (safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  for (const [form, replacement] of SECRET_FORMS) safe = safe.replace(form, replacement);
  return safe;
}

/** JSON text in which only members with these names keep their values: for places that are made to hold secrets. */
export function maskAllBut(visible: readonly string[], text: string): string {
  const json = parsed(text);
  return json === undefined ? MASK : JSON.stringify(hidden(json, visible));
}

function hidden(json: unknown, visible: readonly string[]): unknown {
  if (Array.isArray(json)) return json.map((item) => hidden(item, visible));
  if (typeof json === 'object' && json !== null) {
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, visible.includes(name) ? value : hidden(value, visible)]),
    );
  }
  // What holds nothing hides nothing, and helps to understand.
  return json === '' || json === null || json === undefined || typeof json === 'boolean' ? json : MASK;
}

/** Adds every text of plain data that stands under a secret name, or every text at all. */
export function collectSecrets(data: unknown, into: Set<string>, everything = false): void {
  if (typeof data === 'string') {
    if (everything && data.length >= SHORTEST_SECRET) into.add(data);
  } else if (Array.isArray(data)) {
    for (const item of data) collectSecrets(item, into, everything);
  } else if (typeof data === 'object' && data !== null) {
    for (const [name, value] of Object.entries(data)) collectSecrets(value, into, everything || isSecretName(name));
  }
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
