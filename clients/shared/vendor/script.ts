/** The vendor's SDKs: not on npm and not licensed to be copied, so they are loaded from the vendor's address when needed (media.md §1). */

const loading = new Map<string, Promise<void>>();

/** Addresses that the vendor's own Web clients load (appserver-contract.md §5.1; the last one: their classroom's `rtsSdkUrl`). */
export const SDK = {
  im: 'https://g.alicdn.com/apsara-media-box/imp-interaction/1.3.1/alivc-im.iife.js',
  push: 'https://g.alicdn.com/apsara-media-box/imp-web-live-push/6.4.9/alivc-live-push.js',
  rts: 'https://g.alicdn.com/apsara-media-box/imp-web-rts-sdk/2.6.2/aliyun-rts-sdk.js',
} as const;

/** Once, however many ask. A failure may be tried again. */
export function loadScript(address: string): Promise<void> {
  const known = loading.get(address);
  if (known) return known;
  const started = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.crossOrigin = 'anonymous';
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(address);
      script.remove();
      reject(new TypeError(`${address} cannot be loaded`));
    };
    document.head.append(script);
  });
  loading.set(address, started);
  return started;
}

/** What a script has put on the page. @throws TypeError when the name is not there after all */
export function globalOf<Value>(name: string): Value {
  const value = (globalThis as unknown as Record<string, Value | undefined>)[name];
  if (value === undefined) throw new TypeError(`the vendor's script did not define ${name}`);
  return value;
}
