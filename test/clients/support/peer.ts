/** A recording stand-in of RTCPeerConnection, and of the media server that answers offers. */
import { vi } from 'vitest';

export class FakeSender {
  readonly replaceTrack = vi.fn(async (track: MediaStreamTrack | null) => {
    this.track = track;
  });
  readonly setParameters = vi.fn(async () => undefined);
  track: MediaStreamTrack | null = null;

  getParameters(): object {
    return { encodings: [{}] };
  }
}

export class FakePeer extends EventTarget {
  static all: FakePeer[] = [];
  connectionState: RTCPeerConnectionState = 'new';
  readonly iceGatheringState = 'complete';
  readonly senders: FakeSender[] = [];
  readonly offered: { readonly kind: string; readonly direction: string }[] = [];
  localDescription: { sdp: string } | undefined;
  isClosed = false;

  constructor() {
    super();
    FakePeer.all.push(this);
  }

  addTransceiver(what: string | MediaStreamTrack, { direction = '' }: RTCRtpTransceiverInit = {}) {
    const sender = new FakeSender();
    const isKind = typeof what === 'string';
    if (!isKind) sender.track = what;
    this.senders.push(sender);
    this.offered.push({ kind: isKind ? what : what.kind, direction });
    return { sender, setCodecPreferences: () => undefined };
  }

  async createOffer() {
    return { sdp: `offer of ${this.offered.length}` };
  }

  async setLocalDescription(offer: { sdp: string }) {
    this.localDescription = offer;
  }

  async setRemoteDescription() {
    this.become('connected');
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close(): void {
    this.isClosed = true;
  }
}

export interface Asked {
  readonly url: string;
  readonly method: string;
}

/** What the server answers to the next offers: a status, or nothing at all. */
export function stubWebRtc(answers: (number | 'silence')[] = []): { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  FakePeer.all = [];
  vi.stubGlobal('RTCPeerConnection', FakePeer);
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs: [] }) });
  vi.stubGlobal('fetch', async (url: string | URL, { method = 'GET' }: RequestInit = {}) => {
    asked.push({ url: String(url), method });
    if (method === 'DELETE') return new Response(null, { status: 200 });
    const next = answers.shift() ?? 201;
    if (next === 'silence') throw new TypeError('fetch failed');
    const session = `/session/${asked.length}`;
    return new Response('answer', { status: next, headers: next === 201 ? { location: session } : {} });
  });
  return { asked };
}

export function track(kind: 'video' | 'audio', id: string): MediaStreamTrack {
  return { kind, id } as MediaStreamTrack;
}
