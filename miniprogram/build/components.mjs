// Writes src/components.d.ts: the components that pages find by name (easycom), for the type checker.
import { readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('../src/', import.meta.url))
const names = readdirSync(`${src}components`).filter((name) => /^[a-z]+(-[a-z]+)*$/.test(name)).sort()
const typeName = (name) => name.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('')
const lines = [
  '/** Components found by name (easycom in pages.json), for the type checker. */',
  ...names.map((name) => `import type ${typeName(name)} from '@/components/${name}/${name}.vue'`),
  '',
  "declare module 'vue' {",
  '  export interface GlobalComponents {',
  ...names.map((name) => `    ${typeName(name)}: typeof ${typeName(name)}`),
  '  }',
  '}',
]
writeFileSync(`${src}components.d.ts`, `${lines.join('\n')}\n`)
