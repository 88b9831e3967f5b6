// Leaves compressed copies beside the files of a build: the server sends `main.js.br` for `main.js` to whoever takes it.
// Usage: node build/compress.mjs dist/build/h5
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const KINDS = new Set(['.js', '.css', '.html', '.json', '.svg', '.ttf'])
const WORTH_IT = 1024
const codings = {
  '.br': (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  '.gz': (bytes) => promisify(gzip)(bytes, { level: 9 }),
}

async function compress(file) {
  const bytes = await readFile(file)
  if (bytes.length <= WORTH_IT) return
  for (const [suffix, code] of Object.entries(codings)) {
    const small = await code(bytes)
    if (small.length < bytes.length) await writeFile(file + suffix, small)
  }
}

const root = process.argv[2]
if (!root) throw new Error('usage: node build/compress.mjs DIRECTORY')
const entries = await readdir(root, { recursive: true, withFileTypes: true })
const files = entries.filter((entry) => entry.isFile() && KINDS.has(path.extname(entry.name)))
await Promise.all(files.map((entry) => compress(path.join(entry.parentPath ?? entry.path, entry.name))))
