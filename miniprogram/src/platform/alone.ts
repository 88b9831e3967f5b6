/** One at a time: among all tabs of a browser; a mini-program has no tabs. */

export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // #ifdef H5
  if (globalThis.navigator?.locks) return globalThis.navigator.locks.request(`yjt-${name}`, work) as Promise<T>
  // #endif
  return work()
}
