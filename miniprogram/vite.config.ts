import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import uniPlugin from '@dcloudio/vite-plugin-uni'

// the plugin is CommonJS: under "type": "module" the callable sits on .default
const uni = (uniPlugin as unknown as { default?: typeof uniPlugin }).default ?? uniPlugin
const icons = fileURLToPath(new URL('./node_modules/wot-design-uni/components/wd-icon/wd-icons.ttf', import.meta.url))

/**
 * No asset may point at a third party: drop dcloud's shadow images and ad hosts, and the icon font's foreign address.
 * On H5 the font stands in a file of its own as well; in the WeChat package it is put in its place.
 */
function selfContained(): Plugin {
  const font = `@font-face{font-family:wd-icons;src:url(data:font/ttf;base64,${readFileSync(icons).toString('base64')}) format("truetype")}`
  const here = process.env.UNI_PLATFORM === 'h5' ? '' : font
  const css = (s: string) =>
    s.replace(/@font-face\s*\{[^}]*at\.alicdn\.com[^}]*\}/g, here)
      .replace(/url\(["']?https?:\/\/cdn\.dcloud\.net\.cn[^)]*\)/g, 'none')
  return {
    name: 'self-contained',
    enforce: 'post',
    generateBundle(_o, bundle) {
      for (const f of Object.values(bundle)) {
        if (f.type === 'asset' && /\.(css|wxss)$/.test(f.fileName)) f.source = css(String(f.source))
        else if (f.type === 'chunk') f.code = f.code.replace(/https:\/\/h[ac][cs]1\.dcloud\.net\.cn\/[a-z0-9]+/g, 'about:blank')
      }
    },
  }
}

/** What the first pages need comes in one file beside the entry, not in thirty after it: a slow network counts trips. */
const FIRST = /\/src\/(components\/(y-|elder-switch|category-picker)|use\/|pages\/(home|check|login)\/)/
const together = (id: string): string | undefined => (FIRST.test(id) ? 'first' : undefined)

export default defineConfig({
  plugins: [uni(), selfContained()],
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': process.env.YJT_API ?? 'http://127.0.0.1:8000' } },
  build: { target: 'es2019', rollupOptions: process.env.UNI_PLATFORM === 'h5' ? { output: { manualChunks: together } } : {} },
})
