/**
 * The OpenAPI document as it was generated when the project was built. It is kept packed, because the bundle travels in a
 * template of limited size, and unpacked when somebody asks for it.
 */
import { brotliDecompressSync } from 'node:zlib';
import type { ResponseOf } from '../../api/routes.ts';
import packed from './openapi.json' with { type: 'json' };

export function servedDocument(): ResponseOf<'openApi'> {
  const text = brotliDecompressSync(Buffer.from(packed.brotli, 'base64')).toString();
  return JSON.parse(text) as ResponseOf<'openApi'>;
}
