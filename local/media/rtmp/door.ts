/** Lets RTMP clients in: URL and name are checked before anything is taken or given. */
import { accessOf, type UrlChecks } from '../feed/access.ts';
import type { Hub } from '../feed/hub.ts';
import type { RtmpDoor } from './connection.ts';
import { playRtmp } from './player.ts';
import { RtmpPublisher } from './publisher.ts';
import type { StreamAddress } from './stream-address.ts';

export interface DoorOptions {
  readonly live: UrlChecks;
  readonly hub: Hub;
  readonly clientIp: string;
}

export function rtmpDoor({ live, hub, clientIp }: DoorOptions): RtmpDoor {
  const signed = ({ app, stream, query }: StreamAddress): string => `/${app}/${stream}${query && `?${query}`}`;
  return {
    publish(address, cut) {
      const access = accessOf(live, 'liveEdge', address.host, signed(address));
      if ('problem' in access) return access.problem;
      const { app, stream } = address;
      const publishUrl = `rtmp://${access.domain}${signed(address)}`;
      const publication = hub.publish({ domain: access.domain, app, stream, clientIp, publishUrl }, cut);
      if (typeof publication === 'string') return publication;
      const publisher = new RtmpPublisher(publication.feed);
      return { message: (message) => publisher.message(message), stop: () => hub.unpublish(publication) };
    },
    play(address, output) {
      const access = accessOf(live, 'liveVideo', address.host, signed(address));
      if ('problem' in access) return access.problem;
      const { app, stream } = address;
      const publication = hub.find({ domain: access.domain, app, stream });
      return publication ? playRtmp(publication.tags, 1, output) : `${app}/${stream} is not live`;
    },
  };
}
