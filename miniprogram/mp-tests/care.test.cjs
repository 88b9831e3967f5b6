// Checking in with the WeChat package: the phone's key is registered, an attempt is signed with it, a refusal told, and
// without a network it is kept and sent later. The signed text is built by the function printed in the documentation.
const assert = require('node:assert/strict')
const { createPublicKey, verify } = require('node:crypto')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { beforeEach, test } = require('node:test')
const { openPage, unpacked, whenAsked, calls, storage, rest, setNetwork } = require('./runtime.cjs')

const root = unpacked()
const document = readFileSync(path.resolve(__dirname, '../../docs/check-in-signing.md'), 'utf8')
const checkInText = new Function(`${/```js\n([\s\S]*?)```/.exec(document)[1]}; return checkInText`)()
const ORDER = { id: 'o1', agency_id: 'a1', agency_name: '於潜司法所', allowed_actions: ['check_in'], to_do: [], person_name: '赵小军' }
const DEVICE = { id: '0199e0a0-7c00-7000-8000-0000000000d1', algorithm: 'ed25519', platform: 'ios', device_class: 'ios iPhone', registered_at: '2026-11-22T14:00:00Z', revoked_at: null, last_made_at: null }
const CHALLENGE = { duty_id: '019ad75e-c0a0-8000-8000-00000000000d', kind: 'scheduled', nonce: 'wGJ5bV0c3mQxH2m9h1rB4A', phrase: '一', opens_at: '2026-11-22T13:00:00Z', closes_at: '2026-11-22T23:00:00Z' }
const OUTCOME = { id: 'c1', duty_id: CHALLENGE.duty_id, verdict: 'inside', message: '签到成功。定位显示您在规定区域内。', reasons: [], failures: [], is_signed: true, is_late: false, is_offline: false, accuracy_m: 18, made_at: '2026-11-22T14:00:00Z', received_at: '2026-11-22T14:00:01Z' }

let devices = []
let publicKey
let place = { latitude: 30.19, longitude: 119.4, accuracy: 18 }
wx.getLocation = (o) => {
  calls.push({ api: 'getLocation', type: o.type, isHighAccuracy: o.isHighAccuracy })
  setTimeout(() => (place ? o.success(place) : o.fail({ errMsg: 'getLocation:fail auth deny' })), 1)
}
wx.getBatteryInfo = (o) => setTimeout(() => o.success({ level: '64', isCharging: false }), 1)
wx.openSetting = (o) => {
  calls.push({ api: 'openSetting' })
  setTimeout(() => o.success({ authSetting: { 'scope.userLocation': true } }), 1)
}
storage.set('session', JSON.stringify({ access: 't', refresh: 'r', personId: 'p1' }))

whenAsked(({ method, url, data }) => {
  const is = (end) => url.split('?')[0].endsWith(end)
  if (is('/me/devices') && method === 'POST') {
    publicKey = data.public_key
    const lines = ['yijiantong-device-1', data.code, data.algorithm, data.public_key].join('\n')
    assert.ok(signedBy(data.public_key, lines, data.proof), 'the phone proves that it holds the key')
    devices = [DEVICE]
    return { statusCode: 201, data: DEVICE }
  }
  if (is('/me/devices')) return { statusCode: 200, data: { items: devices } }
  if (is('/me/challenge')) return { statusCode: 200, data: { ...CHALLENGE, now: new Date().toISOString() } }
  if (is('/check-ins')) return { statusCode: 201, data: { ...OUTCOME, failures: data.failures, verdict: data.failures.length > 0 ? 'indeterminate' : 'inside' } }
  if (is('/correction/me')) return { statusCode: 200, data: ORDER }
  if (is('/me/duties')) return { statusCode: 200, data: { items: [] } }
  if (is('/agencies/a1')) return { statusCode: 200, data: { id: 'a1', name: '於潜司法所', phone: '0571-00000000', address: null } }
  if (is('/dictionaries')) return { statusCode: 200, data: { dictionaries: {} } }
  if (is('/client')) return { statusCode: 200, data: { now: new Date().toISOString() } }
  return { statusCode: 404, data: { code: 'not_found', title: '没有找到' } }
})
beforeEach(() => {
  calls.length = 0
  place = { latitude: 30.19, longitude: 119.4, accuracy: 18 }
  setNetwork(true)
})

function signedBy(key, text, value) {
  const raw = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key, 'base64url')])
  return verify(null, Buffer.from(text), createPublicKey({ key: raw, format: 'der', type: 'spki' }), Buffer.from(value, 'base64url'))
}
const posted = () => calls.filter((c) => c.api === 'request' && c.method === 'POST' && c.url.endsWith('/check-ins')).map((c) => c.data)
async function until(ready, patience = 60) {
  while (!ready() && patience-- > 0) await rest(100)
  assert.ok(ready(), 'it came in time')
}

test('the phone is registered with the code of the office', async () => {
  const page = await openPage(root, 'care/phone/phone')
  const field = page.byTestId('code')
  await page.type(field.querySelector('wx-input'), '482913')
  await page.tap(page.byTestId('register'))
  await until(() => devices.length === 1)
  assert.equal(Buffer.from(publicKey, 'base64url').length, 32)
})

test('a check-in is signed with that key, and its counter grows', async () => {
  for (const counter of [1, 2]) {
    const page = await openPage(root, 'care/check/check')
    await page.tap(page.byTestId('begin'))
    await until(() => posted().length === counter)
    const body = posted().at(-1)
    assert.equal(body.signature.counter, counter)
    assert.equal(body.challenge.nonce, CHALLENGE.nonce)
    assert.equal(body.fixes[0].datum, 'wgs84')
    assert.ok(signedBy(publicKey, checkInText(body), body.signature.value), 'the documented text was signed')
    await until(() => page.text().includes('签到成功'))
  }
  assert.ok(calls.filter((c) => c.api === 'getLocation').every((c) => c.type === 'wgs84' && c.isHighAccuracy))
})

test('who does not allow locating is told so, and that they tried', async () => {
  place = null
  const page = await openPage(root, 'care/check/check')
  await page.tap(page.byTestId('begin'))
  await until(() => posted().length === 1)
  assert.deepEqual(posted()[0].failures, ['no_permission'])
  await until(() => page.text().includes('没有允许定位'))
  await page.tap(page.byTestId('again'))
  await until(() => page.byTestId('settings') !== undefined)
  await page.tap(page.byTestId('settings'))
  await until(() => page.text().includes('已经允许'))
})

test('without a network it is kept on the phone, and sent when there is one', async () => {
  const page = await openPage(root, 'care/check/check')
  setNetwork(false)
  await page.tap(page.byTestId('begin'))
  await until(() => page.text().includes('能送的时候自动送出'), 150)
  const kept = JSON.parse(storage.get('outbox'))
  assert.equal(kept.length, 1)
  calls.length = 0
  setNetwork(true)
  await until(() => posted().length === 1)
  assert.deepEqual(posted()[0], kept[0].body)
  assert.equal(posted()[0].challenge, undefined)
  await until(() => JSON.parse(storage.get('outbox')).length === 0)
})
