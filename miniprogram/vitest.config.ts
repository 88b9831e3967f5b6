import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { platformPlugin } from './build/platform.mjs'

const BUILT_IN = new Set(['view', 'text', 'image', 'scroll-view', 'picker', 'canvas'])
export default defineConfig({
  plugins: [
    platformPlugin('H5'),
    vue({ template: { compilerOptions: { isCustomElement: (tag) => BUILT_IN.has(tag) || tag.startsWith('wd-') } } }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: { environment: 'happy-dom', include: ['tests/**/*.spec.ts'], setupFiles: ['tests/setup.ts'] },
})
