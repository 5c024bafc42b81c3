/** A recording stand-in of `AlivcLivePush`, the vendor's co-streaming SDK (clients/shared/vendor/live-push.ts). */
import { vi } from 'vitest';
import { stubScripts } from './script.ts';

export interface PushStandIn {
  readonly scripts: readonly string[];
  readonly calls: [string, ...unknown[]][];
  /** What `checkSystemRequirements` says. */
  support: boolean;
  isReachable: boolean;
  tell(event: string, detail?: unknown): void;
  fail(method: string, error: object): void;
  /** What a player puts on its element. */
  playedStream: unknown;
}

export function pushStandIn(): PushStandIn {
  vi.resetModules();
  const calls: [string, ...unknown[]][] = [];
  const failures = new Map<string, object>();
  const listeners = new Map<string, (detail: unknown) => void>();
  const events = { on: (event: string, listener: (detail: unknown) => void) => void listeners.set(event, listener) };
  const called = async (name: string, ...args: unknown[]): Promise<void> => {
    calls.push([name, ...args]);
    const failure = failures.get(name);
    if (failure) throw failure;
  };
  class AlivcLivePusher {
    static checkSystemRequirements = async () => ({ support: standIn.support });
    readonly network = events;
    readonly error = events;
    init = (config: unknown) => called('init', config);
    startPush = (url: string) => called('startPush', url);
    stopPush = () => called('stopPush');
    destroy = () => called('destroy');
    setLiveMixTranscodingConfig = (config?: unknown) =>
      called('setLiveMixTranscodingConfig', config && JSON.parse(JSON.stringify(config)));
  }
  class AlivcLivePlayer {
    startPlay = async (url: string, video: { srcObject: unknown }) => {
      await called('startPlay', url);
      video.srcObject = standIn.playedStream;
    };
    stopPlay = () => void calls.push(['stopPlay']);
    destroy = () => void calls.push(['destroyPlayer']);
  }
  class AlivcLiveTranscodingConfig {}
  class AlivcLiveMixStream {
    readonly given: unknown[];
    constructor(...given: unknown[]) {
      this.given = given;
    }
  }
  const sdk = { AlivcLivePusher, AlivcLivePlayer, AlivcLiveTranscodingConfig, AlivcLiveMixStream };
  const standIn: PushStandIn = {
    scripts: stubScripts({ AlivcLivePush: sdk }, () => standIn.isReachable),
    calls,
    support: true,
    isReachable: true,
    playedStream: undefined,
    tell: (event, detail) => listeners.get(event)?.(detail),
    fail: (method, error) => void failures.set(method, error),
  };
  return standIn;
}
