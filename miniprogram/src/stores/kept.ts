/** Values kept on the phone between starts, as JSON. A full or broken storage loses the value, never the app. */

export function readKept<T>(name: string): T | undefined {
  try {
    const text = uni.getStorageSync(name) as string
    return text ? (JSON.parse(text) as T) : undefined
  } catch {
    return undefined
  }
}

/** @returns whether it was kept */
export function keep(name: string, value: unknown): boolean {
  try {
    uni.setStorageSync(name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export function forget(name: string): void {
  try {
    uni.removeStorageSync(name)
  } catch {
    // a storage that cannot be written to keeps nothing either
  }
}

/** Names of everything kept that begins with `prefix`. */
export function keptNames(prefix: string): string[] {
  try {
    return uni.getStorageInfoSync().keys.filter((k) => k.startsWith(prefix))
  } catch {
    return []
  }
}
