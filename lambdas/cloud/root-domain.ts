/** The registered domain behind a name, and where the proof of its ownership is written (live.md §3, step 1). */

/** Suffixes under which names are registered at the third level; enough for a hint. */
const THIRD_LEVEL = /\.(com|net|org|gov|edu|ac|co)\.[a-z]{2}$/;

/** `example.com` for `push.live.example.com`. */
export function rootOf(domain: string): string {
  const labels = domain.split('.');
  return labels.slice(THIRD_LEVEL.test(domain) ? -3 : -2).join('.');
}

/** UNCERTAIN: the host of the TXT record; two public sources disagree, so both are named, the likelier one first. */
export function proofHosts(domain: string): readonly [string, string] {
  return [`verification.${rootOf(domain)}`, `_dnsauth.${domain}`];
}
