// Logging in and filling in a claim for wages, in the WeChat package: the code WeChat gave goes to the API, what is typed goes on.
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { openPage, unpacked, whenAsked, calls, storage, rest, setNetwork } = require('./runtime.cjs')

const root = unpacked()
const TOKENS = { access_token: 'a', refresh_token: 'r', person_id: 'p1', session_id: 's1' }
const NEW = { person_id: 'p1', name: null, phone: null, real_name: null, roles: [{ id: 'g', role: 'applicant' }], consents_missing: ['privacy_notice'], staff_account: null, allowed_actions: [] }
const EMPTY = { applicant: null, representation: null, claim: null, matter: null, criminal: null, place: null, forum: null, hardship: null, urgency: null }
const missing = (...fields) => fields.map((field) => ({ field, rule: 'missing', message: field }))
const DRAFT = { id: 'a1', category: 'labour_remuneration', status: 'draft', version: 3, ...EMPTY, missing: missing('claim', 'place', 'applicant'), proposed_agencies: [], clocks: [], allowed_actions: ['submit', 'discard'], warnings: [] }
let me = NEW

whenAsked(({ method, url, data }) => {
  const is = (end) => url.split('?')[0].endsWith(end)
  if (is('/auth/wechat/login')) return { statusCode: 200, data: TOKENS }
  if (is('/me')) return { statusCode: 200, data: me }
  if (is('/applications/a1/claim')) return { statusCode: 200, data: { ...DRAFT, version: 4, claim: data, missing: missing('place', 'applicant') } }
  if (is('/applications/a1')) return { statusCode: 200, data: DRAFT }
  if (is('/client')) return { statusCode: 200, data: { now: new Date().toISOString(), profile_is_demo: false } }
  if (is('/dictionaries')) return { statusCode: 200, data: { dictionaries: { section: { claim: 'claim' } } } }
  return method === 'GET' ? { statusCode: 200, data: { items: [] } } : undefined
})

async function until(ready) {
  for (let i = 0; i < 100; i += 1) {
    const found = ready()
    if (found) return found
    await rest(30)
  }
  throw new Error('waited in vain')
}
const request = (method, end) => calls.find((c) => c.api === 'request' && c.method === method && c.url.split('?')[0].endsWith(end))
const went = (how) => calls.filter((c) => c.api === how).map((c) => c.url)

test('who logs in by WeChat for the first time says who they are, and keeps what they came for', async () => {
  const then = '/pages/apply/start?category=labour_remuneration'
  const page = await openPage(root, 'pages/login/login', { then: encodeURIComponent(then) })
  await page.tap(page.byTestId('wechat-login'))
  const told = await until(() => request('POST', '/auth/wechat/login'))
  assert.deepEqual(told.data, { code: 'wechat-code' })
  const [url] = await until(() => went('redirectTo').length && went('redirectTo'))
  assert.equal(url, `/pages/login/identity?then=${encodeURIComponent(then)}`)
  assert.equal(JSON.parse(storage.get('session')).access, 'a')
})

test('who is known goes straight on', async () => {
  calls.length = 0
  me = { ...NEW, name: 'n', phone: '1', real_name: { name: 'n' }, consents_missing: [] }
  const page = await openPage(root, 'pages/login/login', { then: encodeURIComponent('/pages/apply/list') })
  await page.tap(page.byTestId('wechat-login'))
  assert.deepEqual(await until(() => went('redirectTo').length && went('redirectTo')), ['/pages/apply/list'])
})

test('a part is sent for the version it was read at, and leads to the next that is missing', async () => {
  calls.length = 0
  const page = await openPage(root, 'pages/apply/section', { id: 'a1', section: 'claim' })
  await until(() => page.byTestId('employer'))
  const [employer, amount] = page.all('wx-input')
  await page.type(employer, 'somebody')
  await page.type(amount, '28000')
  for (const picker of page.all('wx-picker')) await page.change(picker, 2)
  setNetwork(false)
  await page.tap(page.byTestId('next'))
  await until(() => storage.get('draft:p1:application:a1:claim')?.includes('somebody'))
  setNetwork(true)
  await page.tap(page.byTestId('next'))
  const sent = await until(() => calls.filter((c) => c.method === 'PUT').pop())
  assert.equal(sent.header['If-Match'], '"3"')
  assert.deepEqual([sent.data.employer_name, sent.data.amount_fen], ['somebody', 2800000])
  assert.match(sent.data.period_from, /^\d{4}-\d{2}$/)
  assert.deepEqual(await until(() => went('redirectTo').length && went('redirectTo')), ['/pages/apply/section?id=a1&section=place'])
})
