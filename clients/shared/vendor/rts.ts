/** What we use of the vendor's RTS SDK, `AliRTS`, as the README and the types of aliyun-rts-sdk 2.2.7 describe it. */
import { globalOf, loadScript, SDK } from './script.ts';

export interface RtsError {
  readonly errorCode: number;
  readonly message: string;
}

export interface RtsStream {
  play(element: HTMLMediaElement): void;
}

export interface RtsClient {
  on(event: 'onError', listener: (error: RtsError) => void): void;
  /** @throws RtsError */
  isSupport(wanted: { readonly isReceiveVideo: boolean }): Promise<unknown>;
  /** @throws RtsError */
  subscribe(url: string, config?: { readonly mediaTimeout: number }): Promise<RtsStream>;
  unsubscribe(): void;
}

export interface AliRts {
  createClient(): RtsClient;
}

/** @throws TypeError when the vendor's address does not answer */
export async function rts(): Promise<AliRts> {
  await loadScript(SDK.rts);
  return globalOf<AliRts>('AliRTS');
}
