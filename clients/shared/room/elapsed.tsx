/** How long a channel has been live. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** @param since as the AppServer tells it: ISO 8601 */
export function Elapsed({ since }: { since: string }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={since}>{clock(now.value - Date.parse(since))}</time>;
}

/** `m:ss`, or `h:mm:ss` from an hour on; clocks that disagree never make it negative. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
