import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Everything the page needs is bundled: its policy lets it load nothing from elsewhere and run no inline script. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  envDir: false,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../out/renderer', emptyOutDir: true, target: 'chrome130', cssTarget: 'chrome130',
    // Fonts as files: the policy allows no data: fonts.
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500, reportCompressedSize: false,
  },
});
