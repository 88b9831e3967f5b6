/** Names of divisions by code, asked for once each; the code stands there until the name is known. */
import { reactive } from 'vue'
import { call } from '@/api/client'

const names = reactive<Record<string, string>>({})
const asked = new Set<string>()

export function areaName(code: string): string {
  if (!asked.has(code)) {
    asked.add(code)
    void call('get', '/api/v1/areas/{code}', { path: { code } })
      .then((area) => (names[code] = area.full_name))
      .catch(() => asked.delete(code))
  }
  return names[code] ?? code
}
