/** Messages and events of IM groups as a list, the newest first. */
import { type Html, html, type Part } from '../html.ts';
import type { FeedEntry } from '../message-feed.ts';
import { address, link } from '../parts.ts';
import { clockTime } from '../times.ts';

/** `withGroup`: says of each in which group it was. */
export function feedList(entries: readonly FeedEntry[], withGroup = true): Html {
  return html`<ol class="feed">${entries.map(
    (entry) => html`<li data-key="${entry.number}">${clockTime(entry.timeMs)}
${withGroup && html`<span class="where">${link(address('group', { app: entry.appId, id: entry.groupId }), entry.groupId)}</span>`}
${said(entry)}</li>`,
  )}</ol>`;
}

function said({ kind, senderId, msgType, body }: FeedEntry): Part {
  switch (kind) {
    case 'message':
      return messageLine(senderId, msgType, body);
    case 'message-deleted':
      return html`<span class="said">a message was deleted</span>`;
    case 'kicked':
      return html`<span class="said"><b>${senderId}</b> was removed from the group</span>`;
    case 'muted':
      return html`<span class="said">who may speak has changed</span>`;
    case 'changed':
      return html`<span class="said">the group has changed</span>`;
    case 'deleted':
      return html`<span class="said">the group was deleted</span>`;
  }
}

export function messageLine(senderId: string, msgType: number | undefined, body: string): Html {
  return html`<span class="said"><b>${senderId}</b> <span class="tag" title="message type">${msgType}</span> <q>${body}</q></span>`;
}
