/** Connections that stay open between calls, shared by all clients of the process. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

let plain: HttpAgent | undefined;
let secure: HttpsAgent | undefined;

/** The agent for a base URL. Without one, the Tablestore SDK makes a TLS handshake for each call (tablestore.md §2.4). */
export function agentFor(endpoint: string): HttpAgent | HttpsAgent {
  if (endpoint.startsWith('https:')) {
    secure ??= new HttpsAgent({ keepAlive: true });
    return secure;
  }
  plain ??= new HttpAgent({ keepAlive: true });
  return plain;
}
