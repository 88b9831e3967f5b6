// Every page of the WeChat package is rendered: before any answer, without a network, and with the documented answers.
// (There a slot's content is part of its parent's template and is always evaluated; a browser would not show it.)
const assert = require('node:assert')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const { documented } = require('./documented.cjs')
const { openPage, setNetwork, storage, unpacked, whenAsked } = require('./runtime.cjs')

const root = unpacked()
const app = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8'))
const pages = [...app.pages, ...(app.subPackages ?? []).flatMap((part) => part.pages.map((page) => `${part.root}/${page}`))]
const ID = '0199e0a0-7c00-7000-8000-0000000000a1'
const QUERY = { id: ID, matter_id: ID, order: ID, order_id: ID, member: ID, section: 'claim', kind: 'progress', code: 'K7QM-4XWP', op: 'get_me' }
const OWN = { 'engine/list/list': { op: 'list_agencies' }, 'engine/form/form': { op: 'declare_real_name' } }

const broken = []
const note = (error) => broken.push(String(error?.stack ?? error).split('\n').slice(0, 3).join(' '))
process.on('unhandledRejection', note)
process.on('uncaughtException', note)
for (const level of ['error', 'warn']) {
  const said = console[level]
  console[level] = (...words) => (words.some((w) => w instanceof Error) ? note(words.find((w) => w instanceof Error)) : said(...words))
}

storage.set('session', JSON.stringify({ access: 'a', refresh: 'r', personId: ID }))
for (const [when, answer, network] of [
  ['with what the API documents', documented, true],
  ['without a network', () => undefined, false],
]) {
  test(`every page can be shown ${when}`, async () => {
    whenAsked(answer)
    setNetwork(network)
    const wrong = []
    for (const page of pages) {
      broken.length = 0
      const shown = await openPage(root, page, { ...QUERY, ...OWN[page] }).catch(note)
      if (broken.length > 0) wrong.push(`${page}: ${broken[0]}`)
      else if (!network && !shown?.text().trim()) wrong.push(`${page}: shows nothing`)
    }
    assert.deepStrictEqual(wrong, [])
  })
}
test.after(() => setTimeout(() => process.exit(), 50))
