/** How the pages are built: three documents with what they share, players and the vendor's adapters in chunks of their own. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: path('.'),
  // Any static host may serve the pages from any folder.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: path('../dist/clients'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // Whoever starts the stack on a busy machine is no plugin's author.
      checks: { bundlerTimings: false },
      input: { index: path('index.html'), streamer: path('streamer/index.html'), viewer: path('viewer/index.html') },
    },
  },
});
