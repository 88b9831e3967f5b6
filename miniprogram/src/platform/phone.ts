/** What the phone says of itself: its make, its system, its battery. */

export type PhonePlatform = 'android' | 'ios' | 'harmony' | 'other'

/** By the system's name, or by the browser's. */
export function phonePlatform(): PhonePlatform {
  const info = uni.getSystemInfoSync()
  const told = `${info.osName ?? ''} ${info.platform ?? ''} ${info.system ?? ''} ${info.ua ?? ''}`
  if (/harmony|ohos/i.test(told)) return 'harmony'
  if (/android/i.test(told)) return 'android'
  return /ios|iphone|ipad/i.test(told) ? 'ios' : 'other'
}

/** One line without control characters, at most 60 long; never empty. */
export function phoneModel(): string {
  const info = uni.getSystemInfoSync()
  const told = `${info.deviceBrand ?? info.brand ?? ''} ${info.deviceModel ?? info.model ?? ''}`
  const line = told.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, ' ').replace(/\b(other|unknown)\b/gi, ' ').replace(/\s+/g, ' ').trim()
  return line.slice(0, 60) || 'unknown'
}

export function appVersion(): string {
  return uni.getSystemInfoSync().appVersion || '0'
}

/** Per cent; undefined where the phone does not say. */
export async function batteryPercent(): Promise<number | undefined> {
  // #ifdef H5
  const asking = (globalThis.navigator as unknown as { getBattery?(): Promise<{ level: number }> }).getBattery?.()
  const level = await asking?.then((b) => b.level).catch(() => undefined)
  return level === undefined ? undefined : Math.round(level * 100)
  // #endif
  // #ifndef H5
  return new Promise((done) =>
    uni.getBatteryInfo({ success: (r: { level: number | string }) => done(Number(r.level)), fail: () => done(undefined) } as never),
  )
  // #endif
}
