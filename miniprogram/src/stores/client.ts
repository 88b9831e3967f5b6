/** What this installation says of itself before anybody logs in, and its time, so that a wrong phone clock shows. */
import { reactive, readonly } from 'vue'
import type { components } from '@/api/schema'
import { call } from '@/api/client'

export type ClientSettings = components['schemas']['ClientStart']

const state = reactive<{ settings: ClientSettings | null; offsetMs: number }>({ settings: null, offsetMs: 0 })

export const client = readonly(state)

/** Our time: the phone's, put right by what the server said. */
export function now(): Date {
  return new Date(Date.now() + state.offsetMs)
}

/** @param serverTime an instant the server just gave */
export function setClock(serverTime: string): void {
  state.offsetMs = new Date(serverTime).getTime() - Date.now()
}

/** @throws Problem */
export async function loadClient(): Promise<void> {
  const settings = await call('get', '/api/v1/client', { anonymous: true })
  state.settings = settings
  setClock(settings.now)
}
