/** Tells the AppServer its own public URL, which exists only after the function and its trigger (it signs and calls back). */
import * as z from 'zod/mini';
import { url } from '../properties.ts';
import { defineResource } from '../resource.ts';

export const appServerAddress = defineResource({
  type: 'Custom::AppServerAddress',
  schema: z.object({ PublicUrl: url() }),
  immutable: [],
  physicalId: () => 'app-server-address',
  apply: async ({ PublicUrl }, context) => {
    // Paths are appended to it, here and in the template: a trigger may end its URL with a slash.
    const withoutSlash = PublicUrl.replace(/\/+$/, '');
    await context.writeSetting('public-url', { url: withoutSlash });
    return { PublicUrl: withoutSlash };
  },
  undo: {},
});
