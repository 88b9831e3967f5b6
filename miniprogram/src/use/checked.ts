/** Waiting for files that arrived and are still being checked: forms that rest on them are refused before. */
import { call } from '@/api/client'
import { pause } from '@/api/transport'

const TRIES = 20
const PAUSE_MS = 1_500

/** Until each file was checked, half a minute at most: after that the API says what it thinks of them. */
export async function checked(ids: readonly string[]): Promise<void> {
  let open = [...ids]
  for (let tried = 0; tried < TRIES && open.length > 0; tried += 1) {
    if (tried > 0) await pause(PAUSE_MS)
    try {
      const found = await Promise.all(open.map((id) => call('get', '/api/v1/evidence/{evidence_id}', { path: { evidence_id: id } })))
      open = found.filter((e) => e.status === 'arrived' || e.status === 'declared').map((e) => e.id)
    } catch {
      return
    }
  }
}
