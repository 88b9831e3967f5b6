// Loads a built mini-program in Node and drives it as WeChat would: its pages are rendered, `wx` answers by what a test
// sets up, every call is noted. Nothing of WeChat itself runs here.
const { cpSync, mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')
const { JSDOM } = require('jsdom')

const dom = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true, url: 'http://127.0.0.1/' })
globalThis.window = dom.window
for (const name of ['document', 'Node', 'Element', 'HTMLElement', 'Event', 'CustomEvent', 'MutationObserver']) globalThis[name] = dom.window[name]
const simulate = require('miniprogram-simulate')
const exparser = require('miniprogram-exparser')

const PHONE = {
  platform: 'devtools', deviceType: 'phone', brand: 'Apple', model: 'iPhone', system: 'iOS 17', version: '8.0', SDKVersion: '3.8.0',
  language: 'zh_CN', pixelRatio: 2, windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, statusBarHeight: 47,
  safeArea: { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 },
}
const calls = []
const storage = new Map()
const network = { isConnected: true, listeners: [] }
/** @type {(request: {method: string, url: string, data: unknown, header: Record<string, string>}) => {statusCode: number, data?: unknown, header?: object} | undefined} */
let api = () => undefined

const later = (work) => setTimeout(work, 1)
function answer(o, result) {
  later(() => {
    if (result === undefined) o.fail?.({ errMsg: 'request:fail' })
    else o.success?.(result)
    o.complete?.(result)
  })
}
const noted = (name, make) => (o = {}) => {
  calls.push({ api: name, url: o.url, data: o.data })
  answer(o, make ? make(o) : {})
}
Object.assign(wx, {
  request(o) {
    calls.push({ api: 'request', method: o.method, url: o.url, data: o.data, header: o.header })
    const got = network.isConnected ? api({ method: o.method, url: o.url, data: o.data, header: o.header ?? {} }) : undefined
    answer(o, got && { header: {}, data: {}, ...got })
    return { abort() {} }
  },
  uploadFile(o) {
    calls.push({ api: 'uploadFile', url: o.url, filePath: o.filePath, formData: o.formData, name: o.name })
    const got = network.isConnected ? api({ method: 'UPLOAD', url: o.url, data: o.formData, header: {} }) : undefined
    answer(o, got && { header: {}, data: '', ...got })
    return { abort() {}, onProgressUpdate() {}, offProgressUpdate() {} }
  },
  ...Object.fromEntries(['navigateTo', 'redirectTo', 'reLaunch', 'navigateBack', 'setNavigationBarTitle', 'showToast', 'openSetting', 'hideKeyboard'].map((n) => [n, noted(n)])),
  login: noted('login', () => ({ code: 'wechat-code' })),
  getSystemInfoSync: () => PHONE,
  getNetworkType: (o) => answer(o, { networkType: network.isConnected ? 'wifi' : 'none' }),
  onNetworkStatusChange: (work) => network.listeners.push(work),
  getRandomValues: (o) => answer(o, { randomValues: require('node:crypto').randomBytes(o.length).buffer.slice(0, o.length) }),
  getStorageSync: (name) => storage.get(name) ?? '',
  setStorageSync: (name, value) => void storage.set(name, value),
  removeStorageSync: (name) => void storage.delete(name),
  getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 1, limitSize: 10240 }),
  canIUse: () => true,
  getLaunchOptionsSync: () => ({ path: '', query: {} }),
  getEnterOptionsSync: () => ({ path: '', query: {} }),
})
wx.getSystemInfo = (o) => answer(o, PHONE)
for (const name of ['getWindowInfo', 'getDeviceInfo', 'getAppBaseInfo']) wx[name] = () => PHONE

let options
let app
const stack = []
globalThis.App = (o) => (options = o)
globalThis.Page = () => {}
globalThis.getApp = () => app
globalThis.getCurrentPages = () => stack

const rest = (ms = 40) => simulate.sleep(ms)
const fire = (element, type, detail = {}) =>
  exparser.Event.dispatchEvent(
    element.__wxElement,
    exparser.Event.create(type, detail, { bubbles: true, capturePhase: true, composed: true, extraFields: { touches: [], changedTouches: [] } }),
  )

/** Opens a page of the package at `root` (`pages/login/login`) with its query, as the only one on the stack. */
async function openPage(root, page, query = {}) {
  if (!app) {
    require(path.join(root, 'app.js'))
    app = { ...options }
    app.onLaunch?.({ path: page, query, scene: 1001 })
    app.onShow?.({ path: page, query, scene: 1001 })
    await rest()
  }
  document.body.innerHTML = ''
  const component = simulate.render(simulate.load(path.join(root, page), { rootPath: root, compilerOptions: { maxBuffer: 64 * 1024 * 1024 } }))
  stack.splice(0, stack.length, { route: page, options: query, $page: { fullPath: `/${page}` } })
  component.attach(document.body.appendChild(document.createElement('div')))
  component.instance.onLoad?.(query)
  component.instance.onShow?.()
  component.instance.onReady?.()
  await rest(80)
  const all = (selector) => [...component.dom.querySelectorAll(selector)]
  const byTestId = (id) => all(`[data-testid="${id}"]`).pop() ?? all('*').find((e) => e.dataset?.testid === id)
  return {
    component,
    all,
    byTestId,
    text: () => component.dom.textContent.replace(/\s+/g, ' '),
    async tap(element) {
      fire(element, 'tap')
      await rest()
    },
    async type(element, value) {
      fire(element, 'input', { value })
      fire(element, 'blur', { value })
      await rest(20)
    },
    /** What a picker, a box or a radio button tells. */
    async change(element, value) {
      fire(element, 'change', { value })
      await rest(20)
    },
  }
}

/** A copy of the built package where its files are CommonJS, as they are to WeChat; removed when the process ends. */
function unpacked(built = path.resolve(__dirname, '../dist/build/mp-weixin')) {
  const root = mkdtempSync(path.join(tmpdir(), 'yjt-mp-'))
  cpSync(built, root, { recursive: true })
  process.on('exit', () => rmSync(root, { recursive: true, force: true }))
  return root
}

module.exports = {
  unpacked,
  openPage,
  calls,
  storage,
  rest,
  /** @param {typeof api} answerer what the API says to a request; undefined is no answer at all */
  whenAsked: (answerer) => (api = answerer),
  setNetwork(isConnected) {
    network.isConnected = isConnected
    network.listeners.forEach((work) => work({ isConnected, networkType: isConnected ? 'wifi' : 'none' }))
  },
}
