/** No page has words of its own: what people read is in `src/locales`, complete in both languages. */
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const SRC = path.resolve(__dirname, '../src')
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(path.join(folder, e.name)) : [path.join(folder, e.name)]))
const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/<!--[\s\S]*?-->/g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1')

it('has no Chinese text in code', () => {
  const found = files(SRC)
    .filter((f) => /\.(vue|ts)$/.test(f) && !f.includes('generated') && !f.endsWith('schema.d.ts'))
    .filter((f) => /[\u3400-\u9fff]/.test(withoutComments(readFileSync(f, 'utf8'))))
    .map((f) => path.relative(SRC, f))
  expect(found).toEqual([])
})

it('has current traditional texts', () => {
  execFileSync('node', ['build/hant.mjs', '--check'], { cwd: path.resolve(__dirname, '..'), stdio: 'pipe' })
})
