import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

/** Two pages: the console, and the one that a customer gets a link to. */
export default defineConfig({
  base: '/console/',
  plugins: [
    react(),
    // The api serves them as they are.
    compression({
      include: /\.(js|css|svg)$/,
      algorithms: [defineAlgorithm('brotliCompress'), defineAlgorithm('gzip')],
    }),
  ],
  // Packages of this workspace are built from their sources.
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  // The api puts another one into each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    rolldownOptions: { input: ['index.html', 'connect.html'] },
    // Inlined files would need `data:` in the policy.
    assetsInlineLimit: 0,
    // Those that know `light-dark()`; what it would be turned into for others does not follow the library's colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: { '^/(api|health|metrics|console/session)': 'http://127.0.0.1:3001' } },
});
