/** Whether the network answers, as far as is known: what the banner says and queues wait for. */
import { reactive, readonly } from 'vue'

const state = reactive({ online: true })
const listeners: (() => void)[] = []

export const network = readonly(state)

/** Something answered, whatever it said. */
export function answered(): void {
  set(true)
}

/** A request got no answer. */
export function unanswered(): void {
  set(false)
}

/** `work` runs whenever the network comes back. */
export function onBack(work: () => void): void {
  listeners.push(work)
}

/** Follow what the phone says about its network. */
export function watchNetwork(): void {
  uni.onNetworkStatusChange((r) => set(r.isConnected))
  uni.getNetworkType({ success: (r) => set(r.networkType !== 'none') })
}

function set(online: boolean): void {
  if (state.online === online) return
  state.online = online
  if (online) listeners.forEach((work) => work())
}
