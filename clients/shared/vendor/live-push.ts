/**
 * What we use of the vendor's Web SDK for co-streaming, `AlivcLivePush` 6.4.9: classes and methods as its interface
 * description lists them (help.aliyun.com, live/developer-reference/interface-description), the rest as the vendor's open
 * classroom client calls it (its `AlivcPusher`: `setLiveMixTranscodingConfig`, the events of `network`).
 *
 * UNCERTAIN (docs/open-questions.md): `custom` and `mediaStream` of `init`, and the numbers of errors.
 */
import { globalOf, loadScript, SDK } from './script.ts';

export interface PusherConfig {
  /** Sends this stream instead of a camera that the SDK would open itself. */
  readonly custom: true;
  readonly mediaStream: MediaStream;
  /** How often the SDK tries again before it tells `reconnectexhausted`. */
  readonly connectRetryCount: number;
}

export interface TranscodingConfig {
  /** Pixels of the mixed picture. */
  width: number;
  height: number;
  /** Kilobits a second. */
  bitrate: number;
  /** 0: the whole picture with bars; 1: cut to fill the pane; 2: stretched. */
  cropMode: 0 | 1 | 2;
  mixStreams: MixStream[];
}

/** Opaque: made by its constructor and handed back. */
export interface MixStream {
  readonly userId: string;
}

export interface SdkEvents<Name extends string> {
  on(event: Name, listener: (detail: unknown) => void): void;
}

export interface AlivcLivePusher {
  readonly network: SdkEvents<'connectionlost' | 'networkrecovery' | 'reconnectexhausted'>;
  readonly error: SdkEvents<'system' | 'sdk'>;
  init(config: PusherConfig): Promise<unknown>;
  /** @param url `artc://live.aliyun.com/push/…` */
  startPush(url: string): Promise<unknown>;
  stopPush(): Promise<unknown>;
  destroy(): Promise<unknown>;
  /** Without a configuration the mix ends, and the sender alone is relayed. */
  setLiveMixTranscodingConfig(config?: TranscodingConfig): Promise<unknown>;
}

export interface AlivcLivePlayer {
  /** @param url `artc://live.aliyun.com/play/…` */
  startPlay(url: string, video: HTMLVideoElement): Promise<unknown>;
  stopPlay(): unknown;
  destroy(): unknown;
}

export interface AlivcLivePush {
  readonly AlivcLivePusher: {
    new (): AlivcLivePusher;
    checkSystemRequirements(): Promise<{ readonly support: boolean }>;
  };
  readonly AlivcLivePlayer: new () => AlivcLivePlayer;
  readonly AlivcLiveTranscodingConfig: new () => TranscodingConfig;
  readonly AlivcLiveMixStream: new (
    userId: string,
    x: number,
    y: number,
    width: number,
    height: number,
    zOrder: number,
    /** 0: the camera; 1: a second stream such as a screen. */
    stream: 0 | 1,
  ) => MixStream;
}

/** @throws TypeError when the vendor's address does not answer */
export async function livePush(): Promise<AlivcLivePush> {
  await loadScript(SDK.push);
  return globalOf<AlivcLivePush>('AlivcLivePush');
}
