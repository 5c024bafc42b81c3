/** How long a channel has been live. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock } from './clock.ts';

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
