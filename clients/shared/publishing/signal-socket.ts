/** What the media server and the page that publishes tell each other about the mix: `{session}/signal` (docs/local-media.md). */
import type { PictureSize } from '../picture/size.ts';
import type { MixPicture, Pane } from './publishing.ts';

/** What viewers see. */
export type Showing = 'camera' | 'mix';

export interface SignalListeners {
  /** How the server lays people out; no pane: it wants no mix. Without a size the page chooses. */
  readonly onLayout: (layout: ServerLayout) => void;
  readonly onShowing: (showing: Showing) => void;
}

export type ServerLayout = Pick<MixPicture, 'panes'> & Partial<Pick<MixPicture, 'size'>>;

export interface SignalSocket {
  /** Tells the server whether a mix is sent; again after each loss of the socket. */
  setMixing(isMixing: boolean): void;
  close(): void;
}

const AGAIN_MS = 1_000;

type FromServer =
  | { readonly type: 'mix'; readonly mode: 0 | 1; readonly panes: readonly ServerPane[]; readonly size?: PictureSize }
  | { readonly type: 'showing'; readonly picture: Showing };

interface ServerPane {
  readonly userId: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly z: number;
}

/** @param session address of the WHIP session, `http://…/session/{id}` */
export function openSignalSocket(session: string, { onLayout, onShowing }: SignalListeners): SignalSocket {
  let isMixing = false;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket;
  const tell = (): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'mixing', on: isMixing }));
  };
  const open = (): void => {
    socket = new WebSocket(`${session.replace(/^http/, 'ws')}/signal`);
    socket.addEventListener('open', () => {
      if (isMixing) tell();
    });
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as FromServer;
      if (message.type === 'mix') onLayout(layoutOf(message));
      else if (message.type === 'showing') onShowing(message.picture);
    });
    socket.addEventListener('close', () => {
      if (!isClosed) timer = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return {
    setMixing: (next) => {
      isMixing = next;
      tell();
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}

function layoutOf({ mode, panes, size }: Extract<FromServer, { type: 'mix' }>): ServerLayout {
  return mode === 1 ? { panes: panesOf(panes), ...(size && { size }) } : { panes: [] };
}

function panesOf(panes: readonly ServerPane[]): Pane[] {
  return [...panes].sort((a, b) => a.z - b.z).map(({ userId, x, y, w, h }) => ({ userId, x, y, width: w, height: h }));
}
