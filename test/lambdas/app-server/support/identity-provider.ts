/** A small identity provider: a real HTTP server with a JSON Web Key Set, and real keys that sign tokens. */

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface ProviderKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export interface IdentityProvider {
  readonly url: string;
  /** What is published; tests change it. */
  keys: JWK[];
  /** Takes the place of the usual answer. */
  answer: RequestListener | undefined;
  /** Requests so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function makeKey(kid: string, alg: string): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export async function startProvider(): Promise<IdentityProvider> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(String(request.url));
    if (provider.answer) {
      provider.answer(request, response);
      return;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: provider.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: IdentityProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    keys: [],
    answer: undefined,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}

/**
 * @param payload any JSON
 * @param header takes the place of members of the protected header
 */
export function signed(key: ProviderKey, payload: object, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header })
    .sign(key.privateKey, { crit: { strange: true } });
}
