import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// Whoever builds, from a test too, gets the app as users get it: React's development half is slow and talkative.
process.env['NODE_ENV'] = 'production';

/** Everything the page needs is bundled: its policy lets it load nothing from elsewhere and run no inline script. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  envDir: false,
  plugins: [onlyWoff2(), react(), tailwindcss()],
  resolve: {
    alias: {
      // Formulas are parsed by JavaScript instead of DOMParser, which would report each of their style attributes to the
      // page's policy. React sets styles one by one, which the policy allows.
      'hast-util-from-html-isomorphic': `${import.meta.dirname}/../node_modules/hast-util-from-html-isomorphic/lib/index.js`,
    },
  },
  build: {
    outDir: '../out/renderer', emptyOutDir: true, target: 'chrome130', cssTarget: 'chrome130',
    // Fonts as files: the policy allows no data: fonts.
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500, reportCompressedSize: false,
  },
});

/** KaTeX names each font in three formats; every browser that runs this app reads the smallest. */
function onlyWoff2(): Plugin {
  return {
    name: 'tandem:only-woff2', enforce: 'pre',
    transform: (code, id) => (/katex\.min\.css/.test(id) ? code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, '') : null),
  };
}
