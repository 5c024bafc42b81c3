/** The registrable part of a domain name, on which ownership is proven. */

/** Suffixes below which names are registered, as far as they have two labels; others have one. */
const TWO_LABEL_SUFFIXES = new Set([
  ...['com.cn', 'net.cn', 'org.cn', 'gov.cn', 'edu.cn', 'ac.cn', 'com.hk', 'com.tw', 'com.sg', 'com.my', 'com.au'],
  ...['co.uk', 'org.uk', 'co.jp', 'ne.jp', 'co.kr', 'co.in', 'co.id', 'co.th', 'co.nz', 'com.br'],
]);

/** `a.b.example.com` → `example.com`; `a.example.com.cn` → `example.com.cn`; `ingest.localhost` → `localhost`. */
export function rootDomain(name: string): string {
  const labels = name.split('.');
  if (labels.at(-1) === 'localhost') return 'localhost';
  return labels.slice(TWO_LABEL_SUFFIXES.has(labels.slice(-2).join('.')) ? -3 : -2).join('.');
}
