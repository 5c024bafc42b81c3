/** Takes secrets out of texts before they reach a log, a `Reason` or an error message. */

const HIDDEN = '***';

/** Names whose values are never shown: in query strings (once or twice encoded), JSON texts and log fields. */
const SECRET_NAME =
  /(secret|token|password|passwd|authorization|cookie|signature|auth_?key|app_?key|app_?sign|access_?key_?id|^key\d?$|keys$)/i;

/** `name=value`, `name%3Dvalue` and `"name":"value"` of secret names inside a text. */
const PAIRS =
  /((?:AccessKeyId|AccessKeySecret|SecurityToken|Signature|NotifyAuthKey|AuthKey|AppKey|AppSign|auth_key\d?|token)(?:=|%3D|%253D|"\s*:\s*"))((?:(?!%26|%2526)[^&\s"'])+)/gi;

/** `Bearer …` and the rest of a server's answer to a wrong signature, which quotes every parameter. */
const BEARER = /(bearer\s+)[\w.~+/=-]+/gi;
const STRING_TO_SIGN = /(server string to sign is\s*:?)[\s\S]*/i;

/** All of the above need one of these; most texts of a log (ids, names of routes) have none. */
const SUSPICIOUS = /[=%"\s]/;

/** Verdicts on names of fields, of which programs have few; names from outside must not fill the memory. */
const verdicts = new Map<string, boolean>();
const REMEMBERED = 1_000;

export function isSecretName(name: string): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) {
    return known;
  }
  const verdict = SECRET_NAME.test(name);
  if (verdicts.size < REMEMBERED) {
    verdicts.set(name, verdict);
  }
  return verdict;
}

/** `text` without what looks like a secret, and without the given values (also as they look in a URL). */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = SUSPICIOUS.test(text) ? withoutPatterns(text) : text;
  for (const secret of secrets) {
    // Shorter values would blank out ordinary words; every secret that this project makes is longer.
    if (secret.length < 6) {
      continue;
    }
    const once = encodeURIComponent(secret);
    for (const form of new Set([secret, once, encodeURIComponent(once)])) {
      clean = clean.replaceAll(form, HIDDEN);
    }
  }
  return clean;
}

function withoutPatterns(text: string): string {
  return text.replace(STRING_TO_SIGN, `$1 ${HIDDEN}`).replace(PAIRS, `$1${HIDDEN}`).replace(BEARER, `$1${HIDDEN}`);
}

/** A log field as it may be written: secret names hidden at every depth, texts cleaned and bounded. */
export function redactField(name: string, value: unknown, secrets: Iterable<string> = [], depth = 0): unknown {
  if (value !== undefined && value !== null && isSecretName(name)) {
    return HIDDEN;
  }
  if (typeof value === 'string') {
    return redact(value, secrets).slice(0, 2_000);
  }
  if (Array.isArray(value)) {
    return depth > 4 ? '…' : value.slice(0, 50).map((item) => redactField('', item, secrets, depth + 1));
  }
  if (typeof value === 'object' && value !== null) {
    if (depth > 4) {
      return '…';
    }
    const entries = Object.entries(value).slice(0, 50);
    return Object.fromEntries(entries.map(([key, item]) => [key, redactField(key, item, secrets, depth + 1)]));
  }
  return typeof value === 'bigint' ? value.toString() : value;
}
