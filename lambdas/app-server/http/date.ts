/** The one date form of every answer: `2026-11-22T13:00:00+08:00`, which every client parses (appserver-contract.md §1.13). */

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** @param ms milliseconds since the epoch */
export function formatDate(ms: number): string {
  return `${new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}
