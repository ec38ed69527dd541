import { fileURLToPath, URL } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"

export default defineConfig(({ command, mode }) => ({
  plugins: [vue()],
  // `fake` is the window in a browser, without a shell: `npm run dev`, and previews of a look.
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      '#door': fileURLToPath(
        new URL(
          command === 'serve' || mode === 'fake'
            ? './src/platform/fake/index.ts'
            : './src/platform/tauri.ts',
          import.meta.url,
        ),
      ),
    },
  },
  define: {
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  // The fonts stand with the charts that also draw with them.
  server: { fs: { allow: ['..'] } },
  build: {
    target: ['es2022', 'safari16'],
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    // A font or picture in a stylesheet stays a file: `font-src` allows no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  preview: { headers: { 'Content-Security-Policy': CSP } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test/setup.ts'],
    // A whole window is mounted by some, on machines that do other things as well.
    testTimeout: 60_000,
  },
}))
