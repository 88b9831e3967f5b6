// Writes the traditional Chinese texts from the simplified ones (OpenCC). `--check` only says whether they are current.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Converter } from 'opencc-js'

const folder = fileURLToPath(new URL('../src/locales/', import.meta.url))
const convert = Converter({ from: 'cn', to: 'tw' })
const stale = []
for (const name of readdirSync(folder).filter((n) => n.endsWith('.zh-Hans.json'))) {
  const hans = JSON.parse(readFileSync(folder + name, 'utf8'))
  const hant = Object.fromEntries(Object.entries(hans).map(([key, text]) => [key, convert(text)]))
  const text = `${JSON.stringify(hant, null, 2)}\n`
  const target = folder + name.replace('zh-Hans', 'zh-Hant')
  let present = ''
  try {
    present = readFileSync(target, 'utf8')
  } catch {
    // not there yet
  }
  if (present === text) continue
  stale.push(name)
  if (!process.argv.includes('--check')) writeFileSync(target, text)
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Run "npm run hant": ${stale.join(', ')} changed`)
  process.exit(1)
}
