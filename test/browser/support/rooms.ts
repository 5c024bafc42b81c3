/** Rooms and log-ins without clicking, where a test is about something else. */
import type { Page } from 'playwright-core';
import { login, post } from '../../e2e/live-stack.ts';

/** Where the AppServer is. */
interface Served {
  readonly stack: { readonly outputs: Readonly<Record<string, string>> };
}

export interface Room {
  readonly id: string;
  /** `rtmp://…`, as it is shown for OBS. */
  readonly rtmp: string;
}

export async function newRoom({ stack }: Served, anchor: string, mode: 0 | 1): Promise<Room> {
  const server = String(stack.outputs.AppServerUrl);
  const request = { title: `The show of ${anchor}`, anchor, mode, im_server: ['aliyun_new'] };
  const { status, body } = await post(`${server}/api/v2/live/create`, request, await login(server, anchor));
  if (status !== 200) throw new Error(`create answered ${status}: ${JSON.stringify(body)}`);
  return { id: String(body.id), rtmp: String((body.push_url_info as { rtmp_url?: string } | undefined)?.rtmp_url) };
}

/** As an operator or encoder calls the AppServer. */
export async function call(
  { stack }: Served,
  user: string,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const server = String(stack.outputs.AppServerUrl);
  const answer = await post(`${server}${path}`, body, await login(server, user));
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function studioOf(id: string): string {
  return `/streamer/#/${id}`;
}

export function watching(id: string): string {
  return `/viewer/#/${id}`;
}

/** By which protocol a page plays now. */
export async function protocolOf(page: Page): Promise<string | null> {
  return page.locator('.watch .screen').getAttribute('data-protocol');
}
